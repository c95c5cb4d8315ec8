"""Which lines of a session summary are headings, and what each heading opens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.core.summary_lines import Line, Style
from bot.core.summary_sentences import asks
from bot.core.summary_wording import Wording
from bot.core.summary_words import covered, folded, phrase_at, words_of

_MOST_WORDS = 8
_MOST_LETTERS = 90
_COLON = re.compile(r"\s?[:：](?=\s|$)")
_PARTING = re.compile(r"\s+[-–—=]+>?\s+|[.]\s+|[.]$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SENTENCE_END = re.compile(r"[.!?…;](?=\s)")


class Role(StrEnum):
    """What a heading opens."""

    HOMEWORK = "homework"
    PERHAPS = "perhaps homework"
    AGENDA = "perhaps homework, or what the next session is for"
    REVIEW = "review of old homework"
    NOTHING = "no homework"
    OTHER = "another part"
    UNKNOWN = "a part of unknown kind"
    LOOSE = "no part"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line opens, and the words that follow the heading on its own line."""

    role: Role
    rest: str = ""


def heading(line: Line, wording: Wording) -> Heading | None:
    """What the line is a heading of, if it is one."""
    return _known(line, wording) or _by_looks(line, wording)


def _known(line: Line, wording: Wording) -> Heading | None:
    for label, rest, colon in _labels(line.text):
        shown = colon or line.rank > 0
        role = role_of(label, wording, strict=line.style is not None or not shown)
        bare_item = line.style is not None and not shown
        if role and not (bare_item and role in {Role.PERHAPS, Role.AGENDA, Role.OTHER}):
            return Heading(role, rest)
    return None


def _labels(text: str) -> Iterator[tuple[str, str, bool]]:
    """What may be a heading at the line's start: (label, the rest, whether a colon follows)."""
    for parting in (_COLON, _PARTING):
        if found := parting.search(text, 0, _MOST_LETTERS):
            yield text[: found.start()], text[found.end() :].strip(), parting is _COLON
    if len(text) <= _MOST_LETTERS:
        yield text, "", False


def role_of(label: str, wording: Wording, *, strict: bool) -> Role | None:
    """What a heading of these words opens; a strict one has no word that headings do not have."""
    words = folded(label)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    if covered(words, wording.strong):
        return _homework_role(words, folded(_BRACKETS.sub(" ", label)), wording, strict=strict)
    if phrase_at(words, 0, wording.closing) == words:
        return Role.OTHER
    if _all_known(words, covered(words, wording.soft), wording):
        return Role.AGENDA if covered(words, wording.agenda) else Role.PERHAPS
    if covered(words, wording.soft) and covered(words, wording.review):
        return Role.REVIEW
    return _other_role(words, wording, strict=strict)


def _homework_role(
    words: tuple[str, ...], outside: tuple[str, ...], wording: Wording, *, strict: bool
) -> Role | None:
    if strict and not _all_known(outside, covered(outside, wording.strong), wording):
        return Role.REVIEW if _all_known(words, covered(words, wording.strong), wording, old=True) else None
    if covered(words, wording.review):
        return Role.REVIEW
    return Role.NOTHING if phrase_at(words, 0, wording.nothing) else Role.HOMEWORK


def _other_role(words: tuple[str, ...], wording: Wording, *, strict: bool) -> Role | None:
    closing = covered(words, wording.closing)
    if strict:
        known = all(word in wording.closing_words or word in wording.fill for word in words)
        return Role.OTHER if closing and known else None
    return Role.OTHER if closing else None


def _all_known(words: tuple[str, ...], core: frozenset[int], wording: Wording, *, old: bool = False) -> bool:
    """Whether beside the core only words stand that go with a heading (`old`: or with a review)."""
    review = covered(words, wording.review) if old else frozenset()
    return bool(core) and all(
        at in core or at in review or word in wording.fill or word.isdigit() or word.endswith("'s")
        for at, word in enumerate(words)
    )


