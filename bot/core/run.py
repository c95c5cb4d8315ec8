"""One doing of an exercise: what began it, and what each of its steps got."""

from dataclasses import dataclass, replace
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime


def _as_id(stored: str) -> str:
    """`stored` itself, if ids can be made from it; raises ValueError for anything else."""
    UUID(stored)
    return stored


RunId = Annotated[str, AfterValidator(_as_id)]
"""A run's UUID: what is kept of the run has ids that are made from it."""
Trigger = Literal["client", "nudge", "offer", "therapist"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one step of a run got: words, a choice or a recording; `skipped` where it was passed over. `prompt` is which
    of several questions it answers."""

    step: str
    entry: str = ""
    text: str = ""
    choice: str = ""
    prompt: str = ""
    value: int | None = None
    label: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What an exercise quotes from elsewhere under `name`: the answers of an earlier run, or under "cards" kept cards,
    the newest first, each an answer whose step is the card's kind. `run` is the earlier run's id."""

    name: str
    run: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One doing of an exercise, from its first question on. `behind` are answers that Back went behind: each stands until
    its question is answered anew, or turns out at the end not to be asked any more."""

    id: RunId
    exercise: str
    revision: int
    trigger: Trigger
    started: AwareDatetime
    assignment: str | None = None
    occurrence: str | None = None
    words: str = ""
    tiny: bool = False
    turn: int = 0
    answers: tuple[Answer, ...] = ()
    behind: tuple[Answer, ...] = ()
    recalled: tuple[Recalled, ...] = ()

    def given(self, ref: str) -> tuple[Answer, ...]:
        """The answers of one step, or with `name.step` of a recalled run, without those that were passed over."""
        name, _, part = ref.rpartition(".")
        answers = self.answers
        if name:
            answers = tuple(answer for each in self.recalled if each.name == name for answer in each.answers)
        return tuple(answer for answer in answers if answer.step == part and not answer.skipped)

    @property
    def has_something(self) -> bool:
        """Whether anything was given that stands."""
        return any(not answer.skipped for answer in (*self.answers, *self.behind))


def gone_behind(run: Run, answers: tuple[Answer, ...]) -> Run:
    """`run` with these of its answers to be given anew."""
    asked_anew = {answer.entry for answer in answers}
    behind = tuple(each for each in run.behind if each.entry not in asked_anew)
    kept = tuple(each for each in run.answers if each not in answers)
    return replace(run, answers=kept, behind=(*behind, *answers))


def standing(run: Run) -> Run:
    """`run` as it ends half way: what Back went behind, and nobody gave anew, counts as given."""
    return replace(run, answers=(*run.answers, *run.behind), behind=())


def reworded(run: Run, entry: str, text: str) -> Run:
    """`run` in which that answer says something else."""
    answers, behind = (
        tuple(replace(each, text=text) if each.entry == entry else each for each in given)
        for given in (run.answers, run.behind)
    )
    return replace(run, answers=answers, behind=behind)
