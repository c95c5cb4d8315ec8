"""LibreOffice opens the files for real: every hostile cell is the text that it was, and nothing is computed."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.export.guard import guard, visible
from bot.export.workbook import write_workbook
from bot.export.write import write_csv
from tests.export import hostile
from tests.export.records import context, records, texts

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
# UTF-8, commas, quotes, every formula shown as its result: "cells as shown" off keeps texts whole.
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{sheet}"
FROM_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"  # the last: formulas are evaluated
ROOM = 32_767
"""Characters that a cell of a spreadsheet takes."""


def converted(file: Path, folder: Path, *, sheet: int, infilter: str = "") -> list[list[str]]:
    """The rows that LibreOffice sees in one sheet."""
    assert SOFFICE is not None
    command = [
        SOFFICE,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        *([f"--infilter={infilter}"] if infilter else []),
        "--convert-to",
        TO_CSV.format(sheet=sheet),
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603  # our own words
    (written,) = folder.glob("*.csv")
    with written.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def as_office_keeps(text: str) -> str:
    """What LibreOffice makes of line ends inside a cell."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def values(rows: list[list[str]]) -> list[str]:
    column = rows[0].index("value_text")
    return [as_office_keeps(row[column]) for row in rows[1:]]


@pytest.fixture(scope="module")
def words() -> list[str]:
    return [text for text in hostile.cells() if len(text) < ROOM]


def test_office_would_compute_what_is_not_guarded(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    file = tmp_path / "in.csv"
    file.write_text("value_text\n=1+1\n'=1+1\n", encoding="utf-8")
    assert values(converted(file, tmp_path / "out", sheet=0, infilter=FROM_CSV)) == ["2", "'=1+1"]


def test_office_finds_no_formula_in_the_csv(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    file = write_csv(tmp_path / "in", records(texts(words)), context())["answers_long"]
    found = values(converted(file, tmp_path / "out", sheet=0, infilter=FROM_CSV))
    assert found == [as_office_keeps(guard(visible(text))) for text in words]


def test_office_finds_no_formula_in_the_workbook(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "out").mkdir()
    file = write_workbook(tmp_path / "w.xlsx", records(texts(words)), context())["workbook"]
    found = values(converted(file, tmp_path / "out", sheet=2))
    assert found == [as_office_keeps(visible(text)) for text in words]
