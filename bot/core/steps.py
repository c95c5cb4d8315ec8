"""The steps of an exercise: what each kind asks for, what it may offer, and when it is asked at all."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.core.strict import Label, Line, StepName, Strict

Ref = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}(\.[a-z][a-z0-9_]{0,30})?$")]
"""What can be quoted or looked at: a `step` of this exercise, or one of a recalled run, as `name.step`."""
LOWEST, HIGHEST = 0, 10


class When(Strict):
    """A condition on one answer, of this run or of a recalled one; every key that is given has to hold.

    An answer that was not given meets none but `answered = false`. `above` and `below` name another answer with a number.
    """

    step: Ref
    answered: bool | None = None
    at_least: int | None = None
    at_most: int | None = None
    above: Ref | None = None
    below: Ref | None = None
    is_one_of: tuple[str, ...] = ()
    is_none_of: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    every_line_mentions: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """Every answer that it looks at."""
        return tuple(ref for ref in (self.step, self.above, self.below) if ref is not None)


def _several(value: object) -> object:
    return (value,) if isinstance(value, dict | When) else value


Whens = Annotated[tuple[When, ...], BeforeValidator(_several)]
"""One condition, or several that all have to hold."""


class AskWhen(Strict):
    """Other wordings of a question, where a condition holds; the first that fits is taken."""

    when: Whens
    ask: tuple[Line, ...] = Field(min_length=1)


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
    """What every step has. `name` is how the step is called when its answer is shown or changed.

    `ask` are wordings of one question, used in turn. A step that is `optional` need not be answered for the exercise to
    be whole; every question can be skipped in any case, and `skip` is only what that button says here.
    """

    id: StepName
    name: Label
    ask: tuple[Line, ...] = Field(min_length=1)
    ask_when: tuple[AskWhen, ...] = ()
    optional: bool = False
    skip: Label | None = None
    when: Whens = ()
    note: str = ""

    @property
    def is_required(self) -> bool:
        """Whether everybody who does the whole exercise meets this as a question to answer."""
        return not self.optional and not self.when


class Written(StepBase):
    """A step that is answered in the client's own words; `doors` are narrower questions to the same answer."""

    examples: tuple[Line, ...] = Field(min_length=3)
    doors: tuple[Door, ...] = ()
    doors_label: Label = "Give me a way in"


class TextStep(Written):
    """One free answer, typed or recorded."""

    kind: Literal["text"]


class ListStep(Written):
    """Up to `most` free answers; one is enough. `more` is asked after each, or `last` where only one more fits in. What
    `becomes` names is a choice in the
    client's profile that these answers take the place of once the run is over."""

    kind: Literal["list"]
    most: int = Field(ge=2, le=5)
    more: tuple[Line, ...] = Field(min_length=1)
    last: tuple[Line, ...] = ()
    enough: Label
    another: Label
    becomes: Literal["values"] | None = None


class ChoiceStep(StepBase):
    """One of a few buttons; with `own` any other words are taken as well."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=12)
    per_row: int = Field(default=3, ge=1, le=4)
    own: bool = False


class ManyStep(StepBase):
    """Several of the options, tapped on and off, then done; none is an answer too. With `own` further words count."""

    kind: Literal["many"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=30)
    per_row: int = Field(default=2, ge=1, le=4)
    most: int | None = Field(default=None, ge=1, le=12)
    own: bool = False


class ScaleStep(StepBase):
    """A number from `least` to `most`, in two rows of buttons; `low` and `high` say what the ends mean."""

    kind: Literal["scale"]
    least: int = Field(default=LOWEST, ge=0, le=1)
    most: int = Field(default=HIGHEST, ge=3, le=HIGHEST)
    low: Label | None = None
    high: Label | None = None

    @model_validator(mode="after")
    def _has_both_ends(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high belong together")
        return self


class PauseStep(StepBase):
    """One instruction and nothing to answer; after `seconds`, where given, it rings and goes on by itself."""

    kind: Literal["pause"]
    seconds: int | None = Field(default=None, ge=10, le=600)
    go: Label | None = None

    @property
    def is_required(self) -> bool:
        """Nothing has to be answered."""
        return False


class PickStep(StepBase):
    """One line out of earlier ones: of an answer, of a recalled one, of the client's `values`, or of kept cards
    (`cards.<kind>`). Where there is nothing to pick from, it is passed over. With `own` any other words are taken."""

    kind: Literal["pick"]
    of: tuple[Ref, ...] = Field(min_length=1, max_length=4)
    own: bool = False


AnyStep = TextStep | ListStep | ChoiceStep | ManyStep | ScaleStep | PauseStep | PickStep
Step = Annotated[AnyStep, Field(discriminator="kind")]
KINDS = ("text", "list", "choice", "many", "scale", "pause", "pick")
Tapping = ChoiceStep | ManyStep | ScaleStep | PauseStep | PickStep
"""The kinds that are answered with a button."""
