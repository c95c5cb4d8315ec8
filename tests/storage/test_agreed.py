"""Who shares only before a session is in no file and on no screen of the therapist's until then: whichever way it is asked."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.content.library import load_library
from bot.core.appointment import Appointments
from bot.core.changes import Arranged, RunSaved
from bot.core.library import Practice as Defaults
from bot.core.run import Run
from bot.core.speech import speech_of
from bot.core.turn import Entry, FileOrder
from bot.exporting import Form, Range, Wanted, export_to_folder
from bot.files import build_file
from storage import store as kept
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named

BERLIN = "Europe/Berlin"
FRIDAY = Appointments(on=date(2026, 11, 27), at=time(15), zone=BERLIN, every=7)
SESSION = datetime(2026, 11, 27, 14, tzinfo=UTC)
EARLY, IN_TIME, AFTER = (
    SESSION - timedelta(hours=25),
    SESSION - timedelta(hours=23),
    SESSION + timedelta(hours=1),
)
WORDS = "zebra-crossing"
FORMS: tuple[Form, ...] = ("csv", "xlsx", "json", "fhir", "md")
LIBRARY = load_library(Defaults())


@pytest.fixture
def practice(empty: Practice) -> Practice:
    """Somebody who shares before a session only, meets on Friday, and gave an answer on Monday."""
    empty.therapist()
    empty.client(sharing="before_session", tell_therapist=False)
    client = str(empty.load(CLIENT_USER).id)
    empty.take(THERAPIST_USER, Arranged(client=client, appointments=FRIDAY))
    note(empty, NOW, WORDS)
    return empty


def note(practice: Practice, at: datetime, words: str) -> None:
    """A note that is over at once."""
    run = Run(id=named(words), exercise="note", revision=1, trigger="client", started=at)
    saved = RunSaved(run=run, language="en", ended=at, outcome="done")
    practice.take(
        CLIENT_USER,
        saved,
        entries=(Entry(id=named(f"{words} answer"), run=run.id, step="note", at=at, text=words),),
        now=at,
    )


def by_command(practice: Practice, at: datetime, out: Path, form: Form) -> str:
    """Everything that `coach export` writes."""
    wanted = Wanted(
        client="all",
        form=form,
        span=Range(None, at),
        at=at,
        learn=lambda names: ([each for each in LIBRARY.exercises.values() if each.id in names], []),
        speak=lambda _: speech_of(LIBRARY, "en", BERLIN),
    )
    return "\n".join(
        _text(path.name, path.read_bytes())
        for path in export_to_folder(practice.url, practice.db.store.vault, wanted, out)
    )


def in_the_chat(practice: Practice, at: datetime, folder: Path, form: Form) -> str:
    """Everything that the file in the chat holds."""
    client, therapist = (str(practice.load(user).id) for user in (CLIENT_USER, THERAPIST_USER))
    order = FileOrder(clients=(client,), format=form, since=None, until=at)
    return _text(*build_file(practice.db, LIBRARY, order, at, asker=therapist, data=folder))


def _text(name: str, content: bytes) -> str:
    if not name.endswith((".zip", ".xlsx")):
        return content.decode()
    with ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(_text(each, archive.read(each)) for each in archive.namelist())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("at", "is_there"), [(EARLY, False), (IN_TIME, True), (AFTER, True)], ids=["early", "in time", "after"]
)
def test_it_is_in_no_file_before_the_day_before(
    practice: Practice, tmp_path: Path, form: Form, at: datetime, is_there: bool
) -> None:
    assert (WORDS in by_command(practice, at, tmp_path / "out", form)) is is_there
    assert (WORDS in in_the_chat(practice, at, tmp_path, form)) is is_there


def test_what_comes_after_the_session_waits_for_the_next_one(practice: Practice, tmp_path: Path) -> None:
    note(practice, AFTER, "what came of it")
    later = AFTER + timedelta(days=2)
    for text in (
        by_command(practice, later, tmp_path / "out", "csv"),
        in_the_chat(practice, later, tmp_path, "csv"),
    ):
        assert WORDS in text
        assert "what came of it" not in text
    assert "what came of it" in by_command(
        practice, SESSION + timedelta(days=6, hours=1), tmp_path / "out", "csv"
    )


def test_the_manifest_says_since_when_and_the_codebook_tells_of_no_exercise(
    practice: Practice, tmp_path: Path
) -> None:
    by_command(practice, EARLY, tmp_path / "out", "csv")
    filters = json.loads((tmp_path / "out" / "manifest.json").read_text())["filters"]
    assert list(filters["not_open_since"].values()) == ["2026-11-23T12:00:00+00:00"]
    rows = list(csv.DictReader((tmp_path / "out" / "codebook.csv").read_text("utf-8-sig").splitlines()))
    assert not any(row["kind"] == "exercise" for row in rows)
    by_command(practice, IN_TIME, tmp_path / "out", "csv")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["filters"]["not_open_since"] == {}


@pytest.mark.parametrize(
    ("at", "is_there"), [(EARLY, False), (IN_TIME, True), (AFTER, False)], ids=["early", "in time", "after"]
)
def test_brief_and_progress_see_no_more(practice: Practice, at: datetime, is_there: bool) -> None:
    """After the session both begin with it."""
    client = str(practice.load(CLIENT_USER).id)
    with practice.db.writing() as conn:
        seen = kept.look_at(practice.db.store, conn, client, at)
    assert seen is not None
    assert (WORDS in repr(seen)) is is_there


def test_their_own_copy_has_it_at_any_time(practice: Practice, tmp_path: Path) -> None:
    client = str(practice.load(CLIENT_USER).id)
    copy = FileOrder(clients=(client,), format="copy", since=None, until=EARLY)
    assert WORDS in _text(*build_file(practice.db, LIBRARY, copy, EARLY, asker=client, data=tmp_path))


def test_who_shares_everything_is_in_it_at_once(empty: Practice, tmp_path: Path) -> None:
    empty.therapist()
    empty.client()
    note(empty, NOW, WORDS)
    assert WORDS in by_command(empty, EARLY, tmp_path / "out", "csv")
