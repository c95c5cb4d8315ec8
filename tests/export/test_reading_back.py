"""The same answers come back from CSV, workbook, JSON and FHIR, whatever they say; nothing in them acts on the way."""

import json
import stat
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.record import SharedAccess, SharedRecord, SharedRecording
from bot.export import recordings, wide
from bot.export.fhir import write_fhir
from bot.export.guard import visible
from bot.export.workbook import MOST_ROWS, write_workbook
from bot.export.write import write_csv, write_json
from tests.export import hostile
from tests.export.reading_back import Answers, from_csv, from_fhir, from_json, from_workbook, sheets_of
from tests.export.records import (
    MADE,
    START,
    Given,
    answer,
    context,
    occurrence,
    read_table,
    records,
    slow_walk,
    texts,
)
from tests.export.test_guard import acts

READ: dict[str, Callable[[Path, Iterable[SharedRecord]], Answers]] = {
    "csv": lambda folder, given_records: (
        write_csv(folder, given_records, context()),
        from_csv(folder),
    )[1],
    "json": lambda folder, given_records: from_json(
        write_json(folder / "all.json", given_records, context())
    ),
    "xlsx": lambda folder, given_records: from_workbook(
        write_workbook(folder / "workbook.xlsx", given_records, context())["workbook"]
    ),
    "fhir": lambda folder, given_records: from_fhir(
        write_fhir(folder / "bundle.json", given_records, context())["fhir_bundle"]
    ),
}
EVERYTHING = [
    answer(text="a heron", number=1),
    answer(text="", media="voice", at=START + timedelta(seconds=50)),
    answer(step="calm", text="", label="Very", value=5, at=START + timedelta(seconds=60)),
    answer(step="calm", number=1, text="the lake", label="Hardly", value=1),
    answer(step="close", skipped=True, text="gone"),
    answer(step="bench", text="of an earlier revision", revision=1, run_id="run-2"),
    answer(step="close", text="later", media="photo", run_id="run-3", zone="Asia/Kolkata"),
    answer(step="calm", text="", value=3, run_id="run-3"),
    answer(step="close", text="", run_id="run-4", zone="Nowhere/Here"),
    answer(client_code="P4T9WZ", exercise="gone", step="x", text="y", run_id="run-5", language="de"),
]


@pytest.mark.parametrize("form", ["json", "xlsx", "fhir"])
def test_every_kind_of_answer_comes_back_the_same_from_every_file(tmp_path: Path, form: str) -> None:
    for name in ("csv", form):
        (tmp_path / name).mkdir()
    table = READ["csv"](tmp_path / "csv", records(EVERYTHING))
    assert len(table) == len(EVERYTHING)
    assert READ[form](tmp_path / form, records(EVERYTHING)) == table


@given(st.lists(st.text(alphabet=st.characters()), min_size=1, max_size=8))
@example(["<r>a</r>", "_x000D_", "a\rb", " a ", "\ufeff", "'=1"])
@settings(deadline=None, max_examples=10)
def test_any_words_come_back_the_same_from_every_file(words: list[str]) -> None:
    for form, read in READ.items():
        with TemporaryDirectory() as folder:
            found = read(Path(folder), records(texts(words)))
        assert [row["value_text"] for row in found] == [visible(text) for text in words], form


@pytest.fixture(scope="module")
def cells() -> list[str]:
    return hostile.cells()


def hostile_records(cells: list[str]) -> list[SharedRecord]:
    """Hostile words wherever a table has words of anybody."""
    given_answers = [
        Given(run_id=f"run-{n:05}", text=text, words=text, zone="UTC") for n, text in enumerate(cells)
    ]
    others = [
        replace(
            each, run_id=f"z-{each.run_id}", step=each.text, label=each.text, media=each.text, zone=each.text
        )
        for each in given_answers[:: len(given_answers) // 200]
    ]
    nudges = [occurrence(id=text, reason=text) for text in cells[:200]]
    accesses = [SharedAccess(at=START, by=text, form=text, since=None, until=MADE) for text in cells[:200]]
    return records([*given_answers, *others], nudges, accesses=tuple(accesses))


def test_five_thousand_hostile_cells_leave_no_formula_in_any_csv(tmp_path: Path, cells: list[str]) -> None:
    assert len(set(cells)) == 5_000
    write_csv(tmp_path, hostile_records(cells), context(slow_walk(title="=1+1")))
    acting = [
        (path.name, cell)
        for path in tmp_path.glob("*.csv")
        for row in read_table(path)
        for cell in row.values()
        if acts(cell)
    ]
    assert acting == []
    found = [row["value_text"] for row in from_csv(tmp_path) if row["run_id"].startswith("run-")]
    assert found == [visible(text) for text in cells]


def test_five_thousand_hostile_cells_are_text_in_the_workbook(tmp_path: Path, cells: list[str]) -> None:
    path = write_workbook(tmp_path / "w.xlsx", records(texts(cells)), context())["workbook"]
    with ZipFile(path) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)
    for markup in (b"<f", b"<hyperlink", b"<r>", b"<r "):
        assert markup not in parts
    assert [row["value_text"] for row in from_workbook(path)] == [visible(text) for text in cells]


@pytest.mark.parametrize("form", ["json", "fhir"])
def test_five_thousand_hostile_cells_are_whole_in_documents(
    tmp_path: Path, cells: list[str], form: str
) -> None:
    given_records = records(Given(run_id=f"run-{n:05}", text=text) for n, text in enumerate(cells))
    assert [row["value_text"] for row in READ[form](tmp_path, given_records)] == [
        visible(text) for text in cells
    ]


def test_five_hundred_file_names_stay_inside_the_folder() -> None:
    assert len(set(hostile.names())) == 500
    given_records = [
        replace(
            records([Given(client_code=name, entry_id=f"e{n}", media="voice", text="")])[0],
            recordings={f"e{n}": SharedRecording(state="kept", name=name, size=1)},
        )
        for n, name in enumerate(hostile.names())
    ]
    out = Path("/out")
    places = [name for _, name in recordings.files_for(given_records, 1_000).values()]
    places += [f"{wide.name_of(name)}.csv" for name in hostile.names()]
    assert len(places) == 1_000
    for place in places:
        assert (out / place).resolve().is_relative_to(out)
        assert place.isascii()
        assert place.isprintable()
        assert len(place) < 100
    assert len({place for place in places if place.startswith("recordings/")}) == 500


def test_table_longer_than_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.export.workbook.MOST_ROWS", 4)
    words = [f"words {n}" for n in range(10)]
    path = write_workbook(tmp_path / "w.xlsx", records(texts(words)), context())["workbook"]
    assert max(len(rows) for name, rows in sheets_of(path).items() if name.startswith("answers")) == 4
    assert [row["value_text"] for row in from_workbook(path)] == words
    assert MOST_ROWS == 2**20


def test_workbook_opens_with_an_overview_of_every_table(tmp_path: Path) -> None:
    files = write_workbook(tmp_path / "w.xlsx", records(EVERYTHING), context())
    sheets = sheets_of(files["workbook"])
    assert next(iter(sheets)) == "Overview"
    listed = {row[1]: int(row[2]) for row in sheets["Overview"][1:] if len(row) == 3}
    assert set(listed) == set(sheets) - {"Overview"}
    assert all(len(sheets[name]) == rows + 1 for name, rows in listed.items())
    manifest = json.loads(files["manifest"].read_text())
    assert [each["file"] for each in manifest["files"]] == ["w.xlsx"]
    assert stat.S_IMODE(files["workbook"].stat().st_mode) == 0o600
