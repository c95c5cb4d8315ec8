"""Tables in a pasted text: each row as a list item of its cells."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s|:=-]*-[\s|:=-]*")


def untabled(lines: Sequence[str]) -> Iterator[str]:
    """The lines; of a table the rows are items, without the rule, the names above it, and cells without words."""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if not _ROW.fullmatch(line):
            yield line
        elif not (_is_rule(line) or _is_rule(following)):
            cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
            yield f"- {', '.join(cell for cell in cells if _says_something(cell))}"


def _is_rule(line: str) -> bool:
    return bool(_ROW.fullmatch(line) and _RULE.fullmatch(line))


def _says_something(cell: str) -> bool:
    """Words, or a tick, which says that the row is done."""
    return any(map(str.isalpha, cell)) or (bool(cell) and cell[0] in "☑✓✔✅")
