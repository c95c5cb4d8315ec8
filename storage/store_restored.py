"""Settles a database that was taken back from a backup: what was due since is over, and nothing is sent twice."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, case, delete, exists, literal, select, update

from storage.store_erase import erase
from storage.store_keys import Store
from storage.store_people import Member, seal_session
from storage.store_plan import plan_ahead
from storage.tables import OCCURRENCE, OUTBOX, PERSON, TIMER
from storage.vault import VaultError

REASON = "restored"
NOT_SENT = "Restored"
TURNS_LOST = 100_000
"""More turns than anybody takes between two backups. Numbers of turns name the buttons drawn in them, so the numbers
that may stand in a chat already are left out."""
AT_ONCE = 500
MOST_ROUNDS = 1000

_O, _OUT = OCCURRENCE.c, OUTBOX.c
_NOW = bindparam("now", type_=_O.due_at.type)
_PASSED = and_(_O.outcome.is_(None), _O.due_at <= _NOW)
_MAY_HAVE_LEFT = exists().where(_OUT.occurrence_id == _O.id, _OUT.kind == "nudge", _OUT.state == "claimed")
_EXPIRE = (
    update(OCCURRENCE)
    .where(_PASSED)
    .values(
        outcome="expired",
        reason=REASON,
        ended_at=_NOW,
        send_state=case(
            (_O.send_state.not_in(("planned", "sending")), _O.send_state),
            (and_(_O.send_state == "sending", _MAY_HAVE_LEFT), "unknown"),
            (_O.sent_at.is_(None), "never"),
            else_="sent",
        ),
    )
)
_PLANNED_PAST = (
    update(OCCURRENCE)
    .where(_O.outcome == "expired", _O.reason == "offline", _O.ended_at == _NOW)
    .values(reason=REASON)
)
_QUIET = delete(TIMER).where(
    TIMER.c.timer == "again",
    (TIMER.c.at <= _NOW) | TIMER.c.subject.in_(select(_O.id).where(_O.outcome.is_not(None))),
)
_IN_FLIGHT = _OUT.state.in_(("due", "claimed"))
_UNSENT = (
    update(OUTBOX)
    .where(_IN_FLIGHT)
    .values(
        state=case((and_(_OUT.kind == "nudge", _OUT.state == "claimed"), "unknown"), else_="failed"),
        body_sealed=None,
        error_class=literal(NOT_SENT),
    )
)
_BY_CODE = select(PERSON.c.id).where(PERSON.c.code == bindparam("code"))
_SAVE = update(PERSON).where(PERSON.c.id == bindparam("who")).values(session_sealed=bindparam("session"))


def expire_passed(store: Store, conn: Connection, now: datetime) -> int:
    """Give every nudge that was due by `now` its row and its end; returns how many were not over before.

    What lies ahead is planned as ever. Nobody is asked again, silently or not, for what is over.
    """
    for _ in range(MOST_ROUNDS):
        if plan_ahead(store, conn, now, AT_ONCE) < AT_ONCE:
            break
    marked = conn.execute(_PLANNED_PAST, {"now": now}).rowcount + conn.execute(_EXPIRE, {"now": now}).rowcount
    conn.execute(_QUIET, {"now": now})
    return marked


def hush(conn: Connection) -> int:
    """Send nothing of what was on its way out; a nudge whose request had begun may have arrived. Returns how many."""
    return conn.execute(_UNSENT).rowcount


def skip_turns(store: Store, conn: Connection) -> None:
    """Move everybody past the turns that were taken after the backup, so that no button left over fits a new one."""
    for row in conn.execute(select(PERSON)).all():
        try:
            key = store.vault.open_client_key(row.key_wrapped)
            session = Member(row, key).session()
        except VaultError:
            continue
        moved = replace(session, turn=session.turn + TURNS_LOST)
        conn.execute(_SAVE, {"who": row.id, "session": seal_session(key, row.id, moved)})


def erase_again(store: Store, conn: Connection, receipts: list[tuple[str, datetime]]) -> int:
    """Erase those (code, when) who were erased since the backup; returns how many were there."""
    found = [(who, at) for code, at in receipts if (who := conn.scalar(_BY_CODE, {"code": code})) is not None]
    for who, at in found:
        erase(store, conn, who, at)
    return len(found)
