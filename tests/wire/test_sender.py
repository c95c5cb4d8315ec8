"""Each way a message can fail to leave, and what the sender makes of it."""

import asyncio
import errno
import logging
from typing import Literal

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut

from bot.core.turn import Button, FileOrder, Reply
from bot.wire.pace import NUDGES_PER_SECOND
from bot.wire.sender import FILE_NOTICE, NO_FILE_NOTICE
from bot.wire.transport import NotSent
from handlers.render import Call
from storage import store
from storage.store import Outgoing
from storage.tables import OCCURRENCE
from tests.storage.practice import EVENING, said
from tests.wire.conftest import Desk
from tests.wire.line import refused

ORDER = FileOrder(clients=(), format="csv", since=None, until=EVENING)
FILE = Reply(kind="file", file=ORDER)
UPLOAD = InputFile(b"a,b\n", filename="answers.csv")
TOO_FAST = refused(429, "Too Many Requests: retry after 7", retry_after=7)
NOT_SENT = NotSent("no connection")
FIVE_HUNDRED = refused(500, "Internal Server Error")


def no_more_nudges(desk: Desk) -> None:
    """The nudge comes to its end by another way while its message waits."""
    with desk.practice.db.writing() as conn:
        conn.execute(OCCURRENCE.update().values(outcome="declined", ended_at=EVENING))


def with_file(desk: Desk) -> Outgoing:
    desk.file = Call("sendDocument", {"chat_id": desk.client, "document": UPLOAD})
    (order,) = desk.put_out(FILE)
    return order


async def test_message_arrives_and_is_written_down_with_its_number(desk: Desk) -> None:
    (item,) = desk.put_out(said("Kept."))
    await desk.send(item)
    row = desk.row(item)
    assert desk.shown() == ["Kept."]
    assert (row.state, row.message_id, row.body_sealed) == (
        "sent",
        desk.telegram.chat(desk.client).messages[-1].id,
        None,
    )


# --- 429 ------------------------------------------------------------------------------------------


async def test_told_to_wait_waits_as_long_as_asked_and_sends_once(desk: Desk) -> None:
    (item,) = desk.put_out(said("Kept."))
    desk.line.plan("sendMessage", TOO_FAST, TOO_FAST)
    await desk.send(item)
    assert desk.waiting.waits == [7, 7]
    assert (desk.shown(), desk.row(item).state) == (["Kept."], "sent")


async def test_told_to_wait_holds_back_what_comes_after_in_that_chat_alone(desk: Desk) -> None:
    first, second = desk.put_out(said("one"), said("two"))
    (other,) = desk.put_out(said("for the therapist"), user=desk.therapist)
    desk.line.plan("sendMessage", TOO_FAST)
    during: list[list[str]] = []
    desk.waiting.meanwhile = lambda: during.append(desk.shown())
    await desk.send(first, second, other)
    assert during == [[]]
    assert (desk.shown(), desk.shown(desk.therapist)) == (["one", "two"], ["for the therapist"])
    assert desk.line.asked_for("sendMessage") == 4


async def test_two_chats_told_to_wait_hold_back_everything(desk: Desk) -> None:
    desk.stand_still()
    (one,) = desk.put_out(said("one"))
    (two,) = desk.put_out(said("two"), user=desk.therapist)
    desk.line.plan("sendMessage", TOO_FAST, TOO_FAST)
    await desk.send(one, two)
    assert desk.waiting.waits == [7, 7, 7, 7]


async def test_nudges_leave_one_after_the_other_and_replies_at_once(desk: Desk) -> None:
    desk.stand_still()
    nudges = desk.put_out(*[said("Words", kind="nudge")] * 3)
    await desk.send(*nudges)
    assert desk.waiting.waits == pytest.approx([1 / NUDGES_PER_SECOND, 2 / NUDGES_PER_SECOND])
    await desk.send(*desk.put_out(said("Kept.")))
    assert len(desk.waiting.waits) == 2


async def test_messages_changed_by_the_clock_leave_one_after_the_other(desk: Desk) -> None:
    changes = desk.put_out(*(said(f"over {n}", edit=900 + n) for n in range(3)))
    desk.sender.push(changes, unasked=True)
    await desk.sender.settled()
    assert desk.waiting.at == pytest.approx(2 / NUDGES_PER_SECOND)


