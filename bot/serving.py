"""Runs until told to stop: with a token on Telegram, without one as practice on the phone page."""

import asyncio
import gc
import logging
import secrets
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.app import App, Parts
from bot.clock import MovableClock, SystemClock
from bot.opening import make_folder, open_library, open_or_make, say_what_is_missing
from bot.settings import BadSetting, Settings
from bot.wire.api import Api
from bot.wire.transport import AiohttpRequest
from storage import store
from storage.database import file_lock

if TYPE_CHECKING:
    from aiohttp.web import AppRunner

    from bot.practice import LivePractice

log = logging.getLogger(__name__)


async def live(settings: Settings) -> None:
    """The coach on Telegram, or on the server that TELEGRAM_API_URL names. Raises Refused, Stopped, and what opening raises."""
    if settings.webhook_url is not None:
        raise BadSetting("WEBHOOK_URL", "asks for a webhook, which is not built yet; leave it empty to poll")
    make_folder(settings)
    with file_lock(settings.database_path):
        library = open_library(settings)
        database = open_or_make(settings, library.lives())
        app = App(
            Parts(
                database=database,
                library=library,
                clock=SystemClock(),
                request=AiohttpRequest(),
                token=_token(settings),
                api_url=settings.telegram_api_url,
                folder=settings.data_dir,
                retention_days=settings.retention_days,
            )
        )
        _spare_the_collector()
        try:
            await _until_told(app, partial(say_what_is_missing, library, settings))
        finally:
            database.close()


def _spare_the_collector() -> None:
    """What is loaded by now lives as long as the process. Looking through it for cycles, again and again, took a
    seventh of each answer."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


async def practice(settings: Settings, tell: Callable[[str], None]) -> None:
    """The phone page. Raises BadSetting where its port is taken, and what opening the library raises."""
    # The phones and their web server are loaded here alone: a coach on Telegram has no use for them.
    from bot.practice import close_practice, open_practice  # noqa: PLC0415

    library = open_library(settings)
    folder = settings.data_dir / "practice"
    say_what_is_missing(library, settings)
    make_folder(settings)
    with file_lock(folder):
        opened = await open_practice(library, folder, MovableClock(datetime.now(UTC), running=True))
        secret = secrets.token_urlsafe(16)
        runner: AppRunner | None = None
        try:
            runner, port = await _served(opened, secret, settings.phone_port)
            tell(
                "No BOT_TOKEN is set, so this is practice: two phones in your browser, and nothing leaves this computer."
            )
            tell(f"Open http://127.0.0.1:{port}/?k={secret}")
            await _told_to_stop()
        finally:
            if runner is not None:
                await runner.cleanup()
            await close_practice(opened)


async def _served(opened: "LivePractice", secret: str, port: int) -> "tuple[AppRunner, int]":
    from bot.phone.page import make_page_app, serve_page  # noqa: PLC0415  # as above

    try:
        return await serve_page(make_page_app(opened, secret=secret), "127.0.0.1", port)
    except OSError:
        raise BadSetting("PHONE_PORT", f"{port} is taken; choose another, or 0 for a free one") from None


async def username(settings: Settings) -> str:
    """The name that Telegram knows this bot by. Raises Refused, Unreachable."""
    api = Api(AiohttpRequest(), _token(settings), settings.telegram_api_url)
    await api.open()
    try:
        return await api.username()
    finally:
        await api.close()


async def _until_told(app: App, warn: Callable[[], None]) -> None:
    stopping = asyncio.create_task(_told_to_stop())
    starting = asyncio.create_task(_start(app, warn))
    await asyncio.wait({stopping, starting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if starting.done():
            starting.result()
            serving = asyncio.create_task(app.serve())
            await asyncio.wait({stopping, serving}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
    finally:
        for task in (stopping, starting):
            task.cancel()
        await asyncio.gather(stopping, starting, return_exceptions=True)
        await app.stop()


async def _start(app: App, warn: Callable[[], None]) -> None:
    await app.start()
    warn()
    nobody = await app.writer.submit(store.is_empty)
    log.info(
        "the coach is running%s",
        "; `coach invite-therapist --name NAME` lets the first therapist in" * nobody,
    )


async def _told_to_stop() -> None:
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    await told.wait()


def _token(settings: Settings) -> str:
    if settings.bot_token is None:
        raise BadSetting("BOT_TOKEN", "is not set; without it there is only practice (coach run)")
    return settings.bot_token.get_secret_value()
