"""Frames: meanings that stand near each other in any order, and the search for them in a line of word symbols.

A frame as written: "PILLS & SWALLOW & LOTS|10 - DOCTOR|breakfast". Everything joined by & has to stand within
`REACH` words of the first part, in any order; nothing after " - " may stand there. A part is a word class, a
word, or several with | between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.lexicon import Entry, Lexicon, Phrase

REACH = 11  # words to either side of a frame's first part
_JOIN, _UNLESS = " & ", " - "


@dataclass(frozen=True, slots=True)
class Frame:
    """Bits that have to stand together, bits that may not stand by, and the bit the search begins at."""

    anchor: int
    needed: int
    barred: int
    is_explicit: bool


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, with the bits each symbol or row of symbols carries."""

    anchors: int
    bits: Mapping[str, int]
    rows: Mapping[str, tuple[tuple[str, int], ...]]
    frames: tuple[Frame, ...]


@dataclass(slots=True)
class _Bits:
    """Hands out one bit for each part, and notes which symbols and rows of symbols carry it."""

    lexicon: Lexicon
    given: dict[str, int] = field(default_factory=dict)
    single: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    rows: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def of(self, phrase: Phrase, names: str) -> int:
        if names not in self.given:
            self.given[names] = 1 << len(self.given)
            for entry in self.lexicon.entries(phrase, names):
                self._carry(entry, self.given[names])
        return self.given[names]

    def _carry(self, entry: Entry, bit: int) -> None:
        spelled = "".join(self.lexicon.symbols[word] for word in entry)
        table = self.rows if len(entry) > 1 else self.single
        table[spelled] |= bit


def compile_frames(lexicon: Lexicon, explicit: Iterable[Phrase], indirect: Iterable[Phrase]) -> Frames:
    """The frames of both tiers. Raises `BadRules` for one that is out of form or names an unknown class."""
    bits = _Bits(lexicon)
    frames = [_frame(bits, phrase, is_explicit) for phrase, is_explicit in _tiered(explicit, indirect)]
    rows: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, bit in bits.rows.items():
        rows[row[0]].append((row, bit))
    return Frames(
        anchors=_all(frame.anchor for frame in frames),
        bits=dict(bits.single),
        rows={first: tuple(members) for first, members in rows.items()},
        frames=tuple(frames),
    )


def words_of(phrase: Phrase) -> Iterator[str]:
    """The plain words a frame names, which need a symbol of their own."""
    for part in phrase.text.replace(_UNLESS, _JOIN).split(_JOIN):
        for name in part.split("|"):
            yield from name.split() if not name.isupper() else ()


def framed(line: str, frames: Frames) -> Iterator[tuple[Frame, int]]:
    """Each frame that stands somewhere in `line`, with the place where its first word stands."""
    carried = _carried(line, frames)
    there = _all(bits for _, bits in carried)
    if not there & frames.anchors:
        return
    for frame in frames.frames:
        if there & frame.needed == frame.needed and (start := _start(carried, frame)) is not None:
            yield frame, start


def _tiered(explicit: Iterable[Phrase], indirect: Iterable[Phrase]) -> Iterator[tuple[Phrase, bool]]:
    yield from ((phrase, True) for phrase in explicit)
    yield from ((phrase, False) for phrase in indirect)


def _frame(bits: _Bits, phrase: Phrase, is_explicit: bool) -> Frame:
    wanted, _, barred = phrase.text.partition(_UNLESS)
    parts = wanted.split(_JOIN)
    if not all(
        name for part in (*parts, *([barred] if _UNLESS in phrase.text else [])) for name in part.split("|")
    ):
        raise phrase.fault("a frame is PART & PART - PART|PART")
    needed = [bits.of(phrase, part) for part in parts]
    return Frame(
        anchor=needed[0],
        needed=_all(needed),
        barred=bits.of(phrase, barred) if barred else 0,
        is_explicit=is_explicit,
    )


def _all(bits: Iterable[int]) -> int:
    together = 0
    for each in bits:
        together |= each
    return together


def _carried(line: str, frames: Frames) -> list[tuple[int, int]]:
    bits_of, rows_of = frames.bits.get, frames.rows.get
    carried: list[tuple[int, int]] = []
    for place, symbol in enumerate(line):
        bits = bits_of(symbol, 0)
        for row, more in rows_of(symbol, ()):
            if line.startswith(row, place):
                bits |= more
        if bits:
            carried.append((place, bits))
    return carried


def _start(carried: list[tuple[int, int]], frame: Frame) -> int | None:
    for place, bits in carried:
        if bits & frame.anchor:
            near = [(there, each) for there, each in carried if abs(there - place) <= REACH]
            together = _all(each for _, each in near)
            if together & frame.needed == frame.needed and not together & frame.barred:
                return next(there for there, each in near if each & frame.needed)
    return None
