"""The parts of a session summary: each heading with the list items and paragraphs that belong to it."""

import re
from itertools import chain

from bot.core.summary_headings import (
    Heading,
    Role,
    broken_at_headings,
    heading,
    is_day_label,
    is_fresh,
    is_labelled,
    looks_back,
)
from bot.core.summary_inline import lead_of, pieces
from bot.core.summary_labels import Label, labelled
from bot.core.summary_lines import Line, Style, read_line, tidy
from bot.core.summary_parts import Block, Entry
from bot.core.summary_sentences import asks, is_address, leads_up, unaddressed
from bot.core.summary_tables import untabled
from bot.core.summary_wording import Wording
from bot.core.summary_words import words_of

_SHORTEST_WRAPPED = 40
_UNBULLETED = re.compile(r"^[^\w(\[#]+(?=[(\[#]?\w)")
_OPEN = frozenset({Role.HOMEWORK, Role.PERHAPS, Role.AGENDA})
_GIVEN = _OPEN | {Role.REVIEW}


def read_blocks(text: str, wording: Wording) -> list[Block]:
    """The parts of the text in order; what stands before the first heading is a part too."""
    raw = chain.from_iterable(broken_at_headings(line, wording) for line in untabled(tidy(text)))
    lines = [read_line(line) for line in raw]
    reader = _Reader(wording, page=max((line.width for line in lines), default=0))
    for line in lines:
        reader.read(line)
    return reader.blocks


