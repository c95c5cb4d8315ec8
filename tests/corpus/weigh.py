"""Counts the points of the second reading from the tuning half of the corpus: `python -m tests.corpus.weigh`."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path

from bot.content.safety import load_rules
from bot.core.lexicon import OTHER
from bot.core.points import SCALE, features
from bot.core.safety import Rules
from bot.core.spelling import tokens
from tests.corpus.lines import LANGUAGES, Line, read

TABLE = Path(__file__).parents[2] / "bot" / "content" / "safety" / "points.tsv"
MARK = Path(__file__).with_name("weighed.txt")
"""What the table was counted from, and what came out."""
BARS = (20, -60)
ROUNDS, RATE, SHRINK, SMALLEST = 12, 0.3, 0.001, 3


@dataclass(slots=True)
class Weights:
    """Logistic weights with a step that shrinks for each feature as it is used."""

    base: float = 0.0
    of: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    used: defaultdict[str, float] = field(default_factory=lambda: defaultdict(lambda: 1e-6))

    def learn(self, found: tuple[str, ...], answer: int) -> None:
        """One step towards `answer` (1 or -1) for a message with these features."""
        size = sqrt(len(found))
        says = self.base + sum(self.of[each] for each in found) / size
        error = answer / (1 + exp(min(30.0, answer * says)))
        for each in found:
            step = error / size - SHRINK * self.of[each]
            self.used[each] += step * step
            self.of[each] += RATE * step / sqrt(self.used[each])
        self.base += 0.05 * error


def found_in(text: str, rules: Rules) -> tuple[str, ...]:
    """The features of one message, as the screening sees them, in an order that is always the same."""
    words = tokens(text, rules.symbols, rules.exact)
    classes = [rules.classes.get(rules.symbols.get(word, OTHER), ()) for word in words]
    return tuple(sorted(features(words, classes)))


def weigh(answers: list[tuple[tuple[str, ...], int]]) -> Weights:
    """Weights after a fixed number of rounds in a fixed order: the same lines give the same table."""
    order, weights = random.Random(1), Weights()  # noqa: S311 - an order of lines, nothing secret
    for _ in range(ROUNDS):
        order.shuffle(answers)
        for found, answer in answers:
            weights.learn(found, answer)
    return weights


def table(lines: list[Line], rules: Rules) -> str:
    """The table of points as text."""
    seen = [(line, found_in(line.text, rules)) for line in lines]
    signal = weigh([(found, -1 if line.tier == 0 else 1) for line, found in seen if len(line.accept) == 1])
    first = weigh([(found, 1 if line.tier == 1 else -1) for line, found in seen])
    rows = [("(base)", signal.base, first.base), ("(bar)", BARS[0] / SCALE, BARS[1] / SCALE)]
    names = sorted(set(signal.of) | set(first.of))
    rows += [(name, signal.of[name], first.of[name]) for name in names]
    return "".join(_row(*row) for row in rows if row[0][0] == "(" or _counts(row[1:]))


def _row(name: str, signal: float, first: float) -> str:
    return f"{name}\t{round(signal * SCALE)}\t{round(first * SCALE)}\n"


def _counts(weights: tuple[float, ...]) -> bool:
    return any(abs(each) * SCALE >= SMALLEST for each in weights)


def mark(lines: list[Line]) -> str:
    """What the table was counted from, as one number: counting anew takes too long for every test."""
    counted = f"{BARS}{ROUNDS}{RATE}{SHRINK}{SMALLEST}{[(line.text, sorted(line.accept)) for line in lines]}"
    return sha256(counted.encode()).hexdigest()


def main() -> None:
    """Write the table beside the rules."""
    lines = [line for language in LANGUAGES for line in read("tune", language)]
    TABLE.write_text(table(lines, load_rules()), "utf-8")
    MARK.write_text(f"{mark(lines)} {sha256(TABLE.read_bytes()).hexdigest()}\n", "utf-8")


if __name__ == "__main__":
    main()
