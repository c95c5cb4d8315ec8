"""A therapist's own exercises: read out of the text of their files, and laid beside those that are shipped."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bot.core.exercise import BadExercise, Exercise, parse_exercise
from bot.core.library import DEFAULT_LANGUAGE, Library

AT_HAND = 256
"""So many files are not read anew for each turn."""


@lru_cache(maxsize=AT_HAND)
def exercise_in(text: str) -> Exercise | None:
    """The exercise that a file's text holds; None where it holds none, or none by the rules of this release."""
    try:
        return parse_exercise(tomllib.loads(text))
    except (BadExercise, tomllib.TOMLDecodeError, RecursionError):
        return None


def exercises_in(texts: Iterable[str]) -> tuple[Exercise, ...]:
    """Those that can be read, in order."""
    found = (exercise_in(text) for text in texts)
    return tuple(each for each in found if each is not None)


def beside(library: Library, texts: Iterable[str]) -> Library:
    """The library with these exercises too. None takes the place of a shipped one; of two with one id the later counts."""
    shipped = {name for _, name in library.exercises}
    own = [each for each in exercises_in(texts) if each.id not in shipped]
    if not own:
        return library
    # Whoever speaks another language than the file still gets it.
    anyhow = {(DEFAULT_LANGUAGE, each.id): each for each in own}
    spoken = {(each.language, each.id): each for each in own}
    return replace(library, exercises=anyhow | spoken | dict(library.exercises))
