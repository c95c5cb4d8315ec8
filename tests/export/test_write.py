"""An export arrives whole or not at all, reads back as what went in, and can be checked."""

import csv
import hashlib
import io
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakSet

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.record import SharedRecord
from bot.export import codebook, wide
from bot.export.fhir import write_fhir
from bot.export.guard import unguard, visible
from bot.export.selection import PrivateRun, UnselectedClient
from bot.export.sheets import SHEETS
from bot.export.whole import all_or_none
from bot.export.workbook import write_workbook
from bot.export.write import write_csv, write_json
from bot.exporting import Form
from tests.core import people
from tests.export.records import (
    MADE,
    SELECTION,
    START,
    answer,
    context,
    occurrence,
    read_head,
    read_json,
    read_table,
    records,
    slow_walk,
    texts,
)

_FIXED = {column.name for column in (*wide.HEAD, *wide.TAIL)}
WORDS = (
    'she said "no"; twice',
    "first line\nsecond line\r\nthird\rfourth",
    "👩🏽‍🚀 café naïve Straße",
    "שלום \u202eأهلا\u202c ok",
    "=1+1",
    "'=1+1",
    "comma, tab\tand ; more",
    " spaces ",
    "",
    "\u2028line\u2029paragraph\x85next",
    "a\0b",
)
ANY_TEXTS = st.lists(st.text(alphabet=st.characters()), min_size=1, max_size=6)


def exported(folder: Path, words: tuple[str, ...] = WORDS) -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    return tuple(write_csv(folder, records(texts(words), [occurrence()]), context()).values())


@given(ANY_TEXTS)
@example(list(WORDS))
@settings(deadline=None, max_examples=15)
def test_texts_read_back_from_csv_as_they_were_written(words: list[str]) -> None:
    with TemporaryDirectory() as folder:
        exported(Path(folder), tuple(words))
        found = [unguard(row["value_text"]) for row in read_table(Path(folder) / "answers_long.csv")]
    assert found == [visible(text) for text in words]


