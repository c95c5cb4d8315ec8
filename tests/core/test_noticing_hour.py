"""An hour for noticing: never a quiet one, asked for where homework waits for it, looked over when quiet hours change."""

from dataclasses import replace
from datetime import time

import pytest

from bot.core.inputs import Commanded, Input, Said, Tapped
from bot.core.person import Assignment, Person
from bot.core.plan import Quiet, Random
from bot.core.session import Resting, Settling
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import actions, after, card, client, labels, said_to, tap, therapist, turn_of

DAILY = tuple(range(7))
GIVEN = Assignment(
    id="assignment-noticing",
    exercise="noticing",
    plan=Random(days=DAILY),
    words="notice",
    given_at=people.NOW,
)
LOOK = tap("look", stands=True)
HOUR = tap("hour", stands=True)


def choosing(**place: object) -> Person:
    return client(Settling(step="noticing", **place))  # type: ignore[arg-type]  # fields of the place


def with_hours(person: Person, **chosen: object) -> Person:
    return replace(person, profile=replace(person.profile, **chosen))  # type: ignore[arg-type]  # fields


def then(person: Person, *given: Input) -> tuple[Person, Turn]:
    """Where somebody is after all of these, and the last turn."""
    turn = turn_of(person, given[0])
    for each in given[1:]:
        person = after(person, turn)
        turn = turn_of(person, _live(each, person))
    return after(person, turn), turn


def _live(given: Input, person: Person) -> Input:
    return replace(given, nonce=person.session.nonce) if isinstance(given, Tapped) else given


# --- quiet hours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quiet", "words", "near"),
    [
        (Quiet(time(22), time(7)), "0", ["Around 7 AM", "Around 9 PM"]),
        (Quiet(time(22), time(7)), "11 pm", ["Around 7 AM", "Around 9 PM"]),
        (Quiet(time(9), time(17, 30)), "3 pm", ["Around 5:30 PM", "Around 8 AM"]),
        (Quiet(time(0), time(23, 30)), "3 am", ["Around 11:30 PM", "Around 11 PM"]),
    ],
)
def test_quiet_hour_is_not_taken_and_the_nearest_are_offered(
    quiet: Quiet, words: str, near: list[str]
) -> None:
    turn = turn_of(with_hours(choosing(), quiet=quiet, noticing=None), Said(text=words))
    assert turn.profile is None or turn.profile.noticing is None
    assert said_to(turn)[0].startswith("That is inside your quiet hours.")
    allowed = [each for each in near if not (quiet.start == time(0) and each == "Around 11 PM")]
    assert labels(turn)[: len(allowed)] == allowed


def test_hour_that_was_offered_instead_is_taken() -> None:
    person, turn = then(choosing(), Said(text="0"), tap("hour:1"))
    assert person.profile.noticing == time(21)
    assert turn.session.place == Settling(step="screen")


def test_back_from_the_hours_that_were_offered_leads_to_the_usual_ones() -> None:
    _, turn = then(choosing(), Said(text="0"), tap("back"))
    assert labels(turn)[:2] == ["Around 11 AM", "Around 3 PM"]


def test_usual_hours_that_are_quiet_are_not_offered() -> None:
    quiet = Quiet(time(9), time(14))
    turn = turn_of(with_hours(choosing(), quiet=quiet), Commanded(name="today"))
    assert labels(turn)[:2] == ["Around 3 PM", "No, thanks"]


def test_hours_that_swallow_both_questions_ask_for_one_after_the_other() -> None:
    person = with_hours(
        client(Settling(step="quiet", alone=True, typing=True)), evening=time(20, 30), noticing=time(21)
    )
    person, turn = then(person, Said(text="8 PM - 7 AM"))
    assert turn.session.place == Settling(step="evening", alone=True)
    person, turn = then(person, _live(tap("at:0"), person))
    assert turn.session.place == Settling(step="noticing", alone=True)
    assert said_to(turn)[0].startswith("Kept. The hour you chose for this one is quiet now.")
    person, turn = then(person, _live(tap("none"), person))
    assert [type(change).__name__ for change in turn.changes] == ["PutDown"]
    assert said_to(turn)[0].startswith("Kept.")


