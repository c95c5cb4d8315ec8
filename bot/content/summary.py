"""Loading the words by which pasted session summaries are read, one file per language."""

import tomllib
from pathlib import Path

from bot.core.summary import BadWording, Wording, compile_wording

FOLDER = Path(__file__).parent / "summary"


def load_wording(folder: Path = FOLDER) -> Wording:
    """Every language's vocabulary in the folder, as one; BadWording names the file that cannot be read."""
    return compile_wording([_document(path) for path in sorted(folder.glob("*.toml"))])


def _document(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadWording(f"{path.name}: {error}") from error
