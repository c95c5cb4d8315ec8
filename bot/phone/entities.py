"""Formatted text as Telegram cleans it: UTF-16 offsets, trimming, entity checks, commands and links found by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bot.phone.refusals import Refusal, bad, unparsable
from bot.phone.tg_model import Json

STYLES = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote"}
)
_FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
_BLANKS = " \n"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_COMMAND = re.compile(r"(?<![\w/<>.])/([A-Za-z0-9_]{1,64})(?:@\w{3,32})?(?![\w/])")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,:;!?)\]]")
_DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how entities count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The piece of `text` an entity covers; offset and length in UTF-16 units."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def clean(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """Trim `text`, shift and check `entities`, and add the commands and links Telegram finds by itself.

    Raises:
        Refusal: an entity begins inside the text and ends after it, or splits a character.
    """
    text, entities = _plain(text, list(entities))
    given = [entity for entity in entities if entity["length"] > 0 and entity["offset"] >= 0]
    kept = [entity for entity in given if entity["offset"] < units(text)]
    _check_edges(text, kept)
    trimmed = text.strip(_BLANKS)
    lead = units(text[: len(text) - len(text.lstrip(_BLANKS))])
    shifted = [moved for entity in kept if (moved := _shift(entity, lead, units(trimmed)))]
    return trimmed, _ordered(shifted + _found(trimmed, shifted))


def well_formed(text: str) -> str:
    """The text with halves of surrogate pairs replaced, as an app would never send them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def parse_entities(raw: Any, what: str = "entities") -> list[Json]:
    """Read the `entities` parameter, already decoded from JSON.

    Raises:
        Refusal: not a list, an unknown type, or a field that is missing or of the wrong kind.
    """
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise bad(f"can't parse {what} JSON object")
    return [entity for item in raw if (entity := _entity(item))]


def wrong_url(url: str) -> str | None:
    """Why Telegram would not take this link, or None when it would. A bare host gets http:// in front."""
    if url.startswith("tg://"):
        return None
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme not in {"http", "https"}:
        return "Unsupported URL protocol"
    host = parts.hostname or ""
    return None if re.fullmatch(r"[^\s.]+(\.[^\s.]+)+", host) else "Wrong HTTP URL"


def _plain(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Carriage returns go, other control characters become blanks."""
    if "\r" in text:
        encoded = text.encode("utf-16-le", "surrogatepass")
        entities = [_without_returns(entity, encoded) for entity in entities]
    return _CONTROL.sub(" ", text.replace("\r", "")), entities


def _without_returns(entity: Json, encoded: bytes) -> Json:
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    before, inside = (
        piece.decode("utf-16-le", "replace").count("\r") for piece in (encoded[:start], encoded[start:end])
    )
    return {**entity, "offset": entity["offset"] - before, "length": entity["length"] - inside}


def _check_edges(text: str, entities: list[Json]) -> None:
    starts = {0}
    position = 0
    for character in text:
        position += units(character)
        starts.add(position)
    for entity in entities:
        _check_edge(entity, starts, position)


def _check_edge(entity: Json, starts: set[int], end: int) -> None:
    offset, stop = entity["offset"], entity["offset"] + entity["length"]
    if offset not in starts:
        raise bad("Entity begins in a middle of a UTF-16 symbol at byte offset 0")
    if stop > end:
        raise bad(
            f"Entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {stop}"
        )
    if stop not in starts:
        raise bad(f"Entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")


def _shift(entity: Json, lead: int, end: int) -> Json | None:
    start = max(0, entity["offset"] - lead)
    stop = min(end, entity["offset"] - lead + entity["length"])
    return {**entity, "offset": start, "length": stop - start} if stop > start else None


def _ordered(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str, taken: list[Json]) -> list[Json]:
    matches = [("bot_command", m) for m in _COMMAND.finditer(text)] + [
        ("url", m) for m in _LINK.finditer(text)
    ]
    candidates = [
        {"type": kind, "offset": units(text[: m.start()]), "length": units(m.group())} for kind, m in matches
    ]
    solid = [e for e in taken if e["type"] in {"code", "pre", "text_link"}]
    return [c for c in candidates if not any(_overlap(c, e) for e in solid)]


def _overlap(one: Json, other: Json) -> bool:
    ends = one["offset"] + one["length"], other["offset"] + other["length"]
    return bool(one["offset"] < ends[1] and other["offset"] < ends[0])


def _entity(item: Any) -> Json | None:
    if not isinstance(item, dict):
        raise _unreadable("expected an Object")
    kind = str(item.get("type") or "")
    span = {"type": kind, "offset": _number(item, "offset"), "length": _number(item, "length")}
    if not kind or kind in _FOUND_BY_TELEGRAM:
        return None
    if kind in STYLES:
        return span
    return {**span, **_extra(kind, item)}


def _extra(kind: str, item: Json) -> Json:
    match kind:
        case "pre":
            return {"language": item["language"]} if item.get("language") else {}
        case "text_link":
            return {"url": _link(item.get("url"))}
        case "text_mention":
            return {"user": item.get("user", {})}
        case "custom_emoji":
            return {"custom_emoji_id": str(item.get("custom_emoji_id", ""))}
        case "date_time":
            return date_time(item.get("unix_time"), item.get("date_time_format"))
    raise _unreadable("Unsupported type specified")


def date_time(unix: Any, form: Any) -> Json:
    """The fields of a date_time entity: seconds since 1970, and a format ("r" or w?[dD]?[tT]?), "" for plain.

    Raises:
        Refusal: the time is no whole number or the format unknown (own wording).
    """
    text = "" if form is None else str(form)
    if not re.fullmatch(r"\d{1,12}", str(unix)):
        raise _unreadable('Field "unix_time" must be a valid Number')
    if not _DATE_FORMAT.fullmatch(text):
        raise _unreadable("Invalid date-time format specified")
    return {"unix_time": int(unix)} | ({"date_time_format": text} if text else {})


def _link(url: Any) -> str:
    reason = wrong_url(str(url or "")) if url else "URL host is empty"
    if reason:
        raise bad(f"Entity URL '{url or ''}' is invalid: {reason}")
    return str(url)


def _number(item: Json, name: str) -> int:
    value = item.get(name)
    if value is None:
        raise _unreadable(f'Can\'t find field "{name}"')
    try:
        return int(value)
    except (TypeError, ValueError):
        raise _unreadable(f'Field "{name}" must be a valid Number') from None


def _unreadable(why: str) -> Refusal:
    return unparsable("MessageEntity", why)
