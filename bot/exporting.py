"""Takes out what clients share: reads it, writes the files of one export whole, and notes that it was done.

It loads neither SQLAlchemy nor Telegram, so that a command is over in half a second.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from json import loads
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.exercise import Exercise
from bot.core.homemade import exercises_in
from bot.core.library import DEFAULT_LANGUAGE
from bot.core.plan import instant
from bot.core.record import SharedAccess, SharedRecord
from bot.core.senses import Senses
from bot.core.speech import Speech
from bot.export.archive import pack
from bot.export.context import Context
from bot.export.fhir import write_fhir
from bot.export.recordings import files_for
from bot.export.selection import Selection, file_stem
from bot.export.whole import all_or_none
from bot.export.write import write_csv, write_json
from storage.share import Reading, Sharer, note_export, reading
from storage.shelf import Shelf, shelf_by
from storage.vault import Vault

VERSION = "0.1.0"
Form = Literal["csv", "xlsx", "json", "fhir", "pdf", "md"]
READ: frozenset[Form] = frozenset({"pdf", "md"})
"""What is for people to read, in somebody's language."""
ANY_SIZE = 1 << 62
_WIDE = re.compile(r"runs_wide_[A-Za-z0-9_-]+\.csv")
Learned = tuple[Sequence[Exercise], Sequence[Senses]]
"""Exercises, and what is drawn from in those for the senses."""
Watch = Callable[[int, int], None]
"""Told after each client how many are done, of how many."""


class BadRange(Exception):
    """What was asked for on the command line makes no sense; one line says why."""


class UnknownClient(Exception):
    """There is no client of that code."""


@dataclass(frozen=True, slots=True)
class Range:
    """From when until when: half-open, aware; without `since` from the beginning."""

    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One export: of whom, from when, as what, when it is made. With `room` recordings go along, so many bytes of them
    at most, from `shelf`. What is to be read is written in `speech`."""

    who: Sequence[Sharer]
    span: Range
    form: Form
    at: datetime
    exercises: Sequence[Exercise]
    senses: Sequence[Senses] = ()
    shelf: Shelf | None = None
    room: int = 0
    speech: Speech | None = None
    watch: Watch = lambda _done, _all: None

    @property
    def selection(self) -> Selection:
        """What the files say of it."""
        codes = tuple(each.code for each in self.who)
        return Selection(
            clients=codes,
            since=self.span.since,
            until=self.span.until,
            made_at=self.at,
            app_version=VERSION,
        )

    @property
    def access(self) -> SharedAccess:
        """What is noted of it where the operator asks."""
        span = self.span
        return SharedAccess(at=self.at, by="operator", form=self.form, since=span.since, until=span.until)


def read_range(since: str | None, until: str | None, zone: ZoneInfo, now: datetime) -> Range:
    """Two dates of the command line as instants: midnights of the practice's zone. Raises BadRange."""
    chosen = Range(_midnight("--from", since, zone), _midnight("--to", until, zone) or now)
    if chosen.since is not None and chosen.since >= chosen.until:
        raise BadRange("--from has to lie before --to")
    return chosen


