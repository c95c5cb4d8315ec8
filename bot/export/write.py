"""Writes an export: tables as CSV files with their manifest, or all of it as one JSON document."""

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfileobj
from typing import TextIO

from bot.core.record import SharedRecord
from bot.export.cells import Table
from bot.export.codebook import codebook_table
from bot.export.context import Context
from bot.export.manifest import manifest_of
from bot.export.sheets import tables
from bot.export.tally import Tally, quoted
from bot.export.whole import open_new

Put = Callable[[Table], None]


def write_csv(folder: Path, records: Iterable[SharedRecord], context: Context) -> dict[str, Path]:
    """Write each table as `<table>.csv` into `folder`, and manifest.json; returns where they are, by table.

    UTF-8 with a mark for spreadsheets, RFC 4180. Records are written as they are read, one client at a time.
    Raises OSError, and what `admitted` or the records' source raise.
    """
    with ExitStack() as open_files:
        sheets = _Csv(folder, open_files)
        fill(sheets.put, records, context)
    files = {name: folder / f"{name}.csv" for name in sheets.tallies}
    recorded = {name: folder / name for name in context.files.values()}
    manifest = manifest_of(context.selection, sheets.tallies, files | recorded, root=folder, guarded=True)
    return files | recorded | {"manifest": write_manifest(folder, manifest)}


def write_json(path: Path, records: Iterable[SharedRecord], context: Context) -> Path:
    """Write one document with every table as a list of objects, and then the manifest; return `path`.

    Numbers stay numbers, what is empty is null, and no cell is guarded. Streams and raises as `write_csv`.
    """
    with ExitStack() as open_files:
        lists = _Json(path.parent, open_files)
        fill(lists.put, records, context)
    manifest = manifest_of(context.selection, lists.tallies, {}, root=path.parent)
    with open_new(path, "utf-8") as stream:
        stream.write("{\n")
        for name in lists.tallies:
            part = lists.part(name)
            stream.write(f'"{name}": [')
            with part.open(encoding="utf-8", newline="") as source:
                copyfileobj(source, stream)
            stream.write("\n],\n")
            part.unlink()
        stream.write(f'"manifest": {pretty(manifest)}\n}}\n')
    return path


def fill(put: Put, records: Iterable[SharedRecord], context: Context) -> None:
    """Hand on every table's rows, the codebook's last."""
    for table in tables(records, context):
        put(table)
    put(codebook_table(context.exercises, context.senses))


def write_manifest(folder: Path, manifest: dict[str, object]) -> Path:
    """Write manifest.json; returns where it is."""
    path = folder / "manifest.json"
    with open_new(path, "utf-8") as stream:
        stream.write(pretty(manifest) + "\n")
    return path


def pretty(value: object) -> str:
    """A value as JSON for people to read."""
    return json.dumps(value, ensure_ascii=False, indent=2)


class _Csv:
    """The CSV files of one export, each opened when its table comes first."""

    def __init__(self, folder: Path, open_files: ExitStack) -> None:
        self._folder = folder
        self._open_files = open_files
        self._streams: dict[str, TextIO] = {}
        self.tallies: dict[str, Tally] = {}

    def put(self, table: Table) -> None:
        if table.name not in self.tallies:
            self._begin(table)
        line = self.tallies[table.name].line
        self._streams[table.name].write("".join([f"{line(row)}\r\n" for row in table.rows]))

    def _begin(self, table: Table) -> None:
        stream = self._open_files.enter_context(open_new(self._folder / f"{table.name}.csv", "utf-8"))
        # The codec that writes the mark by itself takes as long as the rest of a row.
        stream.write("\ufeff")
        stream.write(",".join(quoted(column.name) for column in table.columns) + "\r\n")
        self._streams[table.name] = stream
        self.tallies[table.name] = Tally(table.columns)


class _Json:
    """The lists of one document, each in a file of its own until all are whole."""

    def __init__(self, folder: Path, open_files: ExitStack) -> None:
        self._folder = folder
        self._open_files = open_files
        self._parts: dict[str, TextIO] = {}
        self.tallies: dict[str, Tally] = {}

    def part(self, name: str) -> Path:
        return self._folder / f"{name}.part"

    def put(self, table: Table) -> None:
        if table.name not in self.tallies:
            self._parts[table.name] = self._open_files.enter_context(open_new(self.part(table.name), "utf-8"))
            self.tallies[table.name] = Tally(table.columns)
        tally, stream = self.tallies[table.name], self._parts[table.name]
        names = [column.name for column in table.columns]
        for cells in tally.visible(table.rows):
            line = json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False)
            stream.write(f"{',' if tally.rows > 1 else ''}\n{line}")
