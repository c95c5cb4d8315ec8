"""The coach's own words in one language, and the mark by which the catalogue finds those that are said later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


def to_say(words: T) -> T:
    """`words` as they are: a sentence, or a table with sentences among its values, for the catalogue to collect."""
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one language makes of the coach's English sentences.

    `sentences` by the English one; `counted` the forms of what is said with a number, by the English of many, and
    `form` tells which of them a number takes. A catalogue that `is_whole` leaves nothing in English.
    """

    sentences: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda number: int(number != 1)
    is_whole: bool = True

    def of(self, sentence: str) -> str:
        """`sentence` in this language, or as it is where nobody has translated it."""
        return self.sentences.get(sentence) or sentence

    def counting(self, one: str, many: str, number: int) -> str:
        """The form of a counted sentence that `number` takes."""
        forms = self.counted.get(many) or (one, many)
        return forms[min(self.form(number), len(forms) - 1)]
