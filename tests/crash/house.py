"""A coach in a process of its own, and the local Telegram it talks to over HTTP."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.clock import SystemClock
from bot.phone.http import make_bot_api_app
from bot.phone.telegram import Event, LocalTelegram
from bot.phone.tg_files import Uploads
from bot.phone.tg_model import Json
from storage.database import Database, open_database
from storage.vault import Vault, load_keys

CHECKOUT = Path(__file__).parents[2]
TOKEN = "1000001:canary-canary-canary-canary-canary"  # noqa: S105  # opens nothing; to be looked for in the log
FIRST_UPDATE = 900_000_001
PATIENCE = 30.0
"""Seconds after which something that has not happened will not: a loaded machine is slow to start a coach."""
ZONES = (
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
)


class Watched(LocalTelegram):
    """A local Telegram that counts calls, remembers every prompt it took, and wakes whoever waits for a change."""

    def __init__(self) -> None:
        super().__init__(SystemClock(), token=TOKEN, flood_limits=False)
        self.counted: Counter[str] = Counter()
        self.prompts: list[tuple[int, str]] = []
        self.changed = asyncio.Condition()
        self.on_change.append(self._looked)
        self._stirring: set[asyncio.Task[None]] = set()

    async def call(self, method: str, params: Json, files: Uploads) -> tuple[int, Json]:
        """One call of the bot's, counted when it begins."""
        self.counted[method.lower()] += 1
        self._stir()
        return await super().call(method, params, files)

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Whether this comes to hold in time; looked at whenever anything changes, and once more at the end: a poll
        that confirms the last update may change nothing else."""
        try:
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(holds)
        except TimeoutError:
            return holds()
        return True

    def _looked(self, event: Event) -> None:
        if event.kind == "message" and event.message_id is not None:
            message = self.chat(event.user_id).find(event.message_id)
            first = message.keyboard[0][0] if message and message.keyboard else {}
            if first.get("text") == "Yes, now":
                self.prompts.append((event.user_id, str(first["callback_data"])))
        self._stir()

    def _stir(self) -> None:
        task = asyncio.get_running_loop().create_task(self._tell())
        self._stirring.add(task)
        task.add_done_callback(self._stirring.discard)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


@dataclass
class House:
    """Where one coach lives: its folder, its settings, its log, and whichever process it runs in."""

    folder: Path
    telegram: Watched
    url: str
    zone: str
    running: asyncio.subprocess.Process | None = None
    starts: int = 0
    exits: list[int] = field(default_factory=list)

    @property
    def log(self) -> str:
        """All that any start has written to standard error."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("log-*")))

    async def command(self, *words: str) -> tuple[int, str, str]:
        """One command of the coach's to its end: exit code, output, errors."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=self.folder,
            env=self._environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()

    async def spawn(self) -> None:
        """Start the coach, and do not wait for it."""
        self.starts += 1
        with (self.folder / f"log-{self.starts:03}").open("wb") as log:
            self.running = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=self.folder,
                env=self._environment(),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    async def listening(self) -> None:
        """Wait until the coach that was spawned last asks for updates."""
        assert self.running is not None, "nothing runs"
        polls = self.telegram.counted["getupdates"]
        asks = self.telegram.until(lambda: self.telegram.counted["getupdates"] > polls)
        asking, ending = asyncio.create_task(asks), asyncio.create_task(self.running.wait())
        await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        heard = asking.done() and asking.result()
        asking.cancel()
        assert heard, f"the coach does not listen: {self.log[-2000:]}"

    async def start(self) -> None:
        """Start the coach, and wait until it asks for updates."""
        await self.spawn()
        await self.listening()

    async def end(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit code, or minus the signal."""
        process, self.running = self.running, None
        assert process is not None, "nothing runs"
        if process.returncode is None:
            process.send_signal(how)
        code = await asyncio.wait_for(process.wait(), PATIENCE)
        self.exits.append(code)
        return code

    async def quiet(self) -> None:
        """Wait until the coach has confirmed every update."""
        now = SystemClock().now
        done = await self.telegram.until(lambda: self.telegram.updates.pending(now()) == 0)
        assert done, f"updates are left over: {self.log[-2000:]}"

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The coach's database, opened here too."""
        vault = Vault(load_keys(self.folder / "keys" / "key"))
        opened = open_database(f"sqlite:///{self.folder / 'data' / 'coach.db'}", vault)
        yield opened
        opened.close()

    def _environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return inherited | {
            "PYTHONPATH": str(CHECKOUT),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.url,
            "DATA_DIR": str(self.folder / "data"),
            "KEY_FILE": str(self.folder / "keys" / "key"),
            "TIME_ZONE": self.zone,
            "COUNTRY": "US",
        }


@asynccontextmanager
async def house_in(folder: Path) -> AsyncIterator[House]:
    """A house with nobody in it yet; whatever still runs at the end is killed."""
    telegram = Watched()
    runner = web.AppRunner(make_bot_api_app(telegram), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    house = House(folder, telegram, f"http://127.0.0.1:{runner.addresses[0][1]}", daytime_zone())
    try:
        yield house
    finally:
        if house.running is not None:
            await house.end(signal.SIGKILL)
        await runner.cleanup()


def daytime_zone() -> str:
    """A zone where it is now the middle of the day, so that no quiet hours are near."""
    now = datetime.now(UTC)
    return min(ZONES, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 13))
