"""Whose shared answers an input is about, so that they can be loaded beside a therapist, or for the brief that comes by
itself."""

from datetime import datetime, timedelta

from bot.core.inputs import Commanded, Input, Tapped, TimerOver
from bot.core.person import Person, Role
from bot.core.session import AnyPlace
from bot.core.therapist_places import Looking

WITHOUT_SESSION = timedelta(days=28)
"""So far back is looked where the two have not met yet."""
FARTHEST = timedelta(days=92)
"""So far back is looked at most; what is older is in the files."""
ABOUT = frozenset({"brief", "progress"})


def shared_of(person: Person, given: Input) -> str | None:
    """The client whose shared answers a turn needs; None where it needs nobody's.

    A therapist sees nobody's but their own clients'; the brief that is due goes by the client's own turn.
    """
    if person.role is Role.CLIENT:
        return person.id if isinstance(given, TimerOver) and given.timer == "brief" else None
    wanted = _wanted(person, given) if person.role is Role.THERAPIST else None
    return wanted if wanted in {each.id for each in person.clients} else None


def since(met: datetime | None, now: datetime) -> datetime:
    """From when: since the two last met, as far as that is not too long ago."""
    return max(met, now - FARTHEST) if met is not None else now - WITHOUT_SESSION


def _wanted(person: Person, given: Input) -> str | None:
    match given:
        case Commanded(name=name) if name in ABOUT:
            return person.clients[0].id if len(person.clients) == 1 else None
        case Tapped(do=do, nonce=None):
            name, *_, client = do.split(":")
            return client if name in ABOUT else None
        case Tapped(do=do) if do.startswith("who:"):
            return do.partition(":")[2] if isinstance(person.session.place, Looking) else None
        case _:
            return _where(person.session.place)


def _where(place: AnyPlace) -> str | None:
    return place.client if isinstance(place, Looking) else None
