"""Takes updates from Telegram: each is committed as it came before Telegram is told that we have it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.wire.api import Api
from bot.wire.failures import Stopped
from bot.wire.pace import asked_for, backoff
from storage import store
from storage.connection import Connection
from storage.store import Store
from storage.writer import NotStored, Writer

log = logging.getLogger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 50
BATCH = 100

Update = dict[str, Any]


class NotKept(Exception):
    """Updates could not be committed; Telegram keeps them until they are."""


class Poller:
    """Long polling with our own offset.

    `hear` gets each new update with its id once it is committed; `rescue` gets those whose commit failed, once
    each, so that somebody in danger is answered even then. What was not committed is not confirmed.
    """

    def __init__(
        self,
        api: Api,
        keys: Store,
        writer: Writer,
        clock: Clock,
        *,
        hear: Callable[[int, Update], None],
        rescue: Callable[[Update], Awaitable[None]],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._keys = keys
        self._writer = writer
        self._clock = clock
        self._hear = hear
        self._rescue = rescue
        self._pause = pause
        self._offset: int | None = None
        self._rescued: set[int] = set()

    async def run(self) -> None:
        """Poll until cancelled. Raises Stopped."""
        failures = 0
        while True:
            try:
                await self._keep(await self._poll())
            except (Conflict, InvalidToken) as error:
                raise Stopped(_REASONS[type(error)]) from None
            except RetryAfter as error:
                await self._pause(asked_for(error))
            except (TelegramError, NotKept) as error:
                log.warning("polling: %s", error if isinstance(error, NotKept) else type(error).__name__)
                failures += 1
                await self._pause(backoff(failures))
            else:
                failures = 0

    async def _poll(self) -> list[Update]:
        params = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": list(ALLOWED)}
        if self._offset is not None:
            params["offset"] = self._offset
        answer = await self._api.call("getUpdates", params, read_timeout=POLL_SECONDS + 10)
        updates = [each for each in answer if _id_of(each) is not None] if isinstance(answer, list) else []
        if answer and not updates:
            raise NotKept("the answer holds no update")
        return updates

    async def _keep(self, updates: Sequence[Update]) -> None:
        if not updates:
            return
        rows = [(_known_id(each), json.dumps(each).encode()) for each in updates]
        now = self._clock.now()
        keeping = self._writer.submit(partial(_keep_rows, self._keys, rows, now))
        try:
            fresh = await asyncio.shield(keeping)
        except asyncio.CancelledError:
            # Told to stop while the commit runs: what it keeps is still handed on.
            self._hand_on(updates, await keeping)
            raise
        except (
            Exception
        ) as error:  # whatever it was, somebody in danger is answered, and nothing is confirmed
            await self._rescue_each(updates)
            raise NotKept(str(error) if isinstance(error, NotStored) else type(error).__name__) from error
        self._rescued.difference_update(number for number, _ in rows)
        self._offset = max(number for number, _ in rows) + 1
        self._hand_on(updates, fresh)

    def _hand_on(self, updates: Sequence[Update], fresh: Sequence[int]) -> None:
        known = set(fresh)
        for each in updates:
            if (number := _known_id(each)) in known:
                known.discard(number)
                self._hear(number, each)

    async def _rescue_each(self, updates: Sequence[Update]) -> None:
        for each in updates:
            if (number := _known_id(each)) not in self._rescued:
                self._rescued.add(number)
                await self._rescue(each)


_REASONS: dict[type[TelegramError], str] = {
    Conflict: "another program polls with this bot's token, or it has a webhook",
    InvalidToken: "Telegram refused the token",
}


def _keep_rows(keys: Store, rows: Sequence[tuple[int, bytes]], now: datetime, conn: Connection) -> list[int]:
    return store.keep_updates(keys, conn, rows, now)


def _id_of(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and 0 <= number < 2**63 else None


def _known_id(update: Update) -> int:
    return int(update["update_id"])
