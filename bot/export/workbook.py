"""Writes the tables as one workbook: an overview first, then a sheet for each table; every text is text."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.core.record import SharedRecord
from bot.export.cells import Cell, Table
from bot.export.context import Context
from bot.export.manifest import manifest_of
from bot.export.tally import Tally
from bot.export.write import fill, pretty, write_manifest

MOST_ROWS = 1_048_576
"""Rows that one sheet takes; a table that is longer goes on in the next one."""
MOST_UNITS = 32_767
"""UTF-16 units that one cell takes; the rest of a longer text stands in the sheet OVERFLOW."""
NAME_ROOM = 28
OVERVIEW, OVERFLOW = "Overview", "long_texts"
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class _PlainSheet(Worksheet):  # type: ignore[misc]  # ships no type information
    """A sheet in which no text is markup."""

    def _xml_rich_inline_string(self, string: str, attributes: Iterable[tuple[str, object]] = ()) -> None:
        # The library takes a text that begins with <r> and ends with </r> for markup of its own.
        self._xml_inline_string(string, True, attributes)


def write_workbook(path: Path, records: Iterable[SharedRecord], context: Context) -> dict[str, Path]:
    """Write the workbook at `path` and manifest.json beside it; returns where they are.

    One client's records are held at a time. Raises OSError, and what `admitted` or the records' source raise.
    """
    path.touch(mode=0o600, exist_ok=False)
    with Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"created": context.selection.made_at.replace(tzinfo=None)})
        sheets = _Sheets(workbook)
        fill(sheets.put, records, context)
        sheets.finish(manifest_of(context.selection, sheets.tallies, {}, root=path.parent))
    recorded = {name: path.parent / name for name in context.files.values()}
    files = {"workbook": path, **recorded}
    manifest = manifest_of(context.selection, sheets.tallies, files, root=path.parent)
    return files | {"manifest": write_manifest(path.parent, manifest)}


class _Sheets:
    """The sheets of one workbook, each begun when its table comes first."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._overview = self._add(OVERVIEW)
        self._pages: dict[str, list[_Page]] = {}
        self._overflow: _Page | None = None
        self.tallies: dict[str, Tally] = {}

    def put(self, table: Table) -> None:
        if table.name not in self.tallies:
            self.tallies[table.name] = Tally(table.columns)
            self._pages[table.name] = [self._begin(table)]
        for cells in self.tallies[table.name].visible(table.rows):
            if self._pages[table.name][-1].next_row >= MOST_ROWS:
                self._pages[table.name].append(self._begin(table))
            self._write(self._pages[table.name][-1], cells)

    def finish(self, manifest: Mapping[str, object]) -> None:
        """Write the overview: what is in which sheet, and the manifest, a line each."""
        page = _Page(self._overview)
        self._write(page, ["table", "sheet", "rows"])
        for name, tally in self.tallies.items():
            self._write(page, [name, ", ".join(each.name for each in self._pages[name]), tally.rows])
        self._write(page, [])
        for name, value in manifest.items():
            if name != "tables":
                self._write(page, [name, value if isinstance(value, str) else pretty(value)])

    def _begin(self, table: Table) -> "_Page":
        page = _Page(self._add(self._free_name(table.name)))
        page.sheet.freeze_panes(1, 0)
        self._write(page, [column.name for column in table.columns])
        return page

    def _write(self, page: "_Page", cells: Iterable[Cell]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                page.sheet.write_string(page.next_row, column, self._fitting(page, column, cell))
            elif cell is not None:
                page.sheet.write_number(page.next_row, column, cell)
        page.next_row += 1

    def _fitting(self, page: "_Page", column: int, text: str) -> str:
        """As much of a text as one cell takes; what is left goes to the sheet for long ones."""
        if len(text) <= MOST_UNITS // 2:
            return text
        first, *rest = (
            text[start : start + MOST_UNITS // 2] for start in range(0, len(text), MOST_UNITS // 2)
        )
        if self._overflow is None:
            self._overflow = _Page(self._add(OVERFLOW))
            self._write(self._overflow, ["sheet", "row", "column", "part", "text"])
        for part, piece in enumerate(rest, start=2):
            self._write(self._overflow, [page.name, page.next_row + 1, column + 1, part, piece])
        return first

    def _free_name(self, table: str) -> str:
        taken = {sheet.get_name().lower() for sheet in self._workbook.worksheets()}
        names = (table[:NAME_ROOM], *(f"{table[:NAME_ROOM]}~{number}" for number in range(2, 99)))
        return next(name for name in names if name.lower() not in taken)

    def _add(self, name: str) -> Worksheet:
        return self._workbook.add_worksheet(name, worksheet_class=_PlainSheet)


class _Page:
    """One sheet and the row that comes next."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.next_row = 0

    @property
    def name(self) -> str:
        return str(self.sheet.get_name())
