"""Reads parse_mode HTML the way Telegram does, with its refusals and their byte offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from bot.phone.entities import date_time, units, wrong_url
from bot.phone.refusals import Refusal, unparsable
from bot.phone.tg_model import Json

_STYLE_OF = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = re.compile(r"&(?:#x[0-9a-fA-F]{1,6}|#\d{1,7}|lt|gt|amp|quot);")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+)))?"""
)


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int
    byte: int


@dataclass(slots=True)
class _Reader:
    """Walks the source once; `written` is the plain text so far, `open_tags` the tags not closed yet."""

    source: str
    position: int = 0
    written: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def write(self, piece: str) -> None:
        self.written.append(piece)
        self.length += units(piece)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities.

    Raises:
        Refusal: "can't parse entities: ..." with the byte offset of the tag at fault.
    """
    reader = _Reader(source)
    while reader.position < len(source):
        _step(reader)
    if reader.open_tags:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{reader.open_tags[-1].tag}"')
    return "".join(reader.written), reader.entities


def _step(reader: _Reader) -> None:
    rest = reader.source[reader.position :]
    if rest.startswith("</"):
        _end_tag(reader)
    elif rest.startswith("<"):
        _start_tag(reader)
    else:
        piece = re.match(r"[^<]+", rest)
        text = piece.group() if piece else ""
        reader.write(_decode(text))
        reader.position += len(text)


def _decode(text: str) -> str:
    return _NAMED.sub(lambda found: unescape(found.group()), text)


def _start_tag(reader: _Reader) -> None:
    begin = reader.position
    at = reader.byte(begin)
    name = _name(reader.source, begin + 1)
    end = begin + 1 + len(name)
    if end >= len(reader.source):
        raise _wrong(f"Unclosed start tag at byte offset {at}")
    tag = name.lower()
    if tag not in _STYLE_OF:
        raise _wrong(f'Unsupported start tag "{tag}" at byte offset {at}')
    attributes, reader.position = _attributes(reader.source, end, tag, at)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    reader.open_tags.append(_Open(tag, attributes, reader.length, at))


def _name(source: str, position: int) -> str:
    found = _NAME.match(source, position)
    return found.group() if found else ""


def _attributes(source: str, position: int, tag: str, at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while (blank := _skip_blanks(source, position)) < len(source) and source[blank] != ">":
        match = _ATTRIBUTE.match(source, position)
        if match is None:
            raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        value = next((v for v in match.group("double", "single", "bare") if v is not None), "")
        found[match["name"].lower()] = _decode(value)
        position = match.end()
    if blank >= len(source):
        raise _wrong(f'Unclosed start tag "{tag}" at byte offset {at}')
    return found, blank + 1


def _skip_blanks(source: str, position: int) -> int:
    return next((i for i in range(position, len(source)) if not source[i].isspace()), len(source))


def _end_tag(reader: _Reader) -> None:
    at = reader.byte(reader.position)
    if not reader.open_tags:
        raise _wrong(f"Unexpected end tag at byte offset {at}")
    name = _name(reader.source, reader.position + 2)
    close = _skip_blanks(reader.source, reader.position + 2 + len(name))
    if reader.source[close : close + 1] != ">":
        raise _wrong(f"Unclosed end tag at byte offset {at}")
    opened = reader.open_tags.pop()
    if name and name.lower() != opened.tag:
        raise _wrong(
            f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", found "</{name.lower()}>"'
        )
    reader.position = close + 1
    reader.entities.extend(_entities(reader, opened))


def _entities(reader: _Reader, opened: _Open) -> Iterator[Json]:
    length = reader.length - opened.start
    if not length:
        return
    covered = "".join(reader.written).encode("utf-16-le")[opened.start * 2 :].decode("utf-16-le", "replace")
    extra = _extra(opened, covered)
    if extra is not None:
        yield {"type": _STYLE_OF[opened.tag], "offset": opened.start, "length": length, **extra}


def _extra(opened: _Open, covered: str) -> Json | None:
    """Fields beyond type, offset and length; None when the tag leaves no entity (a link that is none)."""
    given = opened.attributes
    match opened.tag:
        case "a":
            url = given.get("href") or covered
            return None if wrong_url(url) else {"url": url}
        case "blockquote" if "expandable" in given:
            return {"type": "expandable_blockquote"}
        case "tg-emoji":
            return {"custom_emoji_id": given.get("emoji-id", "")}
        case "tg-time":
            return date_time(given.get("unix"), given.get("format"))
    return {}


def _wrong(why: str) -> Refusal:
    return unparsable("entities", why)
