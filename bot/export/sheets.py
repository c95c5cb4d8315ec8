"""Every table of an export, and how a client's record becomes rows of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.core.record import SharedRecord
from bot.export import agreements, answers, found, homework, occurrences, recordings, sessions, wide
from bot.export.cells import Column, Row, Table
from bot.export.context import Context
from bot.export.selection import admitted


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that every client's record has rows for."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[SharedRecord, Context], Iterable[Row]]


SHEETS = (
    Sheet("answers_long", answers.COLUMNS, answers.rows),
    Sheet("occurrences", occurrences.COLUMNS, occurrences.rows),
    Sheet("assignments", homework.ASSIGNMENTS, homework.assignments),
    Sheet("plans", homework.PLANS, homework.plans),
    Sheet("values", found.VALUES, found.values),
    Sheet("measures", found.MEASURES, found.measures),
    Sheet("notes", found.NOTES, found.notes),
    Sheet("recordings", recordings.COLUMNS, recordings.rows),
    Sheet("sessions", sessions.SESSIONS, sessions.sessions),
    Sheet("summaries", sessions.SUMMARIES, sessions.summaries),
    Sheet("consents", agreements.CONSENTS, agreements.consents),
    Sheet("access_log", agreements.ACCESS_LOG, agreements.accesses),
)
"""The tables that are there whatever was done; `runs_wide_<exercise>` and `codebook` come beside them."""


def tables(records: Iterable[SharedRecord], context: Context) -> Iterator[Table]:
    """The tables' rows, a client at a time, so that the same table comes once for every client.

    Each table of SHEETS comes at least once. Raises what `admitted` raises.
    """
    for sheet in SHEETS:
        yield Table(sheet.name, sheet.columns, ())
    shapes = wide.Shapes(context)
    for record in admitted(records, context.selection):
        for sheet in SHEETS:
            yield Table(sheet.name, sheet.columns, sheet.rows(record, context))
        yield from shapes.tables(record)
