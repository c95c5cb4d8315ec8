"""Words and phrases of a session summary: folded for comparing, with their places in the text."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_QUOTES = str.maketrans("’ʼ`´", "''''")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded for comparing, with its place (code points) and first letter's case."""

    text: str
    start: int
    end: int
    capital: bool


def fold(word: str) -> str:
    """The word without case, accents and quote variants."""
    if word.isascii():
        return word.translate(_QUOTES).lower()
    spread = unicodedata.normalize("NFKD", word.translate(_QUOTES).casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order; a hyphen parts words, an apostrophe inside does not."""
    return tuple(Word(fold(m[0]), m.start(), m.end(), m[0][0].isupper()) for m in _WORD.finditer(text))


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text, whatever Unicode form it comes in."""
    return tuple(word.text for word in words_of(unicodedata.normalize("NFC", text)))


def phrase_at(words: Sequence[str], at: int, phrases: Phrases) -> tuple[str, ...]:
    """The longest phrase that stands at word `at`; empty when none does."""
    if at >= len(words):
        return ()
    for phrase in phrases.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return phrase
    return ()


def covered(words: Sequence[str], phrases: Phrases) -> frozenset[int]:
    """The places of all words that belong to one of the phrases."""
    if phrases.keys().isdisjoint(words):
        return frozenset()
    return frozenset(
        place for at in range(len(words)) for place in range(at, at + len(phrase_at(words, at, phrases)))
    )
