"""The chats of a practice as one readable Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.phone.page_contract import Phone
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Chat, Happening, Message, Rows

CODE = re.compile(r"\b([ct]_)[\w-]{22}")


def transcript(telegram: LocalTelegram, phones: Sequence[Phone], title: str = "Practice") -> str:
    """Every phone's chat, one after another: words, buttons and taps, times in each phone's own zone."""
    parts = [f"# {_plain(title)}\n"]
    for phone in phones:
        parts += _chat(telegram, phone)
    return "\n".join(parts)


def _chat(telegram: LocalTelegram, phone: Phone) -> Iterator[str]:
    yield f"## {_plain(phone.name)} ({_plain(phone.role)}, {phone.zone})\n"
    day, chat = "", telegram.chat(phone.user_id)
    for one in _told(chat):
        local = one.at.astimezone(ZoneInfo(phone.zone))
        if _day(local) != day:
            day = _day(local)
            yield f"### {day}\n"
        yield _happening(one, local, telegram, phone)


def _told(chat: Chat) -> Iterator[Happening]:
    """What is worth telling: not that buttons went, and nothing that looks as it did before."""
    looked: dict[int, tuple[str, Rows]] = {}
    for one in chat.journal:
        if one.message is not None:
            look = one.message.text, one.message.keyboard
            before = looked.get(one.message.id)
            looked[one.message.id] = look
            if before is not None and (look == before or look == (before[0], [])):
                continue
        yield one


def _happening(one: Happening, local: datetime, telegram: LocalTelegram, phone: Phone) -> str:
    if one.tap is not None:
        return f"**{_plain(phone.name)}** {local:%H:%M} taps {_button(one.tap.label)}\n"
    if one.message is not None:
        who = telegram.bot_name if one.message.from_bot else phone.name
        return _bubble(
            one.message, telegram.chat(phone.user_id).find(one.message.id), f"**{_plain(who)}** {local:%H:%M}"
        )
    return f"({local:%H:%M} {'a message is' if one.gone else 'all messages are'} deleted)\n"


def _bubble(message: Message, now: Message | None, head: str) -> str:
    """A message as it was; reactions came later, so they are taken from how it stands `now`."""
    changed = "in place" if message.from_bot else "edited"
    marks = [mark for mark, holds in ((changed, message.edited), ("silent", message.silent)) if holds]
    head += "".join(f" ({mark})" for mark in marks)
    lines = [*_body(message), *(_row(row) for row in message.keyboard)]
    if now is not None and now.reactions:
        lines.append(" ".join(now.reactions))
    return f"{head}\n>\n" + "\n".join(f"> {line}" for line in lines) + "\n"


def _body(message: Message) -> Iterator[str]:
    if message.media:
        name = f": {_plain(message.media.file_name)}" if message.media.file_name else ""
        yield f"({message.media.kind.replace('_', ' ')}{name})  "
    for line in message.text.splitlines():
        yield f"{_plain(line)}  "


def _row(buttons: Sequence[dict[str, object]]) -> str:
    return " ".join(_button(str(button["text"])) for button in buttons) + "  "


def _button(label: str) -> str:
    return f"`[{label.replace('`', chr(39))}]`"


def _day(local: datetime) -> str:
    return f"{local:%A %d %B %Y}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, without the codes of links, which are good for one person."""
    text = CODE.sub(r"\1…", text)
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text.replace("\n", " "))
