"""The brief and the progress on a therapist's screen: asked for, by itself, and never of anybody else's client."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core import nearing
from bot.core.changes import TimerSet
from bot.core.inputs import Commanded, Said, TimerOver
from bot.core.lookup_shared import FARTHEST, WITHOUT_SESSION, shared_of, since
from bot.core.meeting_places import Arranging
from bot.core.person import Look, Person, Profile
from bot.core.record import SharedRecord
from bot.core.terms import Terms, as_agreed
from bot.core.therapist_places import Assigning, Looking
from bot.core.turn import FileOrder
from tests.core.people import (
    CLIENT_ID,
    NEW_YORK,
    OTHER_ID,
    actions,
    card,
    client,
    first,
    labels,
    meeting,
    said_to,
    tap,
    therapist,
    turn_of,
)
from tests.export import weeks
from tests.export.weeks import BEGIN, NOW

BOTH = (card(), card("J.M.", OTHER_ID, "C-9TT1"))
SESSION = BEGIN + timedelta(days=7, hours=5)


def look(record: SharedRecord | None = None) -> Look:
    """What a client shares of a week."""
    return Look(record=record or weeks.a_week(), since=BEGIN)


def looking(place: Looking | None = None, record: SharedRecord | None = None, **changed: object) -> Person:
    """The therapist with a client's week loaded."""
    return therapist(place, look=look(record), **changed)


# --- asked for --------------------------------------------------------------------------------------


def test_the_brief_is_one_message_that_cannot_be_passed_on() -> None:
    turn = turn_of(looking(), Commanded(name="brief"), now=NOW)
    assert len(said_to(turn)) == 1
    assert said_to(turn)[0].startswith("A.R. Before Mon, Nov 23, 2:00 PM")
    assert "First thing to talk about: “The argument on Tuesday" in said_to(turn)[0]
    assert first(turn).protected


def test_words_are_folded_up() -> None:
    spans = first(turn_of(looking(), Commanded(name="brief"), now=NOW)).text.spans
    assert "folded_quote" in {each.kind for each in spans}


def test_a_long_week_fits_on_one_screen() -> None:
    record = weeks.in_words(*("word " * 800,) * 9)
    said = said_to(turn_of(looking(record=record), Commanded(name="brief"), now=NOW))
    assert len(said[0]) < 4096


def test_of_several_it_is_asked_about_whom() -> None:
    turn = turn_of(therapist(clients=BOTH), Commanded(name="brief"))
    assert labels(turn) == ["A.R.", "J.M.", "Stop here"]
    assert turn.session.place == Looking(view="who", brief=True)


def test_the_one_who_was_tapped_is_shown_anew_not_in_place() -> None:
    place = Looking(view="who", brief=True)
    turn = turn_of(looking(place, clients=BOTH), tap(f"who:{CLIENT_ID}"), now=NOW)
    assert said_to(turn)[0].startswith("A.R. Before")
    assert first(turn).edit is None
    assert first(turn).protected


def test_a_typed_name_gets_a_button_since_nothing_is_loaded_yet() -> None:
    turn = turn_of(therapist(Looking(view="who", brief=True), clients=BOTH), Said(text="j.m."))
    assert actions(turn) == [f"brief:show:{OTHER_ID}"]


def test_somebody_elses_client_is_closed() -> None:
    for do in (f"brief:show:{OTHER_ID}", f"progress:entries:{OTHER_ID}", f"brief:page:{OTHER_ID}"):
        turn = turn_of(looking(), tap(do, stands=True), now=NOW)
        assert turn.toast == "That one has closed."
        assert turn.replies == ()


def test_what_was_loaded_of_another_client_is_not_shown() -> None:
    """Should the wrong record ever stand beside the therapist, nothing of it is said."""
    turn = turn_of(looking(clients=BOTH), tap(f"brief:show:{OTHER_ID}", stands=True), now=NOW)
    assert said_to(turn) == ["This one?"]


def test_the_page_is_a_file_in_the_therapists_language_and_by_their_clock() -> None:
    turn = turn_of(looking(), tap(f"brief:page:{CLIENT_ID}", stands=True), now=NOW)
    (order,) = [each.file for each in turn.replies if each.file]
    assert order == FileOrder(
        clients=(CLIENT_ID,), format="pdf", since=BEGIN, until=NOW, language="en", zone=NEW_YORK
    )