@given(ANY_TEXTS)
@example(list(WORDS))
@settings(deadline=None, max_examples=15)
def test_texts_read_back_from_json_as_they_were_written(words: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = write_json(Path(folder) / "all.json", records(texts(words)), context())
        found = [row["value_text"] for row in read_json(path)["answers_long"]]
    assert found == [visible(text) for text in words]


def test_json_says_the_same_as_the_tables(tmp_path: Path) -> None:
    exported(tmp_path)
    given_records = records(texts(WORDS), [occurrence(outcome="expired", started_at=None)])
    for path in tmp_path.iterdir():
        path.unlink()
    write_csv(tmp_path, given_records, context())
    document = read_json(write_json(tmp_path / "all.json", given_records, context()))
    names = set(document) - {"manifest"}
    assert names == {path.stem for path in tmp_path.glob("*.csv")}
    for name in names:
        as_cells = [
            {key: "" if value is None else str(value) for key, value in row.items()} for row in document[name]
        ]
        table = [
            {key: unguard(cell) for key, cell in row.items()} for row in read_table(tmp_path / f"{name}.csv")
        ]
        assert table == as_cells
    assert document["runs_wide_slow-walk"]


def test_json_keeps_numbers_and_tells_nothing_from_no_words(tmp_path: Path) -> None:
    given_answers = [
        answer(text="", media="voice"),
        answer(step="calm", text="", skipped=True),
        answer(step="close", text="=1"),
    ]
    path = write_json(tmp_path / "all.json", records(given_answers), context())
    rows = read_json(path)["answers_long"]
    assert [row["value_text"] for row in rows] == ["", None, "=1"]
    assert [row["step_no"] for row in rows] == [1, 2, 3]


def test_csv_begins_with_a_mark_and_ends_its_lines_as_the_standard_says(tmp_path: Path) -> None:
    exported(tmp_path, ("one\ntwo",))
    raw = (tmp_path / "answers_long.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfexport_id,client_code,")
    assert raw.count(b"\r\n") == 2
    assert b'"one\ntwo"' in raw
    assert raw.endswith(b"\r\n")


def test_manifest_lets_every_file_be_checked(tmp_path: Path) -> None:
    exported(tmp_path)
    manifest = read_json(tmp_path / "manifest.json")
    assert set(manifest["tables"]) == {each.stem for each in tmp_path.glob("*.csv")}
    for table in manifest["tables"].values():
        raw = (tmp_path / table["file"]).read_bytes()
        assert table["sha256"] == hashlib.sha256(raw).hexdigest()
        assert table["bytes"] == len(raw)
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        assert table["rows"] == len(rows) - 1


def test_manifest_says_what_was_asked_for(tmp_path: Path) -> None:
    chosen = context(since=datetime(2026, 10, 1, tzinfo=UTC), clients=("P4T9WZ", "K7M2QX"))
    write_csv(tmp_path, records(texts(WORDS)), chosen)
    manifest = read_json(tmp_path / "manifest.json")
    assert manifest["schema_version"] == 2
    assert manifest["app_version"] == "0.1.0"
    assert manifest["made_at"] == "2026-11-22T09:30:00+00:00"
    assert manifest["filters"]["clients"] == ["K7M2QX", "P4T9WZ"]
    assert manifest["filters"]["since"] == "2026-10-01T00:00:00+00:00"
    assert manifest["filters"]["until"] == "2026-12-01T00:00:00+00:00"
    assert "since <= moment < until" in manifest["filters"]["range"]
    assert {row["export_id"] for row in read_table(tmp_path / "answers_long.csv")} == {manifest["export_id"]}


def test_manifest_says_where_cells_were_changed(tmp_path: Path) -> None:
    exported(tmp_path)
    tables = read_json(tmp_path / "manifest.json")["tables"]
    assert tables["answers_long"]["guarded"] == {"value_text": 2}
    assert tables["answers_long"]["replaced"] == {"value_text": 1}
    assert tables["occurrences"]["guarded"] == {}
    assert tables["codebook"]["guarded"] == {"text": 1}


def test_codebook_explains_every_column_question_and_option(tmp_path: Path) -> None:
    exported(tmp_path)
    rows = read_table(tmp_path / "codebook.csv")
    explained = {(row["table"], row["column"]) for row in rows if row["kind"] == "column"}
    every = {("runs_wide_*", name) for name in _FIXED} | {
        (path.stem, unguard(name)) for path in tmp_path.glob("*.csv") for name in read_head(path)
    }
    assert {(table, name) for table, name in every if ("runs_wide_*", name) not in explained} <= explained
    assert all(row["text"] for row in rows)
    wordings = [(r["question_text_version"], unguard(r["text"])) for r in rows if r["kind"] == "wording"]
    assert wordings == [
        ("slow-walk@2/saw", "What did you see?"),
        ("slow-walk@2/saw", "What was there to see?"),
        ("slow-walk@2/calm", "How calm is it now?"),
        ("slow-walk@2/close", "- and then?"),
    ]
    options = [(r["step_id"], r["code"], r["value_number"], r["text"]) for r in rows if r["kind"] == "option"]
    assert options == [("calm", "low", "1", "Hardly"), ("calm", "high", "5", "Very")]


def test_codebook_does_not_depend_on_the_order_of_the_exercises() -> None:
    several = [slow_walk(), slow_walk(id="box"), slow_walk(language="de")]
    assert list(codebook.codebook_rows(several)) == list(codebook.codebook_rows(several[::-1]))


def test_every_answer_finds_its_wording_in_the_codebook(tmp_path: Path) -> None:
    write_csv(tmp_path, records([answer(step=step) for step in ("saw", "calm", "close")]), context())
    wordings = {row["question_text_version"] for row in read_table(tmp_path / "codebook.csv")}
    assert {row["question_text_version"] for row in read_table(tmp_path / "answers_long.csv")} <= wordings


def test_each_export_has_its_own_id() -> None:
    others = [
        replace(SELECTION, clients=("K7M2QX",)),
        replace(SELECTION, since=START),
        replace(SELECTION, until=START),
        replace(SELECTION, made_at=START),
    ]
    assert len({each.export_id for each in (SELECTION, *others)}) == 5
    elsewhere = replace(SELECTION, made_at=MADE.astimezone(tz=datetime.now().astimezone().tzinfo))
    assert elsewhere.export_id == SELECTION.export_id


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    files = exported(tmp_path / "out")
    path = write_json(tmp_path / "all.json", [], context())
    assert {stat.S_IMODE(each.stat().st_mode) for each in (*files, path)} == {0o600}


def failing() -> Iterator[SharedRecord]:
    yield from records(texts(WORDS))
    raise ConnectionError("the database went away")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "fhir"])
