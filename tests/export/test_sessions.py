"""The tables `sessions` and `summaries`: a row a version, every heading in its own column."""

from bot.core.record import Arrangement, SharedRecord, WrittenSummary
from bot.export.sessions import SESSIONS, SUMMARIES, sessions, summaries
from tests.export.records import START

ARRANGEMENT = Arrangement(
    version=2,
    made_at=START,
    ended_at=None,
    next_at=START,
    first=START.date(),
    hour="14:00",
    zone="Europe/Berlin",
    every_days=7,
)


def summary(*texts: str) -> WrittenSummary:
    return WrittenSummary(version=1, made_at=START, met_at=None, texts=texts)


def record(*written: WrittenSummary) -> SharedRecord:
    return SharedRecord(id="1", code="K7M2QX", sessions=(ARRANGEMENT,), summaries=written)


def test_every_row_has_a_cell_for_every_column() -> None:
    shared = record(summary(), summary("a", "", "c"), summary(*"abcdefg"))
    assert {len(row) for row in sessions(shared, None)} == {len(SESSIONS)}  # type: ignore[arg-type]  # it needs no context
    assert {len(row) for row in summaries(shared, None)} == {len(SUMMARIES)}  # type: ignore[arg-type]  # it needs no context


def test_each_text_stands_under_its_heading() -> None:
    (row,) = summaries(record(summary("saying no", "", "the breath")), None)  # type: ignore[arg-type]  # it needs no context
    by_column = dict(zip([column.name for column in SUMMARIES], row, strict=True))
    assert by_column["topics"] == "saying no"
    assert by_column["techniques"] == ""
    assert by_column["helped"] == "the breath"
    assert by_column["insights"] == ""
