"""The phone page as a server: who may use it, what it tells, what it does, what it refuses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.phone.page import Due, make_page_app, serve_page
from bot.phone.page_desk import DESK
from bot.phone.page_stream import Stream
from tests.phone.echo_practice import START, EchoPractice, inline

Client = TestClient[web.Request, web.Application]
LINK = "once"
GETS = ["/", "/state", "/calls", "/transcript.md", "/stories", "/file/x", "/static/main.js", "/events"]
POSTS = [
    "/say", "/tap", "/keyboard", "/edit", "/delete", "/react", "/start", "/media", "/sticker", "/voice", "/forward",
    "/block", "/unblock", "/clear", "/clock", "/fail", "/phone", "/zone",
    "/story",
]  # fmt: skip


@pytest.fixture
def practice() -> EchoPractice:
    return EchoPractice()


@pytest.fixture
async def stranger(practice: EchoPractice) -> AsyncIterator[Client]:
    """A browser that has not been let in."""
    async with TestClient(TestServer(make_page_app(practice, secret=LINK))) as client:
        yield client


@pytest.fixture
async def page(stranger: Client) -> Client:
    """A browser that came with the link."""
    answer = await stranger.get("/", params={"k": LINK})
    assert answer.status == 200
    return stranger


def origin(client: Client) -> dict[str, str]:
    return {"Origin": str(client.make_url("/")).rstrip("/"), "Sec-Fetch-Site": "same-origin"}


async def do(page: Client, path: str, **values: Any) -> Any:
    """POST and insist on success."""
    answer = await page.post(path, json=values, headers=origin(page))
    body = await answer.json()
    assert (answer.status, body.get("error")) == (200, None)
    return body


async def refused(page: Client, path: str, **values: Any) -> tuple[int, str]:
    """POST and insist on a refusal of one plain line."""
    return await line_of(await page.post(path, json=values, headers=origin(page)))


async def line_of(answer: ClientResponse) -> tuple[int, str]:
    body = await answer.json()
    assert 400 <= answer.status < 500
    assert list(body) == ["error"]
    assert "\n" not in body["error"]
    assert "Traceback" not in body["error"]
    return answer.status, body["error"]


async def phone_of(page: Client, user_id: int) -> Any:
    state = await (await page.get("/state")).json()
    return next(phone for phone in state["phones"] if phone["user_id"] == user_id)


def texts(phone: Any) -> list[str]:
    return [message["text"] for message in phone["messages"]]


# Who may use it


async def test_link_opens_the_page_once(stranger: Client) -> None:
    first = await stranger.get("/?k=once", allow_redirects=False)
    assert (first.status, first.headers["Location"]) == (303, "/")
    cookie = first.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "once" not in cookie
    link = stranger.make_url("/?k=once")
    async with ClientSession() as second, second.get(link, allow_redirects=False) as answer:
        assert answer.status == 403
    assert (await stranger.get("/")).status == 200


async def test_link_with_another_token_opens_nothing(stranger: Client) -> None:
    assert (await stranger.get("/?k=guess")).status == 403
    assert (await stranger.get("/?k=once")).status == 200


async def test_link_opens_again_for_the_browser_that_is_in(page: Client) -> None:
    assert (await page.get("/?k=once")).status == 200


@pytest.mark.parametrize("path", GETS)
async def test_reading_needs_the_session(stranger: Client, path: str) -> None:
    assert (await line_of(await stranger.get(path)))[0] == 403


@pytest.mark.parametrize("path", POSTS)
async def test_doing_needs_the_session(stranger: Client, path: str) -> None:
    assert (await line_of(await stranger.post(path, json={}, headers=origin(stranger))))[0] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.5", ""]
)
async def test_foreign_host_header_is_refused(page: Client, host: str) -> None:
    assert (await line_of(await page.get("/state", headers={"Host": host})))[0] == 403


async def test_foreign_host_header_does_not_spend_the_link(stranger: Client) -> None:
    assert (await stranger.get("/?k=once", headers={"Host": "evil.example"})).status == 403
    assert (await stranger.get("/?k=once")).status == 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
async def test_loopback_host_header_is_accepted(page: Client, host: str) -> None:
    assert (await page.get("/state", headers={"Host": host})).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_post_from_another_page_is_refused(
    page: Client, practice: EchoPractice, headers: dict[str, str]
) -> None:
    values = {"user": practice.client, "payload": None}
    assert (await line_of(await page.post("/start", json=values, headers=headers)))[0] == 403
    assert practice.telegram.chat(practice.client).messages == []


@pytest.mark.parametrize("path", ["/", "/state", "/static/main.js", "/nothing-here"])
async def test_every_answer_carries_the_protecting_headers(page: Client, path: str) -> None:
    headers = (await page.get(path)).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])  # noqa: S104  must be refused
async def test_page_is_not_served_beyond_this_computer(practice: EchoPractice, host: str) -> None:
    with pytest.raises(ValueError, match="this computer only"):
        await serve_page(make_page_app(practice, secret=LINK), host, 0)


async def test_served_page_says_its_port_and_stops(practice: EchoPractice) -> None:
    runner, port = await serve_page(make_page_app(practice, secret=LINK), "127.0.0.1", 0)
    assert port > 0
    assert len(practice.telegram.on_change) == 1
    await runner.cleanup()
    assert practice.telegram.on_change == []


async def test_taken_port_leaves_nothing_behind(practice: EchoPractice) -> None:
    runner, port = await serve_page(make_page_app(practice, secret=LINK), port=0)
    other = EchoPractice()
    with pytest.raises(OSError, match="address already in use"):
        await serve_page(make_page_app(other, secret=LINK), port=port)
    assert other.telegram.on_change == []
    await runner.cleanup()


# What it tells


async def test_state_shows_phones_clock_and_what_is_due(page: Client, practice: EchoPractice) -> None:
    state = await (await page.get("/state")).json()
    assert [(phone["name"], phone["role"], phone["zone"]) for phone in state["phones"]] == [
        ("Tamsin", "client", "America/New_York"),
        ("Vale", "therapist", "Europe/Lisbon"),
    ]
    assert state["phones"][0]["invite"] == "c_hello"
    assert state["bot"] == {"name": "Between", "username": "between_bot"}
    assert state["now"] == START.isoformat()
    assert [(due["what"], due["why"]) for due in state["due"]] == [
        ("Evening question", "planned"),
        ("Evening question again", "re-prompt"),
    ]
    assert practice.telegram.chat(practice.client).messages == []


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("es-MX", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
async def test_phone_runs_the_way_its_language_is_read(
    page: Client, practice: EchoPractice, language: str, direction: str
) -> None:
    practice.phones[0].language = language
    assert (await phone_of(page, practice.client))["direction"] == direction


async def test_empty_phone_shows_the_bots_description(page: Client, practice: EchoPractice) -> None:
    await practice.telegram.call("setMyDescription", {"description": "A program, not a person."}, {})
    assert (await phone_of(page, practice.client))["description"] == "A program, not a person."


async def test_stream_tells_a_tap_from_waiting_to_answered(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client, payload="c_hello")
    message = practice.telegram.chat(practice.client).messages[-1]
    async with page.get("/events") as stream:
        assert stream.content_type == "text/event-stream"
        await do(page, "/tap", user=practice.client, message=message.id, row=1, column=1)
        events = await read_until(stream, "chat")
    toast = next(event for event in events if event["kind"] == "toast")
    assert toast["toast"]["text"] == "That one has closed."
    assert toast["chat"]["waiting"] == []
    assert events[-1]["user_id"] == practice.client
    numbers = [event["seq"] for event in events]
    assert numbers == sorted(set(numbers))


async def test_stream_tells_messages_edits_clock_and_due(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client)
    async with page.get("/events") as stream:
        await do(page, "/clock", to="next")
        events = await read_until(stream, "clock")
        nudge = next(event for event in events if event["kind"] == "message")
        assert nudge["message"]["text"] == "Evening. Got two minutes?"
        assert nudge["now"] == "2026-11-24T01:30:00+00:00"
        due = next(event for event in events if event["kind"] == "due")
        assert [one["what"] for one in due["due"]] == ["Evening question again"]
        await do(page, "/tap", user=practice.client, message=nudge["message_id"], row=0, column=0)
        edit = next(event for event in await read_until(stream, "chat") if event["kind"] == "edited")
        assert edit["message"]["text"] == "You tapped Yes, now."


async def test_state_after_events_contains_them(page: Client, practice: EchoPractice) -> None:
    async with page.get("/events") as stream:
        await do(page, "/start", user=practice.client)
        events = await read_until(stream, "chat")
    assert (await (await page.get("/state")).json())["seq"] >= events[-1]["seq"]


async def test_two_pages_hear_the_same(page: Client, practice: EchoPractice) -> None:
    async with page.get("/events") as one, page.get("/events") as other:
        await do(page, "/start", user=practice.client)
        assert await read_until(one, "chat") == await read_until(other, "chat")


async def test_leaving_page_is_forgotten(page: Client, practice: EchoPractice) -> None:
    stream = page.app[DESK].stream
    async with page.get("/events"):
        assert len(stream.readers) == 1
    await do(page, "/start", user=practice.client)
    for _ in range(50):
        if stream.readers:
            await do(page, "/clock", advance=1)
    assert not stream.readers


async def test_tab_that_closes_is_no_failure(
    practice: EchoPractice, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_page_app(practice, secret=LINK)
    runner, port = await serve_page(app, port=0)
    stream = app[DESK].stream
    async with ClientSession(f"http://127.0.0.1:{port}", cookie_jar=CookieJar(unsafe=True)) as browser:
        await browser.get("/", params={"k": LINK})
        async with browser.get("/events") as answer:
            assert (await answer.content.readline()).startswith(b"retry:")
        for _ in range(50):
            if stream.readers:
                stream.send({"kind": "clock"})
                await browser.get("/state")
    assert not stream.readers
    await runner.cleanup()
    assert caplog.records == []


async def test_streams_end_in_order_with_the_server(practice: EchoPractice) -> None:
    runner, port = await serve_page(make_page_app(practice, secret=LINK), port=0)
    async with ClientSession(f"http://127.0.0.1:{port}", cookie_jar=CookieJar(unsafe=True)) as browser:
        await browser.get("/", params={"k": LINK})
        async with browser.get("/events") as stream:
            await runner.cleanup()
            assert (await stream.content.read()).startswith(b"retry:")


async def test_what_is_due_is_told_only_when_it_changes(page: Client, practice: EchoPractice) -> None:
    await page.get("/state")
    reader = page.app[DESK].stream.join()
    await do(page, "/say", user=practice.client, text="one")
    told = [json.loads(str(reader.get_nowait())[6:])["kind"] for _ in range(reader.qsize())]
    assert "chat" in told
    assert "due" not in told


def test_reader_that_stops_reading_is_cut_off() -> None:
    stream = Stream()
    reader = stream.join()
    for _ in range(reader.maxsize + 1):
        stream.send({"kind": "clock"})
    assert not stream.readers
    last = [reader.get_nowait() for _ in range(reader.qsize())][-1]
    assert last is None


async def test_heartbeat_tells_a_clock_that_runs(page: Client, practice: EchoPractice) -> None:
    desk = page.app[DESK]
    await desk.beat()
    reader = desk.stream.join()
    await desk.beat()
    assert reader.empty()
    practice.clock.advance(timedelta(minutes=1))
    await desk.beat()
    assert json.loads(str(reader.get_nowait())[6:])["now"] == (START + timedelta(minutes=1)).isoformat()


async def test_heartbeat_tells_what_came_due_by_itself(page: Client, practice: EchoPractice) -> None:
    desk = page.app[DESK]
    await desk.state()
    reader = desk.stream.join()
    practice.clock.jump_to(practice.dues.pop(0).at)
    await desk.beat()
    kinds = [json.loads(str(reader.get_nowait())[6:])["kind"] for _ in range(reader.qsize())]
    assert kinds == ["clock", "due"]


async def test_drawer_shows_calls_and_where_everyone_is(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client)
    drawer = await (await page.get("/calls")).json()
    sent = [call for call in drawer["calls"] if call["method"] == "sendMessage"]
    assert sent[0]["params"]["text"] == "Hello. Three buttons stay below."
    assert (sent[0]["status"], sent[0]["answer"]["ok"]) == (200, True)
    assert drawer["people"][0] == {
        "user_id": practice.client,
        "name": "Tamsin",
        "state": {"resting": True, "messages": 3, "session": '{"kind":"answering"}'},
    }


async def test_transcript_holds_both_sides_and_the_buttons(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client)
    await do(page, "/say", user=practice.client, text="one *two*\nthree")
    answer = await page.get("/transcript.md")
    text = await answer.text()
    assert answer.content_type == "text/markdown"
    assert "## Tamsin (client, America/New_York)" in text
    assert "### Monday 23 November 2026" in text
    assert "`[Go on]` `[Not now]`" in text
    assert "> one \\*two\\*" in text
    assert "**Between** 14:05 (silent)" in text


async def test_transcript_tells_changes_taps_and_deletions_in_their_order(
    page: Client, practice: EchoPractice
) -> None:
    await do(page, "/start", user=practice.client, payload="c_0123456789abcdefghijkl")
    shown = (await phone_of(page, practice.client))["messages"][-1]
    await do(page, "/tap", user=practice.client, message=shown["id"], row=0, column=0)
    await do(page, "/delete", user=practice.client, message=shown["id"])
    text = await (await page.get("/transcript.md")).text()
    told = [
        "> /start c\\_…",
        "Shall we begin?",
        "taps `[Go on]`",
        "(in place)",
        "You tapped Go on.",
        "(14:05 a message is",
    ]
    assert [text.find(each) for each in told] == sorted(text.find(each) for each in told)
    assert -1 not in [text.find(each) for each in told]


async def test_stories_are_listed_in_the_languages_the_coach_speaks(page: Client) -> None:
    listed = await (await page.get("/stories")).json()
    assert listed[0]["title"] == "A first day"
    assert "Un primer día" not in [story["title"] for story in listed]


async def test_story_that_gets_stuck_is_told_and_leaves_the_page_working(
    page: Client, practice: EchoPractice
) -> None:
    answer = await page.post("/story", json={"story": "first-day"}, headers=origin(page))
    assert answer.status == 409
    assert "A first day stops at step" in (await answer.json())["error"]
    assert page.app is not None
    reader = page.app[DESK].stream.join()
    await do(page, "/say", user=practice.client, text="still there")
    assert "still there" in (reader.get_nowait() or "")
    assert (await page.get("/transcript.md")).headers["Content-Disposition"].endswith("A%20first%20day.md")


async def test_empty_phones_begin_again_and_an_unknown_story_is_refused(
    page: Client, practice: EchoPractice
) -> None:
    await do(page, "/say", user=practice.client, text="before")
    await do(page, "/story", story=None)
    assert texts(await phone_of(page, practice.client)) == []
    answer = await page.post("/story", json={"story": "nowhere"}, headers=origin(page))
    assert (answer.status, (await answer.json())["error"]) == (404, "There is no such story.")


async def test_nothing_is_done_on_a_phone_while_a_story_is_being_loaded(
    page: Client, practice: EchoPractice
) -> None:
    practice.held = asyncio.Event()
    loading = asyncio.create_task(do(page, "/story", story=None))
    await practice.asked.wait()
    async with asyncio.timeout(10):
        said = await refused(page, "/say", user=practice.client, text="now")
    practice.held.set()
    await loading
    assert said == (409, "A story is being loaded.")


async def test_phones_can_be_used_while_the_page_asks_what_is_due(
    page: Client, practice: EchoPractice
) -> None:
    practice.held = asyncio.Event()
    asking = asyncio.create_task(page.get("/state"))
    await practice.asked.wait()
    said = asyncio.Event()
    practice.telegram.on_change.append(lambda _: said.set())
    saying = asyncio.create_task(do(page, "/say", user=practice.client, text="now"))
    reached = asyncio.create_task(said.wait())
    await asyncio.wait({saying, reached}, return_when=asyncio.FIRST_COMPLETED)
    practice.held.set()
    await asyncio.gather(asking, saying, reached)


# What it does


async def test_start_link_reaches_the_bot_with_its_payload(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client, payload="c_hello")
    phone = await phone_of(page, practice.client)
    assert texts(phone) == ["/start c_hello", "Hello. Three buttons stay below.", "Shall we begin?"]
    assert [command["command"] for command in phone["commands"]] == ["today", "box"]
    assert phone["placeholder"] == "Tap or type"
    assert phone["keyboard"]["rows"][1] == [{"text": "Today"}]
    assert texts(await phone_of(page, practice.therapist)) == []


async def test_saying_shows_the_answer_and_the_reaction(page: Client, practice: EchoPractice) -> None:
    await do(page, "/say", user=practice.client, text="a small thing")
    own, bots = (await phone_of(page, practice.client))["messages"]
    assert (own["from"], own["text"], own["reactions"]["bot"]) == ("person", "a small thing", "✍")
    assert (bots["from"], bots["silent"]) == ("bot", True)


async def test_reply_names_its_message(page: Client, practice: EchoPractice) -> None:
    first = (await do(page, "/say", user=practice.client, text="one"))["message"]
    await do(page, "/say", user=practice.client, text="two", reply_to=first)
    assert (await phone_of(page, practice.client))["messages"][2]["reply_to"] == first


async def test_tap_without_an_answer_stays_waiting(page: Client, practice: EchoPractice) -> None:
    practice.answers_taps = False
    await do(page, "/start", user=practice.client)
    message = practice.telegram.chat(practice.client).messages[-1].id
    query = (await do(page, "/tap", user=practice.client, message=message, row=0, column=0))["query"]
    phone = await phone_of(page, practice.client)
    assert phone["waiting"] == [{"query": query, "message_id": message, "row": 0, "column": 0}]


async def test_keyboard_button_is_said(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client)
    await do(page, "/keyboard", user=practice.client, label="Ten minutes")
    assert "Ten minutes" in texts(await phone_of(page, practice.client))


async def test_keyboard_button_that_asks_for_the_place_shares_it(
    page: Client, practice: EchoPractice
) -> None:
    await do(page, "/start", user=practice.client)
    keys = {"keyboard": [[{"text": "Where I am", "request_location": True}]]}
    await practice.send(practice.client, "Where are you?", reply_markup=keys)
    await do(page, "/keyboard", user=practice.client, label="Where I am")
    kinds = [
        one["media"] and one["media"]["kind"] for one in (await phone_of(page, practice.client))["messages"]
    ]
    assert "location" in kinds


async def test_own_message_can_be_edited_and_deleted(page: Client, practice: EchoPractice) -> None:
    message = (await do(page, "/say", user=practice.client, text="one"))["message"]
    await do(page, "/edit", user=practice.client, message=message, text="two")
    edited = (await phone_of(page, practice.client))["messages"][0]
    assert (edited["text"], edited["edited"]) == ("two", True)
    await do(page, "/delete", user=practice.client, message=message)
    assert message not in [one["id"] for one in (await phone_of(page, practice.client))["messages"]]


async def test_reaction_is_put_and_taken_back(page: Client, practice: EchoPractice) -> None:
    await do(page, "/say", user=practice.client, text="one")
    answer = practice.telegram.chat(practice.client).messages[1].id
    await do(page, "/react", user=practice.client, message=answer, emoji="👍")
    assert (await phone_of(page, practice.client))["messages"][1]["reactions"]["person"] == "👍"
    await do(page, "/react", user=practice.client, message=answer, emoji=None)
    assert (await phone_of(page, practice.client))["messages"][1]["reactions"]["person"] is None


async def test_blocking_clearing_and_forwarding(page: Client, practice: EchoPractice) -> None:
    await do(page, "/forward", user=practice.client, text="somebody's words")
    assert (await phone_of(page, practice.client))["messages"][0]["forwarded_from"]
    await do(page, "/clear", user=practice.client)
    assert texts(await phone_of(page, practice.client)) == []
    await do(page, "/block", user=practice.client)
    assert (await phone_of(page, practice.client))["blocked"] is True
    await do(page, "/unblock", user=practice.client)
    assert (await phone_of(page, practice.client))["blocked"] is False


async def send_file(page: Client, path: str, data: bytes, filename: str, **fields: str) -> Any:
    form = FormData(fields, quote_fields=False)
    form.add_field("file", data, filename=filename, content_type="application/octet-stream")
    answer = await page.post(path, data=form, headers=origin(page))
    assert answer.status == 200
    return await answer.json()


async def test_picked_file_comes_back_as_a_download_only(page: Client, practice: EchoPractice) -> None:
    user = str(practice.client)
    await send_file(
        page, "/media", b"<script>1</script>", "a b$.html", user=user, kind="document", caption="this"
    )
    message = (await phone_of(page, practice.client))["messages"][0]
    assert (message["text"], message["media"]["size"]) == ("this", 18)
    answer = await page.get(f"/file/{message['media']['file_id']}")
    assert await answer.read() == b"<script>1</script>"
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''a%20b_.html")


@pytest.mark.parametrize(
    ("name", "safe"), [("../../etc/passwd", "passwd"), ("..", "file"), ("línea\n2.csv", "l%C3%ADnea_2.csv")]
)
async def test_download_has_a_safe_name(page: Client, practice: EchoPractice, name: str, safe: str) -> None:
    await do(page, "/start", user=practice.client)
    await practice.telegram.call("sendDocument", {"chat_id": practice.client}, {"document": (name, b"x")})
    media = (await phone_of(page, practice.client))["messages"][-1]["media"]
    answer = await page.get(f"/file/{media['file_id']}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{safe}"


async def test_recording_sticker_and_place_arrive_as_such(page: Client, practice: EchoPractice) -> None:
    user = str(practice.client)
    await send_file(page, "/voice", b"OggS", "voice.ogg", user=user)
    for path, extra in (("/sticker", {}), ("/media", {"kind": "location"}), ("/media", {"kind": "contact"})):
        answer = await page.post(path, data=multipart(user=user, **extra), headers=origin(page))
        assert answer.status == 200
    kinds = [message["media"]["kind"] for message in (await phone_of(page, practice.client))["messages"]]
    assert kinds == ["voice", "sticker", "location", "contact"]


def multipart(**fields: str) -> FormData:
    form = FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    return form


async def pick(page: Client, user: int, number: int) -> list[Any]:
    """Send so many pictures at once with a caption; what the phone then shows, without the coach's own."""
    form = FormData({"user": str(user), "kind": "photo", "caption": "the two of us"}, quote_fields=False)
    for n in range(number):
        form.add_field("file", b"\x89PNG", filename=f"{n}.png", content_type="image/png")
    answer = await page.post("/media", data=form, headers=origin(page))
    assert answer.status == 200
    return [one for one in (await phone_of(page, user))["messages"] if one["from"] == "person"]


