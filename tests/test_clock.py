"""The clocks agree on one thing: aware UTC, and nothing moves unless it is told to."""

from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest

from bot.clock import Clock, MovableClock, SystemClock

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Stopwatch:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_system_clock_tells_aware_utc() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)
    told = clock.now()
    assert told.tzinfo is UTC
    assert before <= told <= datetime.now(UTC)


def test_movable_clock_stands_where_it_was_put() -> None:
    stopwatch = Stopwatch()
    clock = MovableClock(NOON, elapsed=stopwatch)
    stopwatch.seconds += 60
    assert clock.now() == NOON


def test_movable_clock_tells_utc_whatever_zone_it_was_given() -> None:
    clock = MovableClock(NOON.astimezone(timezone(HOUR)))
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC


def test_running_clock_goes_at_real_speed() -> None:
    stopwatch = Stopwatch()
    clock = MovableClock(NOON, running=True, elapsed=stopwatch)
    stopwatch.seconds += 60
    assert clock.now() == NOON + timedelta(minutes=1)


def test_running_clock_runs_on_after_a_jump() -> None:
    stopwatch = Stopwatch()
    clock = MovableClock(NOON, running=True, elapsed=stopwatch)
    stopwatch.seconds += 60
    clock.jump_to(NOON - HOUR)
    stopwatch.seconds += 1
    assert clock.now() == NOON - HOUR + timedelta(seconds=1)


def test_advance_adds_to_what_ran() -> None:
    stopwatch = Stopwatch()
    clock = MovableClock(NOON, running=True, elapsed=stopwatch)
    stopwatch.seconds += 60
    assert clock.advance(HOUR) == NOON + HOUR + timedelta(minutes=1)
    assert clock.now() == NOON + HOUR + timedelta(minutes=1)


def test_frozen_clock_stops_and_goes_on_without_the_pause() -> None:
    stopwatch = Stopwatch()
    clock = MovableClock(NOON, running=True, elapsed=stopwatch)
    stopwatch.seconds += 60
    assert clock.freeze() == NOON + timedelta(minutes=1)
    stopwatch.seconds += 3600
    clock.run()
    stopwatch.seconds += 1
    assert clock.now() == NOON + timedelta(seconds=61)


def test_naive_instants_are_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        MovableClock(naive)
    with pytest.raises(ValueError, match="aware"):
        MovableClock(NOON).jump_to(naive)


def test_step_of_another_thread_in_the_middle_of_one_is_not_lost() -> None:
    others: list[Thread] = []

    def interrupted() -> float:
        if clock is not None and not others:
            others.append(Thread(target=clock.advance, args=[HOUR]))
            others[0].start()
            others[0].join(0.1)  # ends at once where nothing holds it back
        return 0.0

    clock: MovableClock | None = None
    clock = MovableClock(NOON, running=True, elapsed=interrupted)
    clock.advance(HOUR)
    others[0].join()
    assert clock.now() == NOON + 2 * HOUR