@pytest.mark.parametrize("scheme", ["soap", "dap", "birp", "girp"])
def test_text_to_paste_can_be_copied(scheme: str) -> None:
    asked = turn_of(looking(), tap(f"brief:paste:{CLIENT_ID}", stands=True), now=NOW)
    assert labels(asked) == ["SOAP", "DAP", "BIRP", "GIRP"]
    turn = turn_of(looking(), tap(f"brief:{scheme}:{CLIENT_ID}", stands=True), now=NOW)
    assert "why kindness feels fake" in said_to(turn)[0]
    assert not first(turn).protected


def test_a_brief_that_is_opened_leaves_homework_that_is_being_given_where_it_is() -> None:
    place = Assigning(step="paste", client=CLIENT_ID)
    person = replace(looking(), session=therapist(place).session)
    turn = turn_of(person, tap(f"brief:show:{CLIENT_ID}", stands=True), now=NOW)
    assert turn.session.place == place


def test_nobody_to_look_at_says_so() -> None:
    for name in ("brief", "progress"):
        turn = turn_of(therapist(clients=()), Commanded(name=name))
        assert said_to(turn) == ["Nobody has joined yet. /invite makes a link."]


# --- by itself --------------------------------------------------------------------------------------


def due(now: datetime, **changed: object) -> tuple[list[str], list[TimerSet]]:
    """What the therapist is told when the client's timer has run out, and what is set."""
    person = replace(client(next_appointment=SESSION, look=look()), **changed)  # type: ignore[arg-type]  # named by callers
    turn = turn_of(person, TimerOver(timer="brief", subject=nearing.subject_of(SESSION)), now=now)
    assert said_to(turn) == []
    return said_to(turn, "therapist"), [each for each in turn.changes if isinstance(each, TimerSet)]


def test_it_comes_two_hours_before_by_itself() -> None:
    said, timers = due(SESSION - timedelta(hours=2))
    assert said[0].startswith("A.R. Before Mon, Nov 23")
    assert timers == []


def test_a_day_before_it_is_put_off_to_the_hour_the_therapist_chose() -> None:
    said, timers = due(SESSION - timedelta(days=1), brief_before=60)
    assert said == []
    assert [each.at for each in timers] == [SESSION - timedelta(hours=1)]


@pytest.mark.parametrize("changed", [{"brief_before": 0}, {"next_appointment": None}, {"look": None}])
def test_it_stays_away_where_it_is_not_wanted_or_there_is_nothing_ahead(changed: dict[str, object]) -> None:
    person = replace(client(next_appointment=SESSION, look=look()), **changed)  # type: ignore[arg-type]  # named above
    turn = turn_of(person, TimerOver(timer="brief", subject=nearing.subject_of(SESSION)), now=SESSION)
    assert (turn.replies, turn.changes) == ((), ())


def test_one_about_another_appointment_says_nothing() -> None:
    person = client(next_appointment=SESSION, look=look())
    other = nearing.subject_of(SESSION + timedelta(days=1))
    assert turn_of(person, TimerOver(timer="brief", subject=other), now=SESSION).replies == ()


def test_it_is_protected_and_its_buttons_stand() -> None:
    person = client(next_appointment=SESSION, look=look())
    subject = nearing.subject_of(SESSION)
    turn = turn_of(person, TimerOver(timer="brief", subject=subject), now=SESSION - timedelta(hours=1))
    (reply,) = [each for each in turn.replies if each.to == "therapist"]
    assert reply.protected
    assert all(button.stands for row in reply.rows for button in row)


def test_the_brief_is_looked_at_a_day_before_and_at_once_where_that_is_past() -> None:
    hours = client().profile.hours
    timers = {each.timer: each.at for each in nearing.all_timers(SESSION, hours, SESSION - timedelta(days=3))}
    assert timers["brief"] == SESSION - timedelta(days=1)
    near = SESSION - timedelta(hours=5)
    assert {e.timer: e.at for e in nearing.all_timers(SESSION, hours, near)}["brief"] == near + timedelta(
        minutes=1
    )
    assert "brief" not in {each.timer for each in nearing.timers(SESSION, hours, near)}


