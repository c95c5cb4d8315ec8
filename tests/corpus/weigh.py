"""Counts the points of the second reading from the tuning half of the corpus: `python -m tests.corpus.weigh`."""

import random
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path

from bot.content.safety import load_rules
from bot.core.lexicon import OTHER
from bot.core.points import SCALE, STEP, features, runs
from bot.core.safety import Rules
from bot.core.spelling import tokens
from tests.corpus.lines import LANGUAGES, Line, read

HOME = Path(__file__).parents[2] / "bot" / "content" / "safety"
TABLE, RUNS = HOME / "points.tsv", HOME / "runs.bin"
MARK = Path(__file__).with_name("weighed.txt")
"""What the tables were counted from, and what came out."""
BARS, GRACE = (35, -120), 180
PLACES = 98_317  # a prime far from any power of two: runs of letters spread evenly over the table
ROUNDS, RATE, SHRINK = 14, 0.3, 0.00002
SMALLEST, FEWEST = 20, 2  # hundredths, and lines, below which a feature is left out of the table


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as numbers: first the places of its runs, then its features, each counted on from the places."""

    numbers: Sequence[int]
    tiers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Weights:
    """What an empty message has, and what each number adds."""

    base: float
    of: Sequence[float]


def seen(lines: Sequence[Line], rules: Rules) -> tuple[list[Seen], dict[str, int]]:
    """The lines as the screening sees them, and the number of each feature that more than one line has."""
    found = [_found(line.text, rules) for line in lines]
    often = Counter(each for features_, _ in found for each in features_)
    names = sorted(each for each, count in often.items() if count >= FEWEST)
    number = {each: PLACES + place for place, each in enumerate(names)}
    # A feature that has no number still counts towards a message's size: it takes the last one, which stays nothing.
    spare = PLACES + len(names)
    rows = [
        Seen([*places, *(number.get(each, spare) for each in sorted(features_))], line.accept)
        for line, (features_, places) in zip(lines, found, strict=True)
    ]
    return rows, number


def _found(text: str, rules: Rules) -> tuple[set[str], list[int]]:
    words = tokens(text, rules.symbols, rules.exact)
    classes = [rules.classes.get(rules.symbols.get(word, OTHER), ()) for word in words]
    return features(words, classes), runs(words, PLACES)


def weigh(answers: list[tuple[Sequence[int], int]], numbers: int) -> Weights:
    """Logistic weights after a fixed number of rounds in a fixed order: the same lines give the same table.

    The step shrinks for each number as it is used; the last number stays at nothing.
    """
    order = random.Random(1)  # noqa: S311 - an order of lines, nothing secret
    base, of, used = 0.0, [0.0] * numbers, [1e-6] * numbers
    for _ in range(ROUNDS):
        order.shuffle(answers)
        for found, answer in answers:
            size = sqrt(len(found))
            error = answer / (1 + exp(min(30.0, answer * (base + sum([of[each] for each in found]) / size))))
            base += 0.05 * error
            for each in found:
                step = error / size - SHRINK * of[each]
                used[each] += step * step
                of[each] += RATE * step / sqrt(used[each])
            of[-1] = 0.0
    return Weights(base, of)


def tables(lines: Sequence[Line], rules: Rules) -> tuple[str, bytes]:
    """The table of features as text, and the points of the runs as bytes."""
    rows, number = seen(lines, rules)
    signal, first = (weigh(answers, PLACES + len(number) + 1) for answers in _answers(rows))
    head = [("(base)", signal.base, first.base), ("(bar)", BARS[0] / SCALE, BARS[1] / SCALE)]
    head.append(("(grace)", GRACE / SCALE, 0.0))
    named = [(name, signal.of[place], first.of[place]) for name, place in number.items()]
    text = "".join(_row(*row) for row in [*head, *(row for row in named if _counts(row[1:]))])
    return text, _bytes(signal, first)


def _answers(rows: Sequence[Seen]) -> tuple[list[tuple[Sequence[int], int]], list[tuple[Sequence[int], int]]]:
    """What to learn for "a signal", from lines that surely are or are none, and for "a first-tier signal"."""
    sure = [row for row in rows if row.tiers == {0} or 0 not in row.tiers]
    signal = [(row.numbers, -1 if 0 in row.tiers else 1) for row in sure]
    return signal, [(row.numbers, 1 if row.tiers == {1} else -1) for row in rows]


def _bytes(*weights: Weights) -> bytes:
    each = array("b")
    for place in range(PLACES):
        each.extend(max(-128, min(127, round(one.of[place] * SCALE / STEP))) for one in weights)
    return each.tobytes()


def _row(name: str, signal: float, first: float) -> str:
    return f"{name}\t{round(signal * SCALE)}\t{round(first * SCALE)}\n"


def _counts(weights: tuple[float, ...]) -> bool:
    return any(abs(each) * SCALE >= SMALLEST for each in weights)


def mark(lines: Sequence[Line]) -> str:
    """What the tables were counted from, as one number: counting anew takes too long for every test."""
    how: Mapping[str, object] = {
        "bars": (BARS, GRACE),
        "learning": (ROUNDS, RATE, SHRINK, SMALLEST, FEWEST, PLACES),
    }
    counted = f"{how}{[(line.text, sorted(line.accept)) for line in lines]}"
    return sha256(counted.encode()).hexdigest()


def came(lines: Sequence[Line]) -> str:
    """The mark of these lines and of the two tables as they are."""
    return " ".join([mark(lines), *(sha256(table.read_bytes()).hexdigest() for table in (TABLE, RUNS))])


def main() -> None:
    """Write the tables beside the rules."""
    lines = [line for language in LANGUAGES for line in read("tune", language)]
    text, of_runs = tables(lines, load_rules())
    TABLE.write_text(text, "utf-8")
    RUNS.write_bytes(of_runs)
    MARK.write_text(f"{came(lines)}\n", "utf-8")


if __name__ == "__main__":
    main()
