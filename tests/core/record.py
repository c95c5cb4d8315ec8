"""Writes down what a transcript's turns lead to now: `python -m tests.core.record [name ...]`, then read the difference.

Comments and inputs stay as they are; what is expected is written anew. Nothing here decides what is right: whoever
runs it reads the change line by line before keeping it.
"""

import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.core.transcript import INPUTS, begin

FOLDER = Path(__file__).parent.parent / "transcripts"
MARK = "[[turn]]"
WIDTH = 100


def recorded(text: str) -> str:
    """The transcript `text` with everything expected in it as it comes out now."""
    head, *blocks = _parts(text)
    replay = begin(tomllib.loads(text))
    written = [head]
    for comment, block in blocks:
        turn = tomllib.loads(block)["turn"][0]
        given = {name: value for name, value in turn.items() if name in INPUTS}
        came = replay.play(given)
        lines = [f"{name} = {plain(value)}" for name, value in (given | came).items()]
        written.append("\n".join([*comment, MARK, *lines]))
    return "\n\n".join(part.strip("\n") for part in written) + "\n"


def plain(value: Any) -> str:
    """A value as TOML, laid out to be read."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() if "\n" in value:
            escaped = value.replace("\\", "\\\\").replace('"""', '""\\"')
            return f'"""\n{escaped}"""'
        case str() | int():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            return (
                "{ "
                + ", ".join(
                    f"{name} = {json.dumps(each, ensure_ascii=False)}" for name, each in value.items()
                )
                + " }"
            )
        case _:
            return _listed([plain(each) for each in value])


def _listed(items: list[str]) -> str:
    short = f"[{', '.join(items)}]"
    if len(short) <= WIDTH and "\n" not in short:
        return short
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _parts(text: str) -> list[Any]:
    """The lines before the first turn, then each turn's comment and its block."""
    head, *blocks = text.split(f"\n{MARK}")
    opening, comment = _parted(head.splitlines())
    parts: list[Any] = ["\n".join(opening)]
    for block in blocks:
        lines, following = _parted(block.splitlines())
        parts.append((comment, f"{MARK}\n" + "\n".join(lines)))
        comment = following
    return parts


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """What belongs to the turn before, and the comment above the next one."""
    end = len(lines)
    while end and lines[end - 1].startswith("#"):
        end -= 1
    return (lines[:end], lines[end:]) if end and not lines[end - 1].strip() else (lines, [])


def main(names: Iterable[str]) -> None:
    """Record the transcripts of these names, or all of them."""
    chosen = [FOLDER / f"{name}.toml" for name in names] or sorted(FOLDER.glob("*.toml"))
    for file in chosen:
        file.write_text(recorded(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
