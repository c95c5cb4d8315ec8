"""After a session: how ready one feels, and an evening on which the first piece of homework comes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.changes import FollowUp
from bot.core.inputs import Recorded, Said
from bot.core.meeting_places import Recapping
from bot.core.person import Person
from bot.core.run import Answer, Run
from bot.core.session import AnyPlace
from bot.core.turn import Turn
from tests.core.people import NOW, actions, client, exercise, given_to, labels, said_to, settled, tap, turn_of

RUN = "5f0f1d2c-0000-4000-8000-000000000a77"
GIVEN = (given_to("kind-line", "be kind", (0, 2)), given_to("mood"))
NAMES = [step.id for step in exercise("session-summary").steps]


def writing(step: str, *answers: Answer, texts: tuple[str, ...] = (), homework: bool = True) -> Person:
    """A client at one of the headings."""
    run = Run(id=RUN, exercise="session-summary", revision=1, trigger="nudge", started=NOW, answers=answers)
    place = Recapping(run=run, index=NAMES.index(step), texts=texts)
    return client(place, assignments=GIVEN if homework else ())


def at_step(turn: Turn) -> str:
    """Which heading is open after a turn; "" where it is over."""
    place: AnyPlace = turn.session.place
    return NAMES[place.index] if isinstance(place, Recapping) else ""


def follow_ups(turn: Turn) -> list[FollowUp]:
    """The nudges that a turn plans."""
    return [each for each in turn.changes if isinstance(each, FollowUp)]


def test_how_ready_is_asked_where_there_is_something_to_do() -> None:
    assert at_step(turn_of(writing("insights"), Said(text="rest is allowed"))) == "ready"
    written = writing("insights", texts=("", "", "", "one kind line"), homework=False)
    assert at_step(turn_of(written, Said(text="rest is allowed"))) == "ready"
    assert at_step(turn_of(writing("insights", homework=False), Said(text="rest is allowed"))) == ""


def test_a_number_is_kept_by_tap_or_typed() -> None:
    for given in (tap("pick:7"), Said(text="7")):
        turn = turn_of(writing("ready"), given)
        assert [(each.step, each.value) for each in turn.entries] == [("ready", 7)]
        assert at_step(turn) == "worry"


@pytest.mark.parametrize(
    "given",
    [
        tap("pick:11"),
        tap("pick:x"),
        tap("pick:"),
        Said(text="very"),
        Recorded(media="voice", file="f", message=9),
    ],
)
def test_what_is_no_number_asks_again(given: Said | Recorded) -> None:
    turn = turn_of(writing("ready"), given)
    assert turn.entries == ()
    assert at_step(turn) == "ready"


def test_a_number_that_was_passed_over_brings_no_question_about_worries() -> None:
    done = Answer(step="topics", text="rest", entry="e")
    turn = turn_of(writing("ready", done), tap("skip"))
    assert at_step(turn) == ""


def test_an_evening_is_offered_for_the_first_piece() -> None:
    done = Answer(step="topics", text="rest", entry="e")
    turn = turn_of(writing("worry", done), Said(text="none"))
    assert said_to(turn)[1] == "When would “A kind line” suit you first? Its own times go on as they are."
    assert labels(turn)[-4:] == ["Wed 8:30 PM", "Thu 8:30 PM", "Fri 8:30 PM", "As planned"]
    assert all(len(each) <= 58 for each in actions(turn))


def test_without_homework_no_evening_is_asked_for() -> None:
    done = Answer(step="topics", text="rest", entry="e")
    turn = turn_of(writing("insights", done, homework=False), Said(text="rest is allowed"))
    assert len(said_to(turn)) == 1


def test_the_chosen_evening_plans_one_nudge_of_that_piece() -> None:
    person = client(assignments=GIVEN)
    turn = turn_of(person, tap(f"first:20261118:{RUN}", stands=True))
    (nudge,) = follow_ups(turn)
    assert (nudge.assignment.exercise, nudge.assignment.words, nudge.about) == ("kind-line", "be kind", RUN)
    assert nudge.due == datetime(2026, 11, 19, 1, 30, tzinfo=NOW.tzinfo)
    assert nudge.expires > nudge.due
    assert said_to(turn) == ["It comes Wed, Nov 18 at 8:30 PM."]
    again = turn_of(person, tap(f"first:20261119:{RUN}", stands=True))
    assert follow_ups(again)[0].occurrence == nudge.occurrence, "one summary plans one"


@pytest.mark.parametrize("argument", ["20261116", "20261230", "nonsense", "", "20261399", "20261118:x"])
def test_an_evening_that_makes_no_sense_has_closed(argument: str) -> None:
    do = argument if ":" in argument else f"{argument}:{RUN}"
    turn = turn_of(client(assignments=GIVEN), tap(f"first:{do}", stands=True))
    assert (follow_ups(turn), turn.toast) == ([], "That one has closed.")


def test_with_no_homework_left_the_evening_has_closed() -> None:
    assert turn_of(client(), tap(f"first:20261118:{RUN}", stands=True)).toast == "That one has closed."


def test_a_client_without_an_evening_hour_is_asked_at_eight() -> None:
    person = client(assignments=GIVEN, profile=replace(settled(), evening=None))
    (nudge,) = follow_ups(turn_of(person, tap(f"first:20261118:{RUN}", stands=True)))
    assert nudge.due == datetime(2026, 11, 19, 1, tzinfo=NOW.tzinfo)
    assert nudge.due - NOW < timedelta(days=2)
