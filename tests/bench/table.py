"""Prints figures side by side, as medians over rounds and ratios paired by round."""

import sys
from collections.abc import Callable, Sequence
from statistics import median

from tests.bench.race import Figures

HEAD = ("", "updates/s", "× echo", "p50 ms", "p99 ms", "CPU s/1,000", "÷ echo", "peak MiB", "÷ echo")
Rounds = Sequence[Figures]


def show(*lines: str) -> None:
    """Lines on standard output, at once."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def compare(title: str, rounds: dict[str, Rounds], base: str) -> None:
    """One row for each bot, the ratios against `base` of the same round."""
    show("", f"### {title}", "", _row(HEAD), _row(["---", *["---:"] * (len(HEAD) - 1)]))
    for name, figures in rounds.items():
        show(_row(_cells(name, figures, rounds[base])))


def _cells(name: str, figures: Rounds, base: Rounds) -> list[str]:
    def middle(of: Callable[[Figures], float]) -> float:
        return median(of(each) for each in figures)

    def ratio(of: Callable[[Figures], float]) -> str:
        pairs = [of(mine) / of(theirs) for mine, theirs in zip(figures, base, strict=True)]
        return f"{median(pairs):.2f} ({min(pairs):.2f}-{max(pairs):.2f})"

    return [
        name,
        f"{middle(lambda each: each.rate):,.0f}",
        ratio(lambda each: each.rate),
        f"{middle(lambda each: each.p50) * 1000:,.0f}",
        f"{middle(lambda each: each.p99) * 1000:,.0f}",
        f"{middle(lambda each: each.cpu_per_thousand):.2f}",
        ratio(lambda each: each.cpu_per_thousand),
        f"{middle(lambda each: each.memory):.0f}",
        ratio(lambda each: each.memory),
    ]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
