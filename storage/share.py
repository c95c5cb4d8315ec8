"""Streams what clients share, one client at a time, straight from the driver.

A command that writes files is over before SQLAlchemy would be loaded, and a practice's year has millions of rows;
so this alone reads without it.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pydantic_core import from_json

from bot.core.record import (
    ExportedOccurrence,
    SharedAccess,
    SharedAnswer,
    SharedConsent,
    SharedHomework,
    SharedRecord,
    SharedRecording,
    SharedRun,
)
from bot.core.terms import WAITS, Terms, as_agreed, terms_of
from storage.audit import Deed, note
from storage.file import NEWEST, BadDatabase, database_file, look_into, revision_of
from storage.share_agreed import cards, kept_private
from storage.share_sessions import homemade, sessions, summaries
from storage.vault import ClientKey, IndexKey, Vault

BUSY_SECONDS = 5.0
"""How long to wait for another process's write."""
_THE_BEGINNING = "1970-01-01 00:00:00.000000"


class OtherRelease(BadDatabase):
    """The database is not of this very release; it is to be brought up to date first."""


@dataclass(frozen=True, slots=True)
class Sharer:
    """One client whose rows can be read: who, under which code, and with which key."""

    id: str
    code: str
    key: ClientKey


@dataclass(frozen=True, slots=True)
class Reading:
    """One consistent view of a database, open for reading."""

    raw: sqlite3.Connection
    vault: Vault

    def clients(self, ids: Sequence[str] | None = None) -> list[Sharer]:
        """These clients or all, by code; whoever is not there is left out. Raises WrongKey."""
        rows = self.raw.execute(
            "SELECT id, code, key_wrapped FROM person WHERE role = 'client' ORDER BY code"
        )
        wanted = None if ids is None else frozenset(ids)
        return [
            Sharer(person, code, self.vault.open_client_key(wrapped))
            for person, code, wrapped in rows
            if wanted is None or person in wanted
        ]

    def clients_under(self, therapist: str) -> frozenset[str]:
        """The ids of a therapist's clients by now; none of somebody who has left."""
        rows = self.raw.execute(_CLIENTS_UNDER, {"therapist": therapist})
        return frozenset(person for (person,) in rows)

    def exercises(self, who: Sequence[Sharer], now: datetime) -> frozenset[str]:
        """The exercises that these clients were given, or share runs of that are open by now."""
        return frozenset(name for each in who for name in self._exercises(each, self.terms(each, now)))

    def _exercises(self, who: Sharer, terms: Terms) -> Iterator[str]:
        if not terms.closed:
            return (name for (name,) in self.raw.execute(_EXERCISES, {"client": who.id}))
        rows = self.raw.execute(_BEGUN, {"client": who.id, "beginning": _THE_BEGINNING})
        return (name for name, at in rows if not terms.is_closed(_moment(at)))

    def homemade(self, who: Sequence[Sharer]) -> tuple[str, ...]:
        """The texts of the own exercises that a therapist gave these clients. Raises SealBroken."""
        return tuple(text for each in who for text in homemade(self.raw, each.key, each.id))

    def closed(
        self, who: Sequence[Sharer], span: tuple[datetime | None, datetime], now: datetime
    ) -> dict[str, datetime]:
        """Since when something of [since, until) is not open by now, by the code of its client."""
        found = ((each.code, self.terms(each, now).closed_since(*span)) for each in who)
        return {code: since for code, since in found if since is not None}

    def index(self) -> IndexKey:
        """The key that the folder of recordings is called by."""
        (wrapped,) = self.raw.execute("SELECT value FROM meta WHERE key = 'index_key'").fetchone()
        return self.vault.open_index_key(wrapped)

    def terms(self, who: Sharer, now: datetime) -> Terms:
        """What of a client's answers is open by now, as they agreed. Raises SealBroken."""
        span = (who.id, _THE_BEGINNING, _stored(now))
        agreed = tuple(_consents(self.raw, who, span))
        is_all = not any(each.choices.get("sharing") == WAITS for each in agreed)
        return Terms(now) if is_all else terms_of(agreed, tuple(sessions(self.raw, span)), now)

    def record(self, who: Sharer, since: datetime | None, until: datetime, now: datetime) -> SharedRecord:
        """What one client shares of [since, until) by now; without `since` from the beginning. Private runs are left out,
        and what opens only before a session is until then.

        Answers count by when they were given, runs also by their start, nudges by when they were planned for, homework
        by when it stood, agreements up to the end of the range. Raises SealBroken.
        """
        span = (who.id, _THE_BEGINNING if since is None else _stored(since), _stored(until))
        agreed = tuple(_consents(self.raw, who, span))
        record = SharedRecord(
            id=who.id,
            code=who.code,
            runs=tuple(_runs(self.raw, who.key, span)),
            occurrences=tuple(_occurrences(self.raw, who, span)),
            homework=tuple(_homework(self.raw, who.key, span)),
            consents=agreed,
            accesses=tuple(_accesses(self.raw, span)),
            recordings=dict(_recordings(self.raw, span)),
            sessions=tuple(sessions(self.raw, span)),
            summaries=tuple(summaries(self.raw, who.key, span)),
            kept_private=kept_private(self.raw, span),
            cards=cards(self.raw, span, agreed),
            homemade=self.homemade((who,)),
        )
        return as_agreed(record, self.terms(who, now), since, until)


