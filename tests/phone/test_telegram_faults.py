"""Floods, planned faults, the list of calls, and what the HTTP face alone has to get right."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest
from yarl import URL

from bot.phone.http import make_bot_api_app
from bot.phone.request import LocalRequest
from bot.phone.telegram import FaultKind, LocalTelegram

if TYPE_CHECKING:
    from tests.phone.conftest import HandClock


def shown(telegram: LocalTelegram, user_id: int) -> list[str]:
    """What the bot has said in a chat."""
    return [message.text for message in telegram.chat(user_id).messages if message.from_bot]


async def test_burst_passes_and_then_one_a_second(
    bot: Bot, telegram: LocalTelegram, tamsin: int, clock: HandClock
) -> None:
    for number in range(20):
        await bot.send_message(tamsin, str(number))
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(tamsin, "too much")
    assert refusal.value.retry_after == timedelta(seconds=1)
    clock.move(seconds=1)
    await bot.send_message(tamsin, "again")
    assert shown(telegram, tamsin)[-2:] == ["19", "again"]


async def test_thirty_a_second_pass_overall(
    telegram: LocalTelegram, local_bot: Bot, clock: HandClock
) -> None:
    people = [telegram.add_account(f"Person {number}") for number in range(31)]
    for person in people:
        telegram.start(person)
    for person in people[:30]:
        await local_bot.send_message(person, "x")
    with pytest.raises(RetryAfter):
        await local_bot.send_message(people[30], "x")
    clock.move(seconds=1)
    await local_bot.send_message(people[30], "x")


async def test_edits_count_and_a_refused_call_does_not(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await local_bot.send_message(tamsin, "0")
    for _ in range(30):
        await telegram.call("sendMessage", {"chat_id": tamsin, "text": ""}, {})
    for number in range(1, 20):
        await local_bot.edit_message_text(str(number), tamsin, sent.message_id)
    with pytest.raises(RetryAfter):
        await local_bot.edit_message_text("20", tamsin, sent.message_id)


async def test_flood_limits_can_be_switched_off(clock: HandClock) -> None:
    telegram = LocalTelegram(clock, flood_limits=False)
    user = telegram.add_account("Tamsin")
    telegram.start(user)
    for _ in range(100):
        assert (await telegram.call("sendMessage", {"chat_id": user, "text": "x"}, {}))[0] == 200


@pytest.mark.parametrize(
    "fault",
    [
        ("429", RetryAfter, False),
        ("403", Forbidden, False),
        ("500", NetworkError, False),
        ("timeout", NetworkError, False),
        ("cut", NetworkError, True),
    ],
)
async def test_planned_fault_hits_one_call(
    bot: Bot, telegram: LocalTelegram, tamsin: int, fault: tuple[FaultKind, type[Exception], bool]
) -> None:
    kind, error, performed = fault
    telegram.fail_next("sendMessage", kind)
    await bot.get_me()
    with pytest.raises(error):
        await bot.send_message(tamsin, "first")
    assert shown(telegram, tamsin) == (["first"] if performed else [])
    await bot.send_message(tamsin, "second")
    assert shown(telegram, tamsin)[-1] == "second"


async def test_timeout_is_a_timeout_for_ptb_and_spares_get_updates(
    local_bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    telegram.fail_next(None, "timeout")
    assert await local_bot.get_updates(timeout=0) == ()
    with pytest.raises(TimedOut):
        await local_bot.send_message(tamsin, "x")
    telegram.fail_next(None, "cut")
    with pytest.raises(NetworkError) as cut:
        await local_bot.send_message(tamsin, "x")
    assert not isinstance(cut.value, TimedOut)


async def test_calls_are_kept_for_the_drawer(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    telegram.calls.clear()
    await local_bot.get_updates(timeout=0)
    await local_bot.send_document(tamsin, b"rows", filename="a.csv")
    await telegram.call("sendMessage", {"chat_id": tamsin}, {})
    document, refused = telegram.calls
    assert (document.method, document.files, document.status) == ("sendDocument", ("document",), 200)
    assert (refused.status, refused.answer["ok"]) == (400, False)
    assert telegram.token not in repr(telegram.calls)


@pytest.mark.parametrize("over_http", [False, True])
async def test_foreign_token_is_unauthorised(
    telegram: LocalTelegram, server: TestServer, over_http: bool
) -> None:
    wire = HTTPXRequest() if over_http else LocalRequest(telegram)
    stranger = Bot("2000002:other", base_url=str(server.make_url("/bot")), request=wire)
    async with wire:
        with pytest.raises(InvalidToken):
            await stranger.get_me()


async def test_token_may_be_percent_encoded(telegram: LocalTelegram, server: TestServer, tamsin: int) -> None:
    telegram.send_media(tamsin, "document", data=b"bytes", filename="a.txt")
    media = telegram.chat(tamsin).messages[-1].media
    assert media
    assert media.file
    root, token = str(server.make_url("")).rstrip("/"), telegram.token.replace(":", "%3A")
    async with aiohttp.ClientSession() as session:
        async with session.get(URL(f"{root}/bot{token}/getMe", encoded=True)) as answer:
            assert (await answer.json())["ok"]
        async with session.get(URL(f"{root}/file/bot{token}/{media.file.path}", encoded=True)) as answer:
            assert await answer.read() == b"bytes"


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_every_way(
    telegram: LocalTelegram, server: TestServer, tamsin: int, way: str
) -> None:
    params = {"chat_id": str(tamsin), "text": "7", "disable_notification": "true"}
    multipart = aiohttp.FormData(params, default_to_multipart=True)
    bodies = {"query": {"params": params}, "form": {"data": params}, "json": {"json": {**params, "chat_id": tamsin}}, "multipart": {"data": multipart}}  # fmt: skip
    url = server.make_url(f"/bot{telegram.token}/sendMessage")
    async with aiohttp.ClientSession() as session, session.post(url, **bodies[way]) as answer:  # type: ignore[arg-type]  # one known keyword each
        assert answer.status == 200
    message = telegram.chat(tamsin).messages[-1]
    assert (message.text, message.silent) == ("7", True)


async def test_status_body_and_header_agree(telegram: LocalTelegram, server: TestServer) -> None:
    telegram.fail_next("sendMessage", "429")
    base = f"/bot{telegram.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(server.make_url(f"{base}/sendMessage")) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
            assert await answer.json() == {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 1",
                "parameters": {"retry_after": 1},
            }
        for path, status, description in [
            (f"{base}/nonsense", 404, "Not Found: method not found"),
            ("/elsewhere", 404, "Not Found"),
            ("/bot1:x/getMe", 401, "Unauthorized"),
            ("/botx/getMe", 401, "Unauthorized: invalid token specified"),
            (f"/file{base}/documents/none", 404, "Not Found"),
            ("/file/bot1:x/documents/none", 401, "Unauthorized"),
        ]:
            async with session.get(server.make_url(path)) as answer:
                assert (answer.status, (await answer.json())["description"]) == (status, description)


async def test_broken_bodies_are_refused_not_crashed(telegram: LocalTelegram, server: TestServer) -> None:
    url = server.make_url(f"/bot{telegram.token}/sendMessage")
    head = b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    multipart = {"Content-Type": "multipart/form-data; boundary=edge"}
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data="{", headers={"Content-Type": "application/json"}) as answer:
            assert answer.status == 400
        async with session.post(url, data=head + b"\xff\xfe\r\n--edge--\r\n", headers=multipart) as answer:
            assert (await answer.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_planned_timeout_keeps_an_http_caller_waiting(telegram: LocalTelegram) -> None:
    telegram.fail_next("getMe", "timeout")
    impatient = aiohttp.ClientTimeout(total=0.2)
    running = TestServer(make_bot_api_app(telegram, hold_seconds=1))
    async with running, aiohttp.ClientSession(timeout=impatient) as session:
        with pytest.raises(TimeoutError):
            await session.get(running.make_url(f"/bot{telegram.token}/getMe"))
