"""Help lines: who to call in which country, each with the source that was read and who has checked it since."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

_CLOSED = ConfigDict(extra="forbid")

Filled = Annotated[str, StringConstraints(min_length=1)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ]*$")]
MaybeNumber = Annotated[str, StringConstraints(pattern=r"^([0-9][0-9 ]*)?$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
MaybeDay = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class BadHelpLines(Exception):
    """The help line file does not follow the form; the message names the place and the fault."""


@checked(frozen=True, slots=True, kw_only=True, config=_CLOSED)
class HelpLine:
    """One service.

    `call` and `text` are numbers in digits, `text_word` what to text (empty: anything), `chat` a web address;
    empty means that the source names none. `hours` and `languages` are for the card. `verified_on` and
    `verify_by` are ISO days and stay empty until a person has checked the line.
    """

    name: Filled
    call: MaybeNumber
    text: MaybeNumber
    text_word: str
    chat: str
    hours: str
    languages: tuple[str, ...]
    source_url: Address
    source_quote: Filled
    verified_on: MaybeDay
    verify_by: MaybeDay

    def __post_init__(self) -> None:
        if not (self.call or self.text or self.chat):
            raise ValueError(f"{self.name} has no number and no address")
        for day in filter(None, (self.verified_on, self.verify_by)):
            date.fromisoformat(day)


@checked(frozen=True, slots=True, kw_only=True, config=_CLOSED)
class HelpLines:
    """What one country (ISO 3166 code) offers: its emergency number and at least one line, best first."""

    country: Country
    name: Filled
    emergency: Number
    emergency_source_url: Address
    emergency_source_quote: Filled
    lines: tuple[HelpLine, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError(f"{self.country} has no lines")


@checked(frozen=True, slots=True, config=_CLOSED)
class _File:
    countries: tuple[HelpLines, ...]


def read_help_lines(raw: Mapping[str, object]) -> dict[str, HelpLines]:
    """The countries in `raw` (parsed TOML) by code. Raises `BadHelpLines` for anything out of form, or twice."""
    try:
        countries = TypeAdapter(_File).validate_python(raw).countries
    except ValidationError as error:
        first = error.errors()[0]
        raise BadHelpLines(f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}") from error
    by_code = {lines.country: lines for lines in countries}
    if len(by_code) < len(countries):
        raise BadHelpLines("a country stands in the file twice")
    return by_code


def to_verify(help_lines: Mapping[str, HelpLines], today: date) -> Iterator[str]:
    """ "US: 988 Suicide & Crisis Lifeline" for each line no person has checked, or whose check is out of date."""
    for code, country in sorted(help_lines.items()):
        for line in country.lines:
            if not line.verified_on or not line.verify_by or date.fromisoformat(line.verify_by) < today:
                yield f"{code}: {line.name}"
