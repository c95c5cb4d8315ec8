"""What of a client's answers is open to their therapist by now, as the client agreed.

Who shares only before a session opens a day before it: what was given until then can be read from then on, and what
comes after it waits for the next one. What is kept private is no matter of these terms; it is never read at all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.appointment import Appointments, Instead, neighbours
from bot.core.record import Arrangement, SharedConsent, SharedRecord, SharedRecording, SharedRun
from bot.core.wall import UnknownZone

BEFORE_SESSION = timedelta(days=1)
"""So long before an appointment answers open that a client shares only before a session."""
WAITS = "before_session"
_FOR_EVER = datetime.max.replace(tzinfo=UTC)
Stretch = tuple[datetime, datetime, str]
"""From when until when, and what was agreed for then."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The stretches of time whose answers are not open, as they stand at the moment `at`; half-open, in order."""

    at: datetime
    closed: tuple[tuple[datetime, datetime], ...] = ()

    def is_closed(self, moment: datetime) -> bool:
        """Whether what was given at `moment` is not open."""
        return any(start <= moment < end for start, end in self.closed)

    def closed_since(self, since: datetime | None, until: datetime) -> datetime | None:
        """From when on something of [since, until) is not open; None where all of it is."""
        starts = [
            start if since is None else max(start, since)
            for start, end in self.closed
            if start < min(until, self.at) and (since is None or end > since)
        ]
        return min(starts, default=None)


def terms_of(consents: Sequence[SharedConsent], sessions: Sequence[Arrangement], now: datetime) -> Terms:
    """The terms that follow from everything agreed to and arranged so far, both in their order."""
    stretches = list(_stretches(consents))
    opened = next((at for each in reversed(stretches) if (at := _last_open(each, sessions, now))), None)
    waiting = [(start, end) for start, end, sharing in stretches if sharing == WAITS]
    left = [(start if opened is None else max(start, opened), end) for start, end in waiting]
    return Terms(now, tuple((start, end) for start, end in left if start < end))


def as_agreed(record: SharedRecord, terms: Terms, since: datetime | None, until: datetime) -> SharedRecord:
    """What of a client's rows over [since, until) is open; it says from when on something is left out."""
    closed = terms.closed_since(since, until)
    if closed is None:
        return record
    runs = tuple(each for run in record.runs if (each := _open_part(run, terms)) is not None)
    return replace(
        record,
        runs=runs,
        occurrences=tuple(
            each
            for each in record.occurrences
            if each.planned_at > terms.at or not terms.is_closed(each.planned_at)
        ),
        homework=tuple(each for each in record.homework if not (each.own and terms.is_closed(each.given_at))),
        recordings=_of_these(runs, record),
        closed_since=closed,
    )


def _open_part(run: SharedRun, terms: Terms) -> SharedRun | None:
    """A doing with the answers that are open; words that were changed since are no longer those that were."""
    answers = tuple(each for each in run.answers if not terms.is_closed(each.revised_at or each.at))
    return run._replace(answers=answers) if answers or not terms.is_closed(run.started_at) else None


def _of_these(runs: Sequence[SharedRun], record: SharedRecord) -> dict[str, SharedRecording]:
    return {
        each.id: found for run in runs for each in run.answers if (found := record.recordings.get(each.id))
    }


# --- when it was open last ----------------------------------------------------------------------------


def _stretches(consents: Sequence[SharedConsent]) -> Iterator[Stretch]:
    for n, each in enumerate(consents, start=1):
        end = consents[n].at if n < len(consents) else _FOR_EVER
        yield each.at, end, str(each.choices.get("sharing", ""))


def _last_open(stretch: Stretch, sessions: Sequence[Arrangement], now: datetime) -> datetime | None:
    """The last moment of a stretch, up to now, at which the therapist could read; nothing is opened by sharing nothing."""
    start, end, sharing = stretch
    until = min(end, now)
    if until < start or sharing == "none":
        return None
    if sharing != WAITS:
        return until
    found = (_last_before(each, start, until) for each in sessions)
    return max((at for at in found if at is not None), default=None)


def _last_before(each: Arrangement, start: datetime, until: datetime) -> datetime | None:
    """The last moment of [start, until] that lay within a day before a session of this arrangement, while it stood."""
    start, until = max(start, each.made_at), min(until, each.ended_at or until)
    if start > until:
        return None
    try:
        met, meets = neighbours(appointments_of(each), until)
    except UnknownZone:
        return None
    if meets is not None and meets - until <= BEFORE_SESSION:
        return until
    return met if met is not None and met >= start else None


def appointments_of(each: Arrangement) -> Appointments:
    """An arrangement as the calendar reads it."""
    return Appointments(
        on=each.first,
        at=time.fromisoformat(each.hour),
        zone=each.zone,
        every=each.every_days,
        instead=tuple(_instead(each)),
    )


def _instead(each: Arrangement) -> Iterator[Instead]:
    for other in json.loads(each.others):
        on, at = other.get("on"), other.get("at")
        yield Instead(
            was=date.fromisoformat(other["was"]),
            on=date.fromisoformat(on) if on else None,
            at=time.fromisoformat(at) if at else None,
        )
