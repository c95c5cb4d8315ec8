"""What comes by itself around an appointment, and the client's own list for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.changes import RunSaved, TimerSet
from bot.core.inputs import Commanded, TimerOver
from bot.core.lookup import Lookup, lookup
from bot.core.nearing import subject_of
from bot.core.person import KeptRun, NotesPage, Person
from bot.core.places import Boxing
from bot.core.turn import Turn
from tests.core.people import (
    NOW,
    RUN_ID,
    actions,
    at,
    client,
    exercise,
    first,
    given_to,
    kept_run,
    labels,
    said_to,
    settled,
    tap,
    turn_of,
)

START = datetime(2026, 11, 18, 19, tzinfo=UTC)  # tomorrow at two
LAST = datetime(2026, 11, 17, 19, tzinfo=UTC)  # today at two
HOMEWORK = (given_to("kind-line", "be kind", (0, 2)),)


def over(name: str, start: datetime = START) -> TimerOver:
    return TimerOver(timer=name, subject=subject_of(start))


def ahead(**changed: Any) -> Person:
    return client(next_appointment=START, assignments=HOMEWORK, **changed)


def timers(turn: Turn) -> dict[str, datetime]:
    return {change.timer: change.at for change in turn.changes if isinstance(change, TimerSet)}


def test_the_evening_before_the_list_is_offered_without_a_sound() -> None:
    turn = turn_of(ahead(), over("agenda"))
    assert said_to(turn) == ["Anything to put on the list for tomorrow?"]
    assert labels(turn) == ["Add a line", "Pick from my notes", "No"]
    assert first(turn).silent
    assert first(turn).kind == "nudge"


def test_full_words_name_the_session_and_the_therapist() -> None:
    turn = turn_of(ahead(profile=replace(settled(), vague=False)), over("agenda"))
    assert said_to(turn) == ["Session tomorrow. Anything to put on the list for Vale?"]


def test_two_days_before_a_look_back_is_offered() -> None:
    turn = turn_of(ahead(), over("review"))
    assert labels(turn) == ["Yes", "Not this time"]
    assert actions(turn)[0] == "offer:session-review"
    assert first(turn).silent


def test_without_homework_there_is_nothing_to_look_back_on() -> None:
    assert turn_of(client(next_appointment=START), over("review")).replies == ()


@pytest.mark.parametrize("name", ["agenda", "review"])
def test_what_is_about_another_appointment_says_nothing(name: str) -> None:
    assert turn_of(ahead(), over(name, START + timedelta(days=7))).replies == ()
    assert turn_of(client(assignments=HOMEWORK), over(name)).replies == ()


KEPT_BACK = [
    replace(settled(), paused=True),
    replace(settled(), fade=3),
    replace(settled(), settled=False),
    replace(settled(), held_until=NOW + timedelta(hours=2)),
    replace(settled(), reachable=False),
]


@pytest.mark.parametrize("profile", KEPT_BACK)
@pytest.mark.parametrize("name", ["agenda", "review", "recap"])
def test_nothing_comes_where_nudges_are_kept_back(name: str, profile: object) -> None:
    turn = turn_of(ahead(profile=profile, met=LAST), over(name, LAST if name == "recap" else START))
    assert turn.replies == ()


@pytest.mark.parametrize("name", ["agenda", "review", "recap"])
def test_somebody_in_the_middle_of_something_is_asked_later(name: str) -> None:
    turn = turn_of(ahead(session=at(Boxing()), met=LAST), over(name, LAST if name == "recap" else START))
    assert turn.replies == ()
    assert timers(turn) == {name: NOW + timedelta(minutes=5)}


def test_after_a_session_it_is_asked_what_to_keep_and_the_next_ones_timers_are_set() -> None:
    later = START + timedelta(days=7)
    turn = turn_of(client(met=LAST, next_appointment=later), over("recap", LAST))
    assert labels(turn) == ["Yes", "Not today"]
    assert actions(turn)[0] == "recap:begin"
    assert set(timers(turn)) == {"review", "agenda", "recap", "brief", "lapsed"}


def test_the_next_ones_timers_are_set_in_a_pause_too() -> None:
    profile = replace(settled(), paused=True)
    turn = turn_of(client(profile=profile, met=LAST, next_appointment=START), over("recap", LAST))
    assert turn.replies == ()
    assert "recap" in timers(turn)


def test_a_session_that_did_not_take_place_is_not_asked_about() -> None:
    turn = turn_of(client(met=LAST - timedelta(days=7), next_appointment=START), over("recap", LAST))
    assert turn.replies == ()
    assert "recap" in timers(turn)


# --- the list -----------------------------------------------------------------------------------


def noted(text: str, exercise_id: str = "note", *, private: bool = False, at_: datetime = NOW) -> KeptRun:
    return replace(kept_run(text, private=private), exercise=exercise_id, at=at_)


def page(*runs: KeptRun, total: int = 0) -> NotesPage:
    return NotesPage(runs=runs, offset=0, total=total or len(runs))


def test_today_shows_the_next_session_and_what_is_on_the_list() -> None:
    list_ = page(noted("ask about the letter", "for-session"))
    turn = turn_of(ahead(page=list_), Commanded(name="today"))
    assert (
        "Next session: Wed, Nov 18, 2:00 PM\nOn the list for Vale:\n• ask about the letter"
        in said_to(turn)[0]
    )
    assert "agenda:show" in actions(turn)
    assert lookup(Commanded(name="today")) == Lookup(page_offset=0, page_exercise="for-session")


def test_what_was_on_the_list_of_the_last_session_is_off_it() -> None:
    list_ = page(
        noted("this week", "for-session"), noted("last week", "for-session", at_=LAST - timedelta(days=1))
    )
    turn = turn_of(ahead(page=list_, met=LAST), tap("agenda:show", stands=True))
    assert said_to(turn) == ["On the list for Vale:\n• this week"]
    empty = turn_of(ahead(page=page()), tap("agenda:show", stands=True))
    assert said_to(empty) == ["Nothing is on the list yet. Empty is fine."]


def test_a_line_more_is_asked_for() -> None:
    turn = turn_of(ahead(), tap("agenda:add", stands=True))
    assert said_to(turn)[0] in exercise("for-session").steps[0].ask


def test_notes_can_be_picked_but_private_ones_stay_where_they_are() -> None:
    assert lookup(tap("agenda:pick:4", stands=True)) == Lookup(page_offset=4)
    notes = page(noted("the talk went well"), noted("a secret", private=True), total=9)
    turn = turn_of(ahead(page=notes), tap("agenda:pick:0", stands=True))
    assert said_to(turn) == ["Which one goes on the list?\n1. the talk went well"]
    assert labels(turn) == ["1", "Older", "Done"]
    none = turn_of(ahead(page=page(noted("a secret", private=True))), tap("agenda:pick:0", stands=True))
    assert said_to(none) == ["No note here that isn't private."]


def test_a_picked_note_becomes_a_line_of_the_list() -> None:
    take = tap(f"agenda:take:{RUN_ID}", stands=True)
    assert lookup(take) == Lookup(run=RUN_ID)
    turn = turn_of(ahead(run=noted("the talk went well")), take)
    (entry,) = turn.entries
    (saved,) = [change for change in turn.changes if isinstance(change, RunSaved)]
    assert (entry.text, entry.run, saved.run.exercise) == ("the talk went well", saved.run.id, "for-session")
    assert saved.outcome == "done"
    assert not saved.private
    assert saved.run.id != RUN_ID


def test_with_nothing_shared_the_line_is_the_clients_alone() -> None:
    profile = replace(settled(), sharing="none")
    turn = turn_of(ahead(profile=profile, run=noted("mine")), tap(f"agenda:take:{RUN_ID}", stands=True))
    assert [change.private for change in turn.changes if isinstance(change, RunSaved)] == [True]


@pytest.mark.parametrize("do", ["agenda:take:gone", "agenda:", "agenda:take", "agenda:nonsense"])
def test_a_broken_button_of_the_list_has_closed(do: str) -> None:
    assert turn_of(ahead(), tap(do, stands=True)).toast == "That one has closed."


def test_a_private_note_cannot_be_taken_by_an_old_button() -> None:
    turn = turn_of(ahead(run=noted("a secret", private=True)), tap(f"agenda:take:{RUN_ID}", stands=True))
    assert turn.entries == ()


def test_on_the_day_itself_it_is_too_late_to_offer_the_list() -> None:
    today = NOW + timedelta(hours=1)  # still the same evening
    late = client(next_appointment=today, assignments=HOMEWORK)
    assert turn_of(late, over("agenda", today)).replies == ()
    assert turn_of(late, over("review", today)).replies == ()


def test_two_days_after_a_session_it_is_not_asked_what_to_keep_any_more() -> None:
    long_ago = LAST - timedelta(days=2)
    turn = turn_of(client(met=long_ago, next_appointment=START), over("recap", long_ago))
    assert turn.replies == ()
    assert "recap" in timers(turn)


def test_homework_says_until_when_it_goes_where_all_of_it_ends_at_once() -> None:
    ends = datetime(2026, 11, 30, 19, tzinfo=UTC)
    one, other = given_to("kind-line", "x"), given_to("mistake-note", "y")
    same = client(assignments=(replace(one, ends_at=ends), replace(other, ends_at=ends)))
    assert "From Vale, until Mon, Nov 30:" in said_to(turn_of(same, Commanded(name="today")))[0]
    dated = client(assignments=(replace(one, ends_at=datetime(2026, 11, 24, 5, tzinfo=UTC)),))
    assert "until Mon, Nov 23:" in said_to(turn_of(dated, Commanded(name="today")))[0]
    apart = client(assignments=(replace(one, ends_at=ends), other))
    assert "From Vale:" in said_to(turn_of(apart, Commanded(name="today")))[0]
