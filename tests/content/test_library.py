"""The library: all that is reviewed, put together, and what can be found in it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.library import HERE, load_library
from bot.core.exercise import BadExercise
from bot.core.holds import Holds
from bot.core.library import Practice
from bot.core.safety import BadHelpLines, BadRules
from bot.core.words import Words
from tests.core import people


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    for name in ("exercises", "locale", "safety", "senses", "summary"):
        shutil.copytree(HERE / name, tmp_path / name)
    for name in ("helplines.toml", "cities.toml", "holds.toml"):
        if (HERE / name).exists():
            shutil.copy(HERE / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "error"),
    [("exercises/en/note.toml", BadExercise), ("safety/en.toml", BadRules), ("helplines.toml", BadHelpLines)],
)
def test_a_broken_file_stops_the_start_and_is_named(folder: Path, file: str, error: type[Exception]) -> None:
    (folder / file).write_text("x = [", encoding="utf-8")
    with pytest.raises(error, match=Path(file).name):
        load_library(Practice(), folder)


@pytest.mark.parametrize(
    "text",
    [
        "explicit = 23\nunclear = 6",
        "explicit = 24\nunclear = 5",
        "explicit = 337\nunclear = 6",
        "explicit = 24.5\nunclear = 6",
        "explicit = true\nunclear = 6",
        "explicit = 24",
        "explicit = 24\nunclear = 6\nother = 1",
    ],
)
def test_a_hold_that_is_too_short_or_no_number_stops_the_start(folder: Path, text: str) -> None:
    (folder / "holds.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadRules, match=r"holds\.toml"):
        load_library(Practice(), folder)


def test_the_shipped_holds_are_the_least_there_may_be() -> None:
    assert people.library().holds == Holds()


def test_every_shipped_exercise_is_there_in_its_language() -> None:
    files = {(file.parent.name, file.stem) for file in (HERE / "exercises").glob("*/*.toml")}
    assert set(people.library().exercises) == files


def test_an_exercise_without_a_translation_is_there_in_english() -> None:
    found = people.library().exercise("xx", "note")
    assert found is not None
    assert found.language == "en"
    assert people.library().exercise("en", "gone") is None


def test_only_what_can_be_assigned_is_offered_in_the_order_of_its_code() -> None:
    offered = people.library().offered("en")
    assert [each.code for each in offered] == sorted(each.code for each in offered)
    assert {"note", "for-session", "own-words"}.isdisjoint({each.id for each in offered})
    assert {each.id for each in people.library().offered("xx")} == {each.id for each in offered}


def test_a_summarys_line_finds_only_what_can_be_assigned() -> None:
    known = {each.id for each in people.library().offered("en")}
    assert {kind.exercise_id for kind in people.library().kinds()} <= known


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("I made a mistake", "mistake-note"),
        (" i MADE a mistake ", "mistake-note"),
        ("I made a mistake.", None),
        ("", None),
    ],
)
def test_a_keyboard_button_starts_its_exercise(said: str, name: str | None) -> None:
    assert people.library().started_by(said) == name


def test_a_command_starts_its_exercise() -> None:
    assert people.library().commanded_by("mistake") == "mistake-note"
    assert people.library().commanded_by("") is None


def test_a_sentence_without_a_translation_stays_as_it_is() -> None:
    spoken = replace(people.library(), words={"es": Words(sentences={"Later": "Luego", "Back": ""})})
    assert [spoken.translated("es", words) for words in ("Later", "Back", "Skip")] == [
        "Luego",
        "Back",
        "Skip",
    ]
