"""What can be noticed with the senses: the strict shape of one language's prompts, and how the next one is drawn."""

import hashlib
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from bot.core.strict import Identifier, Label, Line, StepName, Strict, as_tuples

Sense = Literal["touch", "sound", "sight", "taste", "smell"]
Spot = Literal["anywhere", "indoors", "outdoors", "desk", "table", "transit"]

SENSES: tuple[Sense, ...] = ("touch", "sound", "sight", "taste", "smell")
"""Every sense there is, in the order they are listed."""
LEAST = 12
"""So many prompts a sense has at least, so that nudges do not become wallpaper."""


class BadSenses(Exception):
    """A file of sensory prompts does not follow the schema; `where` is the way to the place."""

    def __init__(self, reason: str, where: tuple[str | int, ...] = ()) -> None:
        super().__init__(f"{'.'.join(str(part) for part in where)}: {reason}" if where else reason)
        self.where = where


class SenseOption(Strict):
    """One of the two answers."""

    id: StepName
    label: Label


class SensePrompt(Strict):
    """One small question that one tap answers. `sense` is what it takes and all it takes, `spots` are where it fits.
    `stay` is said after either answer."""

    id: Identifier
    sense: Sense
    ask: Line
    options: tuple[SenseOption, SenseOption]
    stay: Line
    spots: tuple[Spot, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        first, second = self.options
        if first.id == second.id or first.label.casefold() == second.label.casefold():
            raise ValueError("the two options are the same")
        if self.sense == "sight" and "transit" in self.spots:
            raise ValueError("nothing takes the eyes off a road")
        return self


class Senses(Strict):
    """All sensory prompts of one language. `names` are what the senses are called on a button."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$")]
    author: str
    reviewed_by: str
    reviewed_on: str
    names: dict[Sense, Annotated[str, Field(min_length=1, max_length=20)]]
    prompts: tuple[SensePrompt, ...]

    @model_validator(mode="after")
    def _are_enough(self) -> Self:
        ids = [prompt.id for prompt in self.prompts]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise ValueError(f"the prompt {twice[0]} is there twice")
        for sense in SENSES:
            if sense not in self.names:
                raise ValueError(f"{sense} has no name")
            if sum(prompt.sense == sense for prompt in self.prompts) < LEAST:
                raise ValueError(f"{sense} has fewer than {LEAST} prompts")
        return self

    def prompt(self, name: str) -> SensePrompt | None:
        """The prompt of that id, or None where this language has none."""
        return next((each for each in self.prompts if each.id == name), None)


def draw(senses: Senses, switched_on: Iterable[str], drawn: tuple[str, ...], seed: str) -> SensePrompt | None:
    """The next prompt for someone who allows these senses: none of `drawn` until all were, then a new round.

    The same `seed` gives the same prompt while it is still to be had, whatever else was drawn in between.
    None where nothing fits.
    """
    allowed = frozenset(switched_on)
    fitting = [each for each in senses.prompts if each.sense in allowed]
    fresh = [each for each in fitting if each.id not in drawn]
    other = [each for each in fitting if each.id != drawn[-1]] if drawn else []
    return min(fresh or other, key=lambda each: _lot(seed, each), default=None)


def noted(senses: Senses, switched_on: Iterable[str], drawn: tuple[str, ...], name: str) -> tuple[str, ...]:
    """What was drawn in this round, after `name`; a new round begins once nothing else was left."""
    allowed = frozenset(switched_on)
    left = any(each.sense in allowed and each.id not in drawn for each in senses.prompts)
    return (*drawn, name) if left else (name,)


def parse_senses(document: object) -> Senses:
    """A file's document as sensory prompts. Raises BadSenses for the first complaint."""
    try:
        return Senses.model_validate(as_tuples(document))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BadSenses(first["msg"], first["loc"]) from None


def _lot(seed: str, prompt: SensePrompt) -> bytes:
    return hashlib.sha256(f"{seed}|{prompt.id}".encode()).digest()