async def test_answer_takes_what_waits_before_it_in_its_chat_along(desk: Desk) -> None:
    desk.waiting.pause_for_ever = True
    desk.sender._pace.reply()
    (over,) = desk.put_out(said("Let go.", edit=900))
    desk.sender.push([over], unasked=True)
    answers = desk.put_out(said("Kept."))
    desk.waiting.meanwhile = lambda: desk.sender.push(answers)
    async with asyncio.timeout(10):
        await desk.sender.settled()
    assert desk.shown() == ["Let go.", "Kept."]


async def test_nobody_is_told_of_a_nudge_they_never_saw(desk: Desk) -> None:
    nudge = desk.nudge()
    desk.clock.jump_to(desk.occurrence().expires_at)
    await desk.send(nudge)
    desk.sender.push(desk.put_out(said("Let go.", edit=nudge.id)), unasked=True)
    await desk.sender.settled()
    assert (desk.shown(), desk.occurrence().outcome) == ([], "expired")


async def test_nudge_told_to_wait_is_handed_back_so_that_a_crash_meanwhile_costs_nothing(desk: Desk) -> None:
    nudge = desk.nudge()
    desk.line.plan("sendMessage", TOO_FAST)
    during: list[str] = []
    desk.waiting.meanwhile = lambda: during.append(desk.row(nudge).state)
    await desk.send(nudge)
    assert during == ["due"]
    assert (desk.shown(), desk.row(nudge).state) == (["Got two minutes?"], "sent")


async def test_nudge_that_ends_while_it_waits_is_not_sent(desk: Desk) -> None:
    nudge = desk.nudge()
    desk.line.plan("sendMessage", TOO_FAST)
    desk.waiting.meanwhile = lambda: no_more_nudges(desk)
    await desk.send(nudge)
    assert (desk.shown(), desk.row(nudge).state, desk.row(nudge).body_sealed) == ([], "failed", None)
    assert desk.occurrence().send_state == "never"


# --- surely not arrived ---------------------------------------------------------------------------


async def test_what_never_left_is_tried_until_it_is_through(desk: Desk) -> None:
    (item,) = desk.put_out(said("Kept."))
    desk.line.plan("sendMessage", *[NOT_SENT] * 8)
    await desk.send(item)
    assert desk.waiting.waits == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert (desk.shown(), desk.row(item).state) == (["Kept."], "sent")


async def test_nudge_that_never_left_is_still_sent(desk: Desk) -> None:
    nudge = desk.nudge()
    desk.line.plan("sendMessage", NOT_SENT, NOT_SENT)
    await desk.send(nudge)
    assert (desk.shown(), desk.row(nudge).state) == (["Got two minutes?"], "sent")
    assert desk.occurrence().send_state == "sent"


# --- uncertain ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [TimedOut(), NetworkError("the call broke off"), FIVE_HUNDRED], ids=["timeout", "cut", "500"]
)
async def test_uncertain_reply_is_repeated_once(desk: Desk, fault: Exception) -> None:
    (item,) = desk.put_out(said("Kept."))
    desk.line.plan("sendMessage", fault)
    await desk.send(item)
    assert (desk.shown(), desk.row(item).state) == (["Kept."], "sent")
    assert desk.line.asked_for("sendMessage") == 2


@pytest.mark.parametrize(("kind", "wait"), [("reply", 2.5), ("safety", 0.5)])
async def test_the_repetition_outlasts_a_hiccup_but_help_hurries(
    desk: Desk, kind: Literal["reply", "safety"], wait: float
) -> None:
    (item,) = desk.put_out(said("Words", kind=kind))
    desk.line.plan("sendMessage", FIVE_HUNDRED)
    await desk.send(item)
    assert desk.waiting.waits == [wait]


@pytest.mark.parametrize(("kind", "calls"), [("reply", 2), ("safety", 5), ("nudge", 1)])
async def test_uncertain_message_goes_out_so_often_and_is_then_unknown(
    desk: Desk, kind: Literal["reply", "safety", "nudge"], calls: int
) -> None:
    (item,) = desk.put_out(said("Words", kind=kind))
    desk.line.plan("sendMessage", *[TimedOut()] * 9)
    await desk.send(item)
    assert desk.line.asked_for("sendMessage") == calls
    assert (desk.row(item).state, desk.row(item).error_class) == ("unknown", "TimedOut")


