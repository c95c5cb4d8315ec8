"""Rules of all languages as the few compiled searches that `screen` uses.

How a phrase is written stands at the top of `bot.core.lexicon`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.core.lexicon import STOP, BadRules, Entry, Lexicon, Phrase, entry
from bot.core.spelling import disguises, fold, misspellings

_FIRST_SYMBOL = 0xF0000  # a private plane: no symbol has a meaning inside a pattern


class Group(BaseModel):
    """Phrases that mean one thing; `what` says which, for the reader."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    what: str
    say: list[str]


class Document(BaseModel):
    """One language's file. Empty `reviewed_by` and `verified_on` mean that no clinician has read it yet."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    language: str
    reviewed_by: str
    verified_on: str
    misspelled: list[str]
    real_words: list[str]
    words: dict[str, list[str]]
    explicit: list[Group]
    indirect: list[Group]
    idioms: list[Group]
    denials: list[Group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Compiled rules of all languages.

    `symbols` maps every known spelling to its character; `exact` holds the correct spellings; `signals` maps
    the character a phrase begins with to a pattern with groups `explicit` and `indirect`; `idioms` finds
    harmless phrases, `denials` what takes the force from the words right after it.
    """

    symbols: Mapping[str, str]
    exact: frozenset[str]
    signals: Mapping[str, re.Pattern[str]]
    idioms: re.Pattern[str]
    denials: re.Pattern[str]


def compile_rules(documents: Sequence[Mapping[str, object]]) -> Rules:
    """The rules of all `documents` (parsed TOML) as one. Raises `BadRules` naming the file's language and place."""
    read = [_document(raw) for raw in documents]
    groups = {kind: list(_phrases(read, kind)) for kind in ("explicit", "indirect", "idioms", "denials")}
    lexicon = _lexicon(read, list(chain.from_iterable(groups.values())))
    return Rules(
        symbols=_with_spellings(read, lexicon.symbols),
        exact=frozenset(lexicon.symbols),
        signals=_signals(lexicon, groups["explicit"], groups["indirect"]),
        idioms=re.compile(_any(lexicon, groups["idioms"])),
        denials=re.compile(f"(?:{_any(lexicon, groups['denials'])})\\Z"),
    )


def _document(raw: Mapping[str, object]) -> Document:
    try:
        return Document.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadRules(
            f"{raw.get('language', 'a file without language')}, {where}: {first['msg']}"
        ) from error


def _phrases(documents: Iterable[Document], kind: str) -> Iterator[Phrase]:
    for document in documents:
        for group in getattr(document, kind):
            yield from (Phrase(f"{document.language}, {kind}, {group.what}", text) for text in group.say)


def _lexicon(documents: Iterable[Document], phrases: Iterable[Phrase]) -> Lexicon:
    """Each word's symbol stands for the set of classes it belongs to and, if a phrase names it, for itself."""
    classes: dict[str, set[Entry]] = defaultdict(set)
    for document in documents:
        for name, entries in document.words.items():
            classes[name].update(entry(f"{document.language}, words.{name}", text) for text in entries)
    meanings: dict[str, set[str]] = defaultdict(set)
    for name, members in classes.items():
        for member in members:
            for word in member:
                meanings[word].add(name if len(member) == 1 else f"={word}")
    for word in _literals(phrases):
        meanings[word].add(f"={word}")
    kinds = {
        kind: chr(_FIRST_SYMBOL + n)
        for n, kind in enumerate(sorted({tuple(sorted(m)) for m in meanings.values()}))
    }
    symbols = {word: kinds[tuple(sorted(meaning))] for word, meaning in meanings.items()}
    return Lexicon({name: frozenset(members) for name, members in classes.items()}, symbols)


def _literals(phrases: Iterable[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        for _, names, _ in phrase.items():
            yield from (fold(name) for name in names.split("|") if name[:1].islower())


def _with_spellings(documents: Iterable[Document], symbols: Mapping[str, str]) -> dict[str, str]:
    """`symbols` plus the disguised and mistyped spellings that are not words in their own right."""
    real = {fold(word) for document in documents for word in document.real_words}
    spelled: dict[str, str] = dict.fromkeys(".!?;", STOP)
    for word in (word for word in symbols if len(word) > 2):
        spelled |= dict.fromkeys(disguises(word) - real, symbols[word])
    for word in {fold(word) for document in documents for word in document.misspelled}:
        if word not in symbols:
            raise BadRules(f"misspelled: {word!r} is in no word class and no phrase")
        spelled |= dict.fromkeys(misspellings(word) - real, symbols[word])
    return spelled | dict(symbols)


def _any(lexicon: Lexicon, phrases: Iterable[Phrase]) -> str:
    return _either(map(lexicon.pattern, phrases))


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns) or r"(?!)"


def _signals(
    lexicon: Lexicon, explicit: Sequence[Phrase], indirect: Sequence[Phrase]
) -> dict[str, re.Pattern[str]]:
    """One pattern for each first symbol; symbols that begin the same phrases share it."""
    beginning: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for tier, phrases in enumerate((explicit, indirect)):
        for phrase in phrases:
            pattern = lexicon.pattern(phrase)
            for symbol in lexicon.starts(phrase):
                beginning[symbol][tier].append(pattern)
    sources = {
        symbol: f"(?P<explicit>{_either(first)})|(?P<indirect>{_either(second)})"
        for symbol, (first, second) in beginning.items()
    }
    compiled = {source: re.compile(source) for source in set(sources.values())}
    return {symbol: compiled[source] for symbol, source in sources.items()}
