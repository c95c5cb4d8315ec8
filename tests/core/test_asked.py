"""What is asked around a session has a row and one outcome each, as every other nudge has."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.changes import Asked, OccurrenceEnded, OccurrenceStarted, RunSaved
from bot.core.inputs import Said, TimerOver
from bot.core.nearing import subject_of
from bot.core.person import Person, Profile
from bot.core.places import Boxing
from bot.core.quiet_dates import QuietDate
from bot.core.turn import Turn
from tests.core.people import (
    NOW,
    RUN_ID,
    after,
    at,
    client,
    first,
    given_to,
    kept_run,
    settled,
    tap,
    turn_of,
)

START = datetime(2026, 11, 18, 19, tzinfo=UTC)  # tomorrow at two
LAST = datetime(2026, 11, 17, 19, tzinfo=UTC)  # today at two
HOMEWORK = (given_to("kind-line", "be kind", (0, 2)),)
NAMES = ("review", "agenda", "recap")


def over(name: str) -> TimerOver:
    """The timer of one of them."""
    return TimerOver(timer=name, subject=subject_of(LAST if name == "recap" else START))


def around(**changed: Any) -> Person:
    """A client between two sessions."""
    return client(next_appointment=START, met=LAST, assignments=HOMEWORK, **changed)


def asked(turn: Turn) -> list[Asked]:
    """The rows that a turn makes."""
    return [each for each in turn.changes if isinstance(each, Asked)]


def outcomes(turn: Turn) -> list[tuple[str, str]]:
    """What became of nudges in a turn."""
    return [(each.outcome, each.reason) for each in turn.changes if isinstance(each, OccurrenceEnded)]


def been_asked(name: str) -> Person:
    """The client once the message is there."""
    person = around()
    return after(person, turn_of(person, over(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_a_nudge_with_a_row_of_its_own_kind(name: str) -> None:
    turn = turn_of(around(), over(name))
    (row,) = asked(turn)
    assert first(turn).occurrence == row.occurrence
    assert (row.assignment.plan.kind, row.assignment.own) == ("session", True)
    assert row.planned <= row.due == NOW < row.expires
    assert turn.session.asked == ((name, row.occurrence),)
    assert outcomes(turn) == []


def test_a_repeat_and_another_session_are_told_apart() -> None:
    (one,), (again,) = asked(turn_of(around(), over("agenda"))), asked(turn_of(around(), over("agenda")))
    later = START + timedelta(days=7)
    other = turn_of(
        client(next_appointment=later, assignments=HOMEWORK),
        TimerOver(timer="agenda", subject=subject_of(later)),
    )
    assert one == again
    assert asked(other)[0].occurrence != one.occurrence
    assert asked(other)[0].assignment.id == one.assignment.id


STAYING_AWAY = [
    (replace(settled(), reachable=False), "undeliverable", "chat closed by the client"),
    (replace(settled(), held_until=NOW + timedelta(hours=3)), "held_safety", "after the help card"),
    (replace(settled(), paused=True), "not_offered", "paused"),
    (replace(settled(), quiet_dates=(QuietDate(on=date(2026, 11, 17)),)), "cancelled", "a quiet date"),
]


@pytest.mark.parametrize(
    ("profile", "outcome", "reason"), STAYING_AWAY, ids=[each[1] for each in STAYING_AWAY]
)
@pytest.mark.parametrize("name", NAMES)
def test_what_stays_away_says_why(name: str, profile: Profile, outcome: str, reason: str) -> None:
    turn = turn_of(around(profile=profile), over(name))
    assert len(asked(turn)) == 1
    assert turn.replies == ()
    (became,) = outcomes(turn)
    assert became[0] == outcome
    assert became[1] == reason
    assert turn.session.asked == ()


def test_on_the_day_itself_it_came_too_late() -> None:
    soon = NOW + timedelta(hours=1)  # still the same evening
    person = client(next_appointment=soon, assignments=HOMEWORK)
    turn = turn_of(person, TimerOver(timer="agenda", subject=subject_of(soon)))
    assert outcomes(turn) == [("expired", "offline")]


@pytest.mark.parametrize("name", NAMES)
def test_one_that_is_put_off_has_no_row_yet(name: str) -> None:
    assert asked(turn_of(around(session=at(Boxing())), over(name))) == []


def test_without_homework_no_look_back_was_planned() -> None:
    assert turn_of(client(next_appointment=START), over("review")).changes == ()


@pytest.mark.parametrize("name", NAMES)
def test_no_is_an_answer(name: str) -> None:
    person = been_asked(name)
    turn = turn_of(person, tap(f"passed:{name}", stands=True))
    assert outcomes(turn) == [("declined", "")]
    assert turn.session.asked == ()
    assert turn.toast == "Done"
    assert outcomes(turn_of(after(person, turn), tap(f"passed:{name}", stands=True))) == []


def test_no_answer_is_let_go_and_the_buttons_go_on_working() -> None:
    person = been_asked("review")
    turn = turn_of(person, TimerOver(timer="lapsed", subject=person.session.asked[0][1]), now=START)
    assert (outcomes(turn), turn.replies) == ([("expired", "no answer")], ())
    late = turn_of(after(person, turn), tap("offer:session-review", stands=True), now=START)
    assert late.session.place.kind == "reviewing"


@pytest.mark.parametrize(
    ("name", "do"), [("review", "offer:session-review"), ("recap", "recap:begin"), ("agenda", "agenda:add")]
)
def test_whoever_does_it_has_answered(name: str, do: str) -> None:
    person = been_asked(name)
    occurrence = person.session.asked[0][1]
    begun = turn_of(person, tap(do, stands=True))
    assert OccurrenceStarted(occurrence=occurrence) in begun.changes
    assert begun.session.asked == ()
    assert begun.session.place.run.occurrence == occurrence  # type: ignore[union-attr]  # every one of them has a run
    stopped = turn_of(after(person, begun), Said(text="stop here"))
    assert outcomes(stopped) == [("declined", "")]


def test_a_line_on_the_list_has_done_it_and_the_next_line_is_one_more() -> None:
    person = replace(been_asked("agenda"), run=replace(kept_run("the talk went well"), exercise="note"))
    turn = turn_of(person, tap(f"agenda:take:{RUN_ID}", stands=True))
    assert outcomes(turn) == [("done", "")]
    again = turn_of(replace(after(person, turn), run=person.run), tap(f"agenda:take:{RUN_ID}", stands=True))
    assert outcomes(again) == []
    (saved,) = (each for each in again.changes if isinstance(each, RunSaved))
    assert saved.run.occurrence is None
