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
