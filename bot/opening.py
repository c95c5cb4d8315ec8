"""Opens what a command needs: the key file, the database, the library."""

import logging
from datetime import datetime
from pathlib import Path

from bot.content.languages import nearest
from bot.content.library import load_library
from bot.core.helplines import to_verify
from bot.core.library import Library, Practice
from bot.core.plan_kinds import Lives
from bot.settings import Settings
from storage.database import Database, open_database, prepare
from storage.file import NoDatabase
from storage.vault import Vault, create_key_file, load_keys

log = logging.getLogger(__name__)


def open_or_make(settings: Settings, lives: Lives | None = None) -> Database:
    """The database, brought up to date; a new one is made with its key file where there is none yet.

    `lives` says how long nudges stand; whoever plans nudges gives it.

    Raises:
        VaultError: the key file is missing beside an existing database, broken, or another database's.
        BadDatabase: the file is something else or damaged.
    """
    if settings.key_file.is_relative_to(settings.data_dir):
        log.warning("KEY_FILE lies inside DATA_DIR: a copy of the data then holds its key as well")
    if not settings.database_path.exists():
        create_key_file(settings.key_file)
    return _opened(settings, lives or {})


def open_existing(settings: Settings) -> Database:
    """The database that is there already, brought up to date. Raises as `open_or_make`, and NoDatabase."""
    _must_be_there(settings)
    return _opened(settings, {})


def open_as_it_is(settings: Settings) -> Database:
    """The database that is there already, with nothing in it changed. Raises as `open_existing`."""
    _must_be_there(settings)
    return open_database(settings.database_url, Vault(load_keys(settings.key_file)))


def open_library(settings: Settings, folder: Path | None = None) -> Library:
    """Everything reviewed, with this practice's defaults. Raises as `load_library`."""
    # The day is taken here and not handed in: every command that opens a library is to say this.
    today = datetime.now(settings.time_zone).date()
    practice = Practice(zone=settings.time_zone.key, country=settings.country, language=settings.bot_language)
    library = load_library(practice, folder) if folder else load_library(practice)
    if settings.country not in library.help_lines:
        log.warning("COUNTRY %s has no help lines, so nobody can be enrolled", settings.country)
    if nearest(library, settings.bot_language) is None:
        offered = ", ".join(library.languages)
        log.warning(
            "BOT_LANGUAGE %s is not on offer (%s are), so it is English", settings.bot_language, offered
        )
    here = {code: lines for code, lines in library.help_lines.items() if code == settings.country}
    for line in to_verify(here, today):
        log.warning("help line %s: no person has checked it, or the check is out of date", line)
    return library


def _must_be_there(settings: Settings) -> None:
    if not settings.database_path.exists():
        raise NoDatabase(f"{settings.database_path}: there is no database yet; `coach run` makes one")


def _opened(settings: Settings, lives: Lives) -> Database:
    vault = Vault(load_keys(settings.key_file))
    prepare(settings.database_url, vault)
    return open_database(settings.database_url, vault, lives=lives)
