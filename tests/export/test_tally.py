"""A row leaves as the line that the csv module would write of its cells, each guarded and visible."""

import csv
import io
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.export.cells import Cell, Column
from bot.export.guard import guard, visible
from bot.export.tally import REMEMBERED, Tally
from tests.export import hostile

COLUMNS = (Column("code", ""), Column("words", "", free=True), Column("number", "", ours=True))
ANY_CELL = st.one_of(
    st.none(), st.text(alphabet=st.characters()), st.text(alphabet="=,\"'\r\n\0 a1-", max_size=6)
)


def by_the_module(cells: Sequence[Cell]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue().removesuffix("\r\n")


def harmless(cell: Cell) -> Cell:
    return guard(visible(cell)) if isinstance(cell, str) else cell


@given(ANY_CELL, ANY_CELL, st.one_of(st.none(), st.integers()))
@example("a,b", "=1+1", -5)
@example('"', "\r", None)
@settings(max_examples=200)
def test_line_is_what_the_csv_module_makes_of_harmless_cells(code: Cell, words: Cell, number: Cell) -> None:
    tally = Tally(COLUMNS)
    expected = by_the_module([harmless(code), harmless(words), number])
    # The second time some of the cells are known.
    assert [tally.line((code, words, number)) for _ in range(2)] == [expected] * 2


def test_line_is_the_modules_own_for_every_hostile_cell() -> None:
    tally = Tally(COLUMNS)
    for cell in hostile.cells():
        assert tally.line((cell, cell, 1)) == by_the_module([harmless(cell), harmless(cell), 1])


def test_only_so_many_cells_are_remembered_and_none_that_hardly_come_twice() -> None:
    tally = Tally(COLUMNS)
    for number in range(3 * REMEMBERED):
        tally.line((f"c{number}", f"w{number}", number))
    assert tally.rows == 3 * REMEMBERED
    (_, codes), (_, words) = tally.words
    assert 1 < len(codes) <= REMEMBERED + 1
    assert len(words) == 1


def test_what_was_changed_is_counted_by_column() -> None:
    tally = Tally(COLUMNS)
    for row in (("=1", "a\0b", 1), ("=1", "-x\0", 2), ("x", "y", 3)):
        tally.line(row)
    assert dict(+tally.guarded) == {"code": 2, "words": 1}
    assert dict(+tally.replaced) == {"words": 2}
