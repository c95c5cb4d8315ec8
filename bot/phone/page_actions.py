"""What a person can do on the page, each as one request: on a phone, to the clock, to the line."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from aiohttp import web
from pydantic import ValidationError

from bot.phone import page_words as words
from bot.phone.page_desk import DESK, Desk
from bot.phone.page_forms import form_of
from bot.phone.page_guard import Handler, PageRefused
from bot.phone.story import Story
from bot.phone.storyteller import StoryStuck
from bot.phone.tg_model import Json

A = TypeVar("A", bound=words.Ask)
STORIES = web.AppKey("stories", dict[str, Story])
Act = Callable[[Desk, A], Awaitable[Json]]

# Stands for bytes where a kind needs some and nothing was picked.
_SAMPLE = b"a sample"


async def _say(desk: Desk, ask: words.Say) -> Json:
    return {"message": desk.practice.telegram.say(ask.user, ask.text, reply_to=ask.reply_to)}


async def _start(desk: Desk, ask: words.Start) -> Json:
    desk.practice.telegram.start(ask.user, ask.payload)
    return {}


async def _tap(desk: Desk, ask: words.TapButton) -> Json:
    return {"query": desk.practice.telegram.tap(ask.user, ask.message, ask.row, ask.column)}


async def _tap_key(desk: Desk, ask: words.TapKey) -> Json:
    shown = desk.practice.telegram.chat(ask.user).reply_keyboard
    keys = [button for row in shown.rows for button in row] if shown else []
    key = next((button for button in keys if button["text"] == ask.label), None)
    if key is None:
        raise PageRefused(409, "That button is not on the keyboard any more.")
    if any(name.startswith("request_") for name in key):
        desk.practice.telegram.share(desk.practice.telegram.chat(ask.user), key)
        return {}
    return {"message": desk.practice.telegram.say(ask.user, ask.label)}


async def _edit(desk: Desk, ask: words.Edit) -> Json:
    desk.practice.telegram.edit(ask.user, ask.message, ask.text)
    return {}


async def _delete(desk: Desk, ask: words.Delete) -> Json:
    desk.practice.telegram.delete(ask.user, ask.message)
    return {}


async def _react(desk: Desk, ask: words.React) -> Json:
    desk.practice.telegram.react(ask.user, ask.message, ask.emoji)
    return {}


async def _forward(desk: Desk, ask: words.Forward) -> Json:
    return {"message": desk.practice.telegram.forward(ask.user, ask.text)}


async def _block(desk: Desk, ask: words.OnPhone) -> Json:
    desk.practice.telegram.block(ask.user)
    return {}


async def _unblock(desk: Desk, ask: words.OnPhone) -> Json:
    desk.practice.telegram.unblock(ask.user)
    return {}


async def _clear(desk: Desk, ask: words.OnPhone) -> Json:
    desk.practice.telegram.clear(ask.user)
    return {}


async def _zone(desk: Desk, ask: words.Zone) -> Json:
    desk.phone(ask.user).zone = ask.zone
    desk.stream.send({"kind": "phones"})
    return {}


async def _add_phone(desk: Desk, ask: words.NewPhone) -> Json:
    phone = await desk.practice.add_phone(ask.name)
    desk.stream.send({"kind": "phones"})
    return {"user": phone.user_id}


async def _fail(desk: Desk, ask: words.Fail) -> Json:
    desk.practice.telegram.fail_next(ask.method, ask.kind)
    return {}


async def _move_clock(desk: Desk, ask: words.MoveClock) -> Json:
    if desk.moving.locked():
        raise PageRefused(409, "The clock is moving already.")
    async with desk.moving:
        await desk.practice.move_to(await _goal(desk, ask), asleep=ask.asleep)
    return {"now": desk.practice.clock.now().isoformat()}


async def _load(desk: Desk, story: Story | None) -> Json:
    if desk.moving.locked():
        raise PageRefused(409, "The clock is moving already.")
    async with desk.moving:
        try:
            await desk.load(story)
        except StoryStuck as stuck:
            raise PageRefused(409, str(stuck)) from None
    return {}


async def _goal(desk: Desk, ask: words.MoveClock) -> datetime:
    now = desk.practice.clock.now()
    if ask.advance is not None:
        return now + timedelta(seconds=ask.advance)
    if ask.to == "next":
        return await _next_due(desk, now)
    if ask.to == "tonight":
        return words.tonight(now, _client_zone(desk))
    if ask.at is None or not now <= ask.at <= now + words.LONGEST_MOVE:
        raise PageRefused(400, "The clock moves forward only, and by a year at most.")
    return ask.at


async def _next_due(desk: Desk, now: datetime) -> datetime:
    for one in await desk.practice.due():
        if one.at > now:
            return one.at
    raise PageRefused(409, "Nothing is due.")


def _client_zone(desk: Desk) -> str:
    phones = desk.practice.phones
    return next(
        (phone.zone for phone in phones if phone.role == "client"), phones[0].zone if phones else "UTC"
    )


def add_actions(app: web.Application) -> None:
    """Put every action on the application's routes."""
    app.add_routes(
        [
            web.post("/say", _by_json(words.Say, _say)),
            web.post("/start", _by_json(words.Start, _start)),
            web.post("/tap", _by_json(words.TapButton, _tap)),
            web.post("/keyboard", _by_json(words.TapKey, _tap_key)),
            web.post("/edit", _by_json(words.Edit, _edit)),
            web.post("/delete", _by_json(words.Delete, _delete)),
            web.post("/react", _by_json(words.React, _react)),
            web.post("/forward", _by_json(words.Forward, _forward)),
            web.post("/block", _by_json(words.OnPhone, _block)),
            web.post("/unblock", _by_json(words.OnPhone, _unblock)),
            web.post("/clear", _by_json(words.OnPhone, _clear)),
            web.post("/zone", _by_json(words.Zone, _zone)),
            web.post("/phone", _by_json(words.NewPhone, _add_phone)),
            web.post("/fail", _by_json(words.Fail, _fail)),
            web.post("/clock", _by_json(words.MoveClock, _move_clock)),
            web.post("/story", _tell_story),
            web.post("/media", _send_media),
            web.post("/voice", _send_media),
            web.post("/sticker", _send_media),
        ]
    )


