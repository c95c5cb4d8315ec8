"""/sessions: day, hour and rhythm by tap or typed, one moved or left out, and nobody else's client."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.appointment import Appointments, Instead, next_start
from bot.core.changes import Arranged
from bot.core.inputs import Commanded, Odd, Said
from bot.core.meeting_places import Arranging
from bot.core.person import ClientCard
from bot.core.session import Resting
from bot.core.turn import Turn
from tests.core.people import (
    CLIENT_ID,
    NEW_YORK,
    NOW,
    OTHER_ID,
    actions,
    at,
    card,
    labels,
    said_to,
    tap,
    therapist,
    turn_of,
)

MONDAY = Appointments(on=date(2026, 11, 30), at=time(14), zone=NEW_YORK, every=7)
START = datetime(2026, 11, 30, 19, tzinfo=UTC)
DAY = Arranging(step="day", client=CLIENT_ID)
HOUR = replace(DAY, step="hour", on=date(2026, 11, 30))
RHYTHM = replace(HOUR, step="rhythm", at=time(14))


def meeting(meetings: Appointments | None = MONDAY) -> ClientCard:
    return replace(
        card(), appointments=meetings, next_appointment=next_start(meetings, NOW) if meetings else None
    )


def arranged(turn: Turn) -> Appointments | None:
    (change,) = turn.changes
    assert isinstance(change, Arranged)
    assert change.client == CLIENT_ID
    return change.appointments


def place_of(turn: Turn) -> Arranging:
    assert isinstance(turn.session.place, Arranging)
    return turn.session.place


def test_with_several_clients_it_is_asked_whose() -> None:
    several = therapist(clients=(card(), card("J.M.", OTHER_ID, "C-2")))
    turn = turn_of(several, Commanded(name="sessions"))
    assert said_to(turn) == ["Whose sessions?"]
    assert labels(turn) == ["A.R.", "J.M.", "Stop here"]
    chosen = turn_of(replace(several, session=at(place_of(turn))), tap(f"who:{OTHER_ID}"))
    assert place_of(chosen).client == OTHER_ID


def test_with_nobody_there_is_nothing_to_arrange() -> None:
    turn = turn_of(therapist(clients=()), Commanded(name="sessions"))
    assert said_to(turn) == ["Nobody has joined yet. /invite makes a link."]


def test_day_hour_and_rhythm_by_tap() -> None:
    menu = turn_of(therapist(), Commanded(name="sessions"))
    assert said_to(menu) == ["A.R.: no session is set."]
    day = turn_of(therapist(place_of(menu)), tap("change"))
    assert "Wed, Nov 18" in labels(day)  # tomorrow on the therapist's own calendar
    hour = turn_of(therapist(place_of(day)), tap("on:2026-11-30"))
    assert "2 PM" in labels(hour)
    rhythm = turn_of(therapist(place_of(hour)), tap("at:14:00"))
    assert labels(rhythm)[:3] == ["Once", "Every week", "Every two weeks"]
    done = turn_of(therapist(place_of(rhythm)), tap("every:7"))
    assert arranged(done) == MONDAY
    assert isinstance(done.session.place, Resting)
    assert said_to(done) == ["Kept. A.R.: Mon, Nov 30, 2:00 PM, every week."]


@pytest.mark.parametrize(
    ("typed", "on", "hour"),
    [
        ("Nov 30", date(2026, 11, 30), None),
        ("30 november 2 pm", date(2026, 11, 30), time(14)),
        ("2026-11-30", date(2026, 11, 30), None),
        ("11/30", date(2026, 11, 30), None),
        ("30/11", date(2026, 11, 30), None),
        ("30.11.", date(2026, 11, 30), None),
        ("30.11.2026 9:30", date(2026, 11, 30), time(9, 30)),
        ("monday at 2", date(2026, 11, 23), time(14)),
        ("Tuesday", date(2026, 11, 24), None),
        ("tomorrow 10", date(2026, 11, 18), time(10)),
        ("January 5", date(2027, 1, 5), None),
        ("Dec 3rd, 4pm", date(2026, 12, 3), time(16)),
        ("next friday at 4", date(2026, 11, 20), time(16)),
    ],
)
def test_a_typed_day_is_read_and_an_hour_behind_it(typed: str, on: date, hour: time | None) -> None:
    place = place_of(turn_of(therapist(DAY), Said(text=typed)))
    assert place.on == on
    assert (place.step, place.at) == (("rhythm", hour) if hour else ("hour", None))


@pytest.mark.parametrize("typed", ["soon", "Feb 30", "2019-01-01", "31.31.", "99", "Nov 30 2031", "🗓"])
def test_what_is_no_date_is_asked_for_again(typed: str) -> None:
    turn = turn_of(therapist(DAY), Said(text=typed))
    assert place_of(turn).step == "day"
    assert "couldn't read a date" in said_to(turn)[0]


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("2", time(14)),
        ("9", time(9)),
        ("8:30", time(8, 30)),
        ("17.15", time(17, 15)),
        ("5 am", time(5)),
        ("12", time(12)),
    ],
)
def test_a_typed_hour_is_one_at_which_people_meet(typed: str, hour: time) -> None:
    assert place_of(turn_of(therapist(HOUR), Said(text=typed))).at == hour


def test_what_is_no_hour_is_asked_for_again() -> None:
    turn = turn_of(therapist(HOUR), Said(text="after lunch"))
    assert place_of(turn).step == "hour"
    assert "couldn't read a time" in said_to(turn)[0]


def test_a_moment_that_has_passed_is_no_appointment() -> None:
    turn = turn_of(therapist(replace(HOUR, on=date(2026, 11, 17))), tap("at:09:00"))
    assert place_of(turn).step == "day"
    assert "passed already" in said_to(turn)[0]


def test_another_rhythm_is_typed_in_days() -> None:
    days = turn_of(therapist(RHYTHM), tap("other"))
    assert place_of(days).step == "days"
    kept = turn_of(therapist(place_of(days)), Said(text="10"))
    assert arranged(kept) == replace(MONDAY, every=10)
    assert said_to(kept)[0].endswith("every 10 days.")
    for odd in ("0", "91", "many", "1000000"):
        assert place_of(turn_of(therapist(place_of(days)), Said(text=odd))).step == "days"


def test_back_goes_one_question_back() -> None:
    assert place_of(turn_of(therapist(RHYTHM), tap("back"))).step == "hour"
    assert place_of(turn_of(therapist(HOUR), tap("back"))).step == "day"
    assert place_of(turn_of(therapist(replace(RHYTHM, step="days")), tap("back"))).step == "rhythm"


def test_one_is_moved_and_keeps_its_time_if_wanted() -> None:
    there = therapist(Arranging(step="menu", client=CLIENT_ID), clients=(meeting(),))
    day = turn_of(there, tap("move"))
    moving = replace(place_of(day), step="hour", on=date(2026, 12, 2))
    assert moving.moving == START
    kept = turn_of(therapist(moving, clients=(meeting(),)), tap("same"))
    moved = arranged(kept)
    assert moved is not None
    assert moved.instead == (Instead(was=date(2026, 11, 30), on=date(2026, 12, 2), at=time(14)),)
    assert moved.every == 7
    assert said_to(kept) == ["Kept. A.R.: Wed, Dec 2, 2:00 PM, this once."]


def test_moving_one_that_is_over_by_now_changes_nothing() -> None:
    moving = replace(HOUR, moving=START - timedelta(days=7))
    turn = turn_of(therapist(moving, clients=(meeting(),)), tap("at:10:00"))
    assert turn.changes == ()


def test_one_is_left_out_and_the_next_is_said() -> None:
    there = therapist(Arranging(step="menu", client=CLIENT_ID), clients=(meeting(),))
    turn = turn_of(there, tap("cancel"))
    out = arranged(turn)
    assert out is not None
    assert out.instead == (Instead(was=date(2026, 11, 30)),)
    assert said_to(turn) == ["Kept. A.R.: Mon, Dec 7, 2:00 PM, every week."]


def test_no_more_sessions() -> None:
    there = therapist(Arranging(step="menu", client=CLIENT_ID), clients=(meeting(),))
    turn = turn_of(there, tap("none"))
    assert arranged(turn) is None
    assert said_to(turn) == ["Kept. A.R. has no session ahead."]


def test_typed_words_stand_for_the_buttons_of_the_menu() -> None:
    there = therapist(Arranging(step="menu", client=CLIENT_ID), clients=(meeting(),))
    assert arranged(turn_of(there, Said(text="no more sessions"))) is None
    assert place_of(turn_of(there, Said(text="move"))).moving == START


def test_a_client_who_is_not_theirs_is_nobody() -> None:
    turn = turn_of(therapist(replace(RHYTHM, client=OTHER_ID)), tap("every:7"))
    assert turn.changes == ()
    assert turn_of(therapist(), tap(f"sessions:{OTHER_ID}", stands=True)).toast is not None
    assert turn_of(therapist(), tap(f"meet:{OTHER_ID}", stands=True)).toast is not None


def test_the_news_that_somebody_joined_leads_to_the_day() -> None:
    assert place_of(turn_of(therapist(), tap(f"meet:{CLIENT_ID}", stands=True))).step == "day"
    assert place_of(turn_of(therapist(), tap(f"sessions:{CLIENT_ID}", stands=True))).step == "menu"


@pytest.mark.parametrize(
    "do", ["on:never", "at:25:99", "every:100000", "every:-1", "nonsense", "same", "move", "cancel"]
)
def test_a_broken_button_shows_the_question_again(do: str) -> None:
    turn = turn_of(therapist(DAY), tap(do))
    assert turn.changes == ()
    assert isinstance(turn.session.place, Arranging)


def test_anything_odd_shows_the_question_again() -> None:
    for place in (DAY, HOUR, RHYTHM, Arranging(step="who"), Arranging(step="menu", client=CLIENT_ID)):
        turn = turn_of(therapist(place), Odd(what="other"))
        assert said_to(turn)


def test_stopping_leaves_everything_as_it_was() -> None:
    turn = turn_of(therapist(RHYTHM), tap("stop"))
    assert turn.changes == ()
    assert isinstance(turn.session.place, Resting)


def test_every_button_fits_its_sixty_four_bytes() -> None:
    place = Arranging(step="who")
    for step in ("who", "menu", "day", "hour", "rhythm", "days"):
        turn = turn_of(
            therapist(replace(place, step=step, client=CLIENT_ID), clients=(meeting(),)), Odd(what="other")
        )
        assert all(len(do.encode()) <= 50 for do in actions(turn))


def test_clients_are_listed_with_their_next_session() -> None:
    turn = turn_of(therapist(clients=(meeting(),)), Commanded(name="clients"))
    assert "Next: Mon, Nov 30, 2:00 PM." in said_to(turn)[0]
    assert "Next" not in said_to(turn_of(therapist(), Commanded(name="clients")))[0]
