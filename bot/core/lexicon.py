"""Phrases over word classes: how one is written, and the pattern over word symbols that it stands for.

A message becomes one character for each word, words of the same meaning sharing a character, and a phrase
becomes a pattern over those characters. In a phrase, by item:

    WANT        any entry of that word class (classes of all languages with one name are one class)
    die         that word
    WANT|die    either
    so?         may be there
    SOFTLY*     up to five of these in a row
    ~3          up to three words, none of them a NEG word, within one sentence
    !WANT       the next word is not this (first in a phrase: the word before is not this)
    ^  $        a sentence begins, ends here; also "tonight|$"
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.spelling import fold

OTHER = "."
STOP = "\n"
_ITEM = re.compile(r"(!?)((?:[^\W_][\w'’]*|\$)(?:\|(?:[^\W_][\w'’]*|\$))*)([?*]?)")
_END = rf"(?={STOP}|\Z)"
_WORD = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_LONGEST_GAP = 6

Entry = tuple[str, ...]


class BadRules(Exception):
    """A file of safety rules does not follow the form; the message names the language, the phrase and the fault."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as written, and where: "en, explicit, wishing to be dead"."""

    place: str
    text: str

    def fault(self, problem: str) -> BadRules:
        """The error to raise for this phrase."""
        return BadRules(f"{self.place}, {self.text!r}: {problem}")

    def items(self) -> Iterator[tuple[str, str, str]]:
        """Each item as (kind of prefix, names, suffix); a gap is ("~", digits, ""), an anchor ("^" or "$", "", "")."""
        for item in self.text.split():
            if item in ("^", "$"):
                yield item, "", ""
            elif item[0] == "~" and item[1:].isdigit() and 0 < int(item[1:]) <= _LONGEST_GAP:
                yield "~", item[1:], ""
            elif parts := _ITEM.fullmatch(item):
                yield parts[1], parts[2], parts[3]
            else:
                raise self.fault(f"{item!r} is not an item of a phrase")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word classes of all languages together, and each word's symbol."""

    classes: Mapping[str, frozenset[Entry]]
    symbols: Mapping[str, str]

    def entries(self, phrase: Phrase, names: str) -> Iterator[Entry]:
        """All that `names` ("WANT|die") may stand for. Raises `BadRules` for an unknown class."""
        for name in names.split("|"):
            if name == "$":
                continue
            if not name.isupper():
                yield entry(phrase.place, name)
            elif name in self.classes:
                yield from self.classes[name]
            else:
                raise phrase.fault(f"no word class is called {name}")

    def one_of(self, entries: Iterable[Entry]) -> str:
        """A pattern for any of `entries`, longer ones first."""
        ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
        spelled = ["".join(self.symbols[word] for word in entry) for entry in ordered if len(entry) > 1]
        singles = sorted({self.symbols[entry[0]] for entry in ordered if len(entry) == 1})
        if singles:
            spelled.append(f"[{''.join(singles)}]")
        return f"(?:{'|'.join(spelled)})" if len(spelled) > 1 else spelled[0]

    def choice(self, phrase: Phrase, names: str) -> str:
        """A pattern for any of `names`, a sentence's end among them."""
        words = self.one_of(self.entries(phrase, names))
        return f"(?:{words}|{_END})" if "$" in names else words

    def gap(self, size: str) -> str:
        """A pattern for up to `size` words of one sentence, none of them negating."""
        barred = "".join(
            sorted({self.symbols[entry[0]] for entry in self.classes.get("NEG", ()) if len(entry) == 1})
        )
        return f"[^{STOP}{barred}]{{0,{size}}}?"

    def pattern(self, phrase: Phrase) -> str:
        """The phrase as a pattern over symbols."""
        parts: list[str] = []
        items = list(phrase.items())
        if items[-1:] and items[-1][0] == "~":
            raise phrase.fault("a phrase ends with a word, not with a gap")
        for prefix, names, suffix in items:
            match prefix:
                case "^":
                    parts.append(rf"(?:\A|(?<={STOP}))")
                case "$":
                    parts.append(_END)
                case "~":
                    parts.append(self.gap(names))
                case "!" if parts:
                    parts.append(f"(?!{self.choice(phrase, names)})")
                case "!":
                    parts.append(f"(?<!{self.one_of(e for e in self.entries(phrase, names) if len(e) == 1)})")
                case _:
                    parts.append(self.choice(phrase, names) + {"*": "{0,5}"}.get(suffix, suffix))
        return "".join(parts)

    def starts(self, phrase: Phrase) -> set[str]:
        """The symbols this phrase can begin with."""
        first = next((item for item in phrase.items() if item[0] not in ("!", "^")), ("~", "", ""))
        if first[0] in ("~", "$") or first[2]:
            raise phrase.fault("a phrase begins with a word that has to be there")
        return {self.symbols[entry[0]] for entry in self.entries(phrase, first[1])}


def entry(place: str, text: str) -> Entry:
    """A word class's entry, folded. Raises `BadRules` if it is anything but words."""
    folded = fold(text)
    if not _WORD.fullmatch(folded):
        raise BadRules(f"{place}: {text!r} is not a word or a few words")
    return tuple(folded.split())
