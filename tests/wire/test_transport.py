"""The transport against a real server on this machine: what arrives, and what is said when nothing does."""

import asyncio
import io
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.wire.transport import AiohttpRequest, NotSent, Timeouts

TOKEN = "42:canary-canary-canary-canary"  # noqa: S105 -- a canary, not a token
QUICK = Timeouts(read=0.05, write=0.05, connect=0.05, pool=0.05)

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a server that answers every call in one way; returns the address of a method on it."""
    runners: list[web.AppRunner] = []

    async def start(answer: Answer) -> str:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{rest:.*}", answer)
        runner = web.AppRunner(app, shutdown_timeout=0.01)
        runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        return f"http://127.0.0.1:{port}/bot{TOKEN}/getMe"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as opened:
        yield opened


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def ok(_: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": {"id": 42}})


async def never(_: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


async def cut(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def cut_midway(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true, "resu')
    assert request.transport
    request.transport.close()
    return response


async def dribble(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true')
    return await never(request)


def answering(status: int, body: bytes) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    return answer


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def assert_silent_about_the_token(problem: BaseException | None) -> None:
    """Neither the exception nor what is shown as its cause holds the address."""
    while problem is not None:
        assert "canary" not in f"{problem!s}{problem!r}"
        problem = problem.__cause__


async def test_answer_comes_back_as_its_result(serve: Serve, transport: AiohttpRequest) -> None:
    assert await transport.post(await serve(ok), data()) == {"id": 42}


async def test_parameters_arrive_as_telegram_expects_them(serve: Serve, transport: AiohttpRequest) -> None:
    seen: dict[str, object] = {}

    async def answer(request: web.Request) -> web.Response:
        seen.update(await request.post())
        return await ok(request)

    text = "naïve & 100 % = 🌊\nline"
    keyboard = {"inline_keyboard": [[{"text": "é"}]]}
    await transport.post(await serve(answer), data(chat_id=7, text=text, reply_markup=keyboard, silent=True))
    assert seen["text"] == text
    assert seen["chat_id"] == "7"
    assert seen["silent"] == "true"
    assert seen["reply_markup"] == '{"inline_keyboard": [[{"text": "\\u00e9"}]]}'


async def test_connection_is_kept_for_the_next_call(serve: Serve, transport: AiohttpRequest) -> None:
    ports: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        assert request.transport
        ports.append(request.transport.get_extra_info("peername"))
        return await ok(request)

    url = await serve(answer)
    for _ in range(3):
        await transport.post(url, data())
    assert len(set(ports)) == 1


@pytest.mark.parametrize("kind", [bytes, io.BytesIO])
@pytest.mark.parametrize("size", [0, 1, 3 * 2**20])
async def test_document_arrives_byte_for_byte(
    serve: Serve, transport: AiohttpRequest, size: int, kind: Callable[[bytes], bytes | io.BytesIO]
) -> None:
    content = os.urandom(size)
    seen: dict[str, object] = {}

    async def answer(request: web.Request) -> web.Response:
        form = await request.post()
        part = form["document"]
        assert isinstance(part, web.FileField)
        seen["file"] = (part.filename, part.file.read(), part.content_type)
        seen["caption"] = form["caption"]
        return await ok(request)

    document = InputFile(kind(content), filename='été "1".pdf')
    await transport.post(await serve(answer), data(document=document, caption="für dich"))
    assert seen == {"file": ('été "1".pdf', content, "application/pdf"), "caption": "für dich"}


async def test_file_is_fetched_as_it_is(serve: Serve, transport: AiohttpRequest) -> None:
    content = os.urandom(10_000)
    assert await transport.retrieve(await serve(answering(200, content))) == content


async def test_bot_speaks_through_it(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/getMe"):
            me = {"id": 42, "is_bot": True, "first_name": "Coach", "username": "coach_bot"}
            return web.json_response({"ok": True, "result": me})
        form = await request.post()
        sent = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}, "text": form["text"]}
        return web.json_response({"ok": True, "result": sent})

    base = (await serve(answer)).partition(TOKEN)[0]
    async with Bot(
        TOKEN, base_url=base, request=AiohttpRequest(), get_updates_request=AiohttpRequest()
    ) as bot:
        message = await bot.send_message(7, "How was today?")
    assert (message.message_id, message.text) == (5, "How was today?")


async def test_slow_answer_is_timed_out_and_may_have_arrived(serve: Serve, transport: AiohttpRequest) -> None:
    with pytest.raises(TimedOut) as raised:
        await transport.post(await serve(never), data(), read_timeout=0.05)
    assert not isinstance(raised.value, NotSent)
    assert_silent_about_the_token(raised.value)


async def test_answer_that_stops_coming_is_timed_out(serve: Serve, transport: AiohttpRequest) -> None:
    with pytest.raises(TimedOut):
        await transport.post(await serve(dribble), data(), read_timeout=0.05)


async def test_times_given_at_the_start_hold_where_a_call_names_none(serve: Serve) -> None:
    async with AiohttpRequest(timeouts=QUICK) as transport:
        assert transport.read_timeout == QUICK.read
        with pytest.raises(TimedOut):
            await transport.post(await serve(never), data())


async def test_upload_nobody_reads_is_timed_out() -> None:
    deaf: list[asyncio.StreamWriter] = []

    async def ignore(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # the stream's transport also reads
        deaf.append(writer)

    server = await asyncio.start_server(ignore, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot{TOKEN}/sendDocument"
    async with AiohttpRequest(timeouts=QUICK) as transport:
        with pytest.raises(TimedOut) as raised:
            await transport.post(
                url, data(document=InputFile(bytes(2**24), filename="a.bin")), write_timeout=0.05
            )
        for writer in deaf:
            writer.transport.abort()
    server.close()
    await asyncio.gather(*(writer.wait_closed() for writer in deaf), return_exceptions=True)
    assert deaf
    assert not isinstance(raised.value, NotSent)


@pytest.mark.parametrize("answer", [cut, cut_midway])
async def test_broken_connection_may_have_arrived(
    serve: Serve, transport: AiohttpRequest, answer: Answer
) -> None:
    with pytest.raises(NetworkError) as raised:
        await transport.post(await serve(answer), data())
    assert not isinstance(raised.value, NotSent | TimedOut | BadRequest)
    assert_silent_about_the_token(raised.value)


async def test_post_is_never_repeated_by_itself(serve: Serve, transport: AiohttpRequest) -> None:
    calls: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        calls.append(request.method)
        return await (ok(request) if len(calls) == 1 else cut(request))

    url = await serve(answer)
    await transport.post(url, data())
    with pytest.raises(NetworkError):
        await transport.post(url, data())
    assert calls == ["POST", "POST"]


async def test_refused_connection_is_not_sent(transport: AiohttpRequest) -> None:
    with pytest.raises(NotSent) as raised:
        await transport.post(f"http://127.0.0.1:{free_port()}/bot{TOKEN}/getMe", data())
    assert isinstance(raised.value.__cause__, aiohttp.ClientConnectorError)
    assert_silent_about_the_token(raised.value)


async def test_unknown_host_is_not_sent(transport: AiohttpRequest) -> None:
    with pytest.raises(NotSent):
        await transport.post(f"http://nowhere.invalid/bot{TOKEN}/getMe", data())


async def test_failed_encryption_is_not_sent(serve: Serve, transport: AiohttpRequest) -> None:
    url = (await serve(ok)).replace("http:", "https:")
    with pytest.raises(NotSent) as raised:
        await transport.post(url, data())
    assert_silent_about_the_token(raised.value)


@pytest.mark.parametrize(
    "url", [f"nonsense/{TOKEN}", f"ftp://127.0.0.1/bot{TOKEN}", f"http://:80/bot{TOKEN}"]
)
async def test_address_that_is_none_is_not_sent_and_not_told(transport: AiohttpRequest, url: str) -> None:
    with pytest.raises(NotSent) as raised:
        await transport.post(url, data())
    assert_silent_about_the_token(raised.value)


async def test_full_pool_is_not_sent(serve: Serve) -> None:
    arrived = asyncio.Event()

    async def hold(request: web.Request) -> web.Response:
        arrived.set()
        return await never(request)

    url = await serve(hold)
    async with AiohttpRequest(connections=1) as transport:
        first = asyncio.ensure_future(transport.post(url, data()))
        await arrived.wait()
        with pytest.raises(NotSent) as raised:
            await transport.post(url, data(), pool_timeout=0.02, connect_timeout=0.02)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert_silent_about_the_token(raised.value)


async def test_closed_transport_is_not_sent() -> None:
    transport = AiohttpRequest()
    with pytest.raises(NotSent):
        await transport.post("http://127.0.0.1/", data())
    await transport.initialize()
    await transport.shutdown()
    await transport.shutdown()
    with pytest.raises(NotSent):
        await transport.post("http://127.0.0.1/", data())


async def test_flood_control_names_its_wait(serve: Serve, transport: AiohttpRequest) -> None:
    refusal = (
        b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}'
    )
    with pytest.raises(RetryAfter) as raised:
        await transport.post(await serve(answering(429, refusal)), data())
    assert raised.value.retry_after == timedelta(seconds=7)


async def test_refusals_keep_telegrams_words(serve: Serve, transport: AiohttpRequest) -> None:
    refusal = b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}'
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await transport.post(await serve(answering(403, refusal)), data())


@pytest.mark.parametrize("body", [b"<html>canary", b"[]", b"{", b"\xff\xfe", b"", b"[" * 100_000])
@pytest.mark.parametrize("status", [200, 502])
async def test_garbage_is_a_network_error_and_stays_out_of_the_log(
    serve: Serve, transport: AiohttpRequest, caplog: pytest.LogCaptureFixture, status: int, body: bytes
) -> None:
    url = await serve(answering(status, body))
    caplog.set_level(logging.DEBUG, "telegram")
    with pytest.raises(NetworkError) as raised:
        await transport.post(url, data())
    assert not isinstance(raised.value, NotSent)
    assert "canary" not in caplog.text
    assert_silent_about_the_token(raised.value)


async def test_answer_that_is_not_http_may_have_arrived() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"canary\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with AiohttpRequest() as transport:
        with pytest.raises(NetworkError) as raised:
            await transport.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe", data())
    server.close()
    assert not isinstance(raised.value, NotSent)
    assert_silent_about_the_token(raised.value)


async def test_redirect_is_not_followed(serve: Serve, transport: AiohttpRequest) -> None:
    calls: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        calls.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    with pytest.raises(NetworkError):
        await transport.post(await serve(answer), data())
    assert len(calls) == 1


async def test_proxy_of_the_environment_is_not_taken(
    serve: Serve, transport: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert await transport.post(await serve(ok), data()) == {"id": 42}


@pytest.mark.parametrize("with_file", [False, True])
async def test_half_a_character_is_refused_before_sending(transport: AiohttpRequest, with_file: bool) -> None:
    values: dict[str, object] = {"text": "canary \ud83c"}
    if with_file:
        values["document"] = InputFile(b"a", filename="a.txt")
    with pytest.raises(BadRequest) as raised:
        await transport.post("http://127.0.0.1/", data(**values))
    assert_silent_about_the_token(raised.value)


async def test_cancelled_call_is_cancelled(serve: Serve, transport: AiohttpRequest) -> None:
    arrived = asyncio.Event()

    async def hold(request: web.Request) -> web.Response:
        arrived.set()
        return await never(request)

    call = asyncio.ensure_future(transport.post(await serve(hold), data()))
    await arrived.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


def test_it_stands_where_ptb_expects_a_transport() -> None:
    assert isinstance(AiohttpRequest(), BaseRequest)
