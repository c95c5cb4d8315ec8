"""What a reply says to pin stands on top of the chat, and comes off it again; neither holds anything up."""

from dataclasses import replace

from bot.core.text import Rich
from bot.core.turn import Reply
from tests.storage.practice import said
from tests.wire.conftest import Desk
from tests.wire.line import refused


def pinned(desk: Desk) -> list[str]:
    return [message.text or "" for message in desk.telegram.chat(desk.client).messages if message.pinned]


def off(row: str) -> Reply:
    return Reply(edit=row, bare=True, unpin=True)


async def test_message_is_pinned_once_it_is_there(desk: Desk) -> None:
    (plan,) = desk.put_out(replace(said("Your plan"), pin=True))
    await desk.send(plan)
    assert pinned(desk) == ["Your plan"]
    assert desk.row(plan).state == "sent"


async def test_edited_message_is_pinned_too(desk: Desk) -> None:
    (first,) = desk.put_out(said("Read it once."))
    await desk.send(first)
    (plan,) = desk.put_out(Reply(text=Rich("Your plan"), edit=first.id, pin=True))
    await desk.send(plan)
    assert (pinned(desk), desk.shown()) == (["Your plan"], ["Your plan"])


async def test_message_that_cannot_be_pinned_is_sent_all_the_same(desk: Desk) -> None:
    desk.line.plan("pinChatMessage", refused(400, "Bad Request: not enough rights to pin a message"))
    (plan,) = desk.put_out(replace(said("Your plan"), pin=True))
    await desk.send(plan)
    assert (pinned(desk), desk.shown(), desk.row(plan).state) == ([], ["Your plan"], "sent")


async def test_pin_comes_off_and_the_message_stays(desk: Desk) -> None:
    (plan,) = desk.put_out(replace(said("Your plan"), pin=True))
    await desk.send(plan)
    (gone,) = desk.put_out(off(plan.id))
    await desk.send(gone)
    assert (pinned(desk), desk.shown(), desk.row(gone).state) == ([], ["Your plan"], "sent")


async def test_pin_of_a_message_that_is_gone_holds_nothing_up(desk: Desk) -> None:
    (plan,) = desk.put_out(replace(said("Your plan"), pin=True))
    await desk.send(plan)
    desk.line.plan("unpinChatMessage", refused(400, "Bad Request: message to unpin not found"))
    gone, after = desk.put_out(off(plan.id), said("Let go."))
    await desk.send(gone, after)
    assert [desk.row(each).state for each in (gone, after)] == ["sent", "sent"]


async def test_pin_of_a_message_that_never_was_leaves_the_others(desk: Desk) -> None:
    (plan,) = desk.put_out(replace(said("Your plan"), pin=True))
    await desk.send(plan)
    (gone,) = desk.put_out(off("00000000-0000-4000-8000-000000000000"))
    await desk.send(gone)
    assert (pinned(desk), desk.row(gone).state) == (["Your plan"], "sent")


async def test_card_that_comes_off_leaves_the_plan_on_top(desk: Desk) -> None:
    plan, card = desk.put_out(
        replace(said("Your plan"), pin=True), replace(said("Call 988"), pin=True, kind="safety")
    )
    await desk.send(plan, card)
    assert pinned(desk) == ["Your plan", "Call 988"]
    await desk.send(*desk.put_out(off(card.id)))
    assert pinned(desk) == ["Your plan"]
