"""How fast messages may leave, on a clock that only waiting moves."""

from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.wire.pace import (
    ALLOWED,
    HELD,
    LONGEST_WAIT,
    MOST_A_SECOND,
    NUDGES_PER_SECOND,
    SECOND,
    Pace,
    Rank,
    asked_for,
    backoff,
)
from tests.wire.line import Waiting


class Standing:
    """A pace whose clock stands where a test puts it, however long it waits."""

    def __init__(self) -> None:
        self.at = 50.0
        self.waits: list[float] = []
        self.pace = Pace(self._note, lambda: self.at)

    async def _note(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def still() -> Standing:
    return Standing()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


async def left_at(pace: Pace, waiting: Waiting, rank: Rank) -> float:
    await pace.leave(rank)
    return waiting.at


@pytest.fixture
def pace(waiting: Waiting) -> Pace:
    return Pace(waiting.pause, waiting.now)


async def test_nudges_leave_no_faster_than_their_bucket(pace: Pace, waiting: Waiting) -> None:
    for _ in range(NUDGES_PER_SECOND + 1):
        await pace.nudge()
    assert waiting.at == pytest.approx(1)


async def test_what_was_held_up_does_not_leave_in_a_bunch(pace: Pace, waiting: Waiting) -> None:
    for _ in range(MOST_A_SECOND):
        await pace.leave("nudge")
    assert waiting.at == 0
    await pace.leave("nudge")
    assert waiting.at == SECOND


async def test_replies_beside_nudges_leave_no_faster_than_telegram_takes_them(
    pace: Pace, waiting: Waiting
) -> None:
    nudges: list[Rank] = ["nudge"] * MOST_A_SECOND
    replies: list[Rank] = ["reply"] * 40
    left = [await left_at(pace, waiting, rank) for rank in nudges + replies]
    assert max(sum(at <= each < at + 1 for each in left) for at in left) == ALLOWED


async def test_replies_go_before_the_next_nudge(still: Standing) -> None:
    for _ in range(MOST_A_SECOND):
        await still.pace.leave("nudge")
    for _ in range(2 * ALLOWED - MOST_A_SECOND):
        await still.pace.leave("reply")
    still.at += SECOND

    async def meanwhile(seconds: float) -> None:
        still.at += seconds

    still.pace.pause = meanwhile
    await still.pace.leave("nudge")
    assert still.at == pytest.approx(50 + 2 * SECOND)


async def test_replies_alone_are_never_held_back(pace: Pace, waiting: Waiting) -> None:
    await pace.leave("nudge")
    waiting.at = HELD
    for _ in range(10 * ALLOWED):
        await pace.leave("reply")
    assert waiting.at == HELD


async def test_somebody_in_danger_waits_for_nothing(pace: Pace, waiting: Waiting) -> None:
    for _ in range(MOST_A_SECOND):
        await pace.leave("nudge")
    for _ in range(2 * ALLOWED):
        await pace.leave("safety")
    assert waiting.at == 0


async def test_reply_leaves_in_the_place_of_a_nudge(pace: Pace, waiting: Waiting) -> None:
    await pace.nudge()
    pace.reply()
    await pace.nudge()
    assert waiting.at == pytest.approx(2 / NUDGES_PER_SECOND)


async def test_nudges_held_up_by_a_pause_of_all_do_not_leave_together(pace: Pace, waiting: Waiting) -> None:
    pace._all_wait_until = 5
    await pace.nudge()
    await pace.nudge()
    assert waiting.at == pytest.approx(5 + 1 / NUDGES_PER_SECOND)


async def test_place_that_falls_into_a_pause_is_taken_anew(still: Standing) -> None:
    async def meanwhile(seconds: float) -> None:
        still.waits.append(seconds)
        if len(still.waits) == 1:
            still.pace._all_wait_until = 60

    still.pace.pause = meanwhile
    still.pace.reply()
    await still.pace.nudge()
    assert still.waits == [pytest.approx(1 / NUDGES_PER_SECOND), pytest.approx(10)]


async def test_time_without_nudges_is_not_saved_up(pace: Pace, waiting: Waiting) -> None:
    waiting.at = 100
    for _ in range(3):
        await pace.nudge()
    assert waiting.at == pytest.approx(100 + 2 / NUDGES_PER_SECOND)


async def test_replies_are_never_held_back_by_nudges(pace: Pace, waiting: Waiting) -> None:
    for _ in range(50):
        await pace.nudge()
    waits = len(waiting.waits)
    await pace.room()
    assert len(waiting.waits) == waits


async def test_one_chat_told_to_wait_holds_up_no_other(still: Standing) -> None:
    await still.pace.told_to_wait(1, 5)
    await still.pace.told_to_wait(1, 5)
    await still.pace.room()
    assert still.waits == [5, 5]


async def test_second_chat_told_within_a_second_holds_up_all(still: Standing) -> None:
    await still.pace.told_to_wait(1, 5)
    still.at += 0.9
    await still.pace.told_to_wait(2, 7)
    await still.pace.room()
    assert still.waits == [5, 7, 7]


async def test_second_chat_told_much_later_holds_up_no_other(still: Standing) -> None:
    await still.pace.told_to_wait(1, 5)
    still.at += 1
    await still.pace.told_to_wait(2, 7)
    await still.pace.room()
    assert still.waits == [5, 7]


def test_wait_after_a_failure_doubles_up_to_its_longest() -> None:
    assert [backoff(n) for n in range(8)] == [0.5, 1, 2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT]
    assert backoff(100_000) == LONGEST_WAIT


@pytest.mark.parametrize("asked", [7, timedelta(seconds=7)])
def test_wait_that_telegram_asks_for_is_read_in_either_form(asked: int | timedelta) -> None:
    assert asked_for(RetryAfter(asked)) == 7


async def test_a_nudge_with_room_leaves_at_once_however_fine_the_clock_ticks() -> None:
    """Each look at a real clock finds it later; this one can be looked at a few times only."""
    ticks = iter([number / 1_000_000_000 for number in range(1, 20)])
    await Pace(Waiting().pause, lambda: next(ticks)).leave("nudge")
    assert next(ticks) > 0
