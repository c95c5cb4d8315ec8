"""Reads the crisis rules and the help lines from the files beside this one."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.core.points import Points, read_points
from bot.core.safety import BadHelpLines, BadRules, HelpLines, Rules, compile_rules, read_help_lines

_HERE = Path(__file__).parent


def load_rules(folder: Path = _HERE / "safety") -> Rules:
    """The rules of every `<language>.toml` in `folder`, compiled as one.

    Raises `BadRules` if a file is not TOML, is out of form, is named for another language, or if there is none.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BadRules(f"{folder}: no rule files")
    rules = compile_rules([_rules(file) for file in files], _points(folder))
    return replace(rules, version=_version(folder))


def load_help_lines(path: Path = _HERE / "helplines.toml") -> Mapping[str, HelpLines]:
    """Help lines by country code. Raises `BadHelpLines` if the file is not TOML or out of form."""
    try:
        return read_help_lines(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadHelpLines(f"{path.name}: {error}") from error
    except BadHelpLines as error:
        raise BadHelpLines(f"{path.name}: {error}") from error


def _version(folder: Path) -> str:
    """Twelve digits that change with any of the files, so that figures can say which rules they are of."""
    content = b"".join(
        file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix in (".toml", ".tsv", ".bin")
    )
    return hashlib.sha256(content).hexdigest()[:12]


def _points(folder: Path) -> Points | None:
    table, of_runs = folder / "points.tsv", folder / "runs.bin"
    try:
        return read_points(table.read_text("utf-8"), of_runs.read_bytes()) if table.exists() else None
    except (BadRules, UnicodeDecodeError, FileNotFoundError) as error:
        raise BadRules(f"{table.name}: {error}") from error


def _rules(file: Path) -> Mapping[str, object]:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(f"{file.name}: {error}") from error
    if document.get("language") != file.stem:
        raise BadRules(f"{file.name}: language is {document.get('language')!r}")
    return document
