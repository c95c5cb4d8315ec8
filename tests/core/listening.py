"""A library that writes down every sentence it is asked for, to hold it against the catalogue."""

from dataclasses import dataclass, replace

from bot.core.library import ENGLISH, Library
from bot.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening(Words):
    """Words that are `inner`'s, each noted in `asked` before it is given."""

    inner: Words
    asked: set[str]

    def of(self, sentence: str) -> str:
        """As `Words.of`."""
        self.asked.add(sentence)
        return self.inner.of(sentence)

    def counting(self, one: str, many: str, number: int) -> str:
        """As `Words.counting`."""
        self.asked.add(many)
        return self.inner.counting(one, many, number)


def listened_to(library: Library, asked: set[str]) -> Library:
    """`library`, with what its flows say in any language noted in `asked`."""
    spoken = {"en": ENGLISH, **library.words}
    heard = {language: Listening(inner=words, asked=asked) for language, words in spoken.items()}
    return replace(library, words=heard)