async def _tell_story(request: web.Request) -> web.Response:
    ask = _checked(words.Load, await _json_body(request))
    stories = request.app[STORIES]
    if ask.story is not None and ask.story not in stories:
        raise PageRefused(404, "There is no such story.")
    desk = request.app[DESK]
    return await _done(desk, ask, await _load(desk, stories[ask.story] if ask.story else None))


def _by_json(model: type[A], act: Act[A]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        ask = _checked(model, await _json_body(request))
        desk = _desk(request)
        if isinstance(ask, words.OnPhone):
            desk.phone(ask.user)
        return await _done(desk, ask, await act(desk, ask))

    return handle


async def _send_media(request: web.Request) -> web.Response:
    fields, files = await form_of(request)
    fixed = {"/voice": {"kind": "voice"}, "/sticker": {"kind": "sticker"}}.get(request.path, {})
    ask = _checked(words.Media, {**fields, **fixed})
    desk = _desk(request)
    desk.phone(ask.user)
    messages = desk.practice.telegram.send_files(
        ask.user, ask.kind, files or [(_SAMPLE, None)], caption=ask.caption
    )
    return await _done(desk, ask, {"message": messages[-1]})


def _desk(request: web.Request) -> Desk:
    desk = request.app[DESK]
    if desk.loading:
        raise PageRefused(409, "A story is being loaded.")
    return desk


async def _done(desk: Desk, ask: words.Ask, answer: Json) -> web.Response:
    await desk.practice.settle()
    if isinstance(ask, words.OnPhone):
        desk.tell_chat(ask.user)
    await desk.tell_due()
    await desk.beat()
    return web.json_response({"ok": True, **answer})


async def _json_body(request: web.Request) -> object:
    if request.content_type != "application/json":
        raise PageRefused(415, "Send JSON.")
    try:
        return json.loads(await request.read())
    except (ValueError, RecursionError):
        raise PageRefused(400, "That is not JSON.") from None


def _checked(model: type[A], values: object) -> A:
    try:
        return model.model_validate(values)
    except ValidationError as wrong:
        raise PageRefused(400, _first_fault(wrong)) from None


def _first_fault(wrong: ValidationError) -> str:
    fault: Mapping[str, object] = dict(wrong.errors(include_input=False, include_url=False)[0])
    place = fault["loc"]
    where = ".".join(str(part) for part in place) if isinstance(place, tuple) else ""
    return f"{where or 'body'}: {fault['msg']}"
