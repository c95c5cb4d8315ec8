"""The client's own earlier words inside the sentences of an exercise."""

import re
from collections.abc import Sequence

from bot.core.references import ALWAYS, CARDS
from bot.core.run import Answer, Run
from bot.core.scene import Scene
from bot.core.steps import StepBase
from bot.core.talk.conditions import all_hold
from bot.core.text import Rich, clip, fields_of, unended

QUOTED = 200
"""How many characters of an earlier answer are quoted inside a question."""
QUOTED_WORDS = 600
"""The same for the therapist's own words, which are the question itself."""
_IN_MARKS = re.compile(r"[“«]\{([\w.]+)\}[”»]")
"""The fields of a sentence that stand in quotation marks."""
NOTHING = "…"
"""What stands for an answer that was passed over, where no other wording does without it."""


def filled(scene: Scene, template: str, run: Run) -> Rich:
    """A sentence of the exercise with the client's own earlier words in it."""
    own = {"words": clip(run.words, QUOTED_WORDS), "therapist": scene.person.therapist_name}
    said = {name: clip(spoken(run, name), QUOTED) or NOTHING for name in fields_of(template) - set(own)}
    # The sentence goes on behind the marks, so a full stop that somebody typed has no place before them.
    said |= {name: unended(said[name]) for name in _IN_MARKS.findall(template) if name in said}
    return scene.fill(template, **own, **said)


def asks(step: StepBase, run: Run) -> tuple[str, ...]:
    """The wordings of a step's question that fit: those for a condition that holds, and of these the ones that quote
    something that is there, else the ones that quote nothing."""
    wordings = next((other.ask for other in step.ask_when if all_hold(other.when, run)), step.ask)
    quoting = [each for each in wordings if quoted(each)]
    whole = tuple(each for each in quoting if is_answered(each, run))
    return whole or tuple(each for each in wordings if each not in quoting) or wordings


def worded(wordings: Sequence[str], run: Run) -> str:
    """One of several wordings, the same one however often a run shows it."""
    return wordings[run.turn % len(wordings)]


def quoted(template: str) -> frozenset[str]:
    """The answers that a sentence quotes."""
    return fields_of(template) - ALWAYS


def is_answered(template: str, run: Run) -> bool:
    """Whether everything that a sentence quotes is there."""
    return all(spoken(run, name) for name in quoted(template))


def spoken(run: Run, ref: str) -> str:
    """What a step got, in words: a list's lines joined, a choice by its label; of cards one, another one each time."""
    given = run.given(ref)
    if given and ref.startswith(f"{CARDS}."):
        given = (given[run.turn % len(given)],)
    *before, last = [words for each in given if (words := in_words(each))] or [""]
    return "; ".join([*map(unended, before), last])


def in_words(answer: Answer) -> str:
    """One answer, as it is quoted."""
    return answer.text or answer.label
