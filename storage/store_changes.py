"""Performs the small changes of a turn: timers, what became of a nudge, and that the help card was shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, and_, bindparam, case, delete, func, or_, select, update

from bot.core.changes import (
    CardAnswered,
    CardShown,
    OccurrenceEnded,
    OccurrenceMoved,
    OccurrenceStarted,
    ReasonGiven,
)
from storage.dialect import upserting
from storage.tables import ASSIGNMENT, OCCURRENCE, OUTBOX, SAFETY_EVENT, TIMER

Small = OccurrenceMoved | OccurrenceEnded | OccurrenceStarted | ReasonGiven | CardShown | CardAnswered
TimerKey = tuple[str, str, str]
"""Person, timer and subject."""

_set_timer = upserting(TIMER)
_SET_TIMER = _set_timer.on_conflict_do_update(
    index_elements=["person_id", "timer", "subject"], set_={"at": _set_timer.excluded.at}
)
_DROP_TIMER = delete(TIMER).where(
    TIMER.c.person_id == bindparam("whose"),
    TIMER.c.timer == bindparam("named"),
    TIMER.c.subject == bindparam("about"),
)
_CARD = upserting(SAFETY_EVENT).on_conflict_do_nothing()
_S = SAFETY_EVENT.c
_LAST_CARD = select(_S.id).where(_S.person_id == bindparam("whose")).order_by(_S.at.desc()).limit(1)
_ANSWER = update(SAFETY_EVENT).where(_S.id == _LAST_CARD.scalar_subquery()).values(answer=bindparam("said"))

_O = OCCURRENCE.c
_OWN = and_(_O.id == bindparam("this"), _O.client_id == bindparam("client"))
_OPEN = _O.outcome.is_(None)
# Inside an expression nothing but this says that it is a moment, and it would be stored in another form.
_NOW = bindparam("now", type_=_O.due_at.type)
# What the client did first: began, put off or declined.
_REACTED = func.coalesce(_O.first_reaction_at, _NOW)
_MOVE = (
    update(OCCURRENCE)
    .where(_OWN, _OPEN)
    .values(
        due_at=bindparam("due"),
        expires_at=func.coalesce(bindparam("expires", type_=_O.expires_at.type), _O.expires_at),
        send_state="planned",
        snoozed=_O.snoozed + bindparam("more"),
        first_reaction_at=case((bindparam("more") > 0, _REACTED), else_=_O.first_reaction_at),
    )
)
_ANSWERED_LATE = and_(_O.outcome == "expired", bindparam("became").in_(("done", "part")))
_END = (
    update(OCCURRENCE)
    .where(_OWN, or_(_OPEN, _ANSWERED_LATE))
    .values(
        outcome=bindparam("became"),
        reason=bindparam("why"),
        ended_at=bindparam("now"),
        first_reaction_at=case(
            (bindparam("became").in_(("done", "part", "declined")), _REACTED), else_=_O.first_reaction_at
        ),
        send_state=case(
            (_O.send_state != "planned", _O.send_state),
            (_O.sent_at.is_(None), "never"),
            else_="sent",
        ),
    )
)
_TAKE_BACK = (
    update(OUTBOX)
    .where(OUTBOX.c.occurrence_id == bindparam("this"), OUTBOX.c.kind == "nudge", OUTBOX.c.state == "due")
    .values(state="failed", body_sealed=None, error_class="Ended")
)
_NEVER_LEFT = (
    update(OCCURRENCE)
    .where(_OWN, _O.send_state == "sending", _O.sent_at.is_(None))
    .values(send_state="never")
)
_START = (
    update(OCCURRENCE)
    .where(_OWN)
    .values(started_at=func.coalesce(_O.started_at, _NOW), first_reaction_at=_REACTED)
)
_EXPLAIN = update(OCCURRENCE).where(_OWN).values(reason=bindparam("why"))
_OFFER = (
    update(OCCURRENCE)
    .where(_OWN)
    .values(
        send_state=case((_O.send_state == "planned", "sending"), else_=_O.send_state),
        reminder_at=case((_O.send_state == "planned", _O.reminder_at), else_=_NOW),
    )
)
_OFFERED = (
    update(ASSIGNMENT)
    .where(ASSIGNMENT.c.id == select(_O.assignment_id).where(_OWN).scalar_subquery())
    .values(last_offered_at=bindparam("now"))
)


def change_small(conn: Connection, person_id: str, change: Small, now: datetime) -> None:
    """Perform a change to the person's own rows; one that names somebody else's finds nothing."""
    match change:
        case CardShown():
            _note_card(conn, person_id, change)
        case CardAnswered(answer=answer):
            conn.execute(_ANSWER, {"whose": person_id, "said": answer})
        case _:
            _change_nudge(conn, person_id, change, now)


def set_timers(conn: Connection, timers: Mapping[TimerKey, datetime | None]) -> None:
    """Set each timer to its moment, or forget it where that is None."""
    going = [(key, at) for key, at in timers.items() if at is not None]
    if going:
        names = ("person_id", "timer", "subject")
        conn.execute(_SET_TIMER, [dict(zip(names, key, strict=True)) | {"at": at} for key, at in going])
    if len(going) < len(timers):
        gone = [key for key, at in timers.items() if at is None]
        conn.execute(
            _DROP_TIMER, [{"whose": who, "named": name, "about": subject} for who, name, subject in gone]
        )


def offer_nudges(conn: Connection, offered: Sequence[tuple[str, str]], now: datetime) -> None:
    """Nudges (client, occurrence) on their way: the first message of each is its sending, any other a reminder."""
    if offered:
        rows = [{"client": client, "this": occurrence, "now": now} for client, occurrence in offered]
        conn.execute(_OFFER, rows)
        conn.execute(_OFFERED, rows)


def _change_nudge(
    conn: Connection,
    client_id: str,
    change: OccurrenceMoved | OccurrenceEnded | OccurrenceStarted | ReasonGiven,
    now: datetime,
) -> None:
    own = {"this": change.occurrence, "client": client_id}
    match change:
        case OccurrenceMoved(due=due, expires=expires, snoozed=snoozed):
            conn.execute(_MOVE, own | {"due": due, "expires": expires, "more": int(snoozed), "now": now})
        case OccurrenceEnded(outcome=outcome, reason=reason):
            ended = conn.execute(_END, own | {"became": outcome, "why": reason, "now": now}).rowcount
            if ended and conn.execute(_TAKE_BACK, {"this": change.occurrence}).rowcount:
                conn.execute(_NEVER_LEFT, own)
        case OccurrenceStarted():
            conn.execute(_START, own | {"now": now})
        case ReasonGiven(reason=reason):
            conn.execute(_EXPLAIN, own | {"why": reason})


def _note_card(conn: Connection, person_id: str, change: CardShown) -> None:
    name = str(uuid5(UUID(person_id), f"card:{change.at.isoformat()}"))
    row = {"id": name, "person_id": person_id, "tier": change.tier.value, "at": change.at}
    conn.execute(_CARD, row | {"exercise": change.exercise, "answer": ""})
