"""Checks a therapist's own exercise before it is given: by the rules of every exercise, and by what is for the shipped ones
alone."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.exercise_links import broken_links
from bot.content.exercises import line_of
from bot.core.exercise import BadExercise, Exercise, parse_exercise
from bot.core.library import Library
from bot.core.references import Fault

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_AT_END = re.compile(r"\s*\(at end of document\)")
_STEP = re.compile(r"\bsteps\.(\d+)(\.)?")
_PLAINLY = (
    (re.compile(r"Field required"), "is missing"),
    (re.compile(r"Extra inputs are not permitted"), "is no key that there is here"),
    (re.compile(r"Input should be a valid string"), "has to be words in quotes"),
    (re.compile(r"Input should be a valid integer"), "has to be a whole number"),
    (re.compile(r"Input should be a valid boolean"), "has to be true or false"),
    (re.compile(r"Input should be a valid tuple"), "has to be a list in square brackets"),
    (re.compile(r"Input should be a valid dictionary.*"), "has to be a table of its own"),
    (re.compile(r"String should have at least (\d+) characters?"), r"has to have \1 characters or more"),
    (re.compile(r"String should have at most (\d+) characters?"), r"can have \1 characters at most"),
    (re.compile(r"Tuple should have at least (\d+) items?.*"), r"has to have \1 or more"),
    (re.compile(r"Tuple should have at most (\d+) items?.*"), r"can have \1 at most"),
    (re.compile(r"String should match pattern '(.*)'"), "is not written in the form that is asked for"),
    (re.compile(r"Input should be greater than or equal to (.*)"), r"has to be \1 or more"),
    (re.compile(r"Input should be less than or equal to (.*)"), r"can be \1 at most"),
    (re.compile(r": Input tag .* expected tags: (.*)"), r".kind has to be one of \1"),
    (re.compile(r"Input should be (.*)"), r"has to be \1"),
    (re.compile(r"Value error, "), ""),
)
"""What the schema says, as somebody would who writes such a file by hand."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first thing that is wrong with a file, and its line from 1."""

    line: int
    reason: str


def fault_in(text: str, library: Library) -> Wrong | None:
    """What keeps the exercise in a file's text from being given; None where nothing does."""
    try:
        exercise = parse_exercise(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _unreadable(str(error), text)
    except RecursionError:
        return Wrong(1, "is nested too deep")
    except BadExercise as error:
        return Wrong(line_of(text, error.where), plainly(str(error)))
    fault = next(_faults(exercise, library), None)
    return Wrong(line_of(text, fault.where), fault.reason) if fault else None


def plainly(reason: str) -> str:
    """The schema's complaint in plain words."""
    for pattern, words in _PLAINLY:
        reason = pattern.sub(words, reason)
    reason = _STEP.sub(lambda found: f"step {int(found[1]) + 1}{', ' if found[2] else ''}", reason)
    return reason.replace(": is ", " is ").replace(": has ", " has ").replace(": can ", " can ")


def _unreadable(problem: str, text: str) -> Wrong:
    at = _AT_LINE.search(problem)
    reason = _AT_END.sub("", _AT_LINE.sub("", problem))
    return Wrong(int(at[1]) if at else max(1, len(text.splitlines())), f"this is not TOML: {reason}")


def _faults(exercise: Exercise, library: Library) -> Iterator[Fault]:
    """What a shipped exercise can be and an own one cannot; then whatever it refers to and is not there."""
    shipped = {name for _, name in library.exercises}
    if exercise.id in shipped:
        yield Fault(
            ("id",), f"there is an exercise called {exercise.id} already, so this one needs another id"
        )
    if exercise.language not in library.languages:
        yield Fault(("language",), f"language has to be one of {', '.join(library.languages)}")
    for name in ("command", "button"):
        if getattr(exercise, name) is not None:
            yield Fault((name,), f"{name} is for exercises that come with the coach")
    if exercise.form != "steps":
        yield Fault(("form",), "an exercise of your own goes step by step, without a form")
    if not exercise.assignable or exercise.rhythm.kind == "after":
        yield Fault(("assignable",), "an exercise that cannot be given by itself cannot be given here")
    yield from broken_links(exercise, (*library.exercises.values(), exercise))
