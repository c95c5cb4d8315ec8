"""Looking back before a session: each piece of homework in a few taps, then what to talk about first."""

from dataclasses import replace

import pytest

from bot.core.changes import OccurrenceEnded, RunSaved
from bot.core.inputs import Commanded, Input, Odd, Recorded, Said
from bot.core.meeting_places import Reviewing
from bot.core.person import Person
from bot.core.session import Resting
from bot.core.turn import Turn
from tests.core.people import (
    actions,
    at,
    client,
    exercise,
    given_to,
    labels,
    said_to,
    tap,
    turn_of,
)

BEGIN = tap("offer:session-review", stands=True)
PIECES = (
    given_to("kind-line", "be kind", (0, 2)),
    given_to("own-words", "bring the letter"),
    replace(given_to("box"), own=True),
)


def there(turn: Turn) -> Reviewing:
    assert isinstance(turn.session.place, Reviewing)
    return turn.session.place


def go(person: Person, *inputs: Input) -> tuple[Turn, list[tuple[str, int, str, str]]]:
    """The last of these turns, and every answer on the way: step, number, text, label."""
    turn, kept = turn_of(person, BEGIN), []
    for given in inputs:
        turn = turn_of(replace(person, session=at(turn.session.place)), given)
        kept += [(e.step, e.number, e.text, "-" if e.skipped else e.label) for e in turn.entries]
    return turn, kept


PERSON = client(assignments=PIECES)


def test_each_given_piece_is_asked_about_and_what_the_client_chose_alone_is_not() -> None:
    turn, _ = go(PERSON)
    assert [piece.title for piece in there(turn).pieces] == [exercise("kind-line").title, "bring the letter"]
    assert said_to(turn)[0].startswith(exercise("kind-line").title)
    assert labels(turn)[:4] == ["As planned", "My own way", "Some of it", "Not this time"]


def test_what_went_as_planned_is_asked_only_how_helpful_and_what_next() -> None:
    turn, kept = go(PERSON, tap("pick:planned"), tap("pick:8"), tap("pick:keep"))
    title = exercise("kind-line").title
    assert kept == [
        ("went", 0, title, "As planned"),
        ("helped", 0, title, "8"),
        ("next", 0, title, "Keep it"),
    ]
    assert (there(turn).step, there(turn).index) == ("went", 1)


def test_what_was_not_done_is_asked_what_was_in_the_way_and_not_how_helpful() -> None:
    turn, kept = go(PERSON, tap("pick:not"), tap("tick:time"), tap("tick:days"), tap("ticked"))
    assert kept[-1] == ("way", 0, exercise("kind-line").title, "No time, Hard days")
    assert there(turn).step == "next"
    assert there(turn).ticked == ()


def test_some_of_it_is_asked_both() -> None:
    turn, kept = go(PERSON, tap("pick:some"), tap("ticked"))
    assert kept[-1] == ("way", 0, "", "-")
    assert there(turn).step == "helped"


def test_a_tick_can_be_taken_off_again() -> None:
    turn, _ = go(PERSON, tap("pick:not"), tap("tick:time"), tap("tick:time"))
    assert there(turn).ticked == ()
    assert "○ No time" in labels(turn)


def test_at_the_end_comes_what_to_talk_about_first() -> None:
    turn, kept = go(
        PERSON,
        tap("skip"),
        tap("skip"),
        Said(text="late evenings are the wrong time", message=8),
        Said(text="the letter", message=9),
    )
    assert kept == [
        ("went", 0, "", "-"),
        ("went", 1, "", "-"),
        ("showed", 0, "late evenings are the wrong time", ""),
        ("first", 0, "the letter", ""),
    ]
    assert isinstance(turn.session.place, Resting)
    assert "first: the letter\nit showed: late evenings are the wrong time" in said_to(turn)[0]
    assert [change.outcome for change in turn.changes if isinstance(change, RunSaved)] == ["done"]


