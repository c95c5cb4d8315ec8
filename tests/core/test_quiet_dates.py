"""Dates without nudges: which they are, how they are named, what stays away on them, and what comes all the same."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.changes import OccurrenceEnded, TimerSet
from bot.core.inputs import Commanded, Input, Said, TimerOver
from bot.core.person import Heed, IfThen, Person
from bot.core.places import Setting
from bot.core.plan import Quiet
from bot.core.quiet_dates import MOST_DATES, QuietDate, is_quiet_date, next_time, still_ahead
from bot.core.session import Prompted, Resting
from bot.core.talk.prompt_screen import GENTLE, GENTLE_AGAIN
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import NOW, OCCURRENCE, client, given_to, labels, nudge, nudges, said_to, tap, turn_of

TODAY = date(2026, 11, 17)
"""The date in New York at `NOW`, which is the 18th in UTC already."""
TOMORROW = TODAY + timedelta(days=1)
LEAP = QuietDate(on=date(2028, 2, 29), yearly=True)
LISTING = Setting(view="dates")


def keeping(*on: date, place: Setting | Prompted | None = None, **profile: object) -> Person:
    """A client with these dates without nudges."""
    quiet = tuple(QuietDate(on=each) for each in on)
    changed = replace(people.settled(), quiet_dates=quiet, **profile)  # type: ignore[arg-type]  # named by the callers
    return client(place, profile=changed, assignments=(given_to("who-you-are", days=[1]),))


def dates_of(turn: Turn) -> tuple[QuietDate, ...]:
    """The dates that are kept quiet from then on."""
    assert turn.profile is not None, "nothing was changed"
    return turn.profile.quiet_dates


def ended(turn: Turn) -> list[tuple[str, str]]:
    return [(each.outcome, each.reason) for each in turn.changes if isinstance(each, OccurrenceEnded)]


# --- which dates they are ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "quiet"),
    [
        (date(2028, 2, 29), True),
        (date(2027, 2, 28), True),
        (date(2028, 2, 28), False),
        (date(2027, 3, 1), False),
        (date(2032, 2, 29), True),
    ],
)
def test_a_yearly_date_comes_each_year_and_the_29th_of_february_on_the_last(day: date, quiet: bool) -> None:
    assert is_quiet_date(day, [LEAP]) is quiet


def test_a_single_date_is_over_with_its_day() -> None:
    once = QuietDate(on=TODAY)
    assert [is_quiet_date(TODAY + timedelta(days=n), [once]) for n in (-1, 0, 1, 365)] == [
        False,
        True,
        False,
        False,
    ]
    assert still_ahead([once], TODAY) == (once,)
    assert still_ahead([once], TOMORROW) == ()


def test_what_is_ahead_is_listed_by_when_it_comes_next_and_each_day_once() -> None:
    early = QuietDate(on=date(2026, 1, 5), yearly=True)
    once, yearly = QuietDate(on=TOMORROW), QuietDate(on=TOMORROW, yearly=True)
    assert still_ahead([early, yearly, once], TODAY) == (yearly, early)
    assert next_time(early, TODAY) == date(2027, 1, 5)
    assert next_time(LEAP, date(2027, 3, 1)) == date(2028, 2, 29)


# --- what stays away --------------------------------------------------------------------------------


def test_nudges_on_a_quiet_date_are_cancelled_and_say_why() -> None:
    turn = turn_of(keeping(TODAY), nudges(nudge("who-you-are")))
    assert (turn.replies, ended(turn)) == ((), [("cancelled", "a quiet date")])
    assert said_to(turn_of(keeping(TOMORROW), nudges(nudge("who-you-are"))), "self")


def test_the_date_is_that_of_the_clients_calendar() -> None:
    late = datetime(2026, 11, 18, 0, 30, tzinfo=ZoneInfo(people.NEW_YORK))
    person = keeping(TODAY, quiet=Quiet(time(3), time(4)))
    due = nudge("who-you-are", due=late, expires=late + timedelta(hours=1))
    assert said_to(turn_of(person, nudges(due), now=late), "self")


def test_what_was_put_off_into_a_quiet_date_stays_away_too() -> None:
    turn = turn_of(keeping(TODAY), nudges(nudge("who-you-are", snoozed=1)))
    assert ended(turn) == [("cancelled", "a quiet date")]


def test_an_open_nudge_is_not_brought_up_again_on_a_quiet_date() -> None:
    opened = Prompted(
        occurrence=OCCURRENCE, assignment="a", exercise="who-you-are", expires=NOW + timedelta(hours=1)
    )
    again = TimerOver(timer="again", subject=OCCURRENCE)
    assert turn_of(keeping(TODAY, place=opened), again).replies == ()
    assert turn_of(keeping(TOMORROW, place=opened), again).replies != ()


def test_the_plan_is_not_mentioned_on_a_quiet_date_and_is_again_after_it() -> None:
    plan = IfThen(cue="it rains", act="breathe", kept_at=NOW, run=people.RUN_ID, mention=time(20, 30))
    mention = TimerOver(timer="mention", subject="")
    assert said_to(turn_of(keeping(plan=plan), mention), "self") != []
    turn = turn_of(keeping(TODAY, plan=plan), mention)
    assert turn.replies == ()
    assert [each.timer for each in turn.changes if isinstance(each, TimerSet)] == ["mention"]


def test_the_end_of_a_pause_is_told_on_the_next_date_that_is_free() -> None:
    person = keeping(TODAY, TOMORROW, paused=True)
    turn = turn_of(person, TimerOver(timer="pause", subject=""))
    assert turn.replies == ()
    assert [each.at for each in turn.changes if isinstance(each, TimerSet)] == [NOW + timedelta(days=2)]


def test_nobody_hears_that_the_coach_falls_silent_on_a_quiet_date() -> None:
    gone = NOW - timedelta(days=8)
    person = keeping(TODAY, fade=1)
    person = replace(person, session=replace(person.session, touched=gone))
    turn = turn_of(person, nudges(nudge("who-you-are")))
    assert (turn.replies, turn.profile) == ((), None)


# --- what comes all the same ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        Said(text="i want to die"),
        Commanded(name="sos"),
        Commanded(name="today"),
        Commanded(name="mistake"),
        TimerOver(timer="lookin", subject=""),
        TimerOver(timer="hold", subject="the tax form"),
    ],
    ids=["crisis words", "sos", "today", "an exercise", "looking in", "ten minutes that were asked for"],
)
def test_help_and_what_the_client_asked_for_come_on_a_quiet_date_as_ever(given: Input) -> None:
    assert turn_of(keeping(TODAY), given).replies == turn_of(keeping(), given).replies != ()


# --- naming them ------------------------------------------------------------------------------------


def test_quiet_dates_are_opened_from_the_settings_and_lead_back_there() -> None:
    opened = turn_of(client(Setting()), tap("dates"))
    assert opened.session.place == LISTING
    assert "/sos" in said_to(opened, "self")[0]
    assert turn_of(client(LISTING), tap("back")).session.place == Setting()


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("30 November", date(2026, 11, 30)),
        ("Nov 30", date(2026, 11, 30)),
        ("12 March 2019", date(2027, 3, 12)),
        ("tomorrow", TOMORROW),
    ],
)
@pytest.mark.parametrize(("answer", "yearly"), [("yearly", True), ("once", False)])
def test_a_typed_date_is_kept_for_once_or_for_every_year(
    typed: str, on: date, answer: str, yearly: bool
) -> None:
    asked = turn_of(keeping(place=LISTING), Said(text=typed))
    assert asked.session.place == Setting(view="dates", on=on)
    assert labels(asked) == ["Every year", "For once", "Back"]
    kept = turn_of(keeping(place=Setting(view="dates", on=on)), tap(answer))
    assert dates_of(kept) == (QuietDate(on=on, yearly=yearly),)


def test_back_from_how_often_keeps_nothing() -> None:
    turn = turn_of(keeping(place=Setting(view="dates", on=TOMORROW)), tap("back"))
    assert (turn.session.place, turn.profile) == (LISTING, None)


def test_what_is_no_date_is_said_so_and_asked_again() -> None:
    turn = turn_of(keeping(place=LISTING), Said(text="when it suits"))
    assert said_to(turn, "self")[0].startswith("I couldn't read a date in that.")
    assert (turn.session.place, turn.profile) == (LISTING, None)


def test_a_date_is_taken_out_by_its_number() -> None:
    turn = turn_of(keeping(TOMORROW, TODAY, place=LISTING), tap("out:0"))
    assert dates_of(turn) == (QuietDate(on=TOMORROW),)


def test_dates_that_are_over_are_not_listed_and_go_with_the_next_change() -> None:
    person = keeping(TODAY - timedelta(days=1), TOMORROW, place=LISTING)
    assert labels(turn_of(person, tap("again"))) == ["Take out 1", "Back"]
    assert dates_of(turn_of(person, tap("out:0"))) == ()


def test_a_full_list_takes_no_more() -> None:
    full = [TODAY + timedelta(days=n) for n in range(MOST_DATES)]
    turn = turn_of(keeping(*full, place=LISTING), Said(text="24 December"))
    assert turn.session.place == LISTING
    assert said_to(turn, "self")[0].endswith("That is as many as fit. Take one out to make room.")
    late = turn_of(keeping(*full, place=Setting(view="dates", on=date(2026, 12, 24))), tap("once"))
    assert late.profile is None


def test_other_things_that_come_in_are_not_swallowed_by_the_list() -> None:
    assert turn_of(keeping(place=LISTING), Commanded(name="today")).session.place == Resting()


# --- gentle wordings --------------------------------------------------------------------------------


def opened(person: Person) -> str:
    """How the evening's nudge opens, without its greeting."""
    turn = turn_of(person, nudges(nudge("who-you-are")))
    return said_to(turn, "self")[0].partition(". ")[2]


def gentle() -> set[str]:
    return {each.partition(". ")[2] for each in GENTLE}


@pytest.mark.parametrize("vague", [True, False])
@pytest.mark.parametrize("beside", [-1, 1])
def test_nudges_open_gently_on_the_days_beside_a_quiet_date(beside: int, *, vague: bool) -> None:
    assert opened(keeping(TODAY + timedelta(days=beside), vague=vague)) in gentle()
    assert opened(keeping(TODAY + timedelta(days=2 * beside), vague=vague)) not in gentle()


def test_nudges_open_gently_where_grief_is_near() -> None:
    person = keeping()
    assert opened(replace(person, heed=Heed(flags=("acute_grief",)))) in gentle()
    assert opened(replace(person, heed=Heed(flags=("trauma",)))) not in gentle()


def test_the_second_asking_is_gentle_as_well() -> None:
    person = replace(keeping(), heed=Heed(flags=("acute_grief",)))
    waiting = turn_of(person, nudges(nudge("who-you-are"))).session
    turn = turn_of(replace(person, session=waiting), TimerOver(timer="again", subject=OCCURRENCE))
    assert said_to(turn, "self")[0] in GENTLE_AGAIN
