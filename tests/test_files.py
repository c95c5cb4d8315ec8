"""The files a command or a chat asks for: whole, private, of nobody but those they may be of, and noted."""

import csv
import io
import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

import pytest
from pyzipper import AESZipFile

from bot.content.library import load_library
from bot.core.changes import RunHidden
from bot.core.library import Practice as Defaults
from bot.core.speech import speech_of
from bot.core.turn import FileOrder
from bot.export.sheets import SHEETS
from bot.exporting import Form, Range, UnknownClient, Wanted, export_to_folder
from bot.files import build_file
from bot.ordered_logs import TooLarge
from storage import store as kept
from storage.tables import ACCESS, PERSON
from tests.export.records import read_table
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named, opened
from tests.storage.traces import SOUND, live_through

LIBRARY = load_library(Defaults())
LATER = NOW + timedelta(days=3)
EVER = Range(None, LATER)
COPY = FileOrder(clients=(), format="copy", since=None, until=LATER)
OTHER_CLIENT = 8002
PASSWORD = "korrekt-pferd"  # noqa: S105  # of nothing that is anybody's


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    (tmp_path / "data").mkdir()
    practice = opened(tmp_path / "data")
    practice.therapist()
    practice.client()
    yield practice
    practice.close()


def built(practice: Practice, order: FileOrder, asker: str | None, data: Path) -> tuple[str, ZipFile]:
    name, content = build_file(practice.db, LIBRARY, order, LATER, asker=asker, data=data)
    return name, ZipFile(io.BytesIO(content))


def taken_out(
    practice: Practice, client: str, out: Path, form: Form = "csv", **more: Any
) -> tuple[Path, ...]:
    wanted = Wanted(
        client=client,
        form=form,
        span=EVER,
        at=LATER,
        learn=lambda names: ([each for each in LIBRARY.exercises.values() if each.id in names], []),
        speak=lambda _: speech_of(LIBRARY, "en", "Europe/Berlin"),
        **more,
    )
    return export_to_folder(practice.url, practice.db.store.vault, wanted, out)


def code_of(practice: Practice, person: str) -> str:
    return str(next(row.code for row in practice.rows(PERSON) if row.id == person))


def test_own_copy_holds_private_runs_and_recordings(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path / "data")
    practice.take(CLIENT_USER, RunHidden(run=named(f"run {CLIENT_USER}"), private=True))
    name, archive = built(practice, COPY, client, tmp_path / "data")
    assert name == f"copy-{code_of(practice, client)}-2026-11-26.zip"
    document = json.loads(archive.read("client_copy.json"))
    assert [answer["text"] for answer in document["runs"][0]["answers"]] == ["I forgot the file", ""]
    assert SOUND in [archive.read(each) for each in archive.namelist()]


def test_recording_whose_file_is_lost_does_not_stop_the_copy(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path / "data")
    _, archive = built(practice, COPY, client, tmp_path / "elsewhere")
    answers = json.loads(archive.read("client_copy.json"))["runs"][0]["answers"]
    assert answers[1]["recording_missing"] == "its file could not be found"


def test_copy_is_made_for_nobody_but_the_client_it_is_about(practice: Practice, tmp_path: Path) -> None:
    practice.client(OTHER_CLIENT)
    client, other = str(practice.load(CLIENT_USER).id), str(practice.load(OTHER_CLIENT).id)
    about = FileOrder(clients=(client,), format="copy", since=None, until=LATER)
    therapist = str(practice.load(THERAPIST_USER).id)
    for order, asker in ((about, other), (about, therapist), (about, None), (COPY, None), (COPY, therapist)):
        with pytest.raises(kept.NotYours):
            built(practice, order, asker, tmp_path)
    assert built(practice, about, client, tmp_path)[0].startswith("copy-")


def test_logs_ordered_in_the_chat_come_as_one_zip_without_private_runs(
    practice: Practice, tmp_path: Path
) -> None:
    client = live_through(practice, tmp_path / "data")
    order = FileOrder(clients=(client,), format="csv", since=None, until=LATER)
    therapist = str(practice.load(THERAPIST_USER).id)
    name, archive = built(practice, order, therapist, tmp_path)
    assert name == f"{code_of(practice, client)}-2026-11-26.zip"
    rows = list(csv.DictReader(io.StringIO(archive.read("answers_long.csv").decode("utf-8-sig"))))
    assert [(row["answer_type"], row["value_text"]) for row in rows] == [
        ("text", "I forgot the file"),
        ("voice", ""),
    ]
    practice.take(CLIENT_USER, RunHidden(run=named(f"run {CLIENT_USER}"), private=True))
    assert b"I forgot" not in built(practice, order, therapist, tmp_path)[1].read("answers_long.csv")


def test_operators_export_is_noted_for_the_clients_to_read(practice: Practice, tmp_path: Path) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.client(OTHER_CLIENT)
    code = code_of(practice, client)
    taken_out(practice, code.lower(), tmp_path / "out")
    row = practice.row(ACCESS)
    assert (row.client_id, row.by, row.form, row.since, row.until, row.at) == (
        client,
        "operator",
        "csv",
        None,
        LATER,
        LATER,
    )
    _, archive = built(practice, COPY, client, tmp_path)
    noted = json.loads(archive.read("client_copy.json"))["files_made_of_what_you_share"]
    assert [each["by"] for each in noted] == ["operator"]