def test_the_hour_is_chosen_under_sessions() -> None:
    person = therapist(Arranging(step="menu", client=CLIENT_ID), clients=(meeting(card()),))
    asked = turn_of(person, tap("brief"))
    assert labels(asked)[:4] == ["An hour before", "Two hours before", "A day before", "Not by itself"]
    chosen = turn_of(
        replace(person, session=asked.session), replace(tap("lead:1440"), nonce=asked.session.nonce)
    )
    assert chosen.profile == replace(person.profile, brief_before=1440)
    assert Profile().brief_before == 120


# --- progress ---------------------------------------------------------------------------------------


def test_progress_in_words() -> None:
    turn = turn_of(looking(), Commanded(name="progress"), now=NOW)
    lines = said_to(turn)[0].splitlines()
    assert lines[0] == "A.R., since Mon, Nov 16"
    assert "Mistake note: done 4, on 4 days" in lines
    assert "1 kept private" in lines
    assert "A kind line: It doesn't fit me (1), It felt awkward" in lines
    assert first(turn).protected


def test_by_day_is_a_small_calendar() -> None:
    turn = turn_of(looking(Looking(view="front", client=CLIENT_ID)), tap("days"), now=NOW)
    assert said_to(turn)[0].splitlines()[1].split() == ["Nov", "16", *"●●○●●●○"]


def test_entries_are_paged_newest_first() -> None:
    place = Looking(view="entries", client=CLIENT_ID)
    turn = turn_of(looking(place), tap("entries"), now=NOW)
    assert said_to(turn)[0].count("\n\n") == 4
    assert labels(turn) == ["Older", "Search", "Back"]
    older = turn_of(looking(place), tap("at:4"), now=NOW)
    assert said_to(older)[0] != said_to(turn)[0]
    assert labels(older)[:2] == ["Newer", "Older"]


def test_entries_are_searched() -> None:
    place = Looking(view="search", client=CLIENT_ID)
    turn = turn_of(looking(place), Said(text="WRONG name"), now=NOW)
    assert "called him by the wrong name" in said_to(turn)[0]
    assert said_to(turn)[0].count("\n\n") == 1


def test_entries_open_from_the_brief() -> None:
    turn = turn_of(looking(), tap(f"progress:entries:{CLIENT_ID}", stands=True), now=NOW)
    assert turn.session.place == Looking(view="entries", client=CLIENT_ID)
    assert first(turn).protected


def test_entries_that_open_later_are_not_there_yet() -> None:
    early = BEGIN + timedelta(days=5)
    waits = Terms(early, closed=((BEGIN - timedelta(days=9), early + timedelta(days=9)),))
    record = as_agreed(weeks.a_week(), waits, BEGIN, early)
    person = looking(Looking(view="entries", client=CLIENT_ID), record=record)
    later = "Answers are shared before a session: they open here a day before it."
    assert said_to(turn_of(person, tap("entries"), now=early))[0].startswith(later)
    front = said_to(turn_of(person, Commanded(name="progress"), now=early))[0]
    assert later in front
    assert "offered" not in front


# --- what is loaded ---------------------------------------------------------------------------------


def test_only_the_therapists_own_client_is_ever_loaded() -> None:
    mine, theirs = tap(f"brief:show:{CLIENT_ID}", stands=True), tap(f"brief:show:{OTHER_ID}", stands=True)
    assert shared_of(therapist(), mine) == CLIENT_ID
    assert shared_of(therapist(), theirs) is None
    assert shared_of(client(), mine) is None
    assert shared_of(therapist(Looking(client=OTHER_ID)), tap("entries")) is None
    assert shared_of(therapist(clients=BOTH), Commanded(name="brief")) is None


def test_a_client_is_loaded_for_the_brief_that_is_due_and_nothing_else() -> None:
    assert shared_of(client(), TimerOver(timer="brief", subject="")) == CLIENT_ID
    assert shared_of(client(), TimerOver(timer="agenda", subject="")) is None


def test_it_is_looked_back_to_the_last_session_and_not_for_ever() -> None:
    assert since(None, NOW) == NOW - WITHOUT_SESSION
    assert since(BEGIN, NOW) == BEGIN
    assert since(NOW - timedelta(days=400), NOW) == NOW - FARTHEST
