"""A house whose coaches are forked, not started, and can be told at which point to kill themselves."""

import asyncio
import copy
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.phone.http import make_bot_api_app
from bot.phone.tg_updates import UpdateQueue
from tests.crash.house import CHECKOUT, PATIENCE, House, Watched, daytime_zone

PLACES = ("before commit", "after commit", "request", "answer")
ZYGOTE = Path(__file__).with_name("zygote.py")
_REMEMBERED = ("chats", "files", "taps", "commands", "profile", "menu_button", "_last_message_id")


@dataclass(frozen=True, slots=True)
class Point:
    """Where a coach kills itself: the so-many-th time that it comes to this place."""

    place: str
    number: int


NOWHERE = Point("", 0)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a story has come: the coach's files, and what the phones and Telegram know."""

    folder: Path
    telegram: dict[str, Any]
    next_update: int


@dataclass
class Killing(House):
    """A house of forked coaches. One that is killed is replaced at once by one that is not."""

    ahead: float = 0.0
    """Seconds that the coach's clock is ahead of the machine's."""
    zygote: asyncio.subprocess.Process | None = None
    pid: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    replaced: asyncio.Event = field(default_factory=asyncio.Event)
    killed: bool = False
    _polls: int = 0
    _ended: asyncio.Future[int] | None = None
    _keeper: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start the process that forks."""
        environment = self._environment() | {"PYTHONPATH": str(CHECKOUT)}
        self.zygote = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ZYGOTE),
            cwd=CHECKOUT,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert await self._heard() == {"ready": True}

    async def close(self) -> None:
        """End whatever still runs."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._ended is not None and not self._ended.done():
            await self.end(signal.SIGKILL)
        if self.zygote is not None and self.zygote.stdin is not None:
            self.zygote.stdin.close()
            await asyncio.wait_for(self.zygote.wait(), PATIENCE)

    async def spawn(self, point: Point = NOWHERE) -> None:
        """Fork a coach, and do not wait for it."""
        assert self.zygote is not None
        assert self.zygote.stdin is not None
        self.starts += 1
        order = {
            "environment": self._environment(),
            "log": str(self.folder / f"log-{self.starts:03}"),
            "counts": str(self.folder / "counts"),
            "place": point.place,
            "number": point.number,
            "ahead": self.ahead,
        }
        self._polls = self.telegram.counted["getupdates"]
        self.zygote.stdin.write(json.dumps(order).encode() + b"\n")
        self.pid = (await self._heard())["pid"]
        self._ended = asyncio.ensure_future(self._end_of_it())

    async def listening(self) -> None:
        """Wait until the coach that was forked last asks for updates."""
        heard = await self.telegram.until(lambda: self.telegram.counted["getupdates"] > self._polls)
        assert heard, f"the coach does not listen: {self.log[-2000:]}"

    async def end(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit code, or minus the signal."""
        assert self._ended is not None
        if not self._ended.done():
            self._send(how)
        code = await asyncio.wait_for(asyncio.shield(self._ended), PATIENCE)
        self.exits.append(code)
        return code

    async def begin(self, point: Point) -> None:
        """Fork a coach that kills itself at this point; whenever it does, another takes its place."""
        self.killed = False
        self.replaced.clear()
        await self.spawn(point)
        self._keeper = asyncio.create_task(self._replace())

    async def finish(self) -> None:
        """Let what came in be taken and what goes out be sent, and have the coach stop by itself."""
        await self.quiet()
        if self._keeper is not None and not self.killed:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if await self.end(signal.SIGTERM) == -signal.SIGKILL:
            # The point lay in the stopping.
            self.killed = True
            await self.start()
            await self.quiet()
            assert await self.end(signal.SIGTERM) == 0, self.log[-2000:]
        self.counts = json.loads((self.folder / "counts").read_text())

    async def later(self, seconds: float) -> None:
        """Start anew with the clock so much further ahead."""
        await self.finish()
        self.ahead += seconds
        await self.start()

    async def _replace(self) -> None:
        assert self._ended is not None
        code = await asyncio.shield(self._ended)
        assert code == -signal.SIGKILL, f"the coach ended by itself, with {code}: {self.log[-2000:]}"
        self.killed = True
        await self.start()
        self.replaced.set()
        self.telegram._stir()

    async def _end_of_it(self) -> int:
        return int((await self._heard())["ended"])

    async def _heard(self) -> dict[str, Any]:
        assert self.zygote is not None
        assert self.zygote.stdout is not None
        return dict(json.loads(await self.zygote.stdout.readline()))

    def _send(self, how: signal.Signals) -> None:
        assert self.pid is not None
        # It may have killed itself in this very moment; whoever waits for its end hears of that.
        with suppress(ProcessLookupError):
            os.kill(self.pid, how)

    # --- stages ---------------------------------------------------------------------------------

    def photograph(self, name: str) -> Stage:
        """Keep how far things have come, with no coach running."""
        folder = self.folder.parent / f"stage {name}"
        for part in ("data", "keys"):
            shutil.copytree(self.folder / part, folder / part)
        kept = {each: getattr(self.telegram, each) for each in _REMEMBERED}
        return Stage(folder, copy.deepcopy(kept), self.telegram.updates.next_id)

    def restore(self, stage: Stage) -> None:
        """Put everything back to how it was then."""
        for part in ("data", "keys"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
            shutil.copytree(stage.folder / part, self.folder / part)
        for log in self.folder.glob("log-*"):
            log.unlink()
        for name, value in copy.deepcopy(stage.telegram).items():
            setattr(self.telegram, name, value)
        self.telegram.updates = UpdateQueue(next_id=stage.next_update)
        self.telegram.calls.clear()
        self.telegram.prompts.clear()
        self.starts, self.ahead, self.exits = 0, 0.0, []


@asynccontextmanager
async def killing_in(folder: Path) -> AsyncIterator[Killing]:
    """A house of forked coaches with nobody in it yet."""
    telegram = Watched()
    runner = web.AppRunner(make_bot_api_app(telegram), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    house = Killing(folder, telegram, f"http://127.0.0.1:{runner.addresses[0][1]}", daytime_zone())
    try:
        await asyncio.to_thread(folder.mkdir)
        await house.open()
        yield house
    finally:
        await house.close()
        await runner.cleanup()
