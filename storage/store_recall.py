"""Loads the earlier runs of a client that an exercise quotes."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, exists, or_, select

from bot.core.person import KeptRun
from bot.core.recalling import Wish
from storage.store_keys import Store
from storage.store_notes import SHOWN, read_runs
from storage.store_people import member
from storage.tables import ENTRY, RUN

_R = RUN.c
_LATEST = (
    select(*SHOWN)
    .where(
        _R.client_id == bindparam("client"),
        _R.exercise == bindparam("exercise"),
        _R.outcome.in_(("done", "part")),
        or_(bindparam("run") == "", _R.id == bindparam("run")),
        exists().where(ENTRY.c.run_id == _R.id, ENTRY.c.skipped.is_(False), ENTRY.c.taken_back.is_(False)),
    )
    .order_by(_R.started_at.desc(), _R.id.desc())
    .limit(bindparam("most"))
)


def recalled(store: Store, conn: Connection, client_id: str, wishes: Sequence[Wish]) -> tuple[KeptRun, ...]:
    """The runs that `wishes` name, newest first within each; private ones too, for they are the client's own."""
    who = member(store, conn, client_id) if wishes else None
    if who is None:
        return ()
    rows = [
        row
        for wish in wishes
        for row in conn.execute(
            _LATEST, {"client": who.id, "exercise": wish.exercise, "run": wish.run, "most": wish.most}
        )
    ]
    return read_runs(conn, who.key, rows)
