"""What is due by the clock: nudges and timers, and when the next one will be."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.core.inputs import Due, NudgesDue, TimerOver
from storage.tables import ASSIGNMENT, OCCURRENCE, TIMER

_O = OCCURRENCE.c
_PLANNED = (_O.send_state == "planned") & _O.outcome.is_(None)
_IS_DUE = _PLANNED & (_O.due_at <= bindparam("now"))
_LONGEST_DUE = (
    select(_O.client_id)
    .where(_IS_DUE)
    .group_by(_O.client_id)
    .order_by(func.min(_O.due_at), _O.client_id)
    .limit(bindparam("most"))
)
_NUDGES = (
    select(OCCURRENCE, ASSIGNMENT.c.exercise, ASSIGNMENT.c.last_offered_at)
    .join(ASSIGNMENT, ASSIGNMENT.c.id == _O.assignment_id)
    .where(_IS_DUE, _O.client_id.in_(_LONGEST_DUE))
    .order_by(_O.due_at, _O.id)
)
_TIMERS = select(TIMER).where(TIMER.c.at <= bindparam("now")).order_by(TIMER.c.at).limit(bindparam("most"))
_NEXT_NUDGE = select(func.min(_O.due_at)).where(_PLANNED)
_NEXT_TIMER = select(func.min(TIMER.c.at))
_NUDGES_AHEAD = (
    select(_O.due_at, _O.client_id, ASSIGNMENT.c.exercise)
    .join(ASSIGNMENT, ASSIGNMENT.c.id == _O.assignment_id)
    .where(_PLANNED)
    .order_by(_O.due_at)
    .limit(bindparam("most"))
)
_TIMERS_AHEAD = select(TIMER).order_by(TIMER.c.at).limit(bindparam("most"))


def due_nudges(conn: Connection, now: datetime, limit: int) -> list[tuple[str, NudgesDue]]:
    """Nudges whose time has come, all of a person's together; of at most `limit` people, who waits longest first."""
    grouped: defaultdict[str, list[Due]] = defaultdict(list)
    for row in conn.execute(_NUDGES, {"now": now, "most": limit}):
        due = Due(
            occurrence=row.id,
            assignment=row.assignment_id,
            exercise=row.exercise,
            due=row.due_at,
            expires=row.expires_at,
            offered_before=row.last_offered_at,
            snoozed=row.snoozed,
            about=row.about,
        )
        grouped[row.client_id].append(due)
    return [(person, NudgesDue(due=tuple(due))) for person, due in grouped.items()]


def due_timers(conn: Connection, now: datetime, limit: int) -> list[tuple[str, TimerOver]]:
    """Timers that have run out, the oldest first; each stays until a turn is saved for it."""
    rows = conn.execute(_TIMERS, {"now": now, "most": limit})
    return [(row.person_id, TimerOver(timer=row.timer, subject=row.subject)) for row in rows]


def next_due(conn: Connection) -> datetime | None:
    """When the next nudge or timer is due, which may be past; None when nothing is planned."""
    moments = (conn.scalar(_NEXT_NUDGE), conn.scalar(_NEXT_TIMER))
    return min((moment for moment in moments if moment is not None), default=None)


def upcoming(conn: Connection, limit: int) -> list[tuple[datetime, str, str, str]]:
    """What comes next, in order: when, for which person, what (nudge or timer), and which exercise or timer."""
    nudges = [
        (row.due_at, row.client_id, "nudge", row.exercise)
        for row in conn.execute(_NUDGES_AHEAD, {"most": limit})
    ]
    timers = [
        (row.at, row.person_id, "timer", row.timer) for row in conn.execute(_TIMERS_AHEAD, {"most": limit})
    ]
    return sorted(nudges + timers)[:limit]