@contextmanager
def reading(url: str, vault: Vault) -> Iterator[Reading]:
    """Look at a database as it stands now, whatever is written meanwhile.

    Raises:
        OtherRelease: it is older or newer than this release.
        BadDatabase: it is something else, damaged, or was never made ready.
        WrongKey: no key of `vault` opens it.
    """
    file = database_file(url)
    try:
        raw = look_into(url)
    except sqlite3.Error as problem:
        raise BadDatabase(f"{file}: the database cannot be opened ({problem})") from None
    with closing(raw):
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        _check(raw, url, vault)
        raw.execute("BEGIN")
        try:
            yield Reading(raw, vault)
        except sqlite3.Error as problem:
            raise BadDatabase(f"{file}: the database cannot be read ({problem})") from None


def note_export(url: str, index: IndexKey, ids: Iterable[str], made: SharedAccess) -> None:
    """Note for each of these clients that a file was made of what they share; all or nothing. Raises BadDatabase."""
    file, whose = database_file(url), list(ids)
    row = (
        None,
        made.by,
        _stored(made.at),
        made.form,
        made.since and _stored(made.since),
        _stored(made.until),
    )
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous=full")
            raw.execute("PRAGMA foreign_keys=on")
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(
                "INSERT INTO access (client_id, therapist_id, by, at, form, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(client, *row) for client in whose],
            )
            for client in whose:
                taken = Deed(at=made.at, by="operator", about=client, event="file", detail=made.form)
                note(raw, index, taken)
            raw.execute("COMMIT")
    except sqlite3.Error as problem:
        raise BadDatabase(f"{file}: the export cannot be noted ({problem})") from None


def _check(raw: sqlite3.Connection, url: str, vault: Vault) -> None:
    file = database_file(url)
    try:
        found = revision_of(raw)
        keys = [key for (key,) in raw.execute("SELECT value FROM meta WHERE key = 'transit_key'")]
    except sqlite3.Error as problem:
        raise BadDatabase(f"{file}: not a database of the coach, or damaged ({problem})") from None
    if found != NEWEST:
        raise OtherRelease(f"{file}: the database comes from another release; `coach migrate` updates it")
    if not keys:
        raise BadDatabase(f"{file}: the database was never made ready")
    vault.open_client_key(keys[0])


# --- one client's rows ------------------------------------------------------------------------------

Span = tuple[str, str, str]
"""Whose rows, from when until when, as they are stored."""

_EXERCISES = """
SELECT exercise FROM run WHERE client_id = :client AND NOT private
UNION SELECT exercise FROM assignment WHERE client_id = :client
"""
_BEGUN = """
SELECT exercise, started_at FROM run WHERE client_id = :client AND NOT private
UNION SELECT exercise, CASE own WHEN 0 THEN :beginning ELSE given_at END FROM assignment WHERE client_id = :client
"""
_CLIENTS_UNDER = """
SELECT p.id FROM person p JOIN person t ON t.id = p.therapist_id
WHERE p.role = 'client' AND p.therapist_id = :therapist AND t.left_at IS NULL
"""
_RUNS = """
SELECT id, exercise, revision, language, "trigger", zone, started_at, ended_at, outcome, assignment_id,
    occurrence_id, words_sealed
FROM run WHERE client_id = ? AND NOT private ORDER BY started_at, id
"""
_ANSWERS = """
SELECT run_id, id, step, number, at, skipped, value_sealed, revisions, revised_at
FROM entry WHERE client_id = ? AND taken_back = 0 AND at >= ? AND at < ? ORDER BY seq
"""
_OCCURRENCES = """
SELECT o.id, o.assignment_id, a.exercise, a.kind, o.local_date, o.slot, o.zone, o.planned_at, o.due_at, o.expires_at,
    o.send_state, o.outcome, o.reason, o.sent_at, o.first_reaction_at, o.started_at, o.ended_at, o.reminder_at, o.snoozed
FROM occurrence o JOIN assignment a ON a.id = o.assignment_id
WHERE o.client_id = ? AND o.planned_at >= ? AND o.planned_at < ? ORDER BY o.planned_at, o.id
"""
_HOMEWORK = """
SELECT id, exercise, own, kind, plan_sealed, words_sealed, given_at, ended_at
FROM assignment WHERE client_id = ? AND coalesce(ended_at, '9999') >= ? AND given_at < ?
ORDER BY given_at, position, id
"""
_CONSENTS = (
    "SELECT at, version, choices_sealed FROM consent WHERE person_id = ? AND at >= ? AND at < ? ORDER BY at"
)
_ACCESSES = """
SELECT at, by, form, since, until FROM access WHERE client_id = ? AND at >= ? AND at < ? ORDER BY seq
"""
_RECORDINGS = """
SELECT m.entry_id, m.state, m.name, m.size FROM media m JOIN entry e ON e.id = m.entry_id
WHERE m.client_id = ? AND e.at >= ? AND e.at < ?
"""


