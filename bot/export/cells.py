"""What stands in a table's cell: words, whole numbers, nothing, and moments written out."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.export.moments import local_stamp, utc_stamp

__all__ = ["Cell", "Column", "Row", "Table", "local_stamp", "utc_stamp"]

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, and what the codebook says about it. What is `ours` holds numbers, moments and fixed codes
    alone, never anybody's words; what is `free` holds words that hardly ever come twice."""

    name: str
    meaning: str
    ours: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for a named table; `rows` can be read once, and each has a cell for every column."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