def test_noticing_put_down_is_put_down_although_another_hour_is_asked_for_next() -> None:
    person = with_hours(
        client(Settling(step="noticing", alone=True)), quiet=Quiet(time(20), time(7)), noticing=time(15)
    )
    turn = turn_of(person, tap("none"))
    assert turn.session.place == Settling(step="evening", alone=True)
    assert [type(change).__name__ for change in turn.changes] == ["PutDown"]


def test_back_from_an_hour_that_became_quiet_leads_to_the_quiet_hours() -> None:
    person = with_hours(client(Settling(step="evening", alone=True)), quiet=Quiet(time(20), time(7)))
    turn = turn_of(person, tap("back"))
    assert turn.session.place == Settling(step="quiet", alone=True)
    left = turn_of(after(person, turn), replace(tap("back"), nonce=turn.session.nonce))
    assert "Evening question: 8:30 PM, which is quiet now" in said_to(left)[0]


# --- homework that waits for an hour --------------------------------------------------------------


def test_homework_that_needs_an_hour_asks_for_it_once_it_is_taken_up() -> None:
    person = client(assignments=(GIVEN,))
    assert "hour" in actions(turn_of(person, LOOK))
    asked = turn_of(person, HOUR)
    assert said_to(asked) == ["Around when may the small noticing come? It makes no sound."]
    person, kept = then(after(person, asked), replace(tap("hour:1"), nonce=asked.session.nonce))
    assert said_to(kept) == ["Kept. It comes around 3 PM."]
    assert (person.profile.noticing, person.session.place) == (time(15), Resting())
    assert kept.changes == ()


def test_no_hour_for_homework_leaves_it_to_the_client() -> None:
    person = client(Settling(step="noticing", alone=True, homework=True), assignments=(GIVEN,))
    turn = turn_of(person, tap("none"))
    assert said_to(turn) == ["All right. It is in /today whenever you want it."]
    assert turn.session.place == Resting()
    assert "hour" in actions(turn_of(person, Commanded(name="today")))


def test_back_from_the_hour_for_homework_opens_no_menu() -> None:
    person = client(Settling(step="noticing", alone=True, homework=True), assignments=(GIVEN,))
    turn = turn_of(person, tap("back"))
    assert said_to(turn) == ["All right. /settings has it whenever you like."]
    assert turn.session.place == Resting()


def test_quiet_hour_for_homework_is_not_taken_either() -> None:
    person = client(Settling(step="noticing", alone=True, homework=True), assignments=(GIVEN,))
    person, turn = then(person, Said(text="0"), tap("hour:0"))
    assert said_to(turn) == ["Kept. It comes around 7 AM."]


@pytest.mark.parametrize(
    "person",
    [
        with_hours(client(assignments=(GIVEN,)), noticing=time(15)),
        client(assignments=(people.given_to("who-you-are", days=(1,)),)),
        client(assignments=(people.given_to("noticing"),)),
    ],
)
def test_hour_is_asked_for_only_where_homework_waits_for_it(person: Person) -> None:
    assert "done" in actions(turn_of(person, LOOK))
    assert "hour" not in actions(turn_of(person, Commanded(name="today")))
    late = turn_of(person, HOUR)
    assert (late.toast, late.session.place) == ("Done", person.session.place)


def test_hour_is_not_asked_for_in_the_middle_of_the_first_questions() -> None:
    person = client(Settling(step="quiet"), assignments=(GIVEN,))
    assert turn_of(person, HOUR).session.place == Settling(step="quiet")


@pytest.mark.parametrize(
    ("notices", "rhythm", "told"),
    [(False, "random", True), (True, "random", False), (False, "on_demand", False)],
)
def test_therapist_sees_in_the_preview_that_an_hour_is_missing(
    notices: bool, rhythm: str, told: bool
) -> None:
    piece = Proposal(words="notice", exercise="noticing", days=DAILY, rhythm=rhythm)  # type: ignore[arg-type]
    place = Assigning(step="preview", client=people.CLIENT_ID, proposals=(piece,))
    person = therapist(place, clients=(replace(card(), notices=notices),))
    shown = said_to(turn_of(person, tap("preview")))[0]
    assert ("A.R. has not chosen an hour for noticing yet." in shown) is told
