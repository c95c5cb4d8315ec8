"""What comes by itself around an appointment, and when: the look back, the list for it, what to keep of it."""

from datetime import datetime, time, timedelta
from typing import Literal

from bot.core.changes import TimerSet
from bot.core.hours import Hours, after_quiet
from bot.core.wall import UnknownZone, instant, local_day, second_of_day

Nearing = Literal["review", "agenda", "recap"]
NAMES: tuple[Nearing, ...] = ("review", "agenda", "recap")
DAYS_BEFORE: dict[Nearing, int] = {"review": 2, "agenda": 1}
RECAP_AFTER = timedelta(hours=3)
EVENING = time(19)
BESIDE_THE_EVENING = timedelta(hours=1)
"""So long before the evening question these come, so that no two messages arrive together."""
HOUR = 3600


def timers(start: datetime, hours: Hours, now: datetime) -> tuple[TimerSet, ...]:
    """The timers of the appointment that begins at `start` which still lie ahead of `now`, never in quiet hours."""
    moments = ((name, moment(name, start, hours)) for name in NAMES)
    subject = subject_of(start)
    return tuple(TimerSet(timer=name, subject=subject, at=at) for name, at in moments if at and at > now)


def moment(name: Nearing, start: datetime, hours: Hours) -> datetime | None:
    """When this one comes; None where it would come too late, or the client's zone is not known here."""
    try:
        if name == "recap":
            return after_quiet(start + RECAP_AFTER, hours)
        day = local_day(start, hours.zone) - timedelta(days=DAYS_BEFORE[name])
        at = after_quiet(instant(day, _hour(hours), hours.zone), hours)
    except UnknownZone:
        return None
    return at if at < start else None


def subject_of(start: datetime) -> str:
    """Which appointment a timer is about: these sort as the appointments do."""
    return f"{start:%Y-%m-%dT%H:%M:%SZ}"


def _hour(hours: Hours) -> time:
    evening = hours.evening or EVENING
    early = second_of_day(evening) - BESIDE_THE_EVENING.seconds
    return time(early // HOUR, early % HOUR // 60) if early >= 0 else evening
