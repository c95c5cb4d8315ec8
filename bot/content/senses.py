"""Reads the sensory prompts from the files beside this one."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from bot.core.senses import BadSenses, Senses, parse_senses

FOLDER = Path(__file__).parent / "senses"


def load_senses(folder: Path = FOLDER) -> Mapping[str, Senses]:
    """The prompts of every `<language>.toml` in `folder`, by language.

    Raises BadSenses whose text names the file: not TOML, out of form, named for another language, or none there.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BadSenses(f"{folder}: there are no sensory prompts")
    found = [_load(file) for file in files]
    return {each.language: each for each in found}


def _load(file: Path) -> Senses:
    try:
        senses = parse_senses(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSenses(f"{file}: {error}") from None
    except BadSenses as error:
        raise BadSenses(f"{file}: {error}") from None
    if senses.language != file.stem:
        raise BadSenses(f"{file}: is in {senses.language}, not what its name says")
    return senses
