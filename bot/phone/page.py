"""The phone page: two phones and a clock in a browser on this computer, served by aiohttp."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.phone.page_actions import STORIES, add_actions
from bot.phone.page_contract import Due, Phone, Practice
from bot.phone.page_desk import DESK, Desk, end_streams, keep_in_touch
from bot.phone.page_guard import Gate, PageRefused, add_headers, is_loopback, make_guard
from bot.phone.page_transcript import transcript
from bot.phone.page_view import call_json
from bot.phone.story import load_stories
from bot.phone.tg_model import Media

__all__ = ["Due", "Phone", "Practice", "make_page_app", "serve_page"]

_STATIC = Path(__file__).with_name("static")
_GATE = web.AppKey("gate", Gate)
_UPLOAD_LIMIT = 64 * 1024 * 1024
_HEARTBEAT_SECONDS = 15.0
# Shown by the page itself; whatever else comes in is only ever offered as a download.
_SHOWABLE = frozenset(
    {
        "image/png", "image/jpeg", "image/gif", "image/webp",
        "audio/ogg", "audio/webm", "audio/mpeg", "audio/wav", "audio/x-wav", "audio/mp4",
    }
)  # fmt: skip


def make_page_app(practice: Practice, *, secret: str) -> web.Application:
    """The page as an aiohttp application.

    `secret` is the one-time token of the link (`/?k=<secret>`); the first browser to bring it gets the session, every
    other request needs that session, a loopback Host and, to change anything, this page as its origin.
    """
    gate = Gate(secret)
    app = web.Application(middlewares=[make_guard(gate)], client_max_size=_UPLOAD_LIMIT)
    app[DESK] = Desk(practice)
    app[STORIES] = load_stories()
    app[_GATE] = gate
    app.on_response_prepare.append(add_headers)
    app.cleanup_ctx.append(keep_in_touch)
    app.on_shutdown.append(end_streams)
    app.add_routes(
        [
            web.get("/", _index, allow_head=False),
            web.get("/state", _state, allow_head=False),
            web.get("/events", _events, allow_head=False),
            web.get("/file/{id}", _file, allow_head=False),
            web.get("/calls", _calls, allow_head=False),
            web.get("/transcript.md", _transcript, allow_head=False),
            web.get("/stories", _stories, allow_head=False),
            web.static("/static", _STATIC),
        ]
    )
    add_actions(app)
    return app


async def serve_page(
    app: web.Application, host: str = "127.0.0.1", port: int = 0
) -> tuple[web.AppRunner, int]:
    """Serve on a loopback address; port 0 takes a free one. Returns the runner (to clean up) and the port.

    Raises:
        ValueError: the host could be reached from elsewhere.
        OSError: the port is taken.
    """
    if not is_loopback(host):
        raise ValueError(f"the phone page is served on this computer only, not on {host}")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner, int(runner.addresses[0][1])


async def _index(request: web.Request) -> web.StreamResponse:
    if "k" not in request.query:
        return web.FileResponse(_STATIC / "index.html")
    gate = request.app[_GATE]
    if not gate.knows(request) and not gate.spend(request.query["k"]):
        raise PageRefused(
            403, "This link was used before or is not the one. Start the practice again for a new one."
        )
    answer = web.Response(status=303, headers={"Location": "/"})
    answer.set_cookie(gate.cookie, gate.session, httponly=True, samesite="Strict", path="/")
    return answer


async def _state(request: web.Request) -> web.Response:
    return web.json_response(await request.app[DESK].state())


async def _events(request: web.Request) -> web.StreamResponse:
    stream = request.app[DESK].stream
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    reader = stream.join()
    try:
        # A tab that is closed or reloaded goes in the middle of a line; that is no failure.
        with contextlib.suppress(ConnectionResetError):
            await response.write(b"retry: 1000\n\n")
            await _pour(reader, response)
    finally:
        stream.leave(reader)
    return response


async def _pour(reader: asyncio.Queue[str | None], response: web.StreamResponse) -> None:
    while True:
        try:
            line = await asyncio.wait_for(reader.get(), _HEARTBEAT_SECONDS)
        except TimeoutError:
            line = ": still here\n\n"
        if line is None:
            return
        await response.write(line.encode())


async def _file(request: web.Request) -> web.Response:
    media = _media_of(request.app[DESK], request.match_info["id"])
    if media is None or media.file is None:
        raise PageRefused(404, "There is no such file on these phones.")
    kind = media.file.mime_type
    name = _safe_name(media.file_name or media.kind)
    return web.Response(
        body=media.file.content,
        content_type=kind if kind in _SHOWABLE else "application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


async def _calls(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    async with desk.changing:
        people = [
            {
                "user_id": phone.user_id,
                "name": phone.name,
                "state": dict(await desk.practice.state_of(phone.user_id)),
            }
            for phone in desk.practice.phones
        ]
    calls = [call_json(call) for call in desk.practice.telegram.calls]
    return web.json_response({"calls": calls, "people": people}, dumps=_dumps)


async def _transcript(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    name = quote(f"{_safe_name(desk.title)}.md", safe="")
    return web.Response(
        text=transcript(desk.practice.telegram, desk.practice.phones, desk.title),
        content_type="text/markdown",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


async def _stories(request: web.Request) -> web.Response:
    speaks = request.app[DESK].practice.speaks
    told = [one for one in request.app[STORIES].values() if speaks(one.language)]
    return web.json_response([{"id": one.id, "title": one.title, "about": one.about} for one in told])


def _dumps(value: object) -> str:
    return json.dumps(value, default=str)


def _media_of(desk: Desk, file_id: str) -> Media | None:
    chats = (desk.practice.telegram.chat(phone.user_id) for phone in desk.practice.phones)
    media = (message.media for chat in chats for message in chat.messages)
    return next((one for one in media if one is not None and one.file_id == file_id), None)


def _safe_name(name: str) -> str:
    """A file name no shell, path or file system trips over."""
    bare = re.sub(r"[^\w.\- ]+", "_", name.replace("\\", "/").split("/")[-1]).strip(" .")
    return bare[:120] or "file"
