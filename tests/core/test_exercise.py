"""What an exercise may be: a broken document is refused with the place and the reason; conditions are data."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from bot.core.exercise import BadExercise, When, parse_exercise
from bot.core.run import Answer, Run
from bot.core.talk.conditions import holds
from tests.core.people import NOW, RUN_ID

Document = dict[str, Any]


def document() -> Document:
    """The smallest exercise with every part that refers to another."""
    words = ["one", "two", "three", "four"]
    return {
        "id": "try-it", "code": "E99", "revision": 1, "language": "en", "title": "Try", "gist": "a try", "why": "To see.",
        "minutes": 1, "author": "a", "reviewed_by": "", "reviewed_on": "", "tiny": ["what"], "evidence": {"grade": "D", "source": "convention"},
        "rhythm": {"kind": "on_demand"}, "prompt": {"vague": words, "full": words, "again": ["again"]},
        "steps": [
            {"id": "what", "kind": "text", "name": "What", "ask": ["What?"], "examples": ["a", "b", "c"]},
            {"id": "size", "kind": "choice", "name": "Size", "ask": ["{what}: how big?"], "options": [{"id": "s", "label": "S", "value": 1}, {"id": "l", "label": "L", "value": 2}]},
            {"id": "more", "kind": "list", "name": "More", "ask": ["More?"], "examples": ["a", "b", "c"], "most": 3, "more": ["And?"], "enough": "Enough", "another": "Another", "when": {"step": "size", "at_least": 2}},
        ],
        "closing": {"say": ["Kept: {what}."], "card": ["{what} {more}"], "offers": [{"exercise": "other", "label": "Other", "when": {"step": "size", "at_most": 1}}]},
    }  # fmt: skip


def test_a_whole_document_is_an_exercise() -> None:
    assert [step.id for step in parse_exercise(document()).steps] == ["what", "size", "more"]


def put(*way: str | int, value: object) -> Callable[[Document], None]:
    """A change to a document: this value at the end of this way."""

    def change(whole: Document) -> None:
        place: Any = whole
        for part in way[:-1]:
            place = place[part]
        place[way[-1]] = value

    return change


def drop(*way: str | int) -> Callable[[Document], None]:
    """A change to a document: what is at the end of this way is gone."""

    def change(whole: Document) -> None:
        place: Any = whole
        for part in way[:-1]:
            place = place[part]
        del place[way[-1]]

    return change


FAULTS = [
    (put("colour", value="red"), ("colour",), "Extra inputs are not permitted"),
    (put("steps", 0, "colour", value="red"), ("steps", 0, "colour"), "Extra inputs are not permitted"),
    (put("minutes", value="two"), ("minutes",), "Input should be a valid integer"),
    (put("minutes", value=0), ("minutes",), "greater than or equal to 1"),
    (put("id", value="Try It"), ("id",), "String should match pattern"),
    (put("title", value="x" * 25), ("title",), "at most 24 characters"),
    (put("steps", 0, "ask", value=["x" * 241]), ("steps", 0, "ask", 0), "at most 240 characters"),
    (put("steps", 0, "ask", value=[]), ("steps", 0, "ask"), "at least 1 item"),
    (put("steps", 0, "examples", value=["a", "b"]), ("steps", 0, "examples"), "at least 3 items"),
    (drop("steps", 0, "examples"), ("steps", 0, "examples"), "Field required"),
    (put("steps", 0, "kind", value="essay"), ("steps", 0), "does not match any of the expected tags"),
    (put("steps", 1, "options", value=[{"id": "s", "label": "S"}]), ("steps", 1, "options"), "at least 2 items"),
    (put("steps", 2, "most", value=9), ("steps", 2, "most"), "less than or equal to 5"),
    (put("steps", 1, "id", value="what"), ("steps", 1, "id"), "the step what is there twice"),
    (put("steps", 0, "ask", value=["{size}?"]), ("steps", 0, "ask"), "steps.what refers to size, which no earlier step gives"),
    (put("steps", 0, "when", value={"step": "more"}), ("steps", 0, "when"), "steps.what refers to more"),
    (put("closing", "say", value=["{gone}"]), ("closing", "say"), "closing refers to gone"),
    (put("closing", "offers", 0, "when", value={"step": "gone"}), ("closing", "offers", 0, "when"), "closing refers to gone"),
    (put("tiny", value=["gone"]), ("tiny",), "tiny refers to gone"),
    (put("steps", 1, "kind", value="scale"), ("steps", 1, "options"), "Extra inputs are not permitted"),
    (put("steps", 0, "when", value={"step": "more", "at_lest": 1}), ("steps", 0, "when", 0, "at_lest"), "Extra inputs are not permitted"),
    (put("steps", 2, "when", value={"step": "size", "is_one_of": ["xl"]}), ("steps", 2, "when"), "size has no option xl"),
    (put("closing", "compare", value={"before": "gone", "after": "size", "say": "x"}), ("closing", "compare", "before"), "closing refers to gone"),
    (put("expiry", value={"to_start": "soon"}), ("expiry", "to_start"), "String should match pattern"),
    (put("flags", value=[{"flag": "shyness", "does": "off"}]), ("flags", 0, "flag"), "Input should be"),
    (put("prompt", "vague", value=["one"]), ("prompt", "vague"), "at least 4 items"),
    (put("rhythm", value={"kind": "fixed"}), ("rhythm",), "days belong to"),
    (put("rhythm", value={"kind": "on_demand", "days": [1]}), ("rhythm",), "days belong to"),
    (put("rhythm", value={"kind": "fixed", "days": [7]}), ("rhythm", "days", 0), "less than or equal to 6"),
    (put("evidence", "grade", value="E"), ("evidence", "grade"), "'A', 'B', 'C' or 'D'"),
    (drop("evidence", "source"), ("evidence", "source"), "Field required"),
    (put("breather", value={"from_run": 1, "ask": "a", "go": "b", "rest": "c", "slow": "d"}), ("breather", "from_run"), "greater than or equal to 2"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "reason"), FAULTS, ids=[reason[:40] for *_, reason in FAULTS])
def test_a_broken_document_is_refused_with_the_place_and_the_reason(
    change: Callable[[Document], None], where: tuple[str | int, ...], reason: str
) -> None:
    broken = copy.deepcopy(document())
    change(broken)
    with pytest.raises(BadExercise) as refused:
        parse_exercise(broken)
    assert refused.value.where == where
    assert reason in str(refused.value)


@pytest.mark.parametrize("broken", [None, [], "text", 7, {}])
def test_what_is_no_exercise_at_all_is_refused(broken: object) -> None:
    with pytest.raises(BadExercise):
        parse_exercise(broken)


def run_of(*answers: Answer) -> Run:
    """A run with these answers."""
    return Run(id=RUN_ID, exercise="try-it", revision=1, trigger="client", started=NOW, answers=answers)


@pytest.mark.parametrize(
    ("when", "answers", "met"),
    [
        (When(step="size", at_least=2), (Answer(step="size", value=2),), True),
        (When(step="size", at_least=2), (Answer(step="size", value=1),), False),
        (When(step="size", at_most=2), (Answer(step="size", value=3),), False),
        (When(step="size", at_least=1, at_most=2), (Answer(step="size", value=2),), True),
        (When(step="size", at_least=1), (Answer(step="size", text="words"),), False),
        (When(step="size", is_one_of=("s",)), (Answer(step="size", choice="s"),), True),
        (When(step="size", is_one_of=("s",)), (Answer(step="size", choice="l"),), False),
        (When(step="more", mentions=("Work",)), (Answer(step="more", text="homework"),), True),
        (When(step="more", mentions=("work",)), (Answer(step="more", text="play"),), False),
        (When(step="more", every_line_mentions=("care",)), (Answer(step="more", text="Careful"), Answer(step="more", text="x")), False),
        (When(step="more", every_line_mentions=("care", "x")), (Answer(step="more", text="Careful"), Answer(step="more", text="x")), True),
        (When(step="more"), (), False),
        (When(step="more"), (Answer(step="more", skipped=True),), False),
        (When(step="more"), (Answer(step="other", text="x"),), False),
    ],
)  # fmt: skip
def test_a_condition_holds_where_every_part_of_it_does(
    when: When, answers: tuple[Answer, ...], met: bool
) -> None:
    assert holds(when, run_of(*answers)) is met
