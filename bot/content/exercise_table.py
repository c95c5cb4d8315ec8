"""The exercises as tables for people to read: which moment of a session each is for, what it rests on, how it comes."""

from collections.abc import Mapping

from bot.core.exercise import Exercise
from bot.core.framing import Rhythm

LANGUAGE = "en"
GRADES = {
    "A": "meta-analysis of the technique",
    "B": "trials of it, or of a near relative",
    "C": "part of a tested package",
    "D": "clinical convention",
}
_HEAD = """# Exercises

Written from the exercise files by `python -m bot exercises table > docs/exercises.md`; a test keeps it up to date. \
The grades speak of the techniques, as the files name their sources; none of these forms was itself tested, and no \
clinician has reviewed a file whose `reviewed_by` is empty.
"""


def as_markdown(exercises: Mapping[tuple[str, str], Exercise]) -> str:
    """Both tables: the moments of the session it began with, then every exercise."""
    ordered = sorted(
        (e for (lang, _), e in exercises.items() if lang == LANGUAGE), key=lambda e: (e.code, e.id)
    )
    languages = {each.id: sorted(lang for lang, name in exercises if name == each.id) for each in ordered}
    return "\n".join([_HEAD, *_moments(ordered), "", *_all(ordered, languages), "", *_grades()]) + "\n"


def comes(rhythm: Rhythm) -> str:
    """When an exercise comes, as its file proposes it."""
    match rhythm.kind:
        case "on_demand":
            return "when the client starts it"
        case "fixed":
            return f"{_days(len(rhythm.days))} a week in the evening"
        case "random":
            return f"{rhythm.count or 1} a day in the noticing hour"
        case "weekly":
            return "once a week"
        case "every":
            return f"every {rhythm.every} days"
        case "some_days":
            return f"{_days(rhythm.count or 1)} a week, drawn anew"
        case "appointment":
            return f"{rhythm.offset} from the session"
        case "after":
            return f"after {rhythm.exercise}: {rhythm.wait}"


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def _moments(ordered: list[Exercise]) -> list[str]:
    found: dict[str, list[Exercise]] = {}
    for exercise in ordered:
        for moment in exercise.moments:
            found.setdefault(moment, []).append(exercise)
    rows = [
        f"| {_cell(moment)} | {'; '.join(f'{e.title} ({e.code})' for e in fitting)} | "
        f"{'; '.join(dict.fromkeys(e.evidence.grade for e in fitting))} | "
        f"{'; '.join(dict.fromkeys(_cell(e.evidence.source) for e in fitting))} |"
        for moment, fitting in found.items()
    ]
    return ["## By moment", "", "| moment | exercise | grade | rests on |", "|---|---|---|---|", *rows]


def _all(ordered: list[Exercise], languages: Mapping[str, list[str]]) -> list[str]:
    rows = [
        f"| `{e.id}` ({e.code}) | {_cell(e.title)}: {_cell(e.gist)} | {e.minutes} min | {comes(e.rhythm)} | "
        f"{e.evidence.grade} | {', '.join(languages[e.id])} |"
        for e in ordered
    ]
    head = "| id | what it is | length | comes | grade | languages |"
    return [f"## All {len(ordered)}", "", head, "|---|---|---|---|---|---|", *rows]


def _grades() -> list[str]:
    return [" ".join(f"{grade}: {meaning}." for grade, meaning in GRADES.items())]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
