"""Streams what clients shared, as the core's values, for whoever builds a file of it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, bindparam, select

from bot.core.record import ExportedAnswer, ExportedOccurrence
from storage.store_entries import load_value
from storage.store_keys import Store
from storage.tables import ASSIGNMENT, ENTRY, OCCURRENCE, PERSON, RUN

TOGETHER = 500

_WHO = PERSON.c.id.in_(bindparam("clients", expanding=True))
_ANSWERS = (
    select(
        ENTRY,
        PERSON.c.code.label("client_code"),
        PERSON.c.key_wrapped,
        RUN.c.exercise,
        RUN.c.revision,
        RUN.c.language,
        RUN.c.trigger,
        RUN.c.started_at,
        RUN.c.ended_at,
        RUN.c.outcome,
        RUN.c.assignment_id,
        RUN.c.occurrence_id,
        RUN.c.zone,
    )
    .join(RUN, RUN.c.id == ENTRY.c.run_id)
    .join(PERSON, PERSON.c.id == ENTRY.c.client_id)
    .where(_WHO, RUN.c.private.is_(False), ENTRY.c.at >= bindparam("since"), ENTRY.c.at < bindparam("until"))
    # A run that was left and gone on with later keeps its answers together.
    .order_by(PERSON.c.code, RUN.c.started_at, RUN.c.id, ENTRY.c.seq)
    .execution_options(yield_per=TOGETHER)
)
_JOINED = {
    "client_code": PERSON.c.code,
    "exercise": ASSIGNMENT.c.exercise,
    "trigger": ASSIGNMENT.c.kind,
}
_PLAIN = tuple(field.name for field in fields(ExportedOccurrence) if field.name not in _JOINED)
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


def export_rows(
    store: Store, conn: Connection, client_ids: Sequence[str], since: datetime | None, until: datetime
) -> Iterator[ExportedAnswer | ExportedOccurrence]:
    """All answers and then all nudges of these clients in [since, until); without `since` from the beginning.

    Ordered by client code, then answers by run and nudges by the time they were planned for; private runs are left
    out. To be read while `conn` is open.
    """
    return chain(
        export_answers(store, conn, client_ids, since, until),
        export_occurrences(conn, client_ids, since, until),
    )


def export_answers(
    store: Store, conn: Connection, client_ids: Sequence[str], since: datetime | None, until: datetime
) -> Iterator[ExportedAnswer]:
    """The answers alone; the range is over when they were given."""
    for row in conn.execute(_ANSWERS, _given(client_ids, since, until)):
        value = load_value(store.vault.open_client_key(row.key_wrapped), row.id, row.value_sealed)
        yield ExportedAnswer(
            client_code=row.client_code,
            exercise=row.exercise,
            revision=row.revision,
            language=row.language,
            run_id=row.run_id,
            trigger=row.trigger,
            run_started=row.started_at,
            run_ended=row.ended_at,
            run_outcome=row.outcome,
            assignment_id=row.assignment_id,
            occurrence_id=row.occurrence_id,
            entry_id=row.id,
            step=row.step,
            number=row.number,
            at=row.at,
            zone=row.zone,
            text=value.text,
            value=value.value,
            label=value.label,
            media=value.media,
            skipped=row.skipped,
            revisions=row.revisions,
            revised_at=row.revised_at,
        )


def export_occurrences(
    conn: Connection, client_ids: Sequence[str], since: datetime | None, until: datetime
) -> Iterator[ExportedOccurrence]:
    """The nudges alone; the range is over when they were planned for. `until` in the future shows what is to come."""
    for row in conn.execute(_OCCURRENCES, _given(client_ids, since, until)):
        yield ExportedOccurrence(**row._mapping)


def _given(client_ids: Sequence[str], since: datetime | None, until: datetime) -> dict[str, object]:
    return {"clients": list(client_ids), "since": since or _THE_BEGINNING, "until": until}
