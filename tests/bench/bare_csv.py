"""Writes tables of rows that lie there in plain as CSV files, with the csv module and nothing else: the export's measure."""

import csv
import sqlite3
import sys
from pathlib import Path


def spread_out(exported: Path, file: Path) -> None:
    """Put what an export wrote into a database as plain rows, a table each."""
    with sqlite3.connect(file) as raw:
        for path in sorted(exported.glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = csv.reader(stream)
                head = next(rows)
                marks = ", ".join("?" for _ in head)
                columns = ", ".join(f'"{name}"' for name in head)
                raw.execute(f'CREATE TABLE "{path.stem}" ({columns})')
                raw.executemany(f'INSERT INTO "{path.stem}" VALUES ({marks})', map(_typed, rows))  # noqa: S608
    raw.close()


def write(file: Path, folder: Path) -> None:
    """Write every table as it stands."""
    raw = sqlite3.connect(file)
    for (name,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall():
        found = raw.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # our own names
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            sheet = csv.writer(stream)
            sheet.writerow(column[0] for column in found.description)
            sheet.writerows(found)
    raw.close()


def _typed(row: list[str]) -> list[str | int | None]:
    return [None if not cell else int(cell) if cell.isdigit() and len(cell) < 9 else cell for cell in row]


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