def named(view: Reading, client: str) -> list[Sharer]:
    """The client of that code, whatever its capitals, or `all` of them. Raises UnknownClient."""
    everyone = view.clients()
    if client.strip().casefold() == "all":
        return everyone
    chosen = [each for each in everyone if each.code == client.strip().upper()]
    if not chosen:
        raise UnknownClient("--client: there is no client of that code; /clients shows the codes")
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for; `learn` reads the exercises of these names, `speak` says how what is read is worded,
    `data` is where recordings lie if they are to go along, and with a `password` all of it becomes one locked zip."""

    client: str
    form: Form
    span: Range
    at: datetime
    learn: Callable[[frozenset[str]], Learned]
    speak: Callable[[Sequence[Exercise]], Speech]
    data: Path | None = None
    password: str = field(default="", repr=False)
    watch: Watch = lambda _done, _all: None


def export_to_folder(url: str, vault: Vault, wanted: Wanted, out: Path) -> tuple[Path, ...]:
    """Write the files of one client or of all into `out`, and note it for each of them to read; returns where they are.

    Raises UnknownClient, OSError, and what `reading` and `note_export` do; nothing is then left behind.
    """
    with reading(url, vault) as view:
        who = named(view, wanted.client)
        exercises, senses = wanted.learn(view.exercises(who, wanted.at))
        asked = Asked(
            who=who,
            span=wanted.span,
            form=wanted.form,
            at=wanted.at,
            exercises=exercises,
            senses=senses,
            shelf=shelf_by(view.index(), wanted.data) if wanted.data else None,
            room=ANY_SIZE,
            speech=wanted.speak(exercises) if wanted.form in READ else None,
            watch=wanted.watch,
        )

        def note() -> None:
            note_export(url, view.index(), [each.id for each in who], asked.access)

        if not wanted.password:
            return write_files(view, asked, out, note)
        name = f"{file_stem(asked.selection.clients, wanted.at)}.zip"
        with TemporaryDirectory(prefix="coach-") as folder:
            files = write_files(view, asked, Path(folder), note)
            return (pack(files, out / name, Path(folder), wanted.password),)


def write_files(
    view: Reading, asked: Asked, out: Path, note: Callable[[], None] = lambda: None
) -> tuple[Path, ...]:
    """Write the files of an export into `out` and return where they are; all of them or none.

    `note` is called once they are written and before anybody sees them. Raises OSError, and what `view` and `note` do.
    """
    names: list[str] = []
    asked = _with_homemade(view, asked)
    with all_or_none(out, names) as hidden:
        files = _written(view, asked, hidden)
        names.extend(path.relative_to(hidden).as_posix() for path in files)
        names.extend(_left_over(out, names))
        note()
    return tuple(out / path.relative_to(hidden) for path in files)


def _with_homemade(view: Reading, asked: Asked) -> Asked:
    """With the own exercises that were given to the clients, beside the shipped ones."""
    known = {each.id for each in asked.exercises}
    made = {each.id: each for each in exercises_in(view.homemade(asked.who)) if each.id not in known}
    if not made:
        return asked
    anyhow = {(DEFAULT_LANGUAGE, name): each for name, each in made.items()}
    spoken = {(each.language, name): each for name, each in made.items()}
    speech = asked.speech and replace(asked.speech, exercises=anyhow | spoken | dict(asked.speech.exercises))
    return replace(asked, exercises=[*asked.exercises, *made.values()], speech=speech)


def _written(view: Reading, asked: Asked, folder: Path) -> list[Path]:
    closed = view.closed(asked.who, (asked.span.since, asked.span.until), asked.at)
    selection = replace(asked.selection, closed=closed)
    packed = _unsealed(view, asked, folder) if asked.shelf is not None else {}
    context = Context(selection, asked.exercises, packed, asked.senses)
    records = _records(view, asked, asked.watch)
    match asked.form:
        case "csv":
            return list(write_csv(folder, records, context).values())
        case "json":
            path = write_json(folder / f"{file_stem(selection.clients, asked.at)}.json", records, context)
            return [path, *(folder / name for name in packed.values())]
        case "fhir":
            return list(write_fhir(folder / "fhir_bundle.json", records, context).values())
        case "xlsx":
            # The library for workbooks is loaded by whoever wants one.
            from bot.export.workbook import write_workbook  # noqa: PLC0415  # loaded by whoever wants that form

            return list(write_workbook(folder / "workbook.xlsx", records, context).values())
        case "pdf" | "md" as form if asked.speech is not None:
            # Printing is loaded by whoever wants a page.
            from bot.export.brief_files import write_briefs  # noqa: PLC0415  # loaded by whoever wants that form

            return write_briefs(folder, records, selection, asked.speech, form)
        case "pdf" | "md":
            raise ValueError("nobody has said in which language it is to be read")


def _records(view: Reading, asked: Asked, watch: Watch) -> Iterator[SharedRecord]:
    for done, who in enumerate(asked.who, start=1):
        yield view.record(who, asked.span.since, asked.span.until, asked.at)
        watch(done, len(asked.who))


def _unsealed(view: Reading, asked: Asked, folder: Path) -> Mapping[str, str]:
    """The recordings that go along, written; where each lies, by the id of its answer."""
    records = _records(view, asked, lambda _done, _all: None)
    keys = {each.code: each.key for each in asked.who}
    found: dict[str, str] = {}
    for entry, (code, name) in files_for(records, asked.room).items():
        sealed = asked.shelf.get(entry) if asked.shelf is not None else None
        if sealed is not None:
            _keep(folder / name, keys[code].open(sealed, where=f"media|bytes|{entry}"))
            found[entry] = name
    return found


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(content)


def _left_over(out: Path, names: Sequence[str]) -> list[str]:
    """The tables of an earlier export into the same folder that this one has none of."""
    with suppress(OSError, ValueError, AttributeError, TypeError):
        tables = loads((out / "manifest.json").read_text(encoding="utf-8"))["tables"].values()
        earlier = [str(table.get("file")) for table in tables]
        return [name for name in earlier if _WIDE.fullmatch(name) and name not in names]
    return []


def _midnight(option: str, day: str | None, zone: ZoneInfo) -> datetime | None:
    if day is None:
        return None
    try:
        return instant(date.fromisoformat(day), time(0), zone.key).astimezone(UTC)
    except ValueError:
        raise BadRange(f"{option} takes a date such as 2026-11-01") from None