async def test_pictures_picked_together_are_one_album_before_anybody_answers(
    page: Client, practice: EchoPractice
) -> None:
    shown = await pick(page, practice.client, 3)
    assert len({one["album"] for one in shown} - {None}) == 1
    assert [one["text"] for one in shown] == ["the two of us", "", ""]
    everything = (await phone_of(page, practice.client))["messages"]
    assert [one["from"] for one in everything[:3]] == ["person"] * 3


@pytest.mark.parametrize(
    ("number", "sizes"), [(1, {None: 1}), (10, {"a": 10}), (12, {"a": 10, "b": 2}), (11, {"a": 10, None: 1})]
)
async def test_album_holds_ten_and_one_picture_is_none(
    page: Client, practice: EchoPractice, number: int, sizes: dict[str | None, int]
) -> None:
    albums = [one["album"] for one in await pick(page, practice.client, number)]
    assert sorted(albums.count(each) for each in set(albums)) == sorted(sizes.values())
    assert (None in albums) is (None in sizes)


async def test_clock_moves_by_a_span_and_to_a_moment(page: Client, practice: EchoPractice) -> None:
    assert (await do(page, "/clock", advance=600))["now"] == (START + timedelta(minutes=10)).isoformat()
    await do(page, "/clock", at="2026-11-23T20:00:00+00:00")
    assert practice.clock.now() == datetime(2026, 11, 23, 20, tzinfo=UTC)


