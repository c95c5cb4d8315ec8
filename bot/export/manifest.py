"""The manifest: what an export holds, how it was chosen, and how to check and undo what was done to its cells."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.export.cells import Cell, utc_stamp
from bot.export.guard import REPLACED, RULE, UNDO, guard, visible
from bot.export.selection import Selection

SCHEMA_VERSION = 1
RANGE = (
    "since <= moment < until; answers by answered_utc, occurrences by planned_utc; since null: the beginning"
)


@dataclass(slots=True)
class Tally:
    """Counts, while a table is written, its rows and by column the cells that were changed."""

    rows: int = 0
    guarded: Counter[str] = field(default_factory=Counter)
    replaced: Counter[str] = field(default_factory=Counter)

    def shown(self, column: str, cell: Cell) -> Cell:
        """The cell with everything in it visible."""
        if not isinstance(cell, str):
            return cell
        kept = visible(cell)
        self.replaced[column] += kept != cell
        return kept

    def harmless(self, column: str, cell: Cell) -> Cell:
        """The cell as a spreadsheet may read it."""
        kept = self.shown(column, cell)
        if not isinstance(kept, str):
            return kept
        safe = guard(kept)
        self.guarded[column] += safe != kept
        return safe


def manifest_of(
    selection: Selection, tables: Mapping[str, Tally], files: Mapping[str, Path] | None = None
) -> dict[str, object]:
    """The manifest as JSON-ready values; with `files`, the one file of each table, what they weigh and hash to."""
    return {
        "schema": "between-sessions-coach/export",
        "schema_version": SCHEMA_VERSION,
        "export_id": selection.export_id,
        "made_at": utc_stamp(selection.made_at),
        "app_version": selection.app_version,
        "filters": {
            "clients": sorted(selection.clients),
            "since": utc_stamp(selection.since),
            "until": utc_stamp(selection.until),
            "range": RANGE,
            "private_runs": "left out",
        },
        "guard": {"rule": RULE, "undo": UNDO} if files else None,
        "replaced_characters": REPLACED,
        "tables": {name: _table(tally, (files or {}).get(name)) for name, tally in tables.items()},
    }


def _table(tally: Tally, file: Path | None) -> dict[str, object]:
    changed = {"guarded": _positive(tally.guarded), "replaced": _positive(tally.replaced)}
    return {"rows": tally.rows, **changed, **(_file(file) if file else {})}


def _file(file: Path) -> dict[str, object]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": file.name, "bytes": file.stat().st_size, "sha256": digest}


def _positive(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
