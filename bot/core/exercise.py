"""What an exercise is: the strict shape of a content file, and the errors an author gets when it is broken."""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from bot.core.strict import Identifier, Label, Line, StepName, Strict, as_tuples
from bot.core.text import fields_of

Grade = Literal["A", "B", "C", "D"]
Day = Annotated[int, Field(ge=0, le=6)]


class BadExercise(Exception):
    """An exercise file does not follow the schema; `where` is the way to the place: keys and, in lists, numbers."""

    def __init__(self, reason: str, where: tuple[str | int, ...] = ()) -> None:
        super().__init__(f"{'.'.join(str(part) for part in where)}: {reason}" if where else reason)
        self.where = where


class Evidence(Strict):
    """How well the technique is supported: A meta-analysis of it, B trials of it or a near relative,
    C part of a tested package, D clinical convention. `source` names what the grade rests on."""

    grade: Grade
    source: str


class When(Strict):
    """A condition on one earlier answer; every key that is given has to hold. An answer that was not given meets none."""

    step: StepName
    at_least: int | None = None
    at_most: int | None = None
    is_one_of: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    every_line_mentions: tuple[str, ...] = ()


class Door(Strict):
    """A way in: a narrower question to the same answer."""

    label: Label
    ask: Line


class Option(Strict):
    """One button of a choice; `value` is what exports give as a number."""

    id: StepName
    label: Label
    value: int | None = None


class StepBase(Strict):
    """What every step has. `name` is how the step is called when its answer is shown or changed."""

    id: StepName
    name: Label
    ask: tuple[Line, ...] = Field(min_length=1)
    skip: Label | None = None
    when: When | None = None
    note: str = ""


class Written(StepBase):
    """A step that is answered in the client's own words; `doors` are narrower questions to the same answer."""

    examples: tuple[Line, ...] = Field(min_length=3)
    doors: tuple[Door, ...] = ()
    doors_label: Label = "Give me a way in"


class TextStep(Written):
    """One free answer, typed or recorded."""

    kind: Literal["text"]


class ListStep(Written):
    """Up to `most` free answers; one is enough. `more` is asked after each. What `becomes` names is a choice in the
    client's profile that these answers take the place of once the run is over."""

    kind: Literal["list"]
    most: int = Field(ge=2, le=5)
    more: tuple[Line, ...] = Field(min_length=1)
    enough: Label
    another: Label
    becomes: Literal["values"] | None = None


class ChoiceStep(StepBase):
    """One of a few buttons."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=12)
    per_row: int = Field(default=3, ge=1, le=4)


AnyStep = TextStep | ListStep | ChoiceStep
Step = Annotated[AnyStep, Field(discriminator="kind")]


class Prompt(Strict):
    """How a nudge opens: vague wordings for the lock screen, full ones for those who want them.
    `{greeting}` is the time of day. `again` is the one silent re-prompt."""

    vague: tuple[Line, ...] = Field(min_length=4)
    full: tuple[Line, ...] = Field(min_length=4)
    again: tuple[Line, ...] = Field(min_length=1)


class Offer(Strict):
    """A button at the end that starts another exercise."""

    exercise: Identifier
    label: Label
    when: When | None = None


class Closing(Strict):
    """The end: a line to say, and a card whose lines appear when all their answers were given."""

    say: tuple[Line, ...] = Field(min_length=1)
    card: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


class Breather(Strict):
    """What is offered before the n-th run of one day, because an always-open log can feed rumination."""

    from_run: int = Field(ge=2)
    ask: Line
    go: Label
    rest: Label
    slow: Line


class Rhythm(Strict):
    """The plan that is proposed with the exercise: on demand, on these evenings (0 is Monday), somewhere in the client's
    noticing hour on these days, or once a week at the client's own day and hour."""

    kind: Literal["on_demand", "fixed", "random", "weekly"]
    days: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _days_fit(self) -> Self:
        if (self.kind in ("fixed", "random")) != bool(self.days):
            raise ValueError("days belong to a fixed or a random rhythm, and only to those")
        return self


class Exercise(Strict):
    """One exercise in one language, as its content file gives it. `form` names the flow that runs it; the steps of one
    that is not run step by step name what its answers are called."""

    id: Identifier
    code: Annotated[str, Field(pattern=r"^(E\d\d|P\d\d)$")]
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
    flags: tuple[str, ...] = ()
    command: str | None = None
    button: Label | None = None
    assignable: bool = True
    form: Literal["steps", "noticing", "values", "box", "plan"] = "steps"
    keywords: tuple[tuple[str, ...], ...] = ()
    rhythm: Rhythm
    tiny: tuple[StepName, ...] = Field(min_length=1)
    prompt: Prompt
    breather: Breather | None = None
    steps: tuple[Step, ...] = Field(min_length=1, max_length=6)
    closing: Closing

    @model_validator(mode="after")
    def _refers_only_to_what_it_has(self) -> Self:
        names = [step.id for step in self.steps]
        _refuse_repeats(names)
        for position, step in enumerate(self.steps):
            known = set(names[:position])
            _refuse_unknown(f"steps.{step.id}", _needs(step), known | {"words", "therapist"})
        _refuse_unknown("tiny", set(self.tiny), set(names))
        _refuse_unknown("closing", _closing_needs(self.closing), set(names) | {"words", "therapist"})
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
        return Exercise.model_validate(as_tuples(document))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        # The union of step kinds puts the kind into the path; no author looks for that.
        where = tuple(part for part in first["loc"] if part not in ("text", "list", "choice"))
        raise BadExercise(first["msg"], where) from None


def _needs(step: AnyStep) -> set[str]:
    needed = {name for ask in step.ask for name in fields_of(ask)}
    if isinstance(step, Written):
        needed |= {name for door in step.doors for name in fields_of(door.ask)}
    return needed | ({step.when.step} if step.when else set())


def _closing_needs(closing: Closing) -> set[str]:
    needed = {name for line in (*closing.say, *closing.card) for name in fields_of(line)}
    return needed | {offer.when.step for offer in closing.offers if offer.when}


def _refuse_repeats(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the step {name} is there twice")


def _refuse_unknown(where: str, wanted: set[str], known: set[str]) -> None:
    for name in sorted(wanted - known):
        raise ValueError(f"{where} refers to {name}, which no earlier step gives")