async def test_tonight_is_half_past_eight_on_the_clients_clock(page: Client, practice: EchoPractice) -> None:
    await do(page, "/clock", to="tonight")
    assert practice.clock.now() == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    await do(page, "/clock", to="tonight")
    assert practice.clock.now() == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


async def test_closed_lid_is_one_jump(page: Client, practice: EchoPractice) -> None:
    await do(page, "/start", user=practice.client)
    await do(page, "/clock", advance=8 * 3600, asleep=True)
    woke = START + timedelta(hours=8)
    assert practice.naps == [woke]
    assert practice.telegram.chat(practice.client).messages[-1].date == woke


async def test_clock_does_not_move_twice_at_once(page: Client, practice: EchoPractice) -> None:
    async with asyncio.timeout(10), page.app[DESK].moving:
        assert await refused(page, "/clock", advance=60) == (409, "The clock is moving already.")
    assert practice.clock.now() == START


async def test_next_due_passes_over_what_waits_already(page: Client, practice: EchoPractice) -> None:
    practice.dues.insert(0, Due(at=START, who="Tamsin", what="A small noticing", why="held"))
    await do(page, "/clock", to="next")
    assert practice.clock.now() == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


async def test_next_due_with_nothing_due_is_refused(page: Client, practice: EchoPractice) -> None:
    practice.dues.clear()
    assert await refused(page, "/clock", to="next") == (409, "Nothing is due.")


