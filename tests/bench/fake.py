"""A fast fake of the Bot API in a process of its own: it answers everything, keeps nothing, and plays the clients."""

import argparse
import asyncio
import json
import math
import sys
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.bench.people import Json, Town

ME = {"id": 1000001, "is_bot": True, "first_name": "Coach", "username": "bench_bot"}
BATCH = 100
SHOWN = ("sendmessage", "editmessagetext")
LIMITED = (*SHOWN, "editmessagereplymarkup")
LONGEST_WARMING = 15.0
"""Seconds; whoever has no answer by then shows in the longest wait."""

Answer = Callable[[int, bytes], None]


@dataclass(slots=True)
class Bucket:
    """So many messages at once, then `rate` a second."""

    size: float
    rate: float
    left: float
    since: float

    def take(self, now: float) -> float:
        """Seconds to wait, zero where there is room."""
        self.left = min(self.size, self.left + (now - self.since) * self.rate)
        self.since = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rate


@dataclass(slots=True)
class Limits:
    """What Telegram lets a bot send: thirty a second in all, one a second in a chat with a short burst."""

    overall: Bucket | None = None
    chats: dict[int, Bucket] = field(default_factory=dict)

    def wait(self, chat: int, now: float) -> float:
        """Seconds to wait before one more message to this chat; it is counted where that is zero."""
        overall = self.overall = self.overall or Bucket(30, 30, 30, now)
        own = self.chats.setdefault(chat, Bucket(20, 1, 20, now))
        wait = max(overall.take(now), own.take(now))
        if wait == 0:
            overall.left -= 1
            own.left -= 1
        return wait


class Telegram:
    """One bot's Telegram: updates go out to whoever polls, what comes in is shown to the town."""

    def __init__(self, rtt: float, *, limited: bool, pause: float) -> None:
        self.loop = asyncio.get_running_loop()
        self.rtt = rtt
        self.limits = Limits() if limited else None
        self.calls: Counter[str] = Counter()
        self.refused = 0
        self.messages = 100
        self.listening = asyncio.Event()
        self._updates: deque[Json] = deque()
        self._poll: Answer | None = None
        self.town = Town(self._post, self.loop.time)
        if pause:
            self.town.pause = lambda act: _later(self.loop, pause, act)

    def call(self, method: str, params: dict[str, str], answer: Answer) -> None:
        """One call of the bot's."""
        self.calls[method] += 1
        if method == "getupdates":
            self._polled(int(params.get("offset") or 0), float(params.get("timeout") or 0), answer)
            return
        chat = int(params.get("chat_id") or 0)
        if self.limits is not None and method in LIMITED:
            wait = self.limits.wait(chat, self.loop.time())
            if wait > 0:
                self._refuse(max(1, math.ceil(wait)), answer)
                return
        answer(200, _result(self._do(method, chat, params)))

    def _do(self, method: str, chat: int, params: dict[str, str]) -> Any:
        if method == "getme":
            return ME
        if method not in SHOWN:
            return True
        number = int(params.get("message_id") or 0)
        if not number:
            self.messages += 1
            number = self.messages
        markup = params.get("reply_markup", "")
        self.town.read(chat, number, markup)
        shown = {"message_id": number, "from": ME, "chat": {"id": chat, "type": "private", "first_name": "R"}}
        buttons = {"reply_markup": json.loads(markup)} if "inline_keyboard" in markup else {}
        return shown | {"date": 1_800_000_000, "text": params.get("text", "")} | buttons

    def _refuse(self, seconds: int, answer: Answer) -> None:
        self.refused += 1
        said = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
        answer(429, json.dumps(said | {"parameters": {"retry_after": seconds}}).encode())

    def _polled(self, offset: int, timeout: float, answer: Answer) -> None:
        if timeout:
            self.listening.set()
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        self._poll = answer
        if self._updates or not timeout:
            self._hand_out()

    def _post(self, update: Json) -> None:
        self._updates.append(update)
        if self._poll is not None:
            self.loop.call_soon(self._hand_out)

    def _hand_out(self) -> None:
        poll, self._poll = self._poll, None
        if poll is not None:
            poll(200, _result([self._updates[each] for each in range(min(BATCH, len(self._updates)))]))


class Connection(asyncio.Protocol):
    """Just enough HTTP for a bot that keeps its connections open; an answer leaves one round trip after the call."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every call that is complete."""
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            size = _length(head)
            if len(self._held) < end + 4 + size:
                return
            body, self._held = self._held[end + 4 : end + 4 + size], self._held[end + 4 + size :]
            path, _, query = head.split(b" ", 2)[1].decode().partition("?")
            given = parse_qs(body.decode() or query, keep_blank_values=True)
            params = {name: values[0] for name, values in given.items()}
            self._telegram.call(path.rpartition("/")[2].lower(), params, self._answer)

    def _answer(self, status: int, body: bytes) -> None:
        head = (
            f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self._telegram.rtt:
            self._telegram.loop.call_later(self._telegram.rtt, self._write, head.encode() + body)
        else:
            self._write(head.encode() + body)

    def _write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of seconds, and what it is called on standard output where it begins and ends."""

    warm: float
    seconds: float


async def play(telegram: Telegram, people: int, span: Span) -> None:
    """Wait for the bot, let it warm up until everybody had an answer, then measure."""
    await telegram.listening.wait()
    town = telegram.town
    town.begin(people)
    await asyncio.sleep(span.warm)
    with suppress(TimeoutError):
        await asyncio.wait_for(town.all_answered.wait(), LONGEST_WARMING)
    town.latencies.clear()
    telegram.calls.clear()
    telegram.refused = 0
    began = telegram.loop.time()
    _tell({"event": "begin"})
    await asyncio.sleep(span.seconds)
    _tell({"event": "end", "seconds": telegram.loop.time() - began, **_figures(telegram)})
    await asyncio.Event().wait()


def _figures(telegram: Telegram) -> Json:
    now = telegram.loop.time()
    waiting = [now - each.since for each in telegram.town.typists.values() if each.waits]
    return {
        "latencies": sorted(telegram.town.latencies),
        "calls": dict(telegram.calls),
        "refused": telegram.refused,
        "longest_wait": max(waiting, default=0.0),
    }


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


def _result(value: Any) -> bytes:
    return json.dumps({"ok": True, "result": value}).encode()


def _later(loop: asyncio.AbstractEventLoop, seconds: float, act: Callable[[], None]) -> None:
    loop.call_later(seconds, act)


def _tell(event: Json) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Serve on a free port, which is the first line on standard output."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--people", type=int, default=200)
    ask.add_argument("--rtt", type=float, default=0.0, help="seconds")
    ask.add_argument("--warm", type=float, default=2.0)
    ask.add_argument("--seconds", type=float, default=5.0)
    ask.add_argument("--pause", type=float, default=0.0, help="seconds between an answer and the next thing")
    ask.add_argument("--limited", action="store_true", help="answer 429 as Telegram would")
    given = ask.parse_args()
    telegram = Telegram(given.rtt, limited=given.limited, pause=given.pause)
    server = await telegram.loop.create_server(lambda: Connection(telegram), "127.0.0.1", 0)
    _tell({"event": "port", "port": server.sockets[0].getsockname()[1]})
    await play(telegram, given.people, Span(given.warm, given.seconds))


if __name__ == "__main__":
    asyncio.run(main())
