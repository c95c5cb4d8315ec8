"""What is protected arrives so, and stays so: it can be read, and neither copied nor passed on."""

from dataclasses import replace

import pytest

from bot.core.turn import Reply
from tests.storage.practice import said
from tests.wire.conftest import Desk
from tests.wire.line import refused

CARD = Reply(contact=("5550134", "Mara"), kind="safety")


def protected(desk: Desk) -> list[bool]:
    """Whether each of the coach's messages in the client's chat is protected, in order."""
    return [message.protected for message in desk.telegram.chat(desk.client).messages if message.from_bot]


@pytest.mark.parametrize("reply", [said("Your plan"), CARD], ids=["text", "contact"])
async def test_what_is_protected_arrives_so(desk: Desk, reply: Reply) -> None:
    await desk.send(*desk.put_out(reply, replace(reply, protected=True)))
    assert protected(desk) == [False, True]


async def test_message_that_is_changed_stays_protected(desk: Desk) -> None:
    (first,) = desk.put_out(replace(said("What would help first?"), protected=True))
    await desk.send(first)
    await desk.send(*desk.put_out(replace(said("Your plan"), edit=first.id, protected=True)))
    assert (desk.shown(), protected(desk)) == (["Your plan"], [True])


async def test_message_that_is_sent_anew_in_place_of_one_that_is_gone_is_protected_too(desk: Desk) -> None:
    (first,) = desk.put_out(replace(said("What would help first?"), protected=True))
    await desk.send(first)
    desk.line.plan("editMessageText", refused(400, "Bad Request: message to edit not found"))
    await desk.send(*desk.put_out(replace(said("Your plan"), edit=first.id, protected=True)))
    assert (desk.shown(), protected(desk)) == (["What would help first?", "Your plan"], [True, True])
