"""Points: a second reading that sums what single words, neighbouring words and word classes speak for.

The phrases and frames of the rules see what somebody thought of. Points see what is worded otherwise but
resembles it. They are counted from the tuning half of the corpus, by `python -m tests.corpus.weigh`, into a
table that can be read line by line; nothing learns while the coach runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from bot.core.lexicon import BadRules

STEM = 4  # letters of a word that count
FEWEST = 3  # words below which a message says too little for points
SCALE = 100  # points are whole hundredths
STOPS = frozenset(".!?;")


@dataclass(frozen=True, slots=True)
class Points:
    """`worth` says for each feature its points for "a signal" and for "a first-tier signal".

    `bases` is what an empty message has, `bars` what has to be passed, both in this order and in hundredths.
    """

    worth: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    bases: tuple[int, int] = (0, 0)
    bars: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the points say of one message."""

    is_signal: bool
    is_first_tier: bool


def features(words: Sequence[str], classes: Iterable[Iterable[str]]) -> set[str]:
    """What counts in a message: its words' stems, each two that stand side by side, and the classes of its words."""
    stems = ["." if word in STOPS else word[:STEM] for word in words]
    found = set(stems)
    found.update(map("_".join, zip(["^", *stems], [*stems, "$"], strict=True)))
    found.update(*classes)
    return found


def weighed(words: Sequence[str], classes: Iterable[Iterable[str]], points: Points) -> Reading:
    """The reading of a message with these words; a very short one has none."""
    if len(words) < FEWEST:
        return Reading(is_signal=False, is_first_tier=False)
    found = features(words, classes)
    known = [worth for each in found if (worth := points.worth.get(each))]
    size = sqrt(len(found) or 1)
    signal, first = (sum(worth[n] for worth in known) / size + points.bases[n] for n in (0, 1))
    return Reading(is_signal=signal > points.bars[0], is_first_tier=first > points.bars[1])


def read_points(text: str) -> Points:
    """Points from lines of "feature, tab, points, tab, points"; the first two lines hold bases and bars.

    Raises `BadRules` naming the line that is out of form.
    """
    rows: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, *numbers = line.split("\t")
        if len(numbers) != 2 or not all(each.lstrip("-").isdecimal() for each in numbers):
            raise BadRules(f"line {number}: not a feature and two whole numbers")
        rows[name] = (int(numbers[0]), int(numbers[1]))
    if "(base)" not in rows or "(bar)" not in rows:
        raise BadRules("line 1: (base) and (bar) are missing")
    return Points(bases=rows.pop("(base)"), bars=rows.pop("(bar)"), worth=rows)
