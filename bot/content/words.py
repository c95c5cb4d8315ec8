"""Reads the coach's words and calendar of each language from the files beside this one, straight from a checkout."""

import tomllib
from collections.abc import Mapping
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from pydantic import TypeAdapter, ValidationError

from bot.core.calendar import Calendar, Calendars
from bot.core.words import Words

FOLDER = Path(__file__).parent / "locale"
_CALENDAR = TypeAdapter(Calendar)


class BadWords(ValueError):
    """A catalogue or a calendar that cannot be read; one line that names the file."""


def load_words(folder: Path = FOLDER) -> Mapping[str, Words]:
    """The finished catalogues by language: one with a sentence that nobody has translated is left out.

    Raises BadWords.
    """
    found = {file.parent.name: read_catalog(file) for file in sorted(folder.glob("*/coach.po"))}
    return {language: words_of(catalog) for language, catalog in found.items() if not untranslated(catalog)}


def load_calendars(folder: Path = FOLDER) -> Calendars:
    """The calendars by language. Raises BadWords."""
    return {file.parent.name: _calendar(file) for file in sorted(folder.glob("*/calendar.toml"))}


def read_catalog(file: Path) -> Catalog:
    """One catalogue as Babel has it. Raises BadWords."""
    try:
        with file.open("rb") as lines:
            return read_po(lines, locale=file.parent.name, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        raise BadWords(f"{file}: {error}") from None


def untranslated(catalog: Catalog) -> list[str]:
    """The English of every sentence that has no translation yet, or one that is only a guess."""
    return [_english(each) for each in catalog if each.id and (each.fuzzy or not all(_forms(each)))]


def words_of(catalog: Catalog) -> Words:
    """A catalogue as the conversation needs it."""
    said = [each for each in catalog if each.id and not each.fuzzy]
    return Words(
        sentences={_english(each): _forms(each)[0] for each in said if not each.pluralizable},
        counted={_english(each): _forms(each) for each in said if each.pluralizable},
        form=c2py(catalog.plural_expr),
    )


def _english(message: Message) -> str:
    """A sentence; of one that counts, the form for many."""
    return message.id if isinstance(message.id, str) else message.id[1]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _calendar(file: Path) -> Calendar:
    try:
        return _CALENDAR.validate_python(tomllib.loads(file.read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise BadWords(f"{file}: {error}") from None
