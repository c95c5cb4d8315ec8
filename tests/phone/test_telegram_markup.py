"""Which keyboards the local Telegram takes, and how it refuses the others."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.phone.markup import parse_markup
from bot.phone.refusals import Refusal
from bot.phone.telegram import LocalTelegram

KEY = {"text": "Keep", "callback_data": "k"}


def inline(*rows: list[Any]) -> dict[str, Any]:
    """Parameters with an inline keyboard of these rows."""
    return {"reply_markup": {"inline_keyboard": list(rows)}}


@pytest.mark.parametrize(
    ("params", "description"),
    [
        (inline([{"text": "x", "callback_data": "d" * 65}]), "BUTTON_DATA_INVALID"),
        (inline([{"text": "x", "callback_data": "д" * 33}]), "BUTTON_DATA_INVALID"),
        (inline([{"text": "x", "callback_data": ""}]), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline([{"text": "x"}]), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline([{"text": "", "callback_data": "d"}]), "inline keyboard button text must be non-empty"),
        (inline([{"callback_data": "d"}]), "can't parse inline keyboard button: Can't find field \"text\""),
        (inline([{"text": 1, "callback_data": "d"}]), "can't parse inline keyboard button: Field \"text\" must be of type String"),
        (inline([{"text": "x", "url": "http://localhost"}]), "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"),
        (inline([{"text": "x", "url": "tel:000"}]), "inline keyboard button URL 'tel:000' is invalid: Wrong HTTP URL"),
        (inline([{"text": "x", "url": "http://[x"}]), "inline keyboard button URL 'http://[x' is invalid: Wrong HTTP URL"),
        (inline([{"text": "x", "url": "ftp://example.org"}]), "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol"),
        (inline([{"text": "x", "web_app": {"url": "http://example.org"}}]), "inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed"),
        (inline([{"text": "x", "copy_text": {"text": "c" * 257}}]), "BUTTON_COPY_TEXT_INVALID"),
        (inline([{**KEY, "style": "green"}]), "can't parse inline keyboard button: Unsupported button style specified"),
        (inline([KEY] * 9), "reply markup is too long"),
        (inline(*[[KEY] * 8] * 12, [KEY] * 5), "reply markup is too long"),
        ({"reply_markup": {"inline_keyboard": 1}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        ({"reply_markup": {"inline_keyboard": [KEY]}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"reply_markup": "nonsense"}, "can't parse reply keyboard markup JSON object"),
        ({"reply_markup": "7"}, "object expected as reply markup"),
        (inline(["Keep"]), "can't parse inline keyboard button: inline keyboard button must be an Object"),
        ({"reply_markup": {"keyboard": [[{"text": "x", "request_contact": True, "request_location": True}]]}}, "can't parse keyboard button: Button must have only one action"),
        ({"reply_markup": {"keyboard": [[""]]}}, "keyboard button text must be non-empty"),
        ({"reply_markup": {"force_reply": True, "input_field_placeholder": "p" * 65}}, "REPLY_MARKUP_INVALID"),
    ],
)  # fmt: skip
def test_keyboard_is_refused_in_telegrams_words(params: dict[str, Any], description: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_markup(params)
    assert refusal.value.description == f"Bad Request: {description}"


@pytest.mark.parametrize(
    "params",
    [
        inline([{"text": "x", "callback_data": "d" * 64}]),
        inline([{"text": "x", "callback_data": "д" * 32}]),
        inline([KEY] * 8),
        inline(*[[KEY] * 8] * 12, [KEY] * 4),
        inline([{"text": "x", "copy_text": {"text": "c" * 256}}]),
        inline([{"text": "x", "url": "https://t.me/share/url?url=a"}]),
        inline([{**KEY, "style": "primary"}]),
    ],
)
def test_keyboard_just_within_the_limits_is_taken(params: dict[str, Any]) -> None:
    assert parse_markup(params).rows == params["reply_markup"]["inline_keyboard"]


async def test_ptb_keyboard_arrives_and_returns_whole(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    rows = [
        [InlineKeyboardButton("Yes, now", callback_data="y", style="primary")],
        [InlineKeyboardButton("Copy", copy_text=CopyTextButton("link")), InlineKeyboardButton("Open", url="https://t.me/x")],
    ]  # fmt: skip
    sent = await bot.send_message(tamsin, "Now?", reply_markup=InlineKeyboardMarkup(rows))
    assert sent.reply_markup == InlineKeyboardMarkup(rows)
    shown = telegram.chat(tamsin).messages[-1].keyboard
    assert [[button["text"] for button in row] for row in shown] == [["Yes, now"], ["Copy", "Open"]]
    assert shown[0][0]["style"] == "primary"


@pytest.mark.parametrize("raw", ["{}", {"force_reply": False}, {"remove_keyboard": False}, "", None])
def test_markup_that_asks_for_nothing_locks_nothing(raw: Any) -> None:
    assert parse_markup({"reply_markup": raw}).kind == "none"
