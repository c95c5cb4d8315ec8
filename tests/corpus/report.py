"""Writes docs/safety-report.md: `python -m tests.corpus.report`."""

from collections.abc import Iterator
from pathlib import Path

from bot.content.safety import load_rules
from bot.core.safety import Rules
from tests.corpus.figures import TARGETS, Seen, figures, seen
from tests.corpus.lines import HALVES, KINDS, LANGUAGES, read

REPORT = Path(__file__).parents[2] / "docs" / "safety-report.md"
ABOUT = {
    "tune": "The tuning half: rules and points were made with these lines in sight.",
    "check": "The checking half: written after the rules, read once before anything was changed because of it.",
    "heldout": "Lines by another hand, which nobody who writes rules has read.",
}
HEAD = """\
# What the crisis screening finds, and what it misses

Written by `python -m tests.corpus.report`; rules {version}. A person who relies on these figures should know what
they are: counts on invented lines, not on what clients write. No clinician has reviewed the rules yet.

Targets set before tuning: first-tier recall {first}, recall in any tier {signals}, false alarms at most {alarms}.
Where a figure below is worse than its target, the target is not reached.
"""
FIRST_LOOK = """
## First looks

Each fresh batch was measured once before anything was changed because of it. This is the nearest thing to how
the screening does on words it has not met: the halves above are flattered, because both have been looked at.

| batch | language | by | first tier | any tier | false alarms |
|---|---|---|---|---|---|
| hard, out of the way wording | en | phrases alone | 0.45 | 0.39 | 0.03 |
| hard, out of the way wording | es | phrases alone | 0.30 | 0.31 | 0.03 |
| hard, out of the way wording | en | with points | 0.57 | 0.69 | 0.07 |
| hard, out of the way wording | es | with points | 0.51 | 0.55 | 0.08 |
| everyday wording, first batch | en | with points | 0.88 | 0.96 | 0.11 |
| everyday wording, first batch | es | with points | 0.87 | 0.89 | 0.20 |
| everyday wording, the checking half | en | with points | 0.93 | 0.96 | 0.04 |
| everyday wording, the checking half | es | with points | 0.76 | 0.80 | 0.05 |
| everyday wording, signals alone | en | with points | 0.71 | 0.76 | - |
| everyday wording, signals alone | es | with points | 0.77 | 0.85 | - |
| mixed wording, and harmless lines that sound alike | en | with points | 0.73 | 0.77 | 0.04 |
| mixed wording, and harmless lines that sound alike | es | with points | 0.70 | 0.73 | 0.12 |
| everyday wording, by a fourth hand | en | with points | 0.79 | 0.84 | 0.09 |
| everyday wording, by a fourth hand | es | with points | 0.78 | 0.81 | 0.07 |
| out of the way wording, by that hand | en | with points | 0.61 | 0.60 | 0.03 |
| out of the way wording, by that hand | es | with points | 0.58 | 0.57 | 0.09 |
"""
LIMITS = """
## What it cannot do

- It sees words, not people. What is only implied ("I know exactly which bridge") is often missed.
- It reads English and Spanish, and mixtures of the two. Any other language is not read at all.
- Recordings, photos and stickers are not read; a caption is.
- It cannot tell a quotation, a novel or a memory from a plan, and then asks once too often.
- A message that brings no card is no sign that somebody is safe, and nothing in the coach says so.
"""


def main() -> None:
    """Write the report."""
    REPORT.write_text(report(), "utf-8")


def report() -> str:
    """The whole report as Markdown."""
    rules = load_rules()
    head = HEAD.format(version=rules.version, **TARGETS)
    return "\n".join([head, *(part for half in HALVES for part in _half(half, rules))]) + FIRST_LOOK + LIMITS


def _half(half: str, rules: Rules) -> Iterator[str]:
    yield f"## {half}\n\n{ABOUT[half]}\n"
    yield "| language | lines | kind | first tier found | any tier found | false alarms | as labelled |"
    yield "|---|---|---|---|---|---|---|"
    for language in LANGUAGES:
        lines = seen(read(half, language), rules)
        yield _row(language, "all", lines)
        for kind in sorted(KINDS):
            if of_kind := [(line, tier) for line, tier in lines if line.kind == kind]:
                yield _row(language, kind, of_kind)
    yield ""


def _row(language: str, kind: str, lines: Seen) -> str:
    found = figures(lines)
    return f"| {language} | {len(lines)} | {kind} | {found.first} | {found.signals} | {found.alarms} | {found.right} |"


if __name__ == "__main__":
    main()
