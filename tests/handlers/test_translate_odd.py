"""An update of a shape that Telegram never gives is named as unreadable: nothing else may come of it."""

from typing import Any

import pytest

from bot.core.session import Said
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
