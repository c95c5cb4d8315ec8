"""Who is where when a transcript begins, as its first lines tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from bot.core.nearing import timers
from bot.core.person import Assignment, ClientCard, Draft, Heed, Invite, Look, Newcomer, Past, Person, Role
from bot.core.plan import Quiet
from bot.core.session import Session
from bot.core.talk.rhythms import plan_of
from bot.core.terms import Terms, as_agreed
from tests.core import people
from tests.export import weeks

Json = Mapping[str, Any]

_SPAN = re.compile(r"(\d+) ?(s|min|h|d)")
_UNIT = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
_UNUSABLE = "unusable"


def person_of(document: Json) -> Person:
    """Whom the transcript is about."""
    role = Role(document.get("role", "client"))
    person = (
        people.client()
        if role is Role.CLIENT
        else people.therapist()
        if role is Role.THERAPIST
        else people.stranger()
    )
    chosen = {name: _setting(name, value) for name, value in document.get("settings", {}).items()}
    clients = document.get("clients", ("A.R.",) if role is Role.THERAPIST else ())
    return replace(
        person,
        profile=replace(person.profile, **chosen),
        session=Session(),
        heed=Heed(**{name: tuple(flags) for name, flags in document.get("heed", {}).items()}),
        assignments=_all_homework(document.get("homework", ())),
        clients=tuple(
            _card(document, people.card(name, id=str(uuid5(NAMESPACE_URL, name)), code=f"C-{n}000"))
            for n, name in enumerate(clients, 1)
        ),
        newcomers=tuple(
            Newcomer(code=f"c_waits{n}", nickname=nickname, name=name)
            for n, (nickname, name) in enumerate(document.get("newcomers", {}).items())
        ),
        next_appointment=_wall(document.get("meets")) if role is Role.CLIENT else None,
        met=_wall(document.get("met")),
        draft=_draft(document),
    )


def _card(document: Json, card: ClientCard) -> ClientCard:
    """A client of the therapist's, met every week from the day that `meets` says."""
    return people.meeting(card, date.fromisoformat(document["meets"])) if "meets" in document else card


def _draft(document: Json) -> Draft | None:
    """What the therapist wrote of the session beforehand."""
    texts = tuple(document.get("draft", ()))
    return Draft(texts=texts, at=moment_of(document)) if texts else None


def _wall(written: str | None) -> datetime | None:
    """A wall time in New York as an instant; None where there is none."""
    if written is None:
        return None
    there = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(people.NEW_YORK))
    return there.astimezone(people.NOW.tzinfo)


def invite_of(document: Json) -> Invite | None:
    """The invitation that lies in the transcript's world: for a client, for a therapist, or used up."""
    invited = document.get("invited")
    if invited is None:
        return None
    if invited == _UNUSABLE:
        return people.invitation(usable=False)
    return people.invitation(Role(invited), **document.get("invitation", {}))


def moment_of(document: Json) -> datetime:
    """When it begins: a wall time in New York."""
    wall = datetime.fromisoformat(document.get("now", "2026-11-17T20:30"))
    return wall.replace(tzinfo=ZoneInfo(people.NEW_YORK)).astimezone(people.NOW.tzinfo)


def around_of(document: Json) -> dict[tuple[str, str], datetime]:
    """The timers around an appointment that the store has set: those that the transcript names under `around`."""
    start = _wall(document.get("met") if document.get("around") == ["recap"] else document.get("meets"))
    hours = person_of(document).profile.hours
    named = document.get("around", ())
    coming = timers(start, hours, moment_of(document)) if start else ()
    return {(each.timer, each.subject): each.at for each in coming if each.timer in named}


def shared_of_week(document: Json) -> Look | None:
    """What the client shares, where the transcript says `shares`: a "week", "nothing" so far, or all of it "later"."""
    match document.get("shares"):
        case "week":
            return Look(record=weeks.a_week(), since=weeks.BEGIN)
        case "nothing":
            return Look(record=weeks.record(), since=weeks.BEGIN)
        case "later":
            waits = Terms(weeks.NOW, closed=((weeks.BEGIN, weeks.NOW + timedelta(days=1)),))
            closed = as_agreed(weeks.a_week(), waits, weeks.BEGIN, weeks.NOW)
            return Look(record=closed, since=weeks.BEGIN)
        case _:
            return None


def past_of(document: Json) -> tuple[Past, ...]:
    """The homework that is over: what it was, in which words, and the date it ended on."""
    return tuple(
        Past(
            exercise=each["exercise"],
            words=each.get("words", ""),
            ended_at=moment_of({"now": f"{each['ended']}T14:00"}),
        )
        for each in document.get("past", ())
    )


def span(words: str) -> timedelta:
    """ "2 h" as a stretch of time."""
    match = _SPAN.fullmatch(words)
    assert match is not None, f"{words!r} is no stretch of time"
    return timedelta(**{_UNIT[match[2]]: int(match[1])})


def _all_homework(given: Sequence[Json]) -> tuple[Assignment, ...]:
    names = [each["exercise"] for each in given]
    return tuple(_homework(each, names[:number].count(each["exercise"])) for number, each in enumerate(given))


def _homework(given: Json, number: int) -> Assignment:
    days = tuple(given.get("days", ()))
    return Assignment(
        id=f"assignment-{given['exercise']}" + (f"-{number}" if number else ""),
        exercise=given["exercise"],
        plan=plan_of(given.get("rhythm", "fixed"), days),
        words=given.get("words", ""),
    )


def _setting(name: str, value: Any) -> Any:
    if name == "quiet":
        start, end = value.split("-")
        return Quiet(time.fromisoformat(start), time.fromisoformat(end))
    if name in ("evening", "noticing"):
        return time.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