def is_fresh(line: Line, wording: Wording) -> str | None:
    """What follows a heading under which homework goes on ("New: …"), on its own line; None for any other line."""
    label = _COLON.search(line.text, 0, _MOST_LETTERS)
    if not (label or line.rank):
        return None
    words = folded(line.text[: label.start()] if label else line.text)
    goes_on = bool(words) and len(phrase_at(words, 0, wording.fresh)) == len(words)
    return (line.text[label.end() :].strip() if label else "") if goes_on else None


def looks_back(line: Line, wording: Wording) -> bool:
    """Whether the line is a label of what was given earlier, and nothing more: "Old:", "Completed:"."""
    words = folded(line.text)
    labels = line.style is None and line.text.endswith((":", "："))
    return labels and _all_known(words, covered(words, wording.review), wording)


def _by_looks(line: Line, wording: Wording) -> Heading | None:
    words = folded(line.text)
    if not words or len(words) > _MOST_WORDS or is_day_label(line.text, wording):
        return None
    if line.style is None and len(phrase_at(words, 0, wording.closing)) > 1 and not asks(line.text, wording):
        return Heading(Role.OTHER)
    if line.style is None and (line.text.endswith((":", "：")) or _is_shouted(line.text)):
        return Heading(Role.UNKNOWN)
    return Heading(Role.UNKNOWN) if line.rank and line.style is not Style.BULLET else None


def _is_shouted(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) > 3 and text[-1].isalpha()


def is_labelled(text: str, wording: Wording) -> bool:
    """Whether the text has the form "Label: something" with a short label that names no day."""
    found = _COLON.search(text, 0, _MOST_LETTERS)
    if not found or not text[0].isupper():
        return False
    label = text[: found.start()]
    return len(folded(label)) <= 4 and not is_day_label(label, wording)


def is_day_label(text: str, wording: Wording) -> bool:
    """Whether the words say nothing but when: "Monday", "Every evening"."""
    words = folded(text)
    spoken = covered(words, wording.every) | covered(words, wording.day_groups)
    days = {at for at, word in enumerate(words) if word in wording.days or word in wording.short_days}
    joins = wording.day_signs | wording.between | wording.parts
    joining = {at for at, word in enumerate(words) if word in joins}
    return bool(spoken | days) and len(spoken | days | joining) == len(words)


def broken_at_headings(raw: str, wording: Wording) -> list[str]:
    """A line in which a homework part starts midway (a text that lost its line ends), cut before each heading."""
    found = list(_headings_inside(raw, wording))
    if not found:
        return [raw]
    roles = [_heading_at_start(raw, wording), *(role for _, role in found)]
    first = next((at for at, role in enumerate(roles) if role not in {None, Role.OTHER}), len(roles))
    edges = [0, *(at for at, _ in found[max(0, first - 1) :]), len(raw)]
    return [raw[start:end].rstrip() for start, end in pairwise(edges)]


def _heading_at_start(raw: str, wording: Wording) -> Role | None:
    colon = _COLON.search(raw, 0, _MOST_LETTERS)
    return role_of(raw[: colon.start()], wording, strict=True) if colon else None


def _headings_inside(raw: str, wording: Wording) -> Iterator[tuple[int, Role]]:
    last = 0
    for colon in _COLON.finditer(raw):
        start = max(last, colon.start() - _MOST_LETTERS)
        found = _heading_before(raw, start, colon.start(), wording)
        if found and any(map(str.isalpha, raw[last : found[0]])):
            yield found
        last = colon.end()


def _heading_before(raw: str, start: int, end: int, wording: Wording) -> tuple[int, Role] | None:
    """The longest heading that ends at `end`: it starts with a capital, or a sentence before it ended."""
    window = raw[start:end]
    for word in words_of(window)[-_MOST_WORDS:]:
        fresh = _SENTENCE_END.search(window[max(0, word.start - 3) : word.start])
        if not (word.capital or fresh):
            continue
        role = role_of(window[word.start :], wording, strict=True)
        if role:
            return start + word.start, role
    return None
