"""Reads the coach's words and calendar of each language from the files beside this one, straight from a checkout."""

import tomllib
from collections.abc import Iterable, Mapping
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


def load_words(languages: Iterable[str], folder: Path = FOLDER) -> Mapping[str, Words]:
    """The catalogues of those of the `languages` that have one. Raises BadWords."""
    files = ((language, folder / language / "coach.po") for language in sorted(languages))
    return {language: words_of(read_catalog(file)) for language, file in files if file.exists()}


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


def english(catalog: Catalog) -> list[str]:
    """Every sentence of a catalogue as the code has it."""
    return [_english(each) for each in catalog if each.id]


def untranslated(catalog: Catalog) -> list[str]:
    """The English of every sentence that has no translation yet, or one that is only a guess."""
    return [_english(each) for each in catalog if each.id and (each.fuzzy or not all(_forms(each)))]


def words_of(catalog: Catalog) -> Words:
    """A catalogue as the conversation needs it."""
    said = [each for each in catalog if each.id and not each.fuzzy]
    return Words(
        sentences={_english(each): _forms(each)[0] for each in said if not each.pluralizable},
        counted={_english(each): _forms(each) for each in said if each.pluralizable and all(_forms(each))},
        form=c2py(catalog.plural_expr),
        is_whole=not untranslated(catalog),
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
