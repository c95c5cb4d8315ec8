"""Sends charts as a picture, with everything that is on it in words underneath."""

import asyncio

from telegram import InputFile

from bot.core.picture import Picture
from bot.core.turn import Reply
from bot.export.typesetting import drawn
from handlers.render import Call, captioned


async def pictured(chat: int, reply: Reply, picture: Picture) -> Call:
    """The call that shows a picture, drawn in a process of its own. Raises NotPrinted, which is an OSError."""
    content = await asyncio.to_thread(drawn, picture)
    upload = InputFile(content, filename="picture.png")
    return Call("sendPhoto", {"chat_id": chat, "photo": upload, **captioned(reply)})
