"""Serves a LocalTelegram as a Bot API over HTTP, for a coach in another process."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from aiohttp import BodyPartReader, web

from bot.phone.refusals import LineCut, Refusal, bad
from bot.phone.telegram import LocalTelegram
from bot.phone.tg_model import Json

_BODY_LIMIT = 64 << 20
_TOKEN = re.compile(r"[1-9]\d*:.+")


def make_bot_api_app(telegram: LocalTelegram, *, hold_seconds: float = 60) -> web.Application:
    """An application with /bot<token>/<method> and /file/bot<token>/<path>, as api.telegram.org has them.

    A planned "timeout" holds the request for `hold_seconds` and then breaks the connection; "cut" breaks it at once.
    """
    face = _Face(telegram, hold_seconds)
    app = web.Application(client_max_size=_BODY_LIMIT)
    # aiohttp matches on the decoded path, so a token written with %3A arrives whole.
    app.router.add_route("GET", "/file/bot{token}/{path:.+}", face.file)
    app.router.add_route("*", "/bot{token}/{method}", face.method)
    app.router.add_route("*", "/{anything:.*}", _lost)
    return app


class _Face:
    def __init__(self, telegram: LocalTelegram, hold_seconds: float) -> None:
        self._telegram = telegram
        self._hold_seconds = hold_seconds

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        if wrong := self._wrong_token(request):
            return _refused(wrong)
        try:
            params, files = await _read(request)
        except web.HTTPRequestEntityTooLarge:
            return _refused(Refusal(413))
        except Refusal as refusal:
            return _refused(refusal)
        return await self._answer(request, params, files)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """One download."""
        if wrong := self._wrong_token(request):
            return _refused(wrong)
        file = self._telegram.files.by_path.get(request.match_info["path"])
        if file is None:
            return _refused(Refusal(404))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _answer(
        self, request: web.Request, params: Json, files: dict[str, tuple[str, bytes]]
    ) -> web.StreamResponse:
        try:
            status, body = await self._telegram.call(request.match_info["method"], params, files)
        except LineCut as cut:
            return await self._break(request, cut)
        return _json(status, body)

    async def _break(self, request: web.Request, cut: LineCut) -> web.StreamResponse:
        if not cut.performed:
            await asyncio.sleep(self._hold_seconds)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _wrong_token(self, request: web.Request) -> Refusal | None:
        token = request.match_info["token"]
        if token == self._telegram.token:
            return None
        return Refusal(401) if _TOKEN.fullmatch(token) else Refusal(401, "invalid token specified")


async def _lost(_request: web.Request) -> web.StreamResponse:
    return _refused(Refusal(404))


def _refused(refusal: Refusal) -> web.Response:
    return _json(refusal.status, refusal.body())


def _json(status: int, body: Json) -> web.Response:
    wait = body.get("parameters", {}).get("retry_after")
    return web.json_response(body, status=status, headers={"Retry-After": str(wait)} if wait else None)


async def _read(request: web.Request) -> tuple[Json, dict[str, tuple[str, bytes]]]:
    params: Json = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    match request.content_type:
        case "application/json":
            params |= _object(await _json_body(request))
        case "multipart/form-data":
            await _read_parts(request, params, files)
        case "application/x-www-form-urlencoded":
            params |= {name: str(value) for name, value in (await request.post()).items()}
    return params, files


async def _json_body(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        raise bad("can't parse JSON object") from None  # own wording


def _object(body: Any) -> Json:
    return body if isinstance(body, dict) else {}


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


async def _read_parts(request: web.Request, params: Json, files: dict[str, tuple[str, bytes]]) -> None:
    reader = await request.multipart()
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read())
        if part.filename is None:
            params[part.name] = _decoded(content)
        else:
            files[part.name] = (part.filename, content)
