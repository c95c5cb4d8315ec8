"""Fetches a file's bytes from Telegram by its id."""

from telegram.error import BadRequest, InvalidToken

from bot.wire.api import Api

LARGEST = 20 << 20
"""Telegram gives bots no larger files than this, in bytes."""


class NotGiven(Exception):
    """Telegram does not give this file to us; `for_good` where asking again is no use."""

    def __init__(self, *, for_good: bool = False) -> None:
        super().__init__()
        self.for_good = for_good


async def download(api: Api, file: str, largest: int = LARGEST) -> tuple[str, bytes]:
    """The file's path at Telegram, and its bytes. Raises NotGiven, also where it is larger, and TelegramError."""
    path = await _path_of(api, file, largest)
    try:
        content = await api.download(path)
    except (BadRequest, InvalidToken):
        # A path that has run out looks to the transport like a token nobody knows.
        raise NotGiven from None
    if len(content) > largest:
        raise NotGiven(for_good=True)
    return path, content


async def _path_of(api: Api, file: str, largest: int) -> str:
    try:
        found = await api.call("getFile", {"file_id": file})
    except BadRequest as error:
        raise NotGiven(for_good="too big" in error.message.lower()) from None
    match found:
        case {"file_size": int(size)} if size > largest:
            raise NotGiven(for_good=True)
        case {"file_path": str(path)}:
            return path
        case _:
            raise NotGiven
