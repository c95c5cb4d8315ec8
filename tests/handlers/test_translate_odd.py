"""An update of a shape that Telegram never gives is named as unreadable: nothing else may come of it."""

from typing import Any

import pytest

from bot.core.inputs import Said
from handlers.translate import Unreadable, translate

WHO = {"from": {"id": 7, "is_bot": False}, "chat": {"id": 7, "type": "private"}, "date": 0}


def arrived(**message: Any) -> object:
    arrival = translate({"update_id": 1, "message": {"message_id": 9, **WHO, **message}})
    return arrival.given if arrival else None


@pytest.mark.parametrize(
    "message",
    [{"photo": []}, {"photo": [{}]}, {"voice": None}, {"voice": 5}, {"chat": {}}, {"from": {"id": "7"}}],
    ids=str,
)
def test_update_with_a_part_that_is_not_there_is_unreadable(message: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        arrived(**message)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30, "9", None])
def test_message_number_that_no_database_holds_is_none(number: object) -> None:
    assert arrived(message_id=number, text="hello") == Said(text="hello", message=None)


HALF = "\ud83d"
MENDED = "\ufffd"


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": 9, **WHO, "text": HALF}},
        {"message": {"message_id": 9, **WHO, "text": f"/start {HALF}"}},
        {
            "message": {
                "message_id": 9,
                **WHO,
                "photo": [{"file_id": HALF}],
                "caption": HALF,
                "media_group_id": HALF,
            }
        },
        {"message": {"message_id": 9, **WHO, "voice": {"file_id": HALF}}},
        {"edited_message": {"message_id": 9, **WHO, "text": HALF}},
        {"callback_query": {"id": HALF, "data": f"1:0:{HALF}", "from": WHO["from"]}},
        {"callback_query": {"id": "1", "data": f"0:{HALF}", "from": WHO["from"]}},
    ],
    ids=str,
)
def test_half_of_a_character_reaches_the_core_in_no_field(update: dict[str, Any]) -> None:
    arrival = translate(update)
    assert arrival is not None
    assert MENDED in repr(arrival)
    assert "\\ud83d" not in repr(arrival)


def test_half_of_a_character_in_a_button_replied_to_is_mended_too() -> None:
    button = {"text": "Change", "callback_data": f"1:0:change:{HALF}"}
    given = arrived(
        text="better", reply_to_message={"message_id": 3, "reply_markup": {"inline_keyboard": [[button]]}}
    )
    assert isinstance(given, Said)
    assert given.reply_run == MENDED
