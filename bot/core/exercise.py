"""What an exercise is: the strict shape of a content file, and the errors an author gets when it is broken."""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from bot.core.framing import (
    Breather,
    Caution,
    Closing,
    Compare,
    Evidence,
    Exit,
    Expiry,
    KeepAs,
    Offer,
    Prompt,
    Rhythm,
    RhythmKind,
)
from bot.core.references import faults
from bot.core.steps import (
    KINDS,
    AnyStep,
    ChoiceStep,
    Door,
    ListStep,
    ManyStep,
    Option,
    PauseStep,
    PickStep,
    ScaleStep,
    Step,
    Tapping,
    TextStep,
    When,
    Written,
)
from bot.core.strict import Identifier, Label, Line, StepName, Strict, as_tuples

__all__ = [
    "AnyStep",
    "BadExercise",
    "Breather",
    "Caution",
    "ChoiceStep",
    "Closing",
    "Compare",
    "Door",
    "Evidence",
    "Exercise",
    "Exit",
    "Expiry",
    "KeepAs",
    "ListStep",
    "ManyStep",
    "Offer",
    "Option",
    "PauseStep",
    "PickStep",
    "Prompt",
    "Rhythm",
    "RhythmKind",
    "ScaleStep",
    "Step",
    "Tapping",
    "TextStep",
    "When",
    "Written",
    "parse_exercise",
]

MOST_QUESTIONS = 6
"""So many questions everybody meets who does the whole of an exercise; the others are optional or depend on answers."""


class BadExercise(Exception):
    """An exercise file does not follow the schema; `where` is the way to the place: keys and, in lists, numbers."""

    def __init__(self, reason: str, where: tuple[str | int, ...] = ()) -> None:
        super().__init__(f"{'.'.join(str(part) for part in where)}: {reason}" if where else reason)
        self.where = where


class Exercise(Strict):
    """One exercise in one language, as its content file gives it; docs/writing-exercises.md explains every field.

    `form` names the flow that runs it; the steps of one that is not run step by step name what its answers are called.
    `recalls` gives names to other exercises, whose latest kept run can then be quoted as {name.step}. With `opens` "why"
    the reason and the length are said before the first question.
    """

    id: Identifier
    code: Annotated[str, Field(pattern=r"^(E\d\d|P\d\d)[a-z]?$")]
    revision: int = Field(ge=1)
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$")]
    title: Label
    gist: Line
    why: Line
    minutes: int = Field(ge=1, le=60)
    evidence: Evidence
    author: str
    reviewed_by: str
    reviewed_on: str
    moments: tuple[Line, ...] = ()
    flags: tuple[Caution, ...] = ()
    command: str | None = None
    button: Label | None = None
    assignable: bool = True
    form: Literal["steps", "noticing", "values", "box", "plan", "review", "recap"] = "steps"
    opens: Literal["question", "why"] = "question"
    keywords: tuple[tuple[str, ...], ...] = ()
    rhythm: Rhythm
    tiny: tuple[StepName, ...] = Field(min_length=1)
    tiny_label: Label | None = None
    prompt: Prompt
    expiry: Expiry = Expiry()
    breather: Breather | None = None
    recalls: dict[StepName, Identifier] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=16)
    exits: tuple[Exit, ...] = Field(default=(), max_length=3)
    closing: Closing

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.why.count("\n") > 1:
            raise ValueError("why has two lines at most")
        required = [step.id for step in self.steps if step.is_required]
        if self.form == "steps" and len(required) > MOST_QUESTIONS:
            raise ValueError(
                f"{len(required)} questions everybody meets, {MOST_QUESTIONS} at most: "
                "make some of them optional, or ask them only when an answer calls for it"
            )
        return self

    def step(self, name: str) -> AnyStep | None:
        """The step of that name, or None where this revision has none."""
        return next((step for step in self.steps if step.id == name), None)


def parse_exercise(document: object) -> Exercise:
    """A content file's document as an exercise.

    Raises BadExercise for the first complaint: where in the file, and what is wrong with it.
    """
    try:
        # From Python values rather than JSON, but lists have to be accepted where the model keeps tuples.
        exercise = Exercise.model_validate(as_tuples(document))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        # The union of step kinds puts the kind into the path; no author looks for that.
        where = tuple(part for part in first["loc"] if part not in KINDS)
        raise BadExercise(first["msg"], where) from None
    parts = (exercise.exits, exercise.flags, exercise.recalls, exercise.tiny)
    for fault in faults(exercise.steps, exercise.closing, *parts):
        raise BadExercise(fault.reason, fault.where)
    return exercise
