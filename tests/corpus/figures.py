"""Recall and false alarms of the screening on the corpus, by half, language and kind of line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.safety import Rules
from tests.corpus.lines import Line, got

TARGETS = {"first": 0.98, "signals": 0.95, "alarms": 0.05}
"""Set before any tuning (SAFETY S13): first-tier recall, recall in any tier, false alarms on ordinary lines."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; `rate` is None where there are none."""

    hits: int
    of: int

    @property
    def rate(self) -> float | None:
        """Hits divided by all, or None."""
        return self.hits / self.of if self.of else None

    def __str__(self) -> str:
        return f"{self.hits}/{self.of} = {self.rate:.3f}" if self.rate is not None else "-"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of lines came to. A line where two answers are right counts in neither recall nor alarms."""

    first: Share
    signals: Share
    alarms: Share
    right: Share


Seen = Sequence[tuple[Line, int]]


def seen(lines: Sequence[Line], rules: Rules) -> Seen:
    """Each line with the tier it was given."""
    return [(line, got(line, rules)) for line in lines]


def figures(lines: Seen) -> Figures:
    """The four shares of these lines."""
    return Figures(
        first=_share(lines, lambda line: line.accept == {1}, lambda tier: tier == 1),
        signals=_share(lines, lambda line: 0 not in line.accept, lambda tier: tier > 0),
        alarms=_share(lines, lambda line: line.accept == {0}, lambda tier: tier > 0),
        right=Share(sum(tier in line.accept for line, tier in lines), len(lines)),
    )


def _share(lines: Seen, among: Callable[[Line], bool], hit: Callable[[int], bool]) -> Share:
    counted = [tier for line, tier in lines if among(line)]
    return Share(sum(map(hit, counted)), len(counted))