async def test_reply_repeated_by_the_last_start_is_not_repeated_again(desk: Desk) -> None:
    (item,) = desk.put_out(said("Words"))
    with desk.practice.db.writing() as conn:
        (again,) = store.recover(desk.practice.db.store, conn, EVENING, said("").text)
    desk.line.plan("sendMessage", TimedOut(), TimedOut())
    await desk.send(again)
    assert (again.attempts, desk.line.asked_for("sendMessage")) == (2, 1)
    assert desk.row(item).state == "unknown"


async def test_nudge_that_may_have_arrived_is_never_sent_again(desk: Desk) -> None:
    nudge = desk.nudge()
    desk.telegram.fail_next("sendMessage", "cut")
    await desk.send(nudge)
    assert desk.shown() == ["Got two minutes?"]
    assert (desk.row(nudge).state, desk.occurrence().send_state) == ("unknown", "unknown")
    await desk.send(nudge)
    assert desk.shown() == ["Got two minutes?"]


async def test_file_that_may_have_arrived_is_not_repeated_and_its_reader_is_told(desk: Desk) -> None:
    order = with_file(desk)
    desk.line.plan("sendDocument", TimedOut())
    await desk.send(order)
    assert desk.line.asked_for("sendDocument") == 1
    assert (desk.shown(), desk.row(order).state) == ([FILE_NOTICE], "unknown")


