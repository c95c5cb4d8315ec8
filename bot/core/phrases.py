"""Rules of all languages as the few compiled searches that `screen` uses.

How a phrase is written stands at the top of `bot.core.lexicon`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.core.frames import Frames, compile_frames, words_of
from bot.core.inflecting import inflected
from bot.core.lexicon import STOP, BadRules, Entry, Lexicon, Phrase, entry
from bot.core.points import Points
from bot.core.spelling import by_ear, doubled, fold, misspellings, slips, starred

_FIRST_SYMBOL = 0xF0000  # a private plane: no symbol has a meaning inside a pattern


Verb = Annotated[str, StringConstraints(pattern=r"^\w+[aei]r$")]


class Group(BaseModel):
    """Phrases and frames that mean one thing; `what` says which, for the reader."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    what: str
    say: list[str] = []
    near: list[str] = []


class Document(BaseModel):
    """One language's file. Empty `reviewed_by` and `verified_on` mean that no clinician has read it yet."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    language: str
    reviewed_by: str
    verified_on: str
    by_ear: bool = False
    starred: list[str] = []
    misspelled: list[str]
    real_words: list[str]
    words: dict[str, list[str]]
    verbs: dict[str, list[Verb]] = {}
    explicit: list[Group]
    indirect: list[Group]
    idioms: list[Group]
    denials: list[Group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Compiled rules of all languages.

    `symbols` maps every known spelling to its character; `exact` holds the correct spellings; `signals` maps
    the character a phrase begins with to patterns with groups `explicit` and `indirect`; `frames` are the
    meanings that count when they stand together; `idioms` finds
    harmless phrases, by the character they begin with too, `denials` what takes the force from the words right after it; `classes` names each
    symbol's word classes, and `points` are what words and classes count for in the second reading, which `own` are
    spared: the coach's own short labels, as words. `version` names the files they are from.
    """

    symbols: Mapping[str, str]
    exact: frozenset[str]
    signals: Mapping[str, tuple[re.Pattern[str], ...]]
    frames: Frames
    idioms: Mapping[str, tuple[re.Pattern[str], ...]]
    denials: re.Pattern[str]
    classes: Mapping[str, tuple[str, ...]]
    points: Points
    own: frozenset[tuple[str, ...]] = frozenset()
    version: str = ""


