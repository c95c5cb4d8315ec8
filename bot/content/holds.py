"""Reads how long nudges are held back after a help card from its file."""

import tomllib
from pathlib import Path

from bot.core.holds import Holds, read_holds
from bot.core.safety import BadRules


def load_holds(path: Path) -> Holds:
    """The holds of this practice. Raises BadRules whose text names the file."""
    try:
        return read_holds(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, BadRules) as error:
        raise BadRules(f"{path.name}: {error}") from error
