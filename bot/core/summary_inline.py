"""Lists written on one line: "1) do this 2) do that", "(a) this, (b) that and (c) the other", "i) this ii) that"."""

import re
from collections.abc import Iterator, Sequence

from bot.core.summary_headings import is_day_label
from bot.core.summary_wording import Wording
from bot.core.summary_words import words_of

_LONGEST_LEAD = 4  # words that may stand before a list that nothing else announces
_DOTS = "•▪◦‣·●"
_NUMBERED = re.compile(r"(?:(?<=\s)|^)\(?(?P<n>\d{1,2})(?:(?P<bracket>\))|\.(?!\d))\s*")
_LETTERED = re.compile(
    r"(?i:(?:(?<=\s)|^)[(\[]?(?P<n>[a-h])(?:(?P<bracket>\.?[)\]])\s*|(?:[.:](?=\s)|-(?=\s+\w))\s*))"
)
_ROMAN = re.compile(r"(?i:(?:(?<=\s)|^)[(\[]?(?P<n>i{1,3}|iv|vi{0,3})(?P<bracket>\.?[)\]])\s*)")
_CIRCLED = re.compile(r"(?P<n>[①-⑳])(?P<bracket>)\s*")
_DOTTED = re.compile(rf"(?:^|\s+)[{_DOTS}]\s*")
_DASHED = re.compile(r"(?:^|\s)[-–*]\s+")
_ROMAN_COUNT = {
    sign: at for at, sign in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"), start=1)
}


def pieces(text: str, wording: Wording) -> list[str]:
    """The items of a list written on one line, without their marks; the whole text if it is no such list.

    The days that stand before it ("Every evening: a) …") go with each of them.
    """
    parts = _parted(text)
    if len(parts) == 1:
        return parts
    lead = text[: text.find(parts[0])].rpartition(":")[0]
    days = f"{lead.strip()}: " if lead and is_day_label(f"{lead}:", wording) else ""
    return [f"{days}{_without_joiner(part, wording)}" for part in parts]


def lead_of(text: str, wording: Wording) -> str:
    """What leads up to a list that is written on one line; "" where there is no list."""
    parts = pieces(text, wording)
    return text[: text.find(_parted(text)[0])] if len(parts) > 1 else ""


def _without_joiner(part: str, wording: Wording) -> str:
    """An item without the "and" that led to the next one."""
    words = words_of(part)
    last = words[-1] if len(words) > 1 else None
    is_joiner = last is not None and last.text in wording.joiners and not part[last.end :].strip(" ;,")
    return part[: last.start].rstrip() if last is not None and is_joiner else part


def _parted(text: str) -> list[str]:
    for counted in (_NUMBERED, _LETTERED, _ROMAN, _CIRCLED):
        marks = list(_in_sequence(counted.finditer(text), is_roman=counted is _ROMAN))
        if _is_list(text, marks):
            parts = _between(text, [mark.span() for mark in marks])
            if all(map(_has_word, parts)):
                return parts
    for dotted in (_DOTTED, _DASHED):
        spans = [mark.span() for mark in dotted.finditer(text)]
        if len(spans) > 1 and text[: spans[0][0]].rstrip().endswith((":", "：")):
            return _between(text, spans)
        if len(spans) > 1 and (spans[0][0] == 0 or dotted is _DOTTED):
            return _between(text, spans if spans[0][0] == 0 else [(0, 0), *spans])
    return [text]


def _is_list(text: str, marks: Sequence[re.Match[str]]) -> bool:
    """Two marks could be chance: they count at the start of the line, or where letters stand in brackets."""
    if len(marks) < 2:
        return False
    first, bracketed = marks[0], all(mark["bracket"] is not None for mark in marks)
    before = text[: first.start()]
    if len(marks) > 2:
        return _opens_list(before) or (bracketed and _is_short_lead(before, first["n"]))
    is_letter = not first["n"].isdecimal()
    is_led = bracketed and before.rstrip().endswith((":", "："))
    is_sure = (bracketed or first["n"].islower()) if is_letter else first.start() == 0 or is_led
    return is_sure and _opens_list(before)


def _in_sequence(marks: Iterator[re.Match[str]], *, is_roman: bool) -> Iterator[re.Match[str]]:
    expected = 1
    for mark in marks:
        if _count(mark["n"].casefold(), is_roman=is_roman) == expected:
            expected += 1
            yield mark


def _count(sign: str, *, is_roman: bool) -> int:
    if is_roman:
        return _ROMAN_COUNT[sign]
    if sign.isdecimal():
        return int(sign)
    return ord(sign) - ord("①") + 1 if sign >= "①" else ord(sign) - ord("a") + 1


def _opens_list(before: str) -> bool:
    return not before.strip() or before.rstrip().endswith((":", "：", "."))


def _is_short_lead(before: str, sign: str) -> bool:
    """Whether what stands before leads into the list without a colon: "Client will (a) …, (b) … and (c) …"."""
    return sign.isalpha() and len(before.split()) <= _LONGEST_LEAD


def _has_word(part: str) -> bool:
    return any(sign.isalnum() for sign in part)


def _between(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    starts = [end for _, end in spans]
    ends = [*(start for start, _ in spans[1:]), len(text)]
    return [text[start:end].strip(f" {_DOTS}") for start, end in zip(starts, ends, strict=True)]
