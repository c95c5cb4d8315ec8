"""What all content files have in common: every key is known, nothing is converted, nothing changes later."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
StepName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Line = Annotated[str, Field(min_length=1, max_length=240)]
Label = Annotated[str, Field(min_length=1, max_length=24)]


class Strict(BaseModel):
    """A part of a content file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def as_tuples(value: object) -> object:
    """A TOML document whose lists, however deep, became tuples."""
    match value:
        case list():
            return tuple(as_tuples(each) for each in value)
        case dict():
            return {key: as_tuples(each) for key, each in value.items()}
        case _:
            return value
