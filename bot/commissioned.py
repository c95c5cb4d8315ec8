"""Makes the file of one commission in the process that it was given to."""

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import extract_tb

from bot.commission import WORD, Commission, Word
from bot.content.exercises import load_exercises
from bot.content.senses import load_senses
from bot.content.words import load_calendars, load_words
from bot.core.exercise import Exercise
from bot.core.library import DEFAULT_LANGUAGE, Practice
from bot.core.speech import Speech, clock_in
from bot.core.turn import FileOrder
from bot.core.words import Words
from bot.kept_exports import keep
from bot.ordered_logs import Ordered, write_logs
from storage.store_keys import NotYours
from storage.vault import Vault


def carried_out(commission: Commission) -> Word:
    """Where the file lies, or why there is none."""
    try:
        return Word(made=_made(commission))
    except NotYours:
        return Word(not_yours=True)
    except Exception as problem:  # whatever it is, the coach hears its kind and its place, and no words
        place = extract_tb(problem.__traceback__)[-1]
        return Word(failed=f"{type(problem).__name__} at {Path(place.filename).name}:{place.lineno}")


def say(word: Word) -> None:
    """Tell the coach."""
    sys.stdout.buffer.write(WORD.dump_json(word) + b"\n")
    sys.stdout.buffer.flush()


def _made(commission: Commission) -> Path:
    if commission.order.format == "copy":
        return _own_copy(commission)
    if not commission.order.on_server:
        return _logs(commission)
    if commission.asker is None:
        raise NotYours
    return keep(_logs(commission), commission.data, commission.now)


def _logs(commission: Commission) -> Path:
    exercises = load_exercises()
    ordered = Ordered(
        order=commission.order,
        now=commission.now,
        asker=commission.asker,
        exercises=list(exercises.values()),
        senses=list(load_senses().values()),
        speech=_speech(commission.order, exercises),
        watch=lambda done, everyone: say(Word(done=done, everyone=everyone)),
    )
    vault = Vault(commission.keys)
    # What was written on the way is taken away here, where nobody waits for it.
    with TemporaryDirectory() as folder:
        made = write_logs(commission.url, vault, ordered, commission.data, Path(folder))
        return made.rename(commission.folder / made.name)


def _speech(order: FileOrder, exercises: Mapping[tuple[str, str], Exercise]) -> Speech:
    calendars = load_calendars()
    return Speech(
        language=order.language,
        zone=clock_in(order.zone),
        calendar=calendars.get(order.language) or calendars[DEFAULT_LANGUAGE],
        exercises=exercises,
        words=load_words([order.language]).get(order.language, Words()),
    )


def _own_copy(commission: Commission) -> Path:
    # The tables, and all that is reviewed, are loaded by whoever wants everything of a client.
    from bot.content.library import load_library  # noqa: PLC0415  # as above
    from bot.files import build_file  # noqa: PLC0415  # as above
    from storage.database import open_database  # noqa: PLC0415  # as above

    database = open_database(commission.url, Vault(commission.keys))
    library, order, now = load_library(Practice()), commission.order, commission.now
    name, content = build_file(database, library, order, now, asker=commission.asker, data=commission.data)
    path = commission.folder / name
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
