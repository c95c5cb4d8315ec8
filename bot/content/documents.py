"""Reads a document that a therapist sent: its bytes as words, and the words as the tasks of a summary or as an exercise."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace

from bot.content.own_exercises import fault_in
from bot.core.inputs import Opened
from bot.core.library import Library
from bot.core.summary import homework
from bot.core.talk.assigning_document import holds_exercise, largest
from bot.core.turn import Document

_WIDE = (("utf-16-le", slice(1, None, 2)), ("utf-16-be", slice(0, None, 2)))
_OLD = ("utf-8-sig", "cp1252")
_ODD_SIGNS = 50
"""One sign in so many that belongs in no text is still taken for a slip."""


def opened(document: Document, content: bytes, library: Library) -> Opened:
    """What stands in the document: the tasks or the exercise in it, or why there are none to be had. Any bytes at all are
    accepted."""
    here = Opened(file=document.file, name=document.name)
    if len(content) > largest(document.name):
        return replace(here, trouble="large")
    text = decoded(content)
    if text is None:
        return replace(here, trouble="no text")
    if not holds_exercise(document.name):
        return replace(here, tasks=tuple(item.text for item in homework(text, library.wording)))
    found = fault_in(text, library)
    if found is not None:
        return replace(here, trouble="fault", line=found.line, reason=found.reason)
    return replace(here, exercise=text)


def decoded(content: bytes) -> str | None:
    """The words that the bytes stand for: UTF-8 or UTF-16, marked as such or not, else as older Windows wrote them; None
    where it is no text."""
    text = _decoded(content)
    odd = sum(not (sign.isprintable() or sign.isspace()) for sign in text)
    return text if text.strip() and odd * _ODD_SIGNS <= len(text) and "\x00" not in text else None


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    for encoding, empty_half in _WIDE:
        # Nearly every letter of a western text has one half that is nought.
        if content and content[empty_half].count(0) * 3 > len(content):
            return content.decode(encoding, "replace")
    for encoding in _OLD:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
