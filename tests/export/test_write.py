"""An export arrives whole or not at all, reads back as what went in, and can be checked."""

import csv
import hashlib
import io
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakSet

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.record import ExportedAnswer, ExportedOccurrence
from bot.export import answers, codebook, occurrences
from bot.export.guard import unguard, visible
from bot.export.selection import PrivateAnswer, UnselectedClient
from bot.export.write import FILES, write_csv, write_json
from tests.export.records import (
    MADE,
    SELECTION,
    START,
    answer,
    occurrence,
    read_json,
    read_table,
    slow_walk,
    texts,
)
from tests.export.test_guard import HOSTILE, acts

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
    return write_csv(folder, texts(words), [occurrence()], [slow_walk()], SELECTION)


def failing() -> Iterator[ExportedAnswer]:
    yield from texts(WORDS)
    raise ConnectionError("the database went away")


def failing_later() -> Iterator[ExportedOccurrence]:
    yield occurrence()
    raise ConnectionError("the database went away")


@given(ANY_TEXTS)
@example(list(WORDS))
@settings(deadline=None, max_examples=60)
def test_texts_read_back_from_csv_as_they_were_written(words: list[str]) -> None:
    with TemporaryDirectory() as folder:
        exported(Path(folder), tuple(words))
        found = [unguard(row["value_text"]) for row in read_table(Path(folder) / "answers_long.csv")]
    assert found == [visible(text) for text in words]


