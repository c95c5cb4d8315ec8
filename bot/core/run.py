"""One doing of an exercise: what began it, and what each of its steps got."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Trigger = Literal["client", "nudge", "offer", "therapist"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one step of a run got: words, a choice or a recording; `skipped` where it was passed over."""

    step: str
    entry: str = ""
    text: str = ""
    choice: str = ""
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
    """One doing of an exercise, from its first question on."""

    id: str
    exercise: str
    revision: int
    trigger: Trigger
    started: datetime
    assignment: str | None = None
    occurrence: str | None = None
    words: str = ""
    tiny: bool = False
    turn: int = 0
    answers: tuple[Answer, ...] = ()
    recalled: tuple[Recalled, ...] = ()

    def given(self, ref: str) -> tuple[Answer, ...]:
        """The answers of one step, or with `name.step` of a recalled run, without those that were passed over."""
        name, _, part = ref.rpartition(".")
        answers = self.answers
        if name:
            answers = tuple(answer for each in self.recalled if each.name == name for answer in each.answers)
        return tuple(answer for answer in answers if answer.step == part and not answer.skipped)