def test_every_answer_has_a_row_of_its_own() -> None:
    turns = [
        tap("pick:planned"),
        tap("pick:8"),
        tap("pick:keep"),
        tap("pick:own"),
        tap("pick:0"),
        tap("pick:drop"),
    ]
    turn, person, ids = turn_of(PERSON, BEGIN), PERSON, []
    for given in turns:
        turn = turn_of(replace(person, session=at(turn.session.place)), given)
        ids += [entry.id for entry in turn.entries]
    assert len(set(ids)) == len(turns)


def test_back_asks_again_and_the_new_answer_takes_the_place_of_the_old() -> None:
    turn, _ = go(PERSON, tap("pick:planned"), tap("pick:8"), tap("pick:keep"), tap("back"))
    assert (there(turn).step, there(turn).index) == ("next", 0)
    again, kept = go(PERSON, tap("pick:planned"), tap("back"), tap("pick:not"))
    assert [each[3] for each in kept] == ["As planned", "Not this time"]
    assert len(there(again).run.answers) == 1


def test_back_to_what_was_in_the_way_finds_it_ticked() -> None:
    turn, _ = go(PERSON, tap("pick:not"), tap("tick:time"), tap("ticked"), tap("back"))
    assert (there(turn).step, there(turn).ticked) == ("way", ("time",))


def test_typed_words_stand_for_the_buttons() -> None:
    turn, kept = go(PERSON, Said(text="not this time"), Said(text="no time"), Said(text="done"))
    assert [each[3] for each in kept] == ["Not this time", "No time"]
    assert there(turn).step == "next"
    seven, kept = go(PERSON, tap("pick:own"), Said(text="7"))
    assert kept[-1][3] == "7"
    assert there(seven).step == "next"


def test_other_words_ask_again_and_a_recording_is_taken_where_words_are_asked() -> None:
    turn, kept = go(PERSON, Said(text="it was all rather complicated to be honest"))
    assert kept == []
    assert "Tap one, or type it your way." in said_to(turn)[0]
    last, _ = go(PERSON, tap("skip"), tap("skip"), Recorded(media="voice", file="f", message=4))
    assert [entry.media for entry in last.entries] == ["voice"]


def test_without_homework_only_the_two_last_questions_come() -> None:
    turn, _ = go(client())
    assert there(turn).step == "showed"


@pytest.mark.parametrize("do", ["pick:nonsense", "tick:time", "ticked", "pick:11", "pick:", "again"])
def test_a_broken_button_asks_again(do: str) -> None:
    turn, kept = go(PERSON, tap(do))
    assert kept == []
    assert there(turn).step == "went"
    assert there(go(PERSON, tap("pick:own"), tap("pick:99"))[0]).step == "helped"


def test_stopping_keeps_what_was_tapped_and_nothing_is_said_of_the_rest() -> None:
    turn, _ = go(PERSON, tap("pick:planned"), tap("stop"))
    assert [change.outcome for change in turn.changes if isinstance(change, RunSaved)] == ["part"]
    assert not [change for change in turn.changes if isinstance(change, OccurrenceEnded)]


def test_another_command_parks_it_and_it_is_gone_on_with() -> None:
    turn, _ = go(PERSON, tap("pick:planned"))
    later = replace(at(turn.session.place), turn=9)
    aside = turn_of(replace(PERSON, session=later), Commanded(name="mistake"))
    assert isinstance(aside.session.parked, Reviewing)
    parked = replace(PERSON, session=replace(at(), parked=aside.session.parked))
    back = turn_of(parked, tap("continue", stands=True))
    assert there(back).step == "helped"


def test_a_piece_that_is_gone_ends_it_kindly() -> None:
    turn, _ = go(PERSON)
    broken = replace(there(turn), index=7)
    assert isinstance(turn_of(client(broken), tap("pick:own")).session.place, Resting)
    assert isinstance(
        turn_of(client(replace(there(turn), step="gone")), Odd(what="other")).session.place, Resting
    )


def test_buttons_fit_the_wire() -> None:
    for steps in ((), (tap("pick:some"),), (tap("pick:own"),)):
        assert all(len(do.encode()) <= 50 for do in actions(go(PERSON, *steps)[0]))
