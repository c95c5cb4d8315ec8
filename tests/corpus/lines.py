"""The corpus as values: two halves that are tuned on and checked on, and one by another hand that is neither."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.core.safety import Rules, screen

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
HALVES = ("tune", "check", "heldout")
KINDS = {"explicit", "indirect", "negated", "third_person", "hyperbole", "quote", "typo", "mixed", "diary"}
TIER = {"explicit": 1, "indirect": 2, None: 0}


@dataclass(frozen=True, slots=True)
class Line:
    """A text, the tier it is labelled with (0: none), every tier that is right, and what kind of line it is."""

    text: str
    tier: int
    accept: frozenset[int]
    kind: str


def read(half: str, language: str) -> list[Line]:
    """The lines of one half ("tune", "check", "heldout") in one language, all hands together; none without a file."""
    if half == "heldout":
        return _read_toml(HERE / f"heldout-{language}.toml")
    return [line for file in sorted(HERE.glob(f"{half}_{language}*.tsv")) for line in read_tsv(file)]


def got(line: Line, rules: Rules) -> int:
    """The tier that the screening gives this line."""
    return TIER[screen(line.text, rules)]


def read_tsv(path: Path) -> list[Line]:
    """The lines of one file: one hand's."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Line(row["text"], int(row["accept"][0]), frozenset(map(int, row["accept"])), row["kind"])
        for row in rows
    ]


def _read_toml(path: Path) -> list[Line]:
    rows = tomllib.loads(path.read_text("utf-8"))["line"] if path.exists() else []
    return [Line(r["text"], r["tier"], frozenset(r.get("accept", [r["tier"]])), r["kind"]) for r in rows]
