"""Builders: the shipped library, loaded once, and people as the coach would load them for a turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.content.library import load_library
from bot.core.appointment import Appointments, next_start
from bot.core.exercise import Exercise
from bot.core.inputs import Due, Input, NudgesDue, Tapped
from bot.core.library import Library, Practice
from bot.core.person import Assignment, ClientCard, Invite, KeptEntry, KeptRun, Person, Profile, Role
from bot.core.plan import Fixed, OnDemand, Plan, Quiet
from bot.core.session import AnyPlace, Session
from bot.core.take import take
from bot.core.turn import Reply, Turn

CLIENT_ID = "5f0f1d2c-0000-4000-8000-00000000c11e"
THERAPIST_ID = "5f0f1d2c-0000-4000-8000-0000000007e2"
OTHER_ID = "5f0f1d2c-0000-4000-8000-00000000c12e"
RUN_ID = "5f0f1d2c-0000-4000-8000-000000000a11"
OCCURRENCE = "5f0f1d2c-0000-4000-8000-000000000cc1"
SPARE_CODE = "9fKs2mQh7Yw4Lr8ZtVb1Nx"
NOW = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
"""A Tuesday evening, half past eight, in New York."""
NEW_YORK = "America/New_York"


@lru_cache(maxsize=1)
def library() -> Library:
    """Everything that ships, in every language there is, however new a sentence may be that waits for a translator."""
    return replace(shipped(), languages=("en", "es"))


@lru_cache(maxsize=1)
def shipped() -> Library:
    """Everything that ships, as it ships."""
    return load_library(Practice(username="between_bot", zone=NEW_YORK, country="US"))


def without(*gone: str) -> Library:
    """The shipped library after some exercises were taken out."""
    left = {key: each for key, each in library().exercises.items() if each.id not in gone}
    return replace(library(), exercises=left)


def having(*extra: Exercise) -> Library:
    """The shipped library with exercises added, or put in the place of those of the same name."""
    return replace(library(), exercises={**library().exercises, **{(e.language, e.id): e for e in extra}})


def exercise(name: str) -> Exercise:
    """A shipped exercise."""
    return library().exercises[("en", name)]


def settled() -> Profile:
    """A client in New York who is through the first questions."""
    return Profile(
        zone=NEW_YORK,
        quiet=Quiet(time(22), time(7)),
        evening=time(20, 30),
        tell_therapist=True,
        consent_version="2026-11",
        consented_at=NOW - timedelta(days=3),
        settled=True,
    )


def given_to(name: str, words: str = "", days: Sequence[int] = (), *, id: str = "") -> Assignment:
    """A piece of homework; without days the client starts it."""
    plan: Plan = Fixed(days=tuple(days)) if days else OnDemand()
    return Assignment(id=id or f"assignment-{name}", exercise=name, plan=plan, words=words, given_at=NOW)


def client(place: AnyPlace | None = None, **changed: object) -> Person:
    """A client of Vale's whose last buttons were drawn by turn 4; `changed` replaces fields of the person."""
    person = Person(
        id=CLIENT_ID,
        role=Role.CLIENT,
        profile=settled(),
        session=at(place),
        nickname="A.R.",
        therapist_name="Vale",
        therapist_zone=NEW_YORK,
    )
    return replace(person, **changed)  # type: ignore[arg-type]  # the callers name the fields


def therapist(place: AnyPlace | None = None, **changed: object) -> Person:
    """Vale, with one client."""
    person = Person(
        id=THERAPIST_ID,
        role=Role.THERAPIST,
        profile=Profile(name="Vale", zone=NEW_YORK, settled=True),
        session=at(place),
        clients=(card(),),
        spare_code=SPARE_CODE,
    )
    return replace(person, **changed)  # type: ignore[arg-type]  # the callers name the fields


def stranger(invite: Invite | None = None) -> Person:
    """Someone of whom nothing is kept."""
    return Person(invite=invite, profile=Profile(zone=NEW_YORK), spare_code=SPARE_CODE)


def invitation(role: Role = Role.CLIENT, **changed: object) -> Invite:
    """An invitation from Vale that can still be used."""
    invite = Invite(
        code=f"c_{SPARE_CODE}", role=role, usable=True, therapist="Vale", zone=NEW_YORK, country="US"
    )
    return replace(invite, **changed)  # type: ignore[arg-type]  # the callers name the fields


def card(name: str = "A.R.", id: str = CLIENT_ID, code: str = "C-7KQ2") -> ClientCard:
    """A client as their therapist sees them."""
    return ClientCard(id=id, code=code, nickname=name, zone=NEW_YORK, settled=True)


def meeting(card: ClientCard, on: date = date(2026, 11, 30), every: int = 7) -> ClientCard:
    """A client who is met at two in the afternoon in New York, a Monday unless another day is said."""
    meetings = Appointments(on=on, at=time(14), zone=NEW_YORK, every=every)
    return replace(card, appointments=meetings, next_appointment=next_start(meetings, NOW))


def at(place: AnyPlace | None = None) -> Session:
    """A session at `place`, four turns old, its buttons alive."""
    session = Session(turn=4, anchor="row-4", nonce=4, touched=NOW - timedelta(minutes=1))
    return session if place is None else replace(session, place=place)


def kept_run(*texts: str, private: bool = False, revisions: int = 0) -> KeptRun:
    """A run that is over, with these words in it."""
    entries = tuple(
        KeptEntry(id=f"entry-{n}", step="note", text=text, message=70 + n, revisions=revisions)
        for n, text in enumerate(texts)
    )
    return KeptRun(id=RUN_ID, exercise="note", private=private, entries=entries)


def nudge(name: str, occurrence: str = OCCURRENCE, **changed: object) -> Due:
    """A planned nudge that is due now and lives until ten at night."""
    due = Due(
        occurrence=occurrence,
        assignment=f"assignment-{name}",
        exercise=name,
        due=NOW,
        expires=NOW + timedelta(minutes=90),
    )
    return replace(due, **changed)  # type: ignore[arg-type]  # the callers name the fields


def nudges(*due: Due) -> NudgesDue:
    """Several nudges at once."""
    return NudgesDue(due=due)


def turn_of(person: Person, given: Input, *, now: datetime = NOW, shelf: Library | None = None) -> Turn:
    """The turn that an input leads to."""
    return take(person, given, shelf or library(), now)


def after(person: Person, turn: Turn) -> Person:
    """The person once the turn is kept."""
    return replace(person, session=turn.session, profile=turn.profile or person.profile)


def tap(do: str, *, stands: bool = False) -> Tapped:
    """A tap on a button of the message drawn last, or on one that stands."""
    return Tapped(do=do, nonce=None if stands else 4, message=55)


def said_to(turn: Turn, to: str = "self") -> list[str]:
    """What a turn says to somebody."""
    return [reply.text.text for reply in turn.replies if reply.to == to and reply.text.text]


def labels(turn: Turn) -> list[str]:
    """Every button a turn draws for the person themselves."""
    return [b.label for reply in turn.replies if reply.to == "self" for row in reply.rows for b in row]


def actions(turn: Turn) -> list[str]:
    """What the buttons of a turn do."""
    return [b.do for reply in turn.replies if reply.to == "self" for row in reply.rows for b in row]


def first(turn: Turn) -> Reply:
    """The first thing a turn says."""
    return turn.replies[0]
