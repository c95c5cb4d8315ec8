"""A line to the local Telegram on which chance makes calls fail, in each of the ways in which they can."""

import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable

from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.phone.request import LocalRequest
from bot.phone.telegram import LocalTelegram
from bot.wire.transport import AiohttpRequest, NotSent

Answer = tuple[int, bytes]
Perform = Callable[[], Awaitable[Answer]]


async def not_sent(_perform: Perform) -> Answer:
    """No connection: nothing left this machine."""
    raise NotSent("no connection")


async def no_answer(_perform: Perform) -> Answer:
    """Nothing was done, and nobody can know."""
    raise TimedOut("no answer in time")


async def cut(perform: Perform) -> Answer:
    """It was done, and the answer was lost."""
    await perform()
    raise NetworkError("the call broke off")


async def broken(_perform: Perform) -> Answer:
    """Telegram has trouble of its own."""
    return 502, b"{}"


async def garbage(perform: Perform) -> Answer:
    """It was done, and the answer is unreadable."""
    await perform()
    return 200, b"<html>"


async def too_fast(_perform: Perform) -> Answer:
    """Telegram asks to wait."""
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
    return 429, json.dumps(body | {"parameters": {"retry_after": 1}}).encode()


FAULTS = (not_sent, no_answer, cut, broken, garbage, too_fast)


class Faulty(LocalRequest):
    """Carries calls to the local Telegram; of a hundred calls so many fail, polling apart."""

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)

    def __init__(self, telegram: LocalTelegram, chance: random.Random, percent: int) -> None:
        super().__init__(telegram)
        self._chance = chance
        self.percent = percent
        self.failed: Counter[str] = Counter()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *rest: object, **more: object
    ) -> tuple[int, bytes]:
        """One call, or what becomes of it."""

        async def perform() -> Answer:
            return await super(Faulty, self).do_request(url, method, request_data, *rest, **more)

        if url.endswith("/getUpdates") or self._chance.randrange(100) >= self.percent:
            return await perform()
        fault = self._chance.choice(FAULTS)
        self.failed[fault.__name__] += 1
        return await fault(perform)
