"""What an update says about where a message belongs: its album, whose words it is, what it replies to."""

from typing import Any

import pytest

from bot.core.inputs import Recorded, Said
from handlers.translate import translate

USER = {"id": 7, "is_bot": False, "first_name": "Sam"}
CHAT = {"id": 7, "type": "private"}
BOT = {"id": 1, "is_bot": True, "first_name": "Between"}


def heard(**message: Any) -> object:
    update = {
        "update_id": 1,
        "message": {"message_id": 9, "from": USER, "chat": CHAT, "date": 0, **message},
    }
    arrival = translate(update)
    assert arrival is not None
    return arrival.given


def original(*data: str) -> dict[str, Any]:
    rows = [[{"text": "a button", "callback_data": each}] for each in data]
    markup = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    return {"message_id": 5, "from": BOT, "chat": CHAT, "date": 0, "text": "Kept.", **markup}


def replied(**message: Any) -> tuple[int | None, str]:
    said = heard(text="more", **message)
    assert isinstance(said, Said)
    return said.reply_to, said.reply_run


def test_reply_names_the_message_and_the_run_its_buttons_are_about() -> None:
    assert replied(reply_to_message=original("0:done", "0:change:aa", "0:private:bb")) == (5, "aa")


@pytest.mark.parametrize(
    "data",
    [(), ("1:k:skip",), ("0:offer:note",), ("0:change:",), ("garbage",)],
    ids="-".join,
)
def test_reply_to_buttons_about_no_run_names_the_message_alone(data: tuple[str, ...]) -> None:
    assert replied(reply_to_message=original(*data)) == (5, "")


def test_reply_to_a_message_without_buttons_to_tap_is_read() -> None:
    link = {"reply_markup": {"inline_keyboard": [[{"text": "Share", "url": "https://t.me"}]]}}
    assert replied(reply_to_message={**original(), **link}) == (5, "")


def test_text_that_replies_to_nothing_names_nothing() -> None:
    assert replied() == (None, "")


def test_items_of_an_album_share_its_id() -> None:
    photo = [{"file_id": "small"}, {"file_id": "large"}]
    assert heard(photo=photo, media_group_id="77") == Recorded(
        media="photo", file="large", message=9, album="77"
    )
    assert heard(photo=photo) == Recorded(media="photo", file="large", message=9)


def test_forwarded_text_is_marked_as_one() -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Mum", "date": 0}
    assert heard(text="You again", forward_origin=origin) == Said(text="You again", message=9, forwarded=True)


@pytest.mark.parametrize(
    ("document", "name", "size"),
    [
        ({"file_name": "Session 3.txt", "file_size": 812}, "Session 3.txt", 812),
        ({}, "", 0),
        ({"file_name": 7, "file_size": "large"}, "", 0),
        ({"file_name": f"{'x' * 90}.toml", "file_size": -1}, f"{'x' * 55}.toml", 0),
    ],
)
def test_a_document_brings_its_name_and_size_as_far_as_they_are_told(
    document: dict[str, object], name: str, size: int
) -> None:
    given = heard(document={"file_id": "f"} | document)
    assert isinstance(given, Recorded)
    assert (given.file, given.name, given.size) == ("f", name, size)