async def test_reader_is_told_when_there_is_no_room_for_the_file(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    order = with_file(desk)
    desk.file = OSError(errno.ENOSPC, "No space left on device")
    await desk.send(order)
    assert (desk.shown(), desk.row(order).state) == ([NO_FILE_NOTICE], "failed")
    assert not [record for record in caplog.records if record.exc_info]


async def test_file_arrives_once_it_is_built(desk: Desk) -> None:
    order = with_file(desk)
    await desk.send(order)
    (message,) = (each for each in desk.telegram.chat(desk.client).messages if each.from_bot)
    assert message.media is not None
    assert (message.media.file_name, desk.row(order).state) == ("answers.csv", "sent")


# --- refused --------------------------------------------------------------------------------------


async def test_closed_chat_is_noted_and_its_person_named(desk: Desk) -> None:
    desk.telegram.block(desk.client)
    (item,) = desk.put_out(said("Kept."))
    await desk.send(item)
    assert desk.closed == [item.person_id]
    assert (desk.row(item).state, desk.row(item).error_class) == ("failed", "Forbidden")


async def test_bad_request_is_not_repeated_and_the_next_message_goes_out(desk: Desk) -> None:
    bad, good = desk.put_out(said(" "), said("Kept."))
    await desk.send(bad, good)
    assert desk.line.asked_for("sendMessage") == 2
    assert (desk.row(bad).state, desk.row(bad).error_class) == ("failed", "BadRequest")
    assert (desk.shown(), desk.row(good).state) == (["Kept."], "sent")


async def test_refused_nudge_counts_as_undeliverable(desk: Desk) -> None:
    nudge = desk.nudge()
    desk.line.plan("sendMessage", refused(400, "Bad Request: chat not found"))
    await desk.send(nudge)
    assert (desk.occurrence().send_state, desk.occurrence().outcome) == ("failed", "undeliverable")


async def test_refused_token_leaves_everything_for_the_next_start(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    (reply,) = desk.put_out(said("Kept."))
    nudge = desk.nudge()
    desk.line.plan("sendMessage", *[refused(401, "Unauthorized")] * 2)
    await desk.send(reply, nudge)
    assert (desk.row(reply).state, desk.row(nudge).state) == ("claimed", "due")
    assert [each.levelno for each in caplog.records] == [logging.ERROR] * 2
    with desk.practice.db.writing() as conn:
        again = store.recover(desk.practice.db.store, conn, EVENING, said("").text)
    await desk.send(*again)
    assert desk.shown() == ["Kept.", "Got two minutes?"]


# --- edits ----------------------------------------------------------------------------------------


async def test_message_is_changed_by_the_row_that_sent_it(desk: Desk) -> None:
    (first,) = desk.put_out(said("Which?"))
    (change,) = desk.put_out(said("That one.", edit=first.id))
    await desk.send(first, change)
    assert desk.shown() == ["That one."]
    assert desk.row(change).message_id == desk.row(first).message_id


async def test_row_sent_by_an_earlier_run_is_still_found(desk: Desk) -> None:
    (first,) = desk.put_out(said("Which?"))
    await desk.send(first)
    (change,) = desk.put_out(said("That one.", edit=first.id))
    desk.__post_init__()  # a sender that remembers nothing
    await desk.send(change)
    assert desk.shown() == ["That one."]


async def test_edit_that_changes_nothing_is_done(desk: Desk) -> None:
    (first,) = desk.put_out(said("Which?"))
    (same,) = desk.put_out(said("Which?", edit=first.id))
    await desk.send(first, same)
    assert (desk.shown(), desk.row(same).state) == (["Which?"], "sent")
    assert desk.row(same).message_id == desk.row(first).message_id


async def test_edit_whose_message_is_gone_is_sent_anew(desk: Desk) -> None:
    (first,) = desk.put_out(said("Which?"))
    await desk.send(first)
    desk.telegram.clear(desk.client)
    (change,) = desk.put_out(said("That one.", edit=first.id))
    await desk.send(change)
    assert (desk.shown(), desk.row(change).state) == (["That one."], "sent")


async def test_edit_of_a_row_that_was_never_sent_is_sent_anew(desk: Desk) -> None:
    (change,) = desk.put_out(said("That one.", edit="no such row"))
    await desk.send(change)
    assert desk.shown() == ["That one."]


@pytest.mark.parametrize("reply", [Reply(edit=12345, bare=True), Reply(delete=12345)], ids=["bare", "delete"])
async def test_nothing_left_to_take_away_is_no_failure(desk: Desk, reply: Reply) -> None:
    (item,) = desk.put_out(reply)
    await desk.send(item)
    assert (desk.row(item).state, desk.shown()) == ("sent", [])


async def test_buttons_are_taken_off_an_older_message(desk: Desk) -> None:
    rows = ((Button(label="Yes", do="yes"),),)
    (first,) = desk.put_out(said("Which?", rows=rows))
    (bare,) = desk.put_out(Reply(edit=first.id, bare=True))
    await desk.send(first, bare)
    assert desk.telegram.chat(desk.client).messages[-1].keyboard == []


# --- order, and what goes wrong on our side -------------------------------------------------------


async def test_order_within_a_chat_survives_failures(desk: Desk) -> None:
    items = desk.put_out(*(said(f"{n}") for n in range(6)))
    desk.line.plan("sendMessage", TOO_FAST, TimedOut(), NOT_SENT)
    desk.sender.push(items[:3])
    desk.sender.push(items[3:])
    await desk.sender.settled()
    assert desk.shown() == ["0", "1", "2", "3", "4", "5"]


async def test_file_that_cannot_be_built_holds_up_nothing(desk: Desk) -> None:
    desk.file = ValueError("no such column")
    order, after = desk.put_out(FILE, said("Kept."))
    await desk.send(order, after)
    assert (desk.row(order).state, desk.row(order).error_class) == ("failed", "ValueError")
    assert desk.shown() == ["Kept."]


async def test_nudge_whose_occurrence_has_ended_is_not_sent(desk: Desk) -> None:
    nudge = desk.nudge()
    no_more_nudges(desk)
    await desk.send(nudge)
    assert (desk.line.asked_for("sendMessage"), desk.row(nudge).state) == (0, "failed")
    assert (desk.row(nudge).body_sealed, desk.occurrence().send_state) == (None, "never")


async def test_messages_that_wait_are_counted_until_they_have_left(desk: Desk) -> None:
    items = desk.put_out(said("one"), said("two"))
    desk.sender.push(items)
    assert (desk.sender.waiting, desk.sender.busy) == (2, True)
    await desk.sender.settled()
    assert (desk.sender.waiting, desk.sender.busy) == (0, False)


# --- without the database -------------------------------------------------------------------------


async def test_plain_text_is_tried_five_times_at_most(desk: Desk) -> None:
    desk.line.plan("sendMessage", *[TimedOut()] * 4)
    await desk.sender.plain(desk.client, "Call someone.")
    assert desk.shown() == ["Call someone."]
    desk.line.plan("sendMessage", *[TimedOut()] * 9)
    await desk.sender.plain(desk.client, "Call someone.")
    assert desk.line.asked_for("sendMessage") == 10


async def test_courtesy_is_missed_by_nobody_when_it_is_refused(desk: Desk) -> None:
    desk.sender.courtesy(Call("answerCallbackQuery", {"callback_query_id": "1"}))
    await desk.sender.settled()
    assert desk.line.asked_for("answerCallbackQuery") == 1
