"""What comes by itself around an appointment, and when: the look back, the list for it, the therapist's brief, what to
keep of it."""

from datetime import datetime, time, timedelta
from typing import Literal

from bot.core.changes import TimerSet
from bot.core.hours import Hours, after_quiet
from bot.core.wall import UnknownZone, instant, local_day, second_of_day

Nearing = Literal["review", "agenda", "recap"]
OF_CLIENTS: tuple[Nearing, ...] = ("review", "agenda", "recap")
NAMES = (*OF_CLIENTS, "brief")
DAYS_BEFORE: dict[Nearing, int] = {"review": 2, "agenda": 1}
RECAP_AFTER = timedelta(hours=3)
BRIEF_FIRST = timedelta(days=1)
"""So long before it the brief looks at the hour that the therapist chose: they may change it until then."""
SOON = timedelta(minutes=1)
EVENING = time(19)
BESIDE_THE_EVENING = timedelta(hours=1)
"""So long before the evening question these come, so that no two messages arrive together."""
HOUR = 3600


def timers(start: datetime, hours: Hours, now: datetime) -> tuple[TimerSet, ...]:
    """The timers of the appointment that begins at `start` which still lie ahead of `now`, never in quiet hours."""
    moments = ((name, moment(name, start, hours)) for name in OF_CLIENTS)
    subject = subject_of(start)
    coming = [TimerSet(timer=name, subject=subject, at=at) for name, at in moments if at and at > now]
    looks = start - BRIEF_FIRST
    return (*coming, TimerSet(timer="brief", subject=subject, at=looks)) if looks > now else tuple(coming)


def all_timers(start: datetime, hours: Hours, now: datetime) -> tuple[TimerSet, ...]:
    """The same for an appointment that was not known before: where it is near, the brief looks at once."""
    coming = timers(start, hours, now)
    if any(each.timer == "brief" for each in coming) or now + SOON >= start:
        return coming
    return (*coming, TimerSet(timer="brief", subject=subject_of(start), at=now + SOON))


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