async def test_planned_failure_hits_the_next_call(page: Client, practice: EchoPractice) -> None:
    await do(page, "/fail", method="sendMessage", kind="403")
    await do(page, "/say", user=practice.client, text="one")
    assert texts(await phone_of(page, practice.client)) == ["one"]
    calls = (await (await page.get("/calls")).json())["calls"]
    assert [call["status"] for call in calls if call["method"] == "sendMessage"] == [403]


async def test_added_phone_and_a_travelled_one_show(page: Client, practice: EchoPractice) -> None:
    user = (await do(page, "/phone", name=" Jo "))["user"]
    await do(page, "/zone", user=user, zone="Asia/Tokyo")
    added = await phone_of(page, user)
    assert (added["name"], added["zone"]) == ("Jo", "Asia/Tokyo")
    assert len(practice.phones) == 3


async def test_message_of_somebody_without_a_phone_here_is_not_told(
    page: Client, practice: EchoPractice
) -> None:
    reader = page.app[DESK].stream.join()
    practice.telegram.say(practice.telegram.add_account("Elsewhere"), "hidden")
    assert "hidden" not in "".join(str(reader.get_nowait()) for _ in range(reader.qsize()))


# What it refuses


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        ("/say", {"text": "x"}, 400),
        ("/say", {"user": "me", "text": "x"}, 400),
        ("/say", {"user": 1, "text": "x"}, 404),
        ("/say", {"user": "CLIENT", "text": ""}, 400),
        ("/say", {"user": "CLIENT", "text": "   "}, 409),
        ("/say", {"user": "CLIENT", "text": "x", "reply_to": 999}, 409),
        ("/say", {"user": "CLIENT", "text": "x" * 64_001}, 400),
        ("/say", {"user": "CLIENT", "text": "x", "surprise": 1}, 400),
        ("/tap", {"user": "CLIENT", "message": 999, "row": 0, "column": 0}, 409),
        ("/tap", {"user": "CLIENT", "message": 1, "row": -1, "column": 0}, 400),
        ("/keyboard", {"user": "CLIENT", "label": "Nothing"}, 409),
        ("/edit", {"user": "CLIENT", "message": 999, "text": "x"}, 409),
        ("/delete", {"user": "CLIENT", "message": 999}, 409),
        ("/react", {"user": "CLIENT", "message": 999, "emoji": "👍"}, 409),
        ("/start", {"user": "CLIENT", "payload": "no spaces here"}, 400),
        ("/block", {"user": "CLIENT"}, 409),
        ("/clock", {}, 400),
        ("/clock", {"advance": -5}, 400),
        ("/clock", {"advance": 1e12}, 400),
        ("/clock", {"advance": 60, "to": "next"}, 400),
        ("/clock", {"to": "yesterday"}, 400),
        ("/clock", {"at": "2026-11-23T18:00:00+00:00"}, 400),
        ("/clock", {"at": "2126-11-23T18:00:00+00:00"}, 400),
        ("/clock", {"at": "2026-11-23T20:00:00"}, 400),
        ("/fail", {"kind": "418"}, 400),
        ("/fail", {"kind": "429", "method": "send Message"}, 400),
        ("/phone", {"name": "   "}, 400),
        ("/zone", {"user": "CLIENT", "zone": "Mars/Olympus"}, 400),
        ("/zone", {"user": "CLIENT", "zone": "../../etc/passwd"}, 400),
    ],
)
async def test_bad_request_is_refused_in_one_line(
    page: Client, practice: EchoPractice, path: str, values: dict[str, Any], status: int
) -> None:
    filled = {name: practice.client if value == "CLIENT" else value for name, value in values.items()}
    assert (await refused(page, path, **filled))[0] == status
    assert practice.telegram.chat(practice.client).messages == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000])
