"""Says how things stand on the command line: what `coach doctor` finds, and what a restore has done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.content.library import load_library
from bot.content.zones import BadPlaces
from bot.core.exercise import BadExercise
from bot.core.helplines import BadHelpLines, HelpLines
from bot.core.library import Practice
from bot.core.safety import BadRules
from bot.core.senses import BadSenses
from bot.core.summary import BadWording
from bot.opening import open_as_it_is
from bot.settings import Settings
from storage.checkup import Checkup, examine, note_checkup
from storage.database import Database, is_running
from storage.restore import Restored
from storage.shelf import shelf_of

_BAD_CONTENT = (BadExercise, BadHelpLines, BadPlaces, BadRules, BadSenses, BadWording)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: all is well, something to know, or a promise that does not hold."""

    mark: Literal["ok", "note", "broken"]
    words: str


def doctor(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Every finding, one by one; changes nothing but the audit, where it notes itself, and may run beside a running coach.

    Raises:
        NoDatabase, VaultError, BadDatabase: there is nothing to look at, or it cannot be opened.
    """
    yield from _content(settings, now)
    if settings.key_file.is_relative_to(settings.data_dir):
        yield Finding("note", "KEY_FILE lies inside DATA_DIR: a copy of the data then holds its key as well")
    database = open_as_it_is(settings)
    try:
        broken = 0
        for finding in _database(settings, database, now):
            broken += finding.mark == "broken"
            yield finding
        if not note_checkup(database, broken, now):
            yield Finding("note", "the audit could not be written, so this look is not in it")
    finally:
        database.close()


def _content(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        library = load_library(Practice())
    except _BAD_CONTENT as problem:
        yield Finding("broken", str(problem))
        return
    yield Finding("ok", f"{len(library.exercises)} exercises are sound")
    yield from _help_lines(settings.country, library.help_lines, now.date().isoformat())


def _help_lines(country: str, countries: Mapping[str, HelpLines], today: str) -> Iterator[Finding]:
    here = countries.get(country)
    if here is None:
        yield Finding("broken", f"COUNTRY {country} has no help lines, so nobody can be enrolled")
    else:
        yield Finding("ok", f"COUNTRY {country} has {len(here.lines)} help lines")
    lines = [line for each in countries.values() for line in each.lines]
    counted = {
        "were never verified by a person": sum(not line.verified_on for line in lines),
        "are past the day by which to verify them": sum("" < line.verify_by < today for line in lines),
    }
    for words, number in counted.items():
        if number:
            yield Finding("note", f"{number} of {len(lines)} help lines {words}")


def _database(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    running = is_running(settings.database_path)
    if not running:
        yield Finding("note", "no coach is running: what is late is counted as of the last sign of life")
    found = examine(database, now if running else None)
    yield _keys(found)
    if not found.broken:
        yield Finding("ok", "the database is whole, and every promise about its rows holds")
    for sentence in found.broken:
        yield Finding("broken", sentence)
    yield from _notes(found)
    if found.last_look is not None:
        kept_for = f"RETENTION_DAYS ({settings.retention_days})"
        yield Finding("ok", f"what is older than {kept_for} was last let go of on {found.last_look}")
    shelf = shelf_of(database.store, settings.data_dir)
    gone = sum(not (shelf.folder / entry).is_file() for entry in found.recordings)
    if gone:
        yield Finding("note", f"{gone} of {len(found.recordings)} recordings are not in DATA_DIR")


def _keys(found: Checkup) -> Finding:
    if found.locked:
        return Finding("broken", f"{found.locked} of {found.people} people's rows cannot be opened")
    return Finding("ok", f"the key opens everybody's rows ({found.people})")


def _notes(found: Checkup) -> Iterator[Finding]:
    counted = {
        "messages could not be sent": found.failed,
        "messages may or may not have arrived": found.unknown,
        "updates were given up": found.dead,
    }
    for words, number in counted.items():
        if number:
            yield Finding("note", f"{number} {words}")


# --- after a restore ------------------------------------------------------------------------------


def told_of(done: Restored) -> Iterator[str]:
    """What a restore did, for the operator, a line each."""
    sign = f"{done.sign:%Y-%m-%d %H:%M} UTC" if done.sign else "its making"
    yield f"Restored as of {sign}. What came after that is gone, at Telegram too."
    yield f"{done.nudges} nudges that were due since are marked expired (restored); {done.messages} messages stay unsent."
    if done.before is not None:
        yield f"The database before is kept as {done.before}; delete it when it is no longer needed."
    if done.erased is None:
        yield "Nobody can tell who was erased since the backup: whoever was is back, and has to be erased again."
    elif done.erased:
        yield f"{done.erased} people who were erased since the backup were erased again."
