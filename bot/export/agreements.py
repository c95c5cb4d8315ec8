"""The tables `consents` and `access_log`: what a client agreed to, and which files were made of what they share."""

from collections.abc import Iterator

from bot.core.record import SharedRecord
from bot.export.cells import Cell, Column, Row, utc_stamp
from bot.export.context import Context

CONSENTS = (
    Column("client_code", "The client's random code."),
    Column("at_utc", "When it was agreed to or changed, in UTC; all up to the end of the range.", ours=True),
    Column("version", "The version of the text that was agreed to."),
    Column("sharing", "all, before_session or none: which answers the client shares."),
    Column(
        "tell_therapist", "1 when the therapist may be told that the help card was shown, else 0.", ours=True
    ),
    Column("country", "The country whose help lines are shown."),
)
ACCESS_LOG = (
    Column("client_code", "The client's random code."),
    Column("at_utc", "When the file was ordered, in UTC.", ours=True),
    Column("by", "therapist or operator."),
    Column("format", "What was made."),
    Column("since_utc", "From when it covers; empty for the beginning.", ours=True),
    Column("until_utc", "Until when it covers.", ours=True),
)


def consents(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of CONSENTS."""
    for each in record.consents:
        chosen = each.choices.get
        told = int(bool(chosen("tell_therapist")))
        row = (record.code, utc_stamp(each.at), each.version, _text(chosen("sharing")), told)
        yield (*row, _text(chosen("country")))


def accesses(record: SharedRecord, _context: Context) -> Iterator[Row]:
    """One client's rows, in the order of ACCESS_LOG; the export they stand in is not among them yet."""
    for each in record.accesses:
        span = (utc_stamp(each.since), utc_stamp(each.until))
        yield (record.code, utc_stamp(each.at), each.by, each.form, *span)


def _text(value: object) -> Cell:
    return value if isinstance(value, str) else None