def compile_rules(documents: Sequence[Mapping[str, object]], points: Points | None = None) -> Rules:
    """The rules of all `documents` (parsed TOML) as one, with the points of a second reading. Raises `BadRules` naming the file's language and place."""
    read = [_document(raw) for raw in documents]
    groups = {kind: list(_phrases(read, kind)) for kind in ("explicit", "indirect", "idioms", "denials")}
    near = {kind: list(_phrases(read, kind, "near")) for kind in ("explicit", "indirect")}
    named = [
        *_literals(chain.from_iterable(groups.values())),
        *chain.from_iterable(map(words_of, chain(*near.values()))),
    ]
    lexicon = _lexicon(read, named)
    return Rules(
        symbols=_with_spellings(read, lexicon.symbols),
        exact=frozenset(lexicon.symbols),
        signals=_signals(lexicon, groups["explicit"], groups["indirect"]),
        frames=compile_frames(lexicon, near["explicit"], near["indirect"]),
        idioms=_idioms(lexicon, groups["idioms"]),
        denials=re.compile(f"(?:{_any(lexicon, groups['denials'])})\\Z"),
        classes=_classes(lexicon),
        points=points or Points(),
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


def _phrases(documents: Iterable[Document], kind: str, form: str = "say") -> Iterator[Phrase]:
    for document in documents:
        for group in getattr(document, kind):
            for text in getattr(group, form):
                yield Phrase(f"{document.language}, {kind}, {group.what}", text)


def _lexicon(documents: Iterable[Document], named: Iterable[str]) -> Lexicon:
    """Each word's symbol stands for the set of classes it belongs to and, if a phrase names it, for itself."""
    classes: dict[str, set[Entry]] = defaultdict(set)
    for document in documents:
        for name, entries in document.words.items():
            classes[name].update(entry(f"{document.language}, words.{name}", text) for text in entries)
        for name, verbs in document.verbs.items():
            classes[name].update((fold(form),) for verb in verbs for form in inflected(verb))
    meanings: dict[str, set[str]] = defaultdict(set)
    for name, members in classes.items():
        for member in members:
            for word in member:
                meanings[word].add(name if len(member) == 1 else f"={word}")
    for word in map(fold, named):
        meanings[word].add(f"={word}")
    kinds = {
        kind: chr(_FIRST_SYMBOL + n)
        for n, kind in enumerate(sorted({tuple(sorted(m)) for m in meanings.values()}))
    }
    symbols = {word: kinds[tuple(sorted(meaning))] for word, meaning in meanings.items()}
    return Lexicon({name: frozenset(members) for name, members in classes.items()}, symbols)


def _classes(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The names of the classes that each symbol's words stand in."""
    carried: dict[str, set[str]] = defaultdict(set)
    for name, members in lexicon.classes.items():
        for member in members:
            if len(member) == 1:
                carried[lexicon.symbols[member[0]]].add(name)
    return {symbol: tuple(sorted(names)) for symbol, names in carried.items()}


def _literals(phrases: Iterable[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        for _, names, _ in phrase.items():
            yield from (name for name in names.split("|") if name not in ("", "$") and not name.isupper())


def _with_spellings(documents: Iterable[Document], symbols: Mapping[str, str]) -> dict[str, str]:
    """`symbols` plus the disguised and mistyped spellings that are not words in their own right."""
    real = {fold(word) for document in documents for word in document.real_words}
    spelled: dict[str, str] = dict.fromkeys(".!?;", STOP)
    for word in _heard(documents):
        spelled |= dict.fromkeys(by_ear(word) - real, symbols[word])
    # Forms that were inflected here have no slips of their own: they would be most of the table.
    written = sorted(set(symbols) - _inflected(documents))
    for word in (word for word in written if len(word) > 2):
        spelled |= dict.fromkeys((doubled(word) | slips(word)) - real, symbols[word])
    for word in (fold(word) for document in documents for word in document.starred):
        spelled |= dict.fromkeys(starred(word), symbols[word])
    for word in sorted({fold(word) for document in documents for word in document.misspelled}):
        if word not in symbols:
            raise BadRules(f"misspelled: {word!r} is in no word class and no phrase")
        spelled |= dict.fromkeys(misspellings(word) - real, symbols[word])
    return spelled | dict(symbols)


def _inflected(documents: Iterable[Document]) -> set[str]:
    """The forms that stand in no file, because a verb was inflected."""
    verbs = (verb for document in documents for verbs in document.verbs.values() for verb in verbs)
    listed = {fold(text) for document in documents for words in document.words.values() for text in words}
    return {fold(form) for verb in verbs for form in inflected(verb)} - listed


def _heard(documents: Iterable[Document]) -> Iterator[str]:
    """The words of the classes of languages that are often written by ear."""
    for document in documents:
        if document.by_ear:
            for text in chain.from_iterable(document.words.values()):
                yield from (word for word in fold(text).split() if len(word) > 3)


def _any(lexicon: Lexicon, phrases: Iterable[Phrase]) -> str:
    return _either(map(lexicon.pattern, phrases))


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns) or r"(?!)"


def _signals(
    lexicon: Lexicon, explicit: Sequence[Phrase], indirect: Sequence[Phrase]
) -> dict[str, tuple[re.Pattern[str], ...]]:
    """One pattern for all phrases that begin alike: compiled once, however many symbols they may begin with."""
    alike: dict[frozenset[str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for tier, phrases in enumerate((explicit, indirect)):
        for phrase in phrases:
            alike[frozenset(lexicon.starts(phrase))][tier].append(lexicon.pattern(phrase))
    signals: dict[str, tuple[re.Pattern[str], ...]] = {}
    for starts, (first, second) in alike.items():
        pattern = re.compile(f"(?P<explicit>{_either(first)})|(?P<indirect>{_either(second)})")
        for symbol in starts:
            signals[symbol] = (*signals.get(symbol, ()), pattern)
    return signals


def _idioms(lexicon: Lexicon, phrases: Iterable[Phrase]) -> dict[str, tuple[re.Pattern[str], ...]]:
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for phrase in phrases:
        alike[frozenset(lexicon.starts(phrase))].append(lexicon.pattern(phrase))
    idioms: dict[str, tuple[re.Pattern[str], ...]] = {}
    for starts, patterns in alike.items():
        pattern = re.compile(_either(patterns))
        for symbol in starts:
            idioms[symbol] = (*idioms.get(symbol, ()), pattern)
    return idioms