class _Reader:
    """Reads line after line; remembers the part it is in, a gap above, and a part that was broken off."""

    def __init__(self, wording: Wording, page: int) -> None:
        self.wording = wording
        self.page = page
        self.blocks = [Block(Role.LOOSE)]
        self.gap = False
        self.day = ""
        self.broken_off: Block | None = None

    @property
    def block(self) -> Block:
        return self.blocks[-1]

    @property
    def last(self) -> Entry | None:
        return self.block.entries[-1] if self.block.entries else None

    def read(self, line: Line) -> None:
        if line.text:
            self._words(line)
        self.gap = not line.text

    def _words(self, line: Line) -> None:
        if self._goes_on(line):
            return
        if line.style is None and is_day_label(line.text, self.wording) and line.text.endswith(":"):
            self.day = line.text
        elif (found := heading(line, self.wording)) and not self._is_of_list(line, found):
            self._heading(line, found)
        elif line.style is None:
            self._paragraph(line)
        else:
            self._item(line)

    def _goes_on(self, line: Line) -> bool:
        """Whether the line belongs to the homework part as a whole or to the task above, and has been put there."""
        is_open = self.block.role in _OPEN
        if (rest := is_fresh(line, self.wording)) is not None and any(b.role in _GIVEN for b in self.blocks):
            self._heading(line, Heading(Role.HOMEWORK, rest))
        elif is_open and looks_back(line, self.wording):
            self._heading(line, Heading(Role.REVIEW))
        elif is_open and self.last and (label := labelled(line.text, self.wording)):
            return self._label(line, *label)
        else:
            return False
        return True

    def _label(self, line: Line, label: Label, rest: str) -> bool:
        assert self.last is not None, "the caller has looked"
        if label is Label.TASK:
            return False
        self.last.added.extend([rest] if label is Label.WHEN else [])
        self.last.last = line
        return True

    def _is_of_list(self, line: Line, found: Heading) -> bool:
        """Whether what could be a heading goes on with the homework list instead."""
        if found.role not in {Role.UNKNOWN, Role.OTHER} or self.block.role not in _OPEN:
            return False
        last, head = self.last, self.block.head
        match line.style:
            case Style.BULLET:
                return line.indent >= (last.indent if last else 0) and head.style is not Style.BULLET
            case None:
                unknown = found.role is Role.UNKNOWN
                return unknown and last is not None and last.style is not None and line.indent > last.indent
            case _:
                expected = last.number + 1 if last else 1
                return line.number == expected and not (head.style and line.number == head.number + 1)

    def _heading(self, line: Line, found: Heading) -> None:
        opened = self.block.role in _OPEN
        is_lead = is_address(line.text, self.wording)
        if found.role is Role.UNKNOWN and opened and (is_lead or line.rank > self.block.head.rank > 0):
            return
        self.day = ""
        role = Role.PERHAPS if found.role is Role.UNKNOWN and is_lead else found.role
        self._open(Block(role, line))
        if found.rest:
            self._add(line, found.rest)

    def _open(self, block: Block) -> None:
        if self.block.role in _OPEN:
            self.broken_off = self.block if block.role in {Role.UNKNOWN, Role.LOOSE} else None
        elif block.role not in {Role.UNKNOWN, Role.LOOSE}:
            self.broken_off = None
        self.blocks.append(block)

    def _add(self, line: Line, text: str) -> None:
        """A paragraph, or the items of a list written on one line."""
        texts = pieces(text, self.wording)
        style = Style.NUMBER if len(texts) > 1 else None
        if self.block.role not in _OPEN and leads_up(lead_of(text, self.wording), self.wording):
            self._open(Block(Role.PERHAPS, line))
        for number, piece in enumerate(texts, start=1):
            self._entry(line, piece, style, number if style else 0)

    def _entry(self, line: Line, text: str, style: Style | None, number: int) -> None:
        dated = f"{self.day} {text}" if self.day else text
        self.block.entries.append(Entry([dated], style, number, line.indent, line.done, line))

    def _item(self, line: Line) -> None:
        if self._is_next_heading(line):
            self._open(Block(Role.UNKNOWN, line))
            return
        self._resume(line)
        last = self.last
        if last and self._is_detail(line, last):
            last.parts.extend([] if line.done else [line.text])
            last.last = line
            return
        bare = line.text if line.style is Style.BULLET else _UNBULLETED.sub("", line.whole)
        texts = pieces(bare, self.wording)
        for ahead, text in enumerate(texts):
            self._entry(line, text if len(texts) > 1 else line.text, line.style, line.number + ahead)

    def _is_next_heading(self, line: Line) -> bool:
        """Whether the list of the headings goes on: "4. Homework" before, "5. Mood" now."""
        head, last = self.block.head, self.last
        if head.style is Style.BULLET and last and self.block.role in _OPEN:
            return line.indent <= head.indent < last.indent
        counts_on = line.style is Style.NUMBER and 0 < head.number == line.number - 1
        return counts_on and (last is None or last.number != line.number - 1)

    def _resume(self, line: Line) -> None:
        """Back into the homework part when its numbering goes on after a remark."""
        before = self.broken_off
        if not before or not before.entries or line.style is not Style.NUMBER or line.number < 2:
            return
        fresh = all(entry.style is not Style.NUMBER for entry in self.block.entries)
        if fresh and before.entries[-1].number == line.number - 1:
            self.blocks.append(Block(before.role, before.head))
            self.broken_off = None

    def _is_detail(self, line: Line, last: Entry) -> bool:
        if last.style is None:
            return False
        deeper = line.indent > last.indent + 1
        if line.style is Style.NUMBER:
            return deeper and line.number != last.number + 1
        return deeper or (last.style is Style.NUMBER and not self.gap)

    def _paragraph(self, line: Line) -> None:
        last = self.last
        if last and self._continues(line, last):
            last.parts[-1] = f"{last.parts[-1]} {line.text}".strip()
            last.last = line
            return
        if last and self.block.role is not Role.LOOSE and self._ends_part(line, last):
            self._open(Block(Role.LOOSE))
        self._add(line, line.text)

    def _ends_part(self, line: Line, last: Entry) -> bool:
        if self.block.role not in _OPEN:
            return self.gap
        asking = asks(line.text, self.wording) or unaddressed(line.text, self.wording)[1]
        return (self.gap or last.style is not None) and not asking

    def _continues(self, line: Line, last: Entry) -> bool:
        if self.gap:
            return last.style is not None and line.indent > last.indent + 1
        if last.style is not None and line.indent > last.indent:
            return True
        asking = asks(line.text, self.wording)
        if line.text[0].islower() or line.text[0] in "(":
            return not (asking and last.style is None and last.last.text[0].islower())
        labelled = is_labelled(line.text, self.wording)
        return not asking and not labelled and self._was_wrapped(line, last.last)

    def _was_wrapped(self, line: Line, above: Line) -> bool:
        """Whether the line above stopped in mid-sentence, or had no room for this one's first word."""
        if above.text.endswith(","):
            return True
        if not above.text[-1].isalnum():
            return False
        if words_of(above.text)[-1].text in self.wording.joiners:
            return True
        first = line.text.split()[0]
        return above.width >= _SHORTEST_WRAPPED and above.width + 1 + len(first) > self.page
