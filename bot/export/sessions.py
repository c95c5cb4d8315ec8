"""The tables `sessions` and `summaries`: when client and therapist meet, and what the therapist wrote down of it."""

from collections.abc import Iterator
from itertools import zip_longest

from bot.core.recap import HEADINGS
from bot.core.record import SharedRecord
from bot.export.cells import Column, Row, utc_stamp
from bot.export.context import Context

SESSIONS = (
    Column("client_code", "The client's random code."),
    Column("version", "Which arrangement it is; each change makes the next one.", ours=True),
    Column("made_utc", "When it was made, in UTC.", ours=True),
    Column("ended_utc", "When another took its place, in UTC; empty while it stands.", ours=True),
    Column("next_utc", "The session that came next when it was made, in UTC.", ours=True),
    Column("first_local", "The date of the first session, on the therapist's calendar.", ours=True),
    Column("hour_local", "Its hour, on the therapist's clock.", ours=True),
    Column("tz", "That clock's time zone.", ours=True),
    Column("every_days", "After how many days it comes again; 0 where it comes once.", ours=True),
    Column("single_dates", "Single dates that were moved or left out, as JSON."),
)
SUMMARIES = (
    Column("client_code", "The client's random code."),
    Column("version", "Which version the therapist wrote it is; each one stays.", ours=True),
    Column("made_utc", "When it was written, in UTC.", ours=True),
    Column("met_utc", "When the session before it began, in UTC; empty where none was known.", ours=True),
    Column(
        "topics",
        "What it was about. The client's own versions stand in answers_long, as session-summary.",
        free=True,
    ),
    Column("techniques", "What was tried.", free=True),
    Column("helped", "What helped.", free=True),
    Column("homework", "What there is to do until the next time.", free=True),
    Column("insights", "What stays.", free=True),
)


def sessions(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of SESSIONS."""
    for each in record.sessions:
        stamps = (utc_stamp(each.made_at), utc_stamp(each.ended_at), utc_stamp(each.next_at))
        start = (each.first.isoformat(), each.hour, each.zone)
        yield (record.code, each.version, *stamps, *start, each.every_days, each.others)


def summaries(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of SUMMARIES."""
    for each in record.summaries:
        pairs = zip_longest(HEADINGS, each.texts[: len(HEADINGS)], fillvalue="")
        texts = (text for _, text in pairs)
        yield (record.code, each.version, utc_stamp(each.made_at), utc_stamp(each.met_at), *texts)
