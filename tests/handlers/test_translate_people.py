"""Somebody who was chosen or sent along arrives as the number of their account, and a sender with their own name."""

import pytest

from bot.core.inputs import Odd
from bot.core.turn import Reply
from handlers.render import render
from handlers.translate import Json, Unreadable, translate


def message(**content: object) -> Json:
    sender = {"id": 7, "is_bot": False, "first_name": "Vale", "username": "Vale_V"}
    chat = {"id": 7, "type": "private"}
    return {"message": {"message_id": 3, "from": sender, "chat": chat, "date": 0} | content}


@pytest.mark.parametrize(
    ("content", "user"),
    [
        ({"users_shared": {"request_id": 1, "users": [{"user_id": 4711}]}}, 4711),
        ({"users_shared": {"request_id": 1, "users": []}}, None),
        ({"contact": {"phone_number": "1", "first_name": "Wren", "user_id": 4711}}, 4711),
        ({"contact": {"phone_number": "1", "first_name": "Wren"}}, None),
    ],
)
def test_account_of_a_contact_is_read(content: dict[str, object], user: int | None) -> None:
    arrival = translate(message(**content))
    assert arrival is not None
    assert arrival.given == Odd(what="contact", message=3, user=user)


@pytest.mark.parametrize("shared", [None, [], {"users": [7]}, {"users": [{"user_id": "7"}]}])
def test_what_is_no_contact_is_parked(shared: object) -> None:
    with pytest.raises(Unreadable):
        translate(message(users_shared=shared))


def test_sender_has_the_name_that_finds_them() -> None:
    arrival = translate(message(text="hello"))
    assert arrival is not None
    assert arrival.username == "Vale_V"


def test_somebody_can_be_chosen_above_the_other_buttons() -> None:
    call = render(7, Reply(chooser="Choose somebody", keyboard=(("Stop here",),)), None)
    assert call is not None
    first, second = call.params["reply_markup"]["keyboard"]
    assert first[0]["text"] == "Choose somebody"
    assert first[0]["request_users"]["max_quantity"] == 1
    assert second == [{"text": "Stop here"}]
