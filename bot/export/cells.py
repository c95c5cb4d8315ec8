"""What stands in a table's cell: words, whole numbers, nothing, and moments written out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.core.wall import UnknownZone, epoch, zone_named

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, and what the codebook says about it."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; `rows` can be read once, and each has a cell for every column."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]


def utc_stamp(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, to the second; nothing stays nothing. A naive moment raises ValueError."""
    return None if at is None else _stamp(at, UTC)


def local_stamp(at: datetime, zone: str) -> str | None:
    """A moment as ISO 8601 with the offset it had in `zone`; nothing where this machine does not know the zone."""
    try:
        return _stamp(at, zone_named(zone))
    except UnknownZone:
        return None


def _stamp(at: datetime, zone: tzinfo) -> str:
    return datetime.fromtimestamp(epoch(at), zone).isoformat()
