"""A town of three therapists, and a watch over every row that is written: whose it is, and what of whom is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text

from bot.core.appointment import Appointments
from bot.core.changes import Arranged, Drafted, InviteKnocked, InviteMade, OccurrenceMoved, RunSaved, TimerSet
from bot.core.run import Run
from bot.core.turn import Entry
from storage.tables import OCCURRENCE
from tests.storage.practice import NOW, Practice, named, said

THERAPISTS = (7101, 7102, 7103)
CLIENTS = {7201: 7101, 7202: 7101, 7203: 7102, 7204: 7102, 7205: 7103, 7206: 7103}
STRANGER = 7999

_OWNERS = {
    "person": "id",
    "invite": "therapist_id",
    "consent": "person_id",
    "appointment": "client_id",
    "draft": "client_id",
    "homemade": "client_id",
    "assignment": "client_id",
    "occurrence": "client_id",
    "timer": "person_id",
    "run": "client_id",
    "entry": "client_id",
    "media": "client_id",
    "access": "client_id",
    "safety_event": "person_id",
    "outbox": "person_id",
}
"""Whose a row of each table is."""


def shared_word(user: int) -> str:
    """Stands in everything of this person's that their therapist may read."""
    return f"shared{user}x"


def secret_word(user: int) -> str:
    """Stands in what this client marked private."""
    return f"secret{user}x"


@dataclass(frozen=True, slots=True)
class Town:
    """The practice, who has which id, and the ids of what is theirs."""

    practice: Practice
    ids: dict[int, str]
    runs: dict[int, tuple[str, str]]
    entries: dict[int, str]
    occurrences: dict[int, str]
    codes: dict[int, str]
    messages: dict[int, str]

    def circle(self, user: int) -> set[int]:
        """Whose rows and words this account may reach: its own, and a therapist those of their clients."""
        return {user, *(client for client, whose in CLIENTS.items() if whose == user)}

    def hears(self, user: int) -> set[int]:
        """Whose chats this account can have something said in: those of its circle, and a client their therapist's."""
        return self.circle(user) | ({CLIENTS[user]} if user in CLIENTS else set())


def settle(practice: Practice) -> Town:
    """Three therapists with two clients each, of whom something of every kind is kept."""
    town = Town(practice, {}, {}, {}, {}, {}, {})
    for user in THERAPISTS:
        town.ids[user] = practice.therapist(user, f"Dr. {shared_word(user)}")
        town.codes[user] = practice.invited(user, shared_word(user), f"c_open{user}")
        _wait(practice, user)
    for user, therapist in CLIENTS.items():
        town.ids[user] = practice.client(user, therapist, f"{shared_word(user)}")
        _live(town, user, therapist)
    for user in (*THERAPISTS, *CLIENTS):
        (sent,) = practice.take(user, replies=(said(shared_word(user)),))
        town.messages[user] = sent.id
    return town


def _wait(practice: Practice, therapist: int) -> None:
    """Somebody waits to be let in by this therapist."""
    code, expires = f"c_waits{therapist}", NOW + timedelta(days=1)
    nickname = shared_word(therapist)
    practice.take(therapist, InviteMade(code=code, nickname=nickname, expires=expires, asks_first=True))
    practice.take(therapist + 700, InviteKnocked(code=code), name=nickname)


def _live(town: Town, user: int, therapist: int) -> None:
    practice, client = town.practice, town.ids[user]
    practice.assign(client, user=therapist, name=f"for {user}")
    meets = Appointments(on=NOW.date(), at=NOW.time(), zone="Europe/Berlin", every=7)
    practice.take(
        therapist,
        Arranged(client=client, appointments=meets),
        Drafted(client=client, texts=(shared_word(user),)),
    )
    open_run, hidden_run = named(f"run {user}"), named(f"hidden {user}")
    for run, word, private in (
        (open_run, shared_word(user), False),
        (hidden_run, secret_word(user), True),
    ):
        _keep(practice, user, run, word, private)
    practice.take(user, TimerSet(timer="idle", subject="", at=NOW))
    town.runs[user] = (open_run, hidden_run)
    town.entries[user] = named(f"entry {open_run}")
    town.occurrences[user] = next(row.id for row in practice.rows(OCCURRENCE) if row.client_id == client)
    practice.take(user, OccurrenceMoved(occurrence=town.occurrences[user], due=NOW))


def _keep(practice: Practice, user: int, run_id: str, word: str, private: bool) -> None:
    run = Run(id=run_id, exercise="note", revision=1, trigger="client", started=NOW, words=word)
    entry = Entry(id=named(f"entry {run_id}"), run=run_id, step="note", at=NOW, text=word, message=user % 100)
    over = RunSaved(run=run, language="en", ended=NOW, outcome="done", private=private)
    practice.take(user, over, entries=(entry,))


# --- watching ---------------------------------------------------------------------------------------


def watch(conn: Connection) -> None:
    """Have every row that is written from now on noted with whose it is; the note goes with the connection."""
    conn.execute(text("CREATE TEMP TABLE written (kind TEXT, whose TEXT)"))
    for table, owner in _OWNERS.items():
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            what = f"INSERT INTO written VALUES ('{table}', {row}.{owner})"  # noqa: S608  # names of tables
            when = f"AFTER {event} ON main.{table} BEGIN {what}; END"
            conn.execute(text(f"CREATE TEMP TRIGGER {table}_{event}_{row} {when}"))


def unwatch(conn: Connection) -> None:
    """Note nothing any more."""
    for name in conn.scalars(text("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'")).all():
        conn.execute(text(f"DROP TRIGGER temp.{name}"))
    conn.execute(text("DROP TABLE temp.written"))


@contextmanager
def undone(conn: Connection) -> Iterator[None]:
    """What happens within is as if it had not been."""
    nested = conn.begin_nested()
    try:
        yield
    finally:
        nested.rollback()


def written(conn: Connection) -> set[tuple[str, str | None]]:
    """Which tables were written, and whose rows."""
    return {(row[0], row[1]) for row in conn.execute(text("SELECT DISTINCT kind, whose FROM written"))}


def words_in(shown: object) -> set[str]:
    """The words of the town that stand anywhere in something, however deep."""
    whole = repr(shown)
    return {
        word
        for user in (*THERAPISTS, *CLIENTS)
        for word in (shared_word(user), secret_word(user))
        if word in whole
    }


def allowed_words(town: Town, user: int) -> set[str]:
    """What may be shown to an account: its own, what its clients share, and the name of its therapist."""
    own = {secret_word(user)} if user in CLIENTS else set()
    return {shared_word(each) for each in town.hears(user)} | own
