"""What every command begins and ends with: its settings, the time, and one line where something stops it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import typer

from bot.clock import SystemClock
from bot.logs import configure
from bot.settings import Settings, load_settings
from storage.vault import VaultError


def settings_here() -> Settings:
    """The settings of this environment and `.env`; logging is set up by them. Raises BadSetting."""
    # Read by python-telegram-bot at each call: spans of time come as timedelta rather than as a warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    settings = load_settings(os.environ, Path(".env"))
    configure(settings.log_level, settings.secrets)
    return settings


def now() -> datetime:
    """The time by the machine's clock."""
    return SystemClock().now()


@contextmanager
def one_line_for(foreseen: tuple[type[Exception], ...]) -> Iterator[None]:
    """Turn what can be foreseen into one line on standard error and exit code 1."""
    try:
        yield
    except VaultError as error:
        stop(f"KEY_FILE: {error}")
    except foreseen as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename or 'the system'}: {error.strerror or type(error).__name__}")


def stop(line: str) -> NoReturn:
    """Say why, and end with 1."""
    typer.echo(f"coach: {line}", err=True)
    raise typer.Exit(1)
