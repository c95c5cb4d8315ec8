"""A line to the local Telegram on which faults can be planned, and a pause that takes no time."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.request import RequestData

from bot.phone.request import LocalRequest
from bot.phone.telegram import LocalTelegram

Fault = Exception | tuple[int, dict[str, Any]]
"""What comes instead of the call: an exception of the transport, or Telegram's answer with its HTTP status."""


class Line(LocalRequest):
    """Carries calls to the local Telegram, except where a fault was planned for the next one of that method."""

    def __init__(self, telegram: LocalTelegram) -> None:
        super().__init__(telegram)
        self.asked: list[str] = []
        self._planned: list[tuple[str, Fault]] = []

    def plan(self, method: str, *faults: Fault) -> None:
        """The next calls of this method end so, one after the other."""
        self._planned += [(method, fault) for fault in faults]

    def asked_for(self, method: str) -> int:
        """How often this method was called, faults included."""
        return self.asked.count(method)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *rest: object, **more: object
    ) -> tuple[int, bytes]:
        """One call, or the fault that was planned for it."""
        name = url.rpartition("/")[2]
        self.asked.append(name)
        planned = next((each for each in self._planned if each[0] == name), None)
        if planned is None:
            return await super().do_request(url, method, request_data, *rest, **more)
        self._planned.remove(planned)
        if isinstance(planned[1], Exception):
            raise planned[1]
        status, body = planned[1]
        return status, json.dumps(body).encode()


def refused(status: int, description: str, **parameters: Any) -> Fault:
    """Telegram's own refusal."""
    body = {"ok": False, "error_code": status, "description": description}
    return status, body | ({"parameters": parameters} if parameters else {})


def answered(result: Any) -> Fault:
    """An answer with this result, whatever the local Telegram would have said."""
    return 200, {"ok": True, "result": result}


@dataclass
class Waiting:
    """A pause that takes no time, and remembers how long each would have been; `at` is the time that passed so.

    `meanwhile` is done during the next one, once. Without `moves` the time stands still; with `pause_for_ever` no
    pause ends.
    """

    at: float = 0.0
    waits: list[float] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None
    moves: bool = True
    pause_for_ever: bool = False

    def now(self) -> float:
        """Seconds that would have passed."""
        return self.at

    async def pause(self, seconds: float) -> None:
        """Wait, in no time at all."""
        act, self.meanwhile = self.meanwhile, None
        self.waits.append(seconds)
        self.at += seconds * self.moves
        if act is not None:
            act()
        await (asyncio.Event().wait() if self.pause_for_ever else asyncio.sleep(0))