def test_failed_export_leaves_what_was_there(tmp_path: Path, form: Form) -> None:
    target = tmp_path / "new" / "out"
    with pytest.raises(ConnectionError):
        publish(target, form, failing())
    assert list(tmp_path.iterdir()) == []
    earlier = publish(target, form, records(texts(WORDS)))
    before = {each: each.read_bytes() for each in earlier}
    with pytest.raises(ConnectionError):
        publish(target, form, failing())
    assert {each: each.read_bytes() for each in target.iterdir()} == before


def publish(folder: Path, form: Form, given_records: Iterable[SharedRecord]) -> list[Path]:
    """What `write_files` does once it has read."""
    names: list[str] = []
    with all_or_none(folder, names) as hidden:
        files = WRITE[form](hidden, given_records)
        names += [each.name for each in files]
    return [folder / name for name in names]


WRITE: dict[Form, Callable[[Path, Iterable[SharedRecord]], Iterable[Path]]] = {
    "csv": lambda folder, given_records: write_csv(folder, given_records, context()).values(),
    "json": lambda folder, given_records: [write_json(folder / "all.json", given_records, context())],
    "xlsx": lambda folder, given_records: write_workbook(
        folder / "workbook.xlsx", given_records, context()
    ).values(),
    "fhir": lambda folder, given_records: write_fhir(folder / "fhir.json", given_records, context()).values(),
}


@pytest.mark.parametrize("form", ["csv", "json", "fhir"])
def test_same_records_give_the_same_files(tmp_path: Path, form: Form) -> None:
    given_records = records(texts(WORDS), [occurrence()])
    first, second = (publish(tmp_path / name, form, given_records) for name in "ab")
    assert [each.read_bytes() for each in first] == [each.read_bytes() for each in second]


def test_export_that_fails_on_its_last_file_takes_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "answers_long.csv").write_text("from before")
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(OSError, match="manifest"):
        publish(tmp_path, "csv", records(texts(WORDS)))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers_long.csv", "manifest.json"]
    assert (tmp_path / "answers_long.csv").read_text() == "from before"


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "fhir"])
def test_nothing_leaves_of_a_client_who_was_not_selected_or_of_a_private_run(
    tmp_path: Path, form: Form
) -> None:
    with pytest.raises(UnselectedClient) as refusal:
        publish(tmp_path / "a", form, records([answer(client_code="X9X9X9", text="CANARY")]))
    assert "CANARY" not in str(refusal.value)
    with pytest.raises(PrivateRun):
        publish(tmp_path / "b", form, records([answer(shared=False)]))
    assert list(tmp_path.iterdir()) == []


def test_export_of_nothing_still_has_its_headers(tmp_path: Path) -> None:
    write_csv(tmp_path, [], context())
    assert {each.stem for each in tmp_path.glob("*.csv")} == {*(sheet.name for sheet in SHEETS), "codebook"}
    assert read_table(tmp_path / "answers_long.csv") == []
    assert (tmp_path / "occurrences.csv").read_text(encoding="utf-8-sig").startswith("occurrence_id,")
    document = read_json(write_json(tmp_path / "all.json", [], context()))
    assert (document["answers_long"], document["manifest"]["tables"]["occurrences"]["rows"]) == ([], 0)


class Words(str):
    """A text whose life can be watched."""

    __slots__ = ("__weakref__",)


@pytest.mark.parametrize("form", ["csv", "json", "fhir"])
def test_no_more_than_one_client_is_held_at_a_time(tmp_path: Path, form: Form) -> None:
    alive: WeakSet[Words] = WeakSet()
    most: list[int] = []

    def one(number: int) -> SharedRecord:
        text = Words(f"words of {number}")
        alive.add(text)
        most.append(len(alive))
        (record,) = records([answer(client_code=f"C{number:03}", text=text)], [])
        return record

    codes = tuple(f"C{number:03}" for number in range(100))
    many = (one(number) for number in range(100))
    given_context = context(clients=codes)
    if form == "csv":
        write_csv(tmp_path, many, given_context)
    elif form == "json":
        write_json(tmp_path / "all.json", many, given_context)
    else:
        write_fhir(tmp_path / "all.json", many, given_context)
    assert len(most) == 100
    assert max(most) <= 4


def test_every_question_of_the_senses_is_named_as_its_answers_name_it() -> None:
    noticing, senses = people.exercise("noticing"), people.library().senses["en"]
    asked = {row[9]: row[-1] for row in codebook.codebook_rows([noticing], [senses]) if row[0] == "wording"}
    prompt = senses.prompts[0]
    assert asked[f"noticing@{noticing.revision}/noticed/{prompt.id}"] == prompt.ask
