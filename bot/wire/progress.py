"""Shows in a chat how far a long file is, without a word: a bar that moves, and goes when the file comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram.error import TelegramError

from bot.exporting import Watch
from bot.wire.api import Api

PATIENCE = 2.0
"""Seconds before anything is shown, and between two looks: Telegram minds more than one message a second."""
CELLS = 10


@asynccontextmanager
async def shown_progress(api: Api, chat: int, patience: float = PATIENCE) -> AsyncIterator[Watch]:
    """While the block runs, what is told to the yielded function from any thread is shown in the chat."""
    loop, board = asyncio.get_running_loop(), _Board(api, chat)

    def watch(done: int, everyone: int) -> None:
        loop.call_soon_threadsafe(board.told, done, everyone)

    showing = asyncio.create_task(board.show(patience))
    try:
        yield watch
    finally:
        board.over.set()
        await showing


class _Board:
    """One bar in one chat. What Telegram refuses of it is missed by nobody."""

    def __init__(self, api: Api, chat: int) -> None:
        self._api = api
        self._chat = chat
        self._told = ""
        self._shown = ""
        self._message: int | None = None
        self.over = asyncio.Event()

    def told(self, done: int, everyone: int) -> None:
        filled = CELLS * done // everyone if everyone else CELLS
        self._told = f"{'▰' * filled}{'▱' * (CELLS - filled)} {done} / {everyone}"

    async def show(self, patience: float) -> None:
        """Draw what is told until it is over; then take the bar away again."""
        while not await self._is_over_within(patience):
            if self._told != self._shown:
                await self._draw(self._told)
        if self._message is not None:
            await self._call("deleteMessage", message_id=self._message)

    async def _is_over_within(self, patience: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), patience)
        return self.over.is_set()

    async def _draw(self, bar: str) -> None:
        self._shown = bar
        if self._message is not None:
            await self._call("editMessageText", message_id=self._message, text=bar)
            return
        sent = await self._call("sendMessage", text=bar, disable_notification=True)
        self._message = sent.get("message_id") if isinstance(sent, dict) else None

    async def _call(self, method: str, **params: Any) -> object:
        with suppress(TelegramError):
            return await self._api.call(method, {"chat_id": self._chat, **params})
        return None
