"""A pasted text as tidy lines: how far each is indented, by what it is marked, and what it says."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

WHOLLY_BOLD = 7  # a rank below the six of markdown headings

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]|(?<=\\w)\u200d|\u200d(?=\\w)"
)
_RULE = re.compile(r"[\s\-–—=_*~#.]*")
_HASHES = re.compile(r"(#{1,6})(?:\s+|(?=[^\W\d]))")
_BOLD = re.compile(r"(\*\*|__)(?!\s)(?:(?!\1).)+\1\s*[:：]?")
_STRUCK = re.compile(r"~~[^~]+~~[.;,]?")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")

_TICKS_DONE = "xX✓✔"
_GLYPHS_OPEN, _GLYPHS_DONE = "☐⬜🔲□❏❑", "☑☒✓✔✅🗹🗸"
_BOX = re.compile(
    rf"(?:[-*+•–—]\s*)?(?:\[(?P<tick>[ _{_TICKS_DONE}]?)\]|(?P<glyph>[{_GLYPHS_OPEN}{_GLYPHS_DONE}]))\ufe0f?\s*"
)
_NUMBER = re.compile(
    r"(?:#\s?)?\(?(?P<n>\d{1,2})(?:\ufe0f?\u20e3|\.\)|[.)\]](?!\d)|:(?=\s)|\s?[-–—](?=\s+[^\W\d]))\s*"
    r"|#(?P<hash>\d{1,2})\s+"
)
_CIRCLED = re.compile(r"(?P<n>[①-⒛❶-❿➀-➓])\s*")
_LETTER = re.compile(r"(?i:\(?(?P<l>[a-h]|i{1,3}|iv|vi{0,3}|ix|x)(?:\)|\.(?=\s))\s*)")
_BULLET = re.compile(
    r"(?:[•▪◦‣·●○■►▶➤→»⁃∙⋅›]+|[-–—*+]{1,2}(?=\s)|[-–—](?=[^\W\d]|\d+(?:[-–]\d+)?[ -][^\W\d])|\*(?=[^\W\d])|o(?=\s{2,}))\s*"
)
_ENDING_TICK = re.compile(r"[☑✓✔✅]\ufe0f?[.;,]?$")


class Style(StrEnum):
    """By what a line is marked as one of a list."""

    NUMBER = "number"
    LETTER = "letter"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the paste.

    `text` is without mark and emphasis; `whole` keeps the mark. `indent` and `width` count code points.
    `rank`: 0, or 1 to 6 for a markdown heading, or WHOLLY_BOLD. `number` is 0 when none is written.
    """

    text: str
    whole: str
    indent: int
    width: int
    style: Style | None = None
    number: int = 0
    rank: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands before an item's words, and how many code points it takes."""

    length: int
    style: Style
    number: int = 0
    done: bool = False


def tidy(text: str) -> list[str]:
    """The paste's lines without unseen characters and with plain spaces, composed letters, no tabs."""
    seen = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return [_plain_spaces(line) for line in seen.splitlines()]


def _plain_spaces(line: str) -> str:
    return "".join(" " if letter.isspace() else letter for letter in line.expandtabs(4)).rstrip()


def read_line(raw: str) -> Line:
    """One tidy line, taken apart; a line of rules and dashes alone is an empty one."""
    bare = raw.lstrip(" ")
    indent = len(raw) - len(bare)
    if bare.startswith(">"):
        bare = bare.lstrip("> ")
    if _RULE.fullmatch(bare):
        return Line(text="", whole="", indent=indent, width=len(raw))
    rank, bare = _ranked(bare)
    whole = _without_emphasis(bare)
    marks = list(_marks(whole))
    text = fold_spaces(whole[sum(mark.length for mark in marks) :])
    style = _style(marks)
    return Line(
        text=text,
        whole=fold_spaces(whole),
        indent=indent,
        width=len(raw),
        style=None if rank and style is Style.BULLET else style,
        number=max((mark.number for mark in marks), default=0),
        rank=rank or WHOLLY_BOLD * _is_wholly(_BOLD, bare),
        done=any(mark.done for mark in marks) or _is_wholly(_STRUCK, bare) or bool(_ENDING_TICK.search(text)),
    )


def fold_spaces(text: str) -> str:
    """The text on one line with single spaces."""
    return " ".join(text.split())


def _ranked(bare: str) -> tuple[int, str]:
    hashes = _HASHES.match(bare)
    return (len(hashes[1]), bare[hashes.end() :]) if hashes else (0, bare)


def _is_wholly(emphasis: re.Pattern[str], bare: str) -> bool:
    """Whether all words after the mark stand in that emphasis."""
    if "**" not in bare and "__" not in bare and "~~" not in bare:
        return False
    return bool(emphasis.fullmatch(bare[sum(mark.length for mark in _marks(bare)) :].strip()))


def _without_emphasis(bare: str) -> str:
    plain = bare.replace("**", "").replace("__", "").replace("~~", "").replace("`", "").strip()
    return _ITALIC.sub(r"\1", plain)


def _marks(bare: str) -> Iterator[_Mark]:
    """The marks before the words: a list mark, a box and an emoji may follow each other, once each."""
    at = 0
    numbered = False
    for _ in range(3):
        mark = _mark(bare[at : at + 24], numbered)
        if mark is None:
            return
        numbered = numbered or mark.style is not Style.BULLET
        at += mark.length
        yield mark


def _mark(start: str, numbered: bool) -> _Mark | None:
    if box := _BOX.match(start):
        sign = box["glyph"] or box["tick"] or " "
        return _Mark(box.end(), Style.BULLET, done=sign in _TICKS_DONE + _GLYPHS_DONE)
    if not numbered and (mark := _counted(start)):
        return mark
    if bullet := _BULLET.match(start):
        return _Mark(bullet.end(), Style.BULLET)
    picture = _picture(start)
    return _Mark(picture, Style.BULLET) if picture else None


def _counted(start: str) -> _Mark | None:
    if number := _NUMBER.match(start):
        return _Mark(number.end(), Style.NUMBER, int(number["n"] or number["hash"]))
    if circled := _CIRCLED.match(start):
        return _Mark(circled.end(), Style.NUMBER, int(unicodedata.numeric(circled["n"])))
    if letter := _LETTER.match(start):
        return _Mark(letter.end(), Style.LETTER, _place(letter["l"].casefold()))
    return None


def _place(letter: str) -> int:
    return ord(letter) - ord("a") + 1 if len(letter) == 1 else 0


def _picture(start: str) -> int:
    """The length of leading emoji and the space after them."""
    length = 0
    for sign in start:
        if not (unicodedata.category(sign) in {"So", "Sk"} or (length and sign in "\ufe0f\u200d ")):
            return length
        length += 1
    return length


def _style(marks: list[_Mark]) -> Style | None:
    counted = (mark.style for mark in marks if mark.style is not Style.BULLET)
    return next(counted, Style.BULLET if marks else None)
