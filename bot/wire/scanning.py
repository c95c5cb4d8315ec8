"""Sends an address as a picture that a phone's camera reads."""

from io import BytesIO

import segno
from telegram import InputFile

from bot.core.turn import Reply
from handlers.render import Call, captioned

DOT, MARGIN = 12, 4
"""Pixels a dot, and the white edge in dots that the standard asks for."""


def scannable(chat: int, reply: Reply) -> Call:
    """The call that shows the address of `reply.scan`, with the reply's words under it."""
    upload = InputFile(picture_of(reply.scan), filename="link.png")
    return Call("sendPhoto", {"chat_id": chat, "photo": upload, **captioned(reply)})


def picture_of(address: str) -> bytes:
    """A PNG of the QR code that holds `address`; readable with 15 of 100 dots lost."""
    content = BytesIO()
    segno.make_qr(address, error="m", boost_error=False).save(content, kind="png", scale=DOT, border=MARGIN)
    return content.getvalue()
