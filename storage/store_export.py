"""Streams the nudges of clients, as the core's values, for their own copy; what goes to others is read by `share`."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.core.record import ExportedOccurrence
from storage.tables import ASSIGNMENT, OCCURRENCE, PERSON

TOGETHER = 500

_WHO = PERSON.c.id.in_(bindparam("clients", expanding=True))
_JOINED = {
    "client_code": PERSON.c.code,
    "exercise": ASSIGNMENT.c.exercise,
    "trigger": ASSIGNMENT.c.kind,
}
_PLAIN = tuple(name for name in ExportedOccurrence._fields if name not in _JOINED)
_OCCURRENCES = (
    select(
        *(column.label(name) for name, column in _JOINED.items()), *(OCCURRENCE.c[name] for name in _PLAIN)
    )
    .join(ASSIGNMENT, ASSIGNMENT.c.id == OCCURRENCE.c.assignment_id)
    .join(PERSON, PERSON.c.id == OCCURRENCE.c.client_id)
    .where(_WHO, OCCURRENCE.c.planned_at >= bindparam("since"), OCCURRENCE.c.planned_at < bindparam("until"))
    .order_by(PERSON.c.code, OCCURRENCE.c.planned_at, OCCURRENCE.c.id)
    .execution_options(yield_per=TOGETHER)
)
_THE_BEGINNING = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def export_occurrences(
    conn: Connection, client_ids: Sequence[str], since: datetime | None, until: datetime
) -> Iterator[ExportedOccurrence]:
    """The nudges alone; the range is over when they were planned for. `until` in the future shows what is to come."""
    for row in conn.execute(_OCCURRENCES, _given(client_ids, since, until)):
        yield ExportedOccurrence(**row._mapping)


def _given(client_ids: Sequence[str], since: datetime | None, until: datetime) -> dict[str, object]:
    return {"clients": list(client_ids), "since": since or _THE_BEGINNING, "until": until}
