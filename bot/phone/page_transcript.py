"""The chats of a practice as one readable Markdown text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.phone.page_contract import Phone
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Message


def transcript(telegram: LocalTelegram, phones: Sequence[Phone]) -> str:
    """Every phone's chat, one after another, times in each phone's own zone."""
    parts = ["# Practice transcript\n"]
    for phone in phones:
        parts += _chat(telegram, phone)
    return "\n".join(parts)


def _chat(telegram: LocalTelegram, phone: Phone) -> Iterator[str]:
    yield f"## {_plain(phone.name)} ({_plain(phone.role)}, {phone.zone})\n"
    day = ""
    for message in telegram.chat(phone.user_id).messages:
        local = message.date.astimezone(ZoneInfo(phone.zone))
        if _day(local) != day:
            day = _day(local)
            yield f"### {day}\n"
        yield _bubble(message, local, telegram.bot_name if message.from_bot else phone.name)


def _bubble(message: Message, local: datetime, who: str) -> str:
    marks = [
        mark
        for mark, holds in (("edited", message.edited and not message.from_bot), ("silent", message.silent))
        if holds
    ]
    head = f"**{_plain(who)}** {local:%H:%M}" + "".join(f" ({mark})" for mark in marks)
    lines = [head, *_body(message), *(_row(row) for row in message.keyboard)]
    if message.reactions:
        lines.append(" ".join(message.reactions))
    return "\n>\n".join((lines[0], "\n".join(f"> {line}" for line in lines[1:]))) + "\n"


def _body(message: Message) -> Iterator[str]:
    if message.media:
        name = f": {_plain(message.media.file_name)}" if message.media.file_name else ""
        yield f"({message.media.kind.replace('_', ' ')}{name})  "
    for line in message.text.splitlines():
        yield f"{_plain(line)}  "


def _row(buttons: Sequence[dict[str, object]]) -> str:
    return " ".join(f"`[{str(button['text']).replace('`', chr(39))}]`" for button in buttons) + "  "


def _day(local: datetime) -> str:
    return f"{local:%A %d %B %Y}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text.replace("\n", " "))