async def test_body_that_is_no_json_object_is_refused(page: Client, body: bytes) -> None:
    headers = {**origin(page), "Content-Type": "application/json"}
    assert (await line_of(await page.post("/say", data=body, headers=headers)))[0] == 400


async def test_body_of_another_type_is_refused(page: Client) -> None:
    assert (await line_of(await page.post("/say", data=b"a=1", headers=origin(page))))[0] == 415
    assert (await line_of(await page.post("/media", json={}, headers=origin(page))))[0] == 415


async def test_form_that_is_not_in_order_is_refused(page: Client, practice: EchoPractice) -> None:
    user = str(practice.client)
    for fields in (
        {},
        {"user": user},
        {"user": user, "kind": "nonsense"},
        {"user": user, "kind": "photo", "file": "x"},
    ):
        answer = await page.post("/media", data=multipart(**fields), headers=origin(page)) if fields else None
        assert answer is None or (await line_of(answer))[0] == 400
    headers = {**origin(page), "Content-Type": "multipart/form-data; boundary=x"}
    assert (await line_of(await page.post("/media", data=b"torn", headers=headers)))[0] == 400


async def test_unknown_paths_files_and_methods_are_refused(page: Client) -> None:
    assert (await line_of(await page.get("/nowhere")))[0] == 404
    assert (await line_of(await page.get("/file/nothing")))[0] == 404
    assert (await line_of(await page.get("/static/../page.py")))[0] == 404
    assert (await line_of(await page.put("/say", headers=origin(page))))[0] == 405


