"""Opens what a command needs: the key file, the database, the library."""

import logging
import os
from datetime import datetime
from pathlib import Path

from bot.content.languages import nearest
from bot.content.library import load_library
from bot.core.helplines import to_verify
from bot.core.library import Library, Practice
from bot.core.plan_kinds import Lives
from bot.settings import BadSetting, Settings
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
    practice = Practice(zone=settings.time_zone.key, country=settings.country, language=settings.bot_language)
    return load_library(practice, folder) if folder else load_library(practice)


def say_what_is_missing(library: Library, settings: Settings) -> None:
    """Log what the practice has to know before it enrols anybody: said once all that could stop the start is past."""
    today = datetime.now(settings.time_zone).date()
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


def make_folder(settings: Settings) -> None:
    """Make the folders of the data and of the database. Raises BadSetting where nothing can be written into them."""
    for variable, folder in (
        ("DATA_DIR", settings.data_dir),
        ("DATABASE_URL", settings.database_path.parent),
    ):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise BadSetting(variable, f"cannot be made a folder ({problem.strerror})") from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise BadSetting(variable, "is a folder that cannot be written into")


def _must_be_there(settings: Settings) -> None:
    if not settings.database_path.exists():
        raise NoDatabase(f"{settings.database_path}: there is no database yet; `coach run` makes one")


def _opened(settings: Settings, lives: Lives) -> Database:
    vault = Vault(load_keys(settings.key_file))
    prepare(settings.database_url, vault)
    return open_database(settings.database_url, vault, lives=lives)
