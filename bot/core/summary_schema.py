"""What a summary vocabulary file holds, language by language, before it is compiled."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class BadWording(Exception):
    """A summary vocabulary does not follow its schema."""


_Text = Annotated[str, Field(min_length=1)]
_Seven = Annotated[list[list[_Text]], Field(min_length=7, max_length=7)]
_Weekday = Annotated[int, Field(ge=0, le=6)]


class Part(BaseModel):
    """A piece of the document: every key is needed, no other is known."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Headings(Part):
    """Words of headings."""

    strong: list[_Text]
    soft: list[_Text]
    agenda: list[_Text]
    closing: list[_Text]
    review: list[_Text]
    fill: list[_Text]
    fresh: list[_Text]
    nothing: list[_Text]


class Sentences(Part):
    """Words of sentences."""

    verbs: list[_Text]
    form_endings: list[_Text]
    later_endings: list[_Text]
    assisting: list[_Text]
    noun_signs: list[_Text]
    no_tasks: list[_Text]
    partings: list[_Text]
    addresses: list[_Text]
    clients: list[_Text]
    articles: list[_Text]
    others: list[_Text]
    not_names: list[_Text]
    reports: list[_Text]
    subjects: list[_Text]
    leads: list[_Text]
    details: list[_Text]
    joiners: list[_Text]
    shortened: list[_Text]
    done: list[_Text]
    ours: list[_Text]
    whats: list[_Text]
    whens: list[_Text]
    reasons: list[_Text]
    conditions: list[_Text]
    mine: list[_Text]
    mine_endings: list[_Text]
    wished: dict[_Text, _Text]


class Group(Part):
    """Words that name several weekdays at once, 0 being Monday."""

    says: list[_Text]
    days: list[_Weekday]


class Days(Part):
    """Words of days and counts."""

    names: _Seven
    short: _Seven
    signs: list[_Text]
    not_on: list[_Text]
    between: list[_Text]
    every: list[_Text]
    groups: list[Group]
    except_for: list[_Text]
    numbers: dict[str, _Weekday | Annotated[int, Field(ge=7, le=7)]]
    times: list[_Text]
    weekly: list[_Text]
    parts: list[_Text]


class Document(Part):
    """One language's vocabulary as its file has it."""

    language: _Text
    headings: Headings
    sentences: Sentences
    days: Days


def parse_wording(document: Mapping[str, object]) -> Document:
    """The document, checked; BadWording names the language and the first wrong key."""
    try:
        return Document.model_validate(dict(document))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadWording(f"{document.get('language', '?')}: {where}: {first['msg']}") from None
