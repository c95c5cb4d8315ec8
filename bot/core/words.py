"""Words that are said later: a mark by which the catalogue finds them where they stand apart from what says them."""

from typing import TypeVar

T = TypeVar("T")


def to_say(words: T) -> T:
    """`words` as they are: a sentence, or a table with sentences among its values, for the catalogue to collect."""
    return words
