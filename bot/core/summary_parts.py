"""What a session summary is read into: parts, each with its list items and paragraphs."""

from dataclasses import dataclass, field

from bot.core.summary_headings import Role
from bot.core.summary_lines import Line, Style, read_line

_LONGEST_WITH_DETAILS = 300
_NO_LINE = read_line("")


@dataclass(slots=True)
class Entry:
    """One list item or paragraph as it is being read; `style` is None for a paragraph. `added` is when and how often."""

    parts: list[str]
    style: Style | None
    number: int
    indent: int
    done: bool
    last: Line
    added: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The item with as many of its details as stay short."""
        whole = self.parts[0]
        for detail in self.parts[1:]:
            between = " " if whole.endswith((":", "：")) else "; "
            longer = f"{whole.rstrip('.;, ')}{between}{detail}"
            whole = longer if len(longer) <= _LONGEST_WITH_DETAILS else whole
        return whole


@dataclass(slots=True)
class Block:
    """One part: what its heading opens, the heading's line, and what stands under it."""

    role: Role
    head: Line = _NO_LINE
    entries: list[Entry] = field(default_factory=list)
