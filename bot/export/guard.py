"""Keeps words from acting in a spreadsheet, reversibly, and makes characters visible that no file can hold."""

import re
import string
from itertools import takewhile
from unicodedata import category, normalize

_TAME = frozenset(string.ascii_letters + string.digits)
_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_BREAKS = frozenset("\t\r\n\0")
# Letters by their class, though nothing of them is seen.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_UNSEEN = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_UNHOLDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

RULE = (
    "A cell has one ' put in front when, behind any ' it begins with itself, its first visible character is = + - @ "
    "or a wide, small, raised or mathematical form of one, or when a tab, a line break or NUL comes before that "
    "character. Cells that are a number as a whole are left alone."
)
UNDO = "Take one ' away from every cell that begins with ' and that the rule above speaks of without it."
REPLACED = (
    "Control characters other than tab, line feed and carriage return are shown as their pictures (U+2400 and "
    "following), lone surrogates and the two noncharacters U+FFFE and U+FFFF as U+FFFD."
)


def guard(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula. `unguard` gives exactly `cell` back."""
    return f"'{cell}" if not _is_tame(cell[:1]) and _acts(cell) else cell


def is_plain(cell: str) -> bool:
    """Whether `guard` and `visible` leave a cell as it is, as far as that can be told at a glance."""
    return cell.isprintable() and _is_tame(cell[:1])


def unguard(cell: str) -> str:
    """What `guard` was given, from what it made of it."""
    return cell[1:] if cell.startswith("'") and _acts(cell) else cell


def visible(text: str) -> str:
    """`text` with a visible sign in place of each character that XML or UTF-8 cannot hold; all others stay."""
    return text if text.isprintable() else _UNHOLDABLE.sub(_sign, text)


def _is_tame(first: str) -> bool:
    """Whether a cell cannot act that begins so: most cells, in any script, are done with here."""
    return first in _TAME or (first.isalnum() and first not in _FILLERS)


def _acts(cell: str) -> bool:
    behind = cell.lstrip("'")
    # Spreadsheets pass over what cannot be seen, each of them over something else, before they look for a sign.
    unseen = "".join(takewhile(_is_unseen, behind))
    first = normalize("NFKC", behind[len(unseen) : len(unseen) + 1])
    is_formula = first[:1] in _SIGNS and _NUMBER.match(behind) is None
    return is_formula or not _BREAKS.isdisjoint(unseen)


def _is_unseen(character: str) -> bool:
    return category(character) in _UNSEEN or character in _FILLERS


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
