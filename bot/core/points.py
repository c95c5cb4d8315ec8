"""Points: a second reading that sums what words, neighbouring words, word classes and runs of letters speak for.

The phrases and frames of the rules see what somebody thought of. Points see what is worded otherwise but
resembles it. They are counted from the tuning half of the corpus, by `python -m tests.corpus.weigh`: what words
count is a table that can be read line by line; runs of five letters are too many for that, so each has a place in
a table of fixed size by a remainder, and some share one. Nothing learns while the coach runs.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from struct import unpack

from bot.core.lexicon import BadRules

STEM = 4  # letters of a word that count
FEWEST, SHORTEST = 3, 10  # words and letters: with fewer of both, a message says too little for points
SCALE = 100  # points are whole hundredths
STEP = 8  # hundredths in one unit of a run's points, which have a byte each
STOPS = frozenset(".!?;")

_RUN = (1 << 5 * 8) - 1  # the bytes of a run that count
_HEARD = bytes.maketrans(b"vzqc", b"bskk")
_SILENT = b".!?;*h"
# Two sums in one number, so that one addition does for both.
_SHIFT = 24
_LOW, _HALF = (1 << _SHIFT) - 1, 1 << _SHIFT - 1


@dataclass(frozen=True, slots=True)
class Points:
    """What each feature and each run of letters is worth, for "a signal" and for "a first-tier signal" (see `joined`).

    `bases` is what an empty message has, `bars` what has to be passed, both in this order and in hundredths.
    `grace` is how far below the bar a message may stay for which a phrase of the second tier was found.
    """

    worth: Mapping[str, int] = field(default_factory=dict)
    runs: Sequence[int] = (0,)
    bases: tuple[int, int] = (0, 0)
    bars: tuple[int, int] = (1, 1)
    grace: int = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """What the points say of one message; `is_ordinary`: not even the phrase that was found makes it a signal."""

    is_signal: bool = False
    is_first_tier: bool = False
    is_ordinary: bool = False


def features(words: Sequence[str], classes: Iterable[Iterable[str]]) -> set[str]:
    """What counts in a message: its words' stems, each two that stand side by side, and the classes of its words."""
    stems = ["." if word in STOPS else word[:STEM] for word in words]
    found = set(stems)
    found.update(map("_".join, zip(["^", *stems], [*stems, "$"], strict=True)))
    found.update(*classes)
    return found


def runs(words: Sequence[str], places: int) -> list[int]:
    """The place, of `places`, of each run of five letters, without blanks and by ear ("quiero" as "kiero")."""
    spelled = "".join(words).replace("qu", "k").replace("ce", "se").replace("ci", "si").replace("ll", "y")
    letters = spelled.encode().translate(_HEARD, _SILENT)
    # Eight copies, each begun one letter later: every run stands at the start of eight bytes, read as one number.
    size = len(letters) // 8 + 1
    padded = letters + bytes(16)
    rows = b"".join([padded[start : start + 8 * size] for start in range(8)])
    return [(run & _RUN) % places for run in unpack(f"<{8 * size}Q", rows) if run & _RUN]


def weighed(words: Sequence[str], classes: Iterable[Iterable[str]], points: Points) -> Reading:
    """The reading of a message with these words, some of them perhaps run together; a very short one has none."""
    is_brief = len(words) < FEWEST
    if is_brief and sum(map(len, words)) < SHORTEST:
        return Reading()
    found, places = features(words, classes), runs(words, len(points.runs))
    worth, of_run = map(points.worth.get, found), map(points.runs.__getitem__, places)
    signal, first = parted(sum(filter(None, worth)) + sum(of_run))
    size = sqrt(len(found) + len(places))
    as_signal, as_first = signal / size + points.bases[0], first / size + points.bases[1]
    is_first_tier = as_first > points.bars[1]
    return Reading(
        is_signal=as_signal > points.bars[0] and (is_first_tier or not is_brief),
        is_first_tier=is_first_tier,
        is_ordinary=as_signal + points.grace <= points.bars[0],
    )


def joined(signal: int, first: int) -> int:
    """Both points in one number; sums of such numbers are the sums of both."""
    return (signal << _SHIFT) + first


def parted(total: int) -> tuple[int, int]:
    """The two sums in a sum of joined numbers."""
    first = ((total + _HALF) & _LOW) - _HALF
    return (total - first) >> _SHIFT, first


def read_points(text: str, of_runs: bytes = bytes(2)) -> Points:
    """Points from lines of "feature, tab, points, tab, points", the first three holding bases, bars and grace.

    `of_runs` has two signed bytes for each place, in steps of `STEP` hundredths. Raises `BadRules` naming the line
    that is out of form.
    """
    rows: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, *numbers = line.split("\t")
        if len(numbers) != 2 or not all(each.lstrip("-").isdecimal() for each in numbers):
            raise BadRules(f"line {number}: not a feature and two whole numbers")
        rows[name] = (int(numbers[0]), int(numbers[1]))
    if missing := {"(base)", "(bar)", "(grace)"} - set(rows):
        raise BadRules(f"line 1: {', '.join(sorted(missing))} missing")
    if not of_runs or len(of_runs) % 2:
        raise BadRules("runs: not two bytes for each place")
    return Points(
        bases=rows.pop("(base)"),
        bars=rows.pop("(bar)"),
        grace=rows.pop("(grace)")[0],
        worth={name: joined(*worth) for name, worth in rows.items()},
        runs=_unpacked(of_runs),
    )


def _unpacked(of_runs: bytes) -> Sequence[int]:
    each = array("b", of_runs)
    return array("q", map(joined, (STEP * one for one in each[::2]), (STEP * one for one in each[1::2])))