def _runs(raw: sqlite3.Connection, key: ClientKey, span: Span) -> Iterator[SharedRun]:
    rows = raw.execute(_RUNS, span[:1]).fetchall()
    answers = _answers(raw, key, span, frozenset(row[0] for row in rows))
    for row in rows:
        given = answers.get(row[0])
        if given is None and not span[1] <= row[6] < span[2]:
            continue
        words = key.open(row[11], where=f"run|words|{row[0]}").decode()
        moments = (_moment(row[6]), _maybe(row[7]))
        yield SharedRun._make((*row[:6], *moments, *row[8:11], words, tuple(given or ()), True))


def _answers(
    raw: sqlite3.Connection, key: ClientKey, span: Span, shared: frozenset[str]
) -> dict[str, list[SharedAnswer]]:
    """Answers by run, each run's in the order they were kept."""
    found: defaultdict[str, list[SharedAnswer]] = defaultdict(list)
    for run, entry, step, number, at, skipped, sealed, revisions, revised in raw.execute(_ANSWERS, span):
        if run not in shared:
            continue
        value = from_json(key.open(sealed, where=f"entry|value|{entry}")).get
        found[run].append(
            SharedAnswer(
                entry,
                step,
                number,
                _moment(at),
                value("text", ""),
                value("value"),
                value("label", ""),
                value("media", ""),
                bool(skipped),
                revisions,
                _maybe(revised),
                value("prompt", ""),
            )
        )
    return found


def _occurrences(raw: sqlite3.Connection, who: Sharer, span: Span) -> Iterator[ExportedOccurrence]:
    for row in raw.execute(_OCCURRENCES, span):
        day, when = date.fromisoformat(row[4]), [_moment(at) for at in row[7:10]]
        came = [None if at is None else _moment(at) for at in row[13:18]]
        yield ExportedOccurrence._make(
            (who.code, *row[:4], day, *row[5:7], *when, *row[10:13], *came, row[18])
        )


def _homework(raw: sqlite3.Connection, key: ClientKey, span: Span) -> Iterator[SharedHomework]:
    for name, exercise, own, kind, plan, words, given, ended in raw.execute(_HOMEWORK, span):
        yield SharedHomework(
            id=name,
            exercise=exercise,
            own=bool(own),
            kind=kind,
            plan=json.loads(key.open(plan, where=f"assignment|plan|{name}")),
            words=key.open(words, where=f"assignment|words|{name}").decode(),
            given_at=_moment(given),
            ended_at=_maybe(ended),
        )


def _consents(raw: sqlite3.Connection, who: Sharer, span: Span) -> Iterator[SharedConsent]:
    for at, version, sealed in raw.execute(_CONSENTS, (span[0], _THE_BEGINNING, span[2])):
        moment = _moment(at)
        choices = who.key.open(sealed, where=f"consent|choices|{who.id}|{moment.isoformat()}")
        yield SharedConsent(at=moment, version=version, choices=json.loads(choices))


def _accesses(raw: sqlite3.Connection, span: Span) -> Iterator[SharedAccess]:
    for at, by, form, since, until in raw.execute(_ACCESSES, span):
        yield SharedAccess(at=_moment(at), by=by, form=form, since=_maybe(since), until=_moment(until))


def _recordings(raw: sqlite3.Connection, span: Span) -> Iterator[tuple[str, SharedRecording]]:
    for entry, state, name, size in raw.execute(_RECORDINGS, span):
        yield entry, SharedRecording(state=state, name=name, size=size)


# --- moments as they are stored ----------------------------------------------------------------------


def _stored(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")


def _maybe(stored: str | None) -> datetime | None:
    return None if stored is None else _moment(stored)