def test_export_makes_a_private_folder_with_private_files(practice: Practice, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    paths = taken_out(practice, "all", out)
    tables = {f"{sheet.name}.csv" for sheet in SHEETS}
    assert {path.name for path in paths} == tables | {"codebook.csv", "manifest.json"}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


def test_export_of_nobody_leaves_no_folder_and_no_note(practice: Practice, tmp_path: Path) -> None:
    with pytest.raises(UnknownClient):
        taken_out(practice, "XXXXXX", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not practice.rows(ACCESS)


def test_export_that_fails_leaves_no_folder_and_no_note(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        taken_out(practice, "all", tmp_path / "file" / "out", "json")
    assert not practice.rows(ACCESS)


@pytest.mark.parametrize(
    ("form", "name"), [("xlsx", "{stem}.xlsx"), ("json", "{stem}.json"), ("fhir", "{stem}-fhir.json")]
)
def test_one_file_in_the_chat_comes_as_it_is(
    practice: Practice, tmp_path: Path, form: Literal["xlsx", "json", "fhir"], name: str
) -> None:
    client = live_through(practice, tmp_path / "data")
    order = FileOrder(clients=(client,), format=form, since=None, until=LATER)
    called, content = build_file(practice.db, LIBRARY, order, LATER, asker=None, data=tmp_path / "data")
    assert called == name.format(stem=f"{code_of(practice, client)}-2026-11-26")
    assert content


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "fhir"])
def test_locked_file_opens_with_its_password_alone(
    practice: Practice, tmp_path: Path, form: Literal["csv", "xlsx", "json", "fhir"]
) -> None:
    client = live_through(practice, tmp_path / "data")
    order = FileOrder(clients=(client,), format=form, since=None, until=LATER, password=PASSWORD)
    name, content = build_file(practice.db, LIBRARY, order, LATER, asker=None, data=tmp_path / "data")
    assert name.endswith(".zip")
    assert b"I forgot" not in content
    with AESZipFile(io.BytesIO(content)) as archive:
        with pytest.raises(RuntimeError, match="password"):
            archive.testzip()
        archive.setpassword(PASSWORD.encode())
        assert archive.testzip() is None


def test_recordings_go_along_when_asked_for_and_never_private_ones(
    practice: Practice, tmp_path: Path
) -> None:
    client = live_through(practice, tmp_path / "data")
    order = FileOrder(clients=(client,), format="csv", since=None, until=LATER, recordings=True)
    _, archive = built(practice, order, None, tmp_path / "data")
    place = f"recordings/{code_of(practice, client)}-0001-2026-11-23.oga"
    assert archive.read(place) == SOUND
    (row,) = csv.DictReader(io.StringIO(archive.read("recordings.csv").decode("utf-8-sig")))
    assert (row["kind"], row["state"], row["file"], row["bytes"]) == (
        "voice",
        "kept",
        place,
        str(len(SOUND)),
    )
    practice.take(CLIENT_USER, RunHidden(run=named(f"run {CLIENT_USER}"), private=True))
    _, archive = built(practice, order, None, tmp_path / "data")
    assert [each for each in archive.namelist() if "recordings/" in each] == []


def test_recording_whose_file_is_lost_is_listed_without_one(practice: Practice, tmp_path: Path) -> None:
    live_through(practice, tmp_path / "data")
    taken_out(practice, "all", tmp_path / "out", data=tmp_path / "elsewhere")
    (row,) = read_table(tmp_path / "out" / "recordings.csv")
    assert (row["state"], row["file"]) == ("kept", "")


def test_locked_export_of_the_operator_is_one_zip(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path / "data")
    (path,) = taken_out(practice, "all", tmp_path / "out", "fhir", data=tmp_path / "data", password=PASSWORD)
    assert path == tmp_path / "out" / f"{code_of(practice, client)}-2026-11-26.zip"
    with AESZipFile(path) as archive:
        archive.setpassword(PASSWORD.encode())
        assert archive.testzip() is None
        assert {name.split("/")[0] for name in archive.namelist()} == {
            "fhir_bundle.json",
            "manifest.json",
            "recordings",
        }
    assert [row.by for row in practice.rows(ACCESS)] == ["therapist", "operator"]


def test_progress_is_told_client_by_client(practice: Practice, tmp_path: Path) -> None:
    practice.client(OTHER_CLIENT)
    told: list[tuple[int, int]] = []
    taken_out(practice, "all", tmp_path / "out", watch=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_tables_of_an_earlier_export_do_not_stay_behind(practice: Practice, tmp_path: Path) -> None:
    live_through(practice, tmp_path / "data")
    out = tmp_path / "out"
    first = {path.name for path in taken_out(practice, "all", out)}
    assert "runs_wide_mistake-note.csv" in first
    (out / "runs_wide_of-mine.csv").write_text("mine")
    practice.take(CLIENT_USER, RunHidden(run=named(f"run {CLIENT_USER}"), private=True))
    second = {path.name for path in taken_out(practice, "all", out)}
    assert "runs_wide_mistake-note.csv" not in second
    assert {path.name for path in out.iterdir()} == second | {"runs_wide_of-mine.csv"}


def test_large_document_is_packed_and_one_that_telegram_would_not_take_is_refused(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = live_through(practice, tmp_path / "data")
    order = FileOrder(clients=(client,), format="json", since=None, until=LATER)
    monkeypatch.setattr("bot.ordered_logs.SMALL", 10)
    name, archive = built(practice, order, None, tmp_path)
    assert name.endswith(".zip")
    assert [each.rpartition(".")[2] for each in archive.namelist()] == ["json"]
    monkeypatch.setattr("bot.ordered_logs.LARGEST", 10)
    with pytest.raises(TooLarge):
        built(practice, order, None, tmp_path)
