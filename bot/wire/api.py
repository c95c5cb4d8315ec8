"""Calls the Bot API with plain values and gives back plain values."""

from collections.abc import Mapping
from typing import Any

from telegram.request import BaseRequest, RequestData

# RequestData is public and takes nothing else; building Telegram's objects for every call is what costs the time.
from telegram.request._requestparameter import RequestParameter

TELEGRAM = "https://api.telegram.org"


class Api:
    """One bot's methods. Errors are python-telegram-bot's: whatever its transports raise, and nothing else."""

    def __init__(self, request: BaseRequest, token: str, base_url: str = TELEGRAM) -> None:
        self._request = request
        self._base = f"{base_url}/bot{token}"

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
