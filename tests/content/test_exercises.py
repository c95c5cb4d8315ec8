"""The exercise files: every one loads, says what it rests on, and a broken one is named with its line and reason."""

import shutil
from pathlib import Path

import pytest

from bot.content.exercises import FOLDER, line_of, load_exercise, load_exercises
from bot.core.exercise import BadExercise, ListStep, Written
from bot.core.text import fields_of

FILES = sorted(FOLDER.glob("*/*.toml"))
NOTE = (FOLDER / "en" / "note.toml").read_text(encoding="utf-8")
MISTAKE = (FOLDER / "en" / "mistake-note.toml").read_text(encoding="utf-8")


def line_with(text: str, words: str) -> int:
    """The number of the first line that holds these words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def refused(folder: Path, text: str, name: str = "note") -> str:
    """What is said about a broken file, after its path."""
    file = folder / "en" / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadExercise) as error:
        load_exercise(file)
    message = str(error.value)
    assert message.startswith(str(file))
    assert "\n" not in message
    return message.removeprefix(f"{file}:")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_file_loads_and_says_what_it_rests_on(file: Path) -> None:
    exercise = load_exercise(file)
    assert exercise.evidence.grade in "ABCD"
    assert exercise.evidence.source
    assert exercise.author


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_review_is_claimed_without_its_day(file: Path) -> None:
    exercise = load_exercise(file)
    assert bool(exercise.reviewed_by) == bool(exercise.reviewed_on)


def test_every_exercise_says_something_where_no_answer_was_given() -> None:
    for exercise in load_exercises().values():
        optional = [line for line in exercise.closing.say if not fields_of(line)]
        gives_all = len(exercise.steps) == 1 or not any(step.skip for step in exercise.steps[:1])
        assert optional or gives_all, exercise.id


def test_no_command_and_no_button_starts_two_exercises() -> None:
    for language in {each.language for each in load_exercises().values()}:
        own = [each for each in load_exercises().values() if each.language == language]
        for names in (
            [each.command for each in own],
            [each.button for each in own],
            [each.code for each in own],
        ):
            given = [name for name in names if name]
            assert len(given) == len(set(given))


def test_no_typed_label_of_a_question_means_two_buttons() -> None:
    for exercise in load_exercises().values():
        for step in exercise.steps:
            labels = [door.label for door in step.doors] if isinstance(step, Written) else []
            assert len({label.casefold() for label in labels}) == len(labels), (exercise.id, step.id)


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("minutes = 1", 'minutes = "1"', "minutes = ", "minutes: Input should be a valid integer"),
        ("minutes = 1", "minutes = 1\ncolour = 1", "colour = 1", "colour: Extra inputs are not permitted"),
        ('grade = "D"', 'grade = "E"', 'grade = "E"', "evidence.grade: Input should be 'A', 'B', 'C' or 'D'"),
        ('source = "Clinical convention"', "", "[evidence]", "evidence.source: Field required"),
        pytest.param(
            'card = ["{note}"]',
            'card = ["{gone}"]',
            'card = ["{gone}"]',
            "closing refers to gone, which no earlier step gives",
        ),
        pytest.param('tiny = ["note"]', 'tiny = ["gone"]', 'tiny = ["gone"]', "tiny refers to gone"),
    ],
)
def test_a_broken_file_is_named_with_line_and_reason(
    tmp_path: Path, old: str, new: str, at: str, reason: str
) -> None:
    text = NOTE.replace(old, new)
    line = line_with(text, at)
    message = refused(tmp_path, text)
    assert message.startswith(f"{line}: ")
    assert reason in message


def test_a_line_that_is_too_long_is_found_in_its_step(tmp_path: Path) -> None:
    text = MISTAKE.replace('ask = ["How big does it feel right now?"]', f'ask = ["{"x" * 241}"]')
    message = refused(tmp_path, text, "mistake-note")
    assert message.startswith(
        f"{line_with(text, 'x' * 241)}: steps.1.ask.0: String should have at most 240 characters"
    )


def test_a_step_that_is_there_twice_is_named(tmp_path: Path) -> None:
    text = MISTAKE.replace('id = "size_month"', 'id = "size_now"')
    assert "the step size_now is there twice" in refused(tmp_path, text, "mistake-note")


def test_a_condition_on_a_later_step_is_named(tmp_path: Path) -> None:
    text = MISTAKE.replace('when = { step = "lesson",', 'when = { step = "gone",')
    assert "steps.kinder refers to gone, which no earlier step gives" in refused(
        tmp_path, text, "mistake-note"
    )


def test_missing_examples_are_found_in_their_step(tmp_path: Path) -> None:
    text = NOTE.replace("examples = [", "# examples = [")
    message = refused(tmp_path, text)
    assert message.startswith(f"{line_with(text, '[[steps]]')}: steps.0.examples: Field required")


def test_bad_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "at line 3" in refused(tmp_path, 'a = 1\nb = 2\nc = "open\n')


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "note.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadExercise, match="is not UTF-8"):
        load_exercise(file)


def test_a_file_is_called_what_it_holds(tmp_path: Path) -> None:
    assert refused(tmp_path, NOTE, "other") == "1: is note in en, so its path ends in en/note.toml"
    assert (
        refused(tmp_path, NOTE.replace('language = "en"', 'language = "es"'))
        == "1: is note in es, so its path ends in es/note.toml"
    )


def test_a_folder_without_exercises_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExercise, match="there are no exercises"):
        load_exercises(tmp_path)


def test_an_offer_of_what_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "mistake-note.toml").write_text(MISTAKE, encoding="utf-8")
    with pytest.raises(BadExercise, match="offers kind-line, which is not there") as error:
        load_exercises(tmp_path)
    at = line_with(MISTAKE, "offers = [")
    assert str(error.value).startswith(f"{tmp_path / 'en' / 'mistake-note.toml'}:{at}: ")


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "reason"),
    [
        ("realistic-standards-evening", "“{first.task}”: did", "“{first.tusk}”: did", "ask = [", "refers to first.tusk, and realistic-standards has no such step"),
        ("realistic-standards-evening", 'first = "realistic-standards"', 'first = "gone"', "recalls =", "recalls gone as first, which is not there"),
        ("realistic-standards-evening", 'exercise = "realistic-standards"\nwait', 'exercise = "gone"\nwait', "[rhythm]", "comes after gone, which is not there"),
        ("realistic-standards-evening", 'wait = "evening"', 'wait = "evening"\nwhen = { step = "gone" }', "when = {", "looks at gone, and realistic-standards has no such step"),
        ("realistic-standards-evening", 'wait = "evening"', 'wait = "evening"\nwhen = { step = "level", is_one_of = ["p70"] }', "when = {", "level has no option p70"),
        ("what-if", '"cards.bounce_back", ', '"cards.gone", ', "of = [", "draws cards.gone, and no exercise keeps cards of that kind"),
    ],
)  # fmt: skip
def test_what_one_file_wants_of_another_is_looked_for(
    tmp_path: Path, file: str, old: str, new: str, at: str, reason: str
) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "en")
    broken = tmp_path / "en" / f"{file}.toml"
    text = broken.read_text("utf-8")
    assert old in text
    broken.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadExercise) as error:
        load_exercises(tmp_path)
    place, _, said = str(error.value).partition(": ")
    assert reason in said
    assert place.rpartition(":")[0] == str(broken)
    line = broken.read_text("utf-8").splitlines()[int(place.rpartition(":")[2]) - 1]
    assert at in line or line.startswith("exercise = ")


def test_the_same_exercise_has_the_same_steps_in_every_language(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "en")
    (tmp_path / "es").mkdir()
    other = tmp_path / "es" / "mistake-note.toml"
    text = MISTAKE.replace('language = "en"', 'language = "es"')
    other.write_text(text, "utf-8")
    load_exercises(tmp_path)
    other.write_text(
        text.replace(
            '{ id = "huge", label = "Huge", value = 5 }', '{ id = "huge", label = "Huge", value = 6 }', 1
        ),
        "utf-8",
    )
    with pytest.raises(BadExercise, match="size_now is not the step it is in en, size_now"):
        load_exercises(tmp_path)


@pytest.mark.parametrize(
    ("where", "line"),
    [
        pytest.param((), 1),
        (("title",), 1),
        (("steps", 0, "ask"), 5),
        (("steps", 1, "ask"), 8),
        (("steps", 1, "options", 1, "label"), 12),
        (("closing", "say"), 14),
        (("closing", "gone"), 13),
    ],
)
def test_a_place_is_found_in_the_text(where: tuple[str | int, ...], line: int) -> None:
    text = (
        'title = "T"\nsteps_made = 1\n[[steps]]\nid = "a"\nask = ["A"]\n[[steps]]\nid = "b"\nask = ["B"]\n'
        '[[steps.options]]\nlabel = "x"\n[[steps.options]]\nlabel = "y"\n[closing]\nsay = ["S"]\n'
    )
    assert line_of(text, where) == line


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_is_asked_after_a_line_counts_right(file: Path) -> None:
    """A number in it is true after the first line alone, so what is said before the last one has its own words."""
    lists = [step for step in load_exercise(file).steps if isinstance(step, ListStep)]
    counting = [s for s in lists if any("more fit" in line or "caben" in line.casefold() for line in s.more)]
    assert [step.id for step in counting if step.most > 2 and not step.last] == []
    assert [step.id for step in counting if step.most > 3] == []
