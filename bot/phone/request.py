"""Hands python-telegram-bot's requests straight to the local Telegram: no socket, no token, no second process."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.phone.refusals import LineCut, Refusal
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Json


class LocalRequest(BaseRequest):
    """A transport whose other end is a LocalTelegram in the same event loop."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """Seconds, as PTB asks; nothing here waits that long."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  Telegram takes GET and POST alike
        request_data: RequestData | None = None,
        read_timeout: object = None,  # noqa: ARG002  the local Telegram answers at once
        write_timeout: object = None,  # noqa: ARG002  see read_timeout
        connect_timeout: object = None,  # noqa: ARG002  see read_timeout
        pool_timeout: object = None,  # noqa: ARG002  see read_timeout
    ) -> tuple[int, bytes]:
        """The HTTP status and the body.

        Raises:
            TimedOut: a planned fault; the call was not performed.
            NetworkError: a planned fault; the call was performed and its answer lost.
        """
        path = unquote(urlsplit(url).path)
        before, _, rest = path.rpartition("/bot")
        token, _, name = rest.partition("/")
        if token != self._telegram.token:
            return _encoded(401, Refusal(401).body())
        if before.endswith("/file"):
            return self._file(name)
        return await self._call(name, request_data)

    async def _call(self, name: str, data: RequestData | None) -> tuple[int, bytes]:
        parts = data.multipart_data if data and data.contains_files else {}
        files = {part: (content[0], _content(content[1])) for part, content in parts.items()}
        try:
            status, body = await self._telegram.call(name, dict(data.parameters) if data else {}, files)
        except LineCut as cut:
            if cut.performed:
                raise NetworkError("local Telegram: the connection broke") from None
            raise TimedOut from None
        return _encoded(status, body)

    def _file(self, path: str) -> tuple[int, bytes]:
        file = self._telegram.files.by_path.get(path)
        return (200, file.content) if file else _encoded(404, Refusal(404).body())


def _encoded(status: int, body: Json) -> tuple[int, bytes]:
    return status, json.dumps(body, ensure_ascii=False).encode()


def _content(content: Any) -> bytes:
    return content if isinstance(content, bytes) else bytes(content.read())
