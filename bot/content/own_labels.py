"""Collects what the coach itself says in a few words, so that nobody who types a label back is taken to be in danger."""

from collections.abc import Iterator

from bot.core.library import Library

LONGEST = 60
"""Characters; what is longer is no label."""


def labels_of(library: Library) -> Iterator[str]:
    """Every short text of the exercises and the catalogues, in every language, without those that have gaps to fill."""
    for words in library.words.values():
        yield from _short([*words.sentences, *words.sentences.values()])
    for exercise in library.exercises.values():
        yield from _short(exercise.model_dump())


def _short(told: object) -> Iterator[str]:
    match told:
        case str():
            if len(told) <= LONGEST and "{" not in told:
                yield told
        case dict():
            yield from _short(told.values())
        case _ if hasattr(told, "__iter__"):
            for each in told:
                yield from _short(each)
