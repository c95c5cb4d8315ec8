"""Nudges and other questions as they wait: in front, or aside while something else is open."""

from bot.core.changes import Change, OccurrenceEnded, Outcome, TimerDropped
from bot.core.places import Noticing
from bot.core.session import AnyPlace, Aside, Prompted, Session, Unsorted


def of(place: AnyPlace) -> str | None:
    """The occurrence of the nudge that waits for an answer at `place`, if one does."""
    match place:
        case Prompted():
            return place.occurrence
        case Noticing() if place.is_nudge:
            return place.occurrence
        case _:
            return None


def in_front(session: Session) -> Aside | None:
    """The question that stands in front and may be left open: a nudge, or what something said is to be."""
    place = session.place
    if isinstance(place, Unsorted) or (isinstance(place, Prompted | Noticing) and of(place) is not None):
        return Aside(place=place, anchor=session.anchor, nonce=session.nonce)
    return None


def waiting(session: Session) -> tuple[Aside, ...]:
    """Every nudge that waits for an answer, the one in front last."""
    front = in_front(session)
    every = (*session.aside, *((front,) if front else ()))
    return tuple(each for each in every if not isinstance(each.place, Unsorted))


def over(nudge: Aside, outcome: Outcome, reason: str = "") -> tuple[Change, ...]:
    """An open nudge ends, and wakes nobody any more."""
    occurrence = nudge.occurrence or ""
    return (OccurrenceEnded(occurrence=occurrence, outcome=outcome, reason=reason), *timers_off(occurrence))


def timers_off(occurrence: str) -> tuple[Change, ...]:
    """A nudge that is over neither asks again nor closes any more."""
    return tuple(TimerDropped(timer=name, subject=occurrence) for name in ("again", "close"))