@given(ANY_TEXTS)
@example(list(WORDS))
@settings(deadline=None, max_examples=60)
def test_texts_read_back_from_json_as_they_were_written(words: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = write_json(Path(folder) / "all.json", texts(words), [], [slow_walk()], SELECTION)
        found = [row["value_text"] for row in read_json(path)["answers_long"]]
    assert found == [visible(text) for text in words]


def test_hostile_cells_leave_no_formula_in_any_table(tmp_path: Path) -> None:
    given_answers = [
        replace(each, label=each.text, exercise=each.text, step=each.text, media=each.text)
        for each in texts(HOSTILE)
    ]
    nudges = [occurrence(id=text, reason=text) for text in HOSTILE]
    write_csv(tmp_path, given_answers, nudges, [slow_walk(title="=1+1")], SELECTION)
    cells = [
        cell
        for name in ("answers_long", "occurrences", "codebook")
        for row in read_table(tmp_path / f"{name}.csv")
        for cell in row.values()
    ]
    assert len(cells) > 40 * len(HOSTILE)
    assert [cell for cell in cells if acts(cell)] == []


def test_json_says_the_same_as_the_tables(tmp_path: Path) -> None:
    exported(tmp_path)
    document = read_json(
        write_json(tmp_path / "all.json", texts(WORDS), [occurrence()], [slow_walk()], SELECTION)
    )
    for name in ("answers_long", "occurrences", "codebook"):
        as_cells = [
            {key: "" if value is None else str(value) for key, value in row.items()} for row in document[name]
        ]
        table = [
            {key: unguard(cell) for key, cell in row.items()} for row in read_table(tmp_path / f"{name}.csv")
        ]
        assert table == as_cells
        assert table


def test_json_keeps_numbers_and_tells_nothing_from_no_words(tmp_path: Path) -> None:
    given_answers = [
        answer(text="", media="voice"),
        answer(step="calm", text="", skipped=True),
        answer(step="close", text="=1"),
    ]
    path = write_json(tmp_path / "all.json", given_answers, [], [slow_walk()], SELECTION)
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
    assert sorted(manifest["tables"]) == ["answers_long", "codebook", "occurrences"]
    for table in manifest["tables"].values():
        raw = (tmp_path / table["file"]).read_bytes()
        assert table["sha256"] == hashlib.sha256(raw).hexdigest()
        assert table["bytes"] == len(raw)
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        assert table["rows"] == len(rows) - 1


def test_manifest_says_what_was_asked_for(tmp_path: Path) -> None:
    chosen = replace(SELECTION, since=datetime(2026, 10, 1, tzinfo=UTC), clients=("P4T9WZ", "K7M2QX"))
    write_csv(tmp_path, texts(WORDS), [], [slow_walk()], chosen)
    manifest = read_json(tmp_path / "manifest.json")
    assert manifest["schema_version"] == 1
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
    tables = {"answers_long": answers, "occurrences": occurrences, "codebook": codebook}
    assert explained == {(name, c.name) for name, module in tables.items() for c in module.COLUMNS}
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
    write_csv(
        tmp_path, [answer(step=step) for step in ("saw", "calm", "close")], [], [slow_walk()], SELECTION
    )
    wordings = {row["question_text_version"] for row in read_table(tmp_path / "codebook.csv")}
    assert {row["question_text_version"] for row in read_table(tmp_path / "answers_long.csv")} <= wordings


def test_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = exported(tmp_path / "a"), exported(tmp_path / "b")
    assert [each.read_bytes() for each in first] == [each.read_bytes() for each in second]


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
    assert [each.name for each in files] == list(FILES)
    path = write_json(tmp_path / "all.json", [], [], [], SELECTION)
    assert {stat.S_IMODE(each.stat().st_mode) for each in (*files, path)} == {0o600}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_failed_export_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "new" / "out"
    with pytest.raises(ConnectionError):
        write_csv(target, failing(), [], [slow_walk()], SELECTION)
    with pytest.raises(ConnectionError):
        write_csv(target, [], failing_later(), [slow_walk()], SELECTION)
    with pytest.raises(ConnectionError):
        write_json(target / "all.json", failing(), [], [slow_walk()], SELECTION)
    with pytest.raises(UnselectedClient):
        write_csv(target, [answer(client_code="other")], [], [slow_walk()], SELECTION)
    assert list(tmp_path.iterdir()) == []


def test_failed_export_leaves_an_earlier_one_as_it_was(tmp_path: Path) -> None:
    earlier = {each: each.read_bytes() for each in exported(tmp_path)}
    with pytest.raises(ConnectionError):
        write_csv(tmp_path, failing(), [], [slow_walk()], SELECTION)
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == earlier


def test_export_that_fails_on_its_last_file_takes_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "answers_long.csv").write_text("from before")
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(OSError, match="manifest"):
        exported(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers_long.csv", "manifest.json"]
    assert (tmp_path / "answers_long.csv").read_text() == "from before"


def test_newer_export_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    exported(tmp_path, ("old",))
    exported(tmp_path, ("new",))
    assert [row["value_text"] for row in read_table(tmp_path / "answers_long.csv")] == ["new"]
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(FILES)


def test_export_of_nothing_still_has_its_headers(tmp_path: Path) -> None:
    write_csv(tmp_path, [], [], [], SELECTION)
    assert read_table(tmp_path / "answers_long.csv") == []
    assert (tmp_path / "occurrences.csv").read_text(encoding="utf-8-sig").startswith("occurrence_id,")
    document = read_json(write_json(tmp_path / "all.json", [], [], [], SELECTION))
    assert (document["answers_long"], document["manifest"]["tables"]["occurrences"]["rows"]) == ([], 0)


class Words(str):
    """A text whose life can be watched."""

    __slots__ = ("__weakref__",)


@pytest.mark.parametrize("writer", [write_csv, write_json])
def test_no_more_than_one_run_is_held_at_a_time(tmp_path: Path, writer: Callable[..., object]) -> None:
    alive: WeakSet[Words] = WeakSet()
    most: list[int] = []

    def words(number: int) -> Words:
        text = Words(f"words {number}")
        alive.add(text)
        most.append(len(alive))
        return text

    many = (answer(run_id=f"run-{n // 4}", number=n % 4, text=words(n)) for n in range(2_000))
    nudges = (occurrence(reason=words(n)) for n in range(2_000))
    writer(tmp_path / "out", many, nudges, [slow_walk()], SELECTION)
    assert len(most) == 4_000
    assert max(most) <= 8


def test_refusals_name_no_words(tmp_path: Path) -> None:
    with pytest.raises(UnselectedClient) as refusal:
        write_csv(tmp_path, [answer(client_code="other", text="CANARY")], [], [], SELECTION)
    assert "CANARY" not in str(refusal.value)
    assert issubclass(PrivateAnswer, ValueError)
