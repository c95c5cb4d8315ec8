"""A therapist's own exercise file: what is said of it when it cannot be used, with line and reason."""

import pytest

from bot.content.documents import opened
from bot.content.own_exercises import Wrong, fault_in
from bot.core.homemade import beside, exercise_in
from bot.core.inputs import Opened
from bot.core.turn import Document
from tests.core import people
from tests.core.homespun import BALCONY

PAPER = Document(file="f", name="balcony.toml")


def test_good_file_is_handed_on_whole() -> None:
    assert opened(PAPER, BALCONY.encode(), people.library()) == Opened(
        file="f", name="balcony.toml", exercise=BALCONY
    )


@pytest.mark.parametrize(
    ("was", "is_now", "line", "reason"),
    [
        ("minutes = 5", 'minutes = "5"', 8, "minutes has to be a whole number"),
        ('title = "Balcony"\n', "", 1, "title is missing"),
        ("[expiry]", "[expiries]", 22, "expiries is no key that there is here"),
        ('title = "Balcony"', 'title = "Five minutes on the balcony"', 5, "title can have 24 characters at most"),
        ('kind = "text"', 'kind = "words"', 37, "kind has to be one of"),
        ('grade = "D"', 'grade = "E"', 15, "evidence.grade has to be"),
        ('"{greeting}. Out?"', "", 26, "prompt.vague has to have 4 or more"),
        ("why =", "why ", 7, "this is not TOML:"),
        ('author = "Vale"', "author = Vale", 9, "this is not TOML:"),
        ("“{where}”", "“{here}”", 41, "refers to here"),
        ('id = "balcony"', 'id = "kind-line"', 1, "there is an exercise called kind-line already"),
        ('language = "en"', 'language = "fr"', 4, "language has to be one of en"),
        ("minutes = 5", 'minutes = 5\nbutton = "Out"', 9, "button is for exercises that come with the coach"),
        ("minutes = 5", 'minutes = 5\ncommand = "out"', 9, "command is for exercises that come with the coach"),
        ("minutes = 5", 'minutes = 5\nform = "box"', 9, "step by step"),
        ("minutes = 5", "minutes = 5\nassignable = false", 9, "cannot be given"),
        ('kind = "fixed"\ndays = [1, 3]', 'kind = "after"\nexercise = "note"\nwait = "evening"', 1, "cannot be given"),
        ('say = ["Kept."]', 'say = ["Kept."]\noffers = [{ exercise = "gone", label = "Go" }]', 46, "offers gone, which is not there"),
    ],
)  # fmt: skip
def test_first_fault_is_named_with_its_line(was: str, is_now: str, line: int, reason: str) -> None:
    assert BALCONY.count(was) >= 1
    found = opened(PAPER, BALCONY.replace(was, is_now, 1).encode(), people.library())
    assert (found.trouble, found.line, found.exercise) == ("fault", line, "")
    assert reason in found.reason


@pytest.mark.parametrize(
    "text", ["", "[" * 5000, "a = " + "[" * 5000, "Session summary: homework: walk", "=\n" * 300]
)
def test_whatever_the_file_holds_it_is_refused_with_a_line(text: str) -> None:
    found = fault_in(text, people.library())
    assert isinstance(found, Wrong)
    assert found.line >= 1
    assert found.reason


def test_a_large_file_is_refused() -> None:
    assert opened(PAPER, BALCONY.encode() + b"#" * 32_000, people.library()).trouble == "large"


@pytest.mark.parametrize("written_in", ["en", "es"])
def test_own_exercise_lies_beside_the_shipped_ones_in_any_language(written_in: str) -> None:
    shelf = beside(people.library(), (BALCONY.replace('language = "en"', f'language = "{written_in}"'),))
    for language in ("en", "es"):
        exercise = shelf.exercise(language, "balcony")
        assert exercise is not None
        assert exercise.title == "Balcony"
    assert people.library().exercise("en", "balcony") is None


def test_a_shipped_exercise_is_never_shadowed() -> None:
    text = BALCONY.replace('id = "balcony"', 'id = "kind-line"', 1)
    assert exercise_in(text) is not None
    assert beside(people.library(), (text,)) is people.library()


def test_a_file_that_fits_no_more_is_left_out() -> None:
    assert beside(people.library(), (BALCONY.replace("minutes", "hours"), "x")) is people.library()


def test_the_later_of_two_files_counts() -> None:
    shelf = beside(people.library(), (BALCONY, BALCONY.replace('title = "Balcony"', 'title = "Outside"')))
    exercise = shelf.exercise("en", "balcony")
    assert exercise is not None
    assert exercise.title == "Outside"
