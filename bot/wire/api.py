"""Calls the Bot API with plain values and gives back plain values."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData

# RequestData is public and takes nothing else; building Telegram's objects for every call is what costs the time.
from telegram.request._requestparameter import RequestParameter

from bot.wire.failures import Refused, Unreachable

TELEGRAM = "https://api.telegram.org"


class Api:
    """One bot's methods. Errors are python-telegram-bot's: whatever its transports raise, and nothing else."""

    def __init__(self, request: BaseRequest, token: str, base_url: str = TELEGRAM) -> None:
        self._request = request
        self._base = f"{base_url}/bot{token}"
        self._files = f"{base_url}/file/bot{token}"

    async def open(self) -> None:
        """Make the transport ready."""
        await self._request.initialize()

    async def close(self) -> None:
        """Let go of connections."""
        await self._request.shutdown()

    async def call(self, method: str, params: Mapping[str, Any], *, read_timeout: float = 30) -> Any:
        """The `result` that Telegram answers with. A value that is an InputFile is uploaded.

        Raises:
            telegram.error.TelegramError: as the transport and python-telegram-bot's error mapping have it.
        """
        data = RequestData([RequestParameter.from_input(name, value) for name, value in params.items()])
        return await self._request.post(
            f"{self._base}/{method}", request_data=data, read_timeout=read_timeout
        )

    async def download(self, path: str, *, read_timeout: float = 60) -> bytes:
        """A file's bytes; `path` is what getFile answered with, and is good for an hour.

        Raises:
            telegram.error.TelegramError: as `call`; InvalidToken also where there is no such file any longer.
        """
        return await self._request.retrieve(f"{self._files}/{quote(path)}", read_timeout=read_timeout)

    async def username(self) -> str:
        """The name that Telegram knows this bot by. Raises Refused, Unreachable."""
        try:
            me = await self.call("getMe", {})
        except InvalidToken:
            raise Refused("Telegram does not know this BOT_TOKEN") from None
        except TelegramError as error:
            raise Unreachable(f"Telegram could not be reached ({type(error).__name__})") from None
        return str(me.get("username", "")) if isinstance(me, dict) else ""