class BrokenPractice(EchoPractice):
    """Cannot say what is due."""

    async def due(self) -> list[Due]:
        raise RuntimeError("insides of the practice")


async def test_broken_practice_answers_without_its_insides(caplog: pytest.LogCaptureFixture) -> None:
    async with TestClient(TestServer(make_page_app(BrokenPractice(), secret=LINK))) as page:
        await page.get("/", params={"k": LINK})
        answer = await page.get("/state")
        assert answer.status == 500
        assert list(await answer.json()) == ["error"]
        assert "insides" not in await answer.text()
    assert "could not answer GET /state" in caplog.text


async def test_buttons_that_open_links_are_shown_but_tell_the_bot_nothing(
    page: Client, practice: EchoPractice
) -> None:
    await do(page, "/start", user=practice.client)
    sent = await practice.send(practice.client, "Look", reply_markup=inline(["https://example.org/"]))
    answer = await do(page, "/tap", user=practice.client, message=sent["message_id"], row=0, column=0)
    assert answer["query"] == ""
    assert (await phone_of(page, practice.client))["waiting"] == []


async def read_until(stream: ClientResponse, kind: str) -> list[dict[str, Any]]:
    """Events up to and including the first of that kind."""
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        async for line in stream.content:
            if line.startswith(b"data: "):
                events.append(json.loads(line[6:]))
                if events[-1]["kind"] == kind:
                    return events
    raise AssertionError(f"the stream ended without {kind}: {events}")
