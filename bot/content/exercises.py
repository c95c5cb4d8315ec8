"""Reads the exercises from the files beside this one, and says where in a file a fault lies."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.content.exercise_links import broken_links
from bot.core.exercise import BadExercise, Exercise, parse_exercise

FOLDER = Path(__file__).parent / "exercises"


def load_exercises(folder: Path = FOLDER) -> Mapping[tuple[str, str], Exercise]:
    """Every `<language>/<id>.toml` in `folder` by (language, id).

    Raises BadExercise whose text names path, line and reason: the first fault of the first broken file.
    """
    files = sorted(folder.glob("*/*.toml"))
    if not files:
        raise BadExercise(f"{folder}: there are no exercises")
    found = {file: load_exercise(file) for file in files}
    everything = tuple(found.values())
    for file, exercise in found.items():
        for where, reason in broken_links(exercise, everything):
            raise BadExercise(f"{file}:{line_of(_read(file), where)}: {reason}")
    return {(each.language, each.id): each for each in everything}


def load_named(names: Iterable[str], folder: Path = FOLDER) -> list[Exercise]:
    """The exercises of these names in every language, where there are any; what they refer to is not looked at."""
    return [load_exercise(file) for name in sorted(names) for file in sorted(folder.glob(f"*/{name}.toml"))]


def load_exercise(file: Path) -> Exercise:
    """One file as an exercise. Its name is the exercise's id, its folder the language. Raises BadExercise."""
    text = _read(file)
    try:
        exercise = parse_exercise(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadExercise(f"{file}: {error}") from None
    except BadExercise as error:
        raise BadExercise(f"{file}:{line_of(text, error.where)}: {error}") from None
    if (exercise.id, exercise.language) != (file.stem, file.parent.name):
        raise BadExercise(
            f"{file}:1: is {exercise.id} in {exercise.language}, so its path ends in"
            f" {exercise.language}/{exercise.id}.toml"
        )
    return exercise


def line_of(text: str, where: tuple[str | int, ...]) -> int:
    """The line, from 1, at which the place `where` of a TOML text begins; as near as the path can be followed."""
    if not where:
        return 1
    lines = text.splitlines()
    at = 0
    for key, number in _headed(where):
        at = _find(lines, at, rf"\[\[?\s*(?:\w+\.)*{re.escape(key)}\s*\]", number) or at
    keys = [part for part in where if isinstance(part, str)]
    # A key inside an inline table stands at no line's beginning: then the table does.
    found = (_find(lines, at, rf"{re.escape(key)}\s*=", 0) for key in reversed(keys))
    return next((line for line in found if line), None) or at or 1


def _headed(where: tuple[str | int, ...]) -> list[tuple[str, int]]:
    """The tables on the way, each with which of its kind it is."""
    following = (*where[1:], 0)
    pairs = zip(where, following, strict=True)
    return [(part, then if isinstance(then, int) else 0) for part, then in pairs if isinstance(part, str)]


def _find(lines: list[str], start: int, pattern: str, skip: int) -> int | None:
    matching = [n for n in range(start, len(lines)) if re.match(rf"\s*{pattern}", lines[n])]
    return matching[skip] + 1 if skip < len(matching) else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise BadExercise(f"{file}: {problem or type(error).__name__}") from None
