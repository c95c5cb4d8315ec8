"""A nudge: which one is offered and when, how it is put off, declined, asked again once, and let go."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.core.changes import (
    OccurrenceEnded,
    OccurrenceMoved,
    OccurrenceStarted,
    ReasonGiven,
    RunSaved,
    TimerDropped,
    TimerSet,
)
from bot.core.inputs import Commanded, Said, TimerOver
from bot.core.person import Profile
from bot.core.session import Answering, Prompted, Resting, Unsorted
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import NOW, OCCURRENCE, client, labels, nudge, nudges, said_to, tap, turn_of

SECOND = "5f0f1d2c-0000-4000-8000-000000000cc2"
TONIGHT = NOW + timedelta(minutes=90)
OPEN = Prompted(
    occurrence=OCCURRENCE, assignment="assignment-who-you-are", exercise="who-you-are", expires=TONIGHT
)
KIND = nudge("kind-line", SECOND)


def ended(turn: Turn) -> list[tuple[str, str, str]]:
    """Which nudges a turn ends, with what and why."""
    return [(c.occurrence, c.outcome, c.reason) for c in turn.changes if isinstance(c, OccurrenceEnded)]


def moved(turn: Turn) -> list[OccurrenceMoved]:
    """Which nudges a turn puts off."""
    return [change for change in turn.changes if isinstance(change, OccurrenceMoved)]


def with_profile(**changed: object) -> Profile:
    """The settled client's profile with some of it changed."""
    return replace(people.settled(), **changed)  # type: ignore[arg-type]  # the callers name the fields


def test_a_nudge_opens_a_conversation() -> None:
    turn = turn_of(client(), nudges(nudge("who-you-are")))
    assert turn.session.place == OPEN
    assert [(r.kind, r.occurrence, r.silent) for r in turn.replies if r.text.text] == [
        ("nudge", OCCURRENCE, False)
    ]
    assert labels(turn) == ["Yes, now", "Later", "Not today"]


def test_a_nudge_is_asked_again_once_and_closes() -> None:
    turn = turn_of(
        client(), nudges(nudge("who-you-are", expires=NOW + timedelta(hours=4))), now=NOW - timedelta(hours=2)
    )
    times = {change.timer: change.at for change in turn.changes if isinstance(change, TimerSet)}
    assert times == {"again": NOW - timedelta(minutes=15), "close": NOW + timedelta(hours=4)}


@pytest.mark.parametrize(
    ("profile", "outcome", "reason"),
    [
        ({"reachable": False}, "undeliverable", "chat closed by the client"),
        ({"held_until": NOW + timedelta(minutes=1)}, "held_safety", "after the help card"),
        ({"settled": False}, "not_offered", "nothing to ask with"),
    ],
)
def test_a_nudge_that_cannot_be_offered_gets_its_outcome(
    profile: dict[str, object], outcome: str, reason: str
) -> None:
    turn = turn_of(client(profile=with_profile(**profile)), nudges(nudge("who-you-are")))
    assert ended(turn) == [(OCCURRENCE, outcome, reason)]
    assert not said_to(turn)


def test_a_nudge_after_its_time_is_expired() -> None:
    turn = turn_of(client(), nudges(nudge("who-you-are", expires=NOW)))
    assert ended(turn) == [(OCCURRENCE, "expired", "offline")]


def test_a_nudge_without_its_exercise_is_not_offered() -> None:
    turn = turn_of(client(), nudges(nudge("who-you-are")), shelf=people.without("who-you-are"))
    assert ended(turn) == [(OCCURRENCE, "not_offered", "nothing to ask with")]


def test_a_hold_that_is_over_holds_nothing() -> None:
    turn = turn_of(client(profile=with_profile(held_until=NOW)), nudges(nudge("who-you-are")))
    assert said_to(turn)


def test_in_quiet_hours_a_nudge_waits_for_their_end() -> None:
    late = NOW + timedelta(hours=3)
    turn = turn_of(client(), nudges(nudge("who-you-are", expires=NOW + timedelta(days=1))), now=late)
    assert [(m.occurrence, m.due) for m in moved(turn)] == [(OCCURRENCE, NOW.replace(hour=12, minute=0))]
    assert not said_to(turn)


def test_one_question_at_a_time_and_the_one_longest_not_offered_first() -> None:
    never, long_ago = nudge("who-you-are"), replace(KIND, offered_before=NOW - timedelta(days=9))
    turn = turn_of(client(), nudges(long_ago, never))
    assert ended(turn) == [(SECOND, "not_offered", "one question at a time")]
    recent = replace(never, offered_before=NOW - timedelta(days=1))
    assert ended(turn_of(client(), nudges(recent, long_ago))) == [
        (OCCURRENCE, "not_offered", "one question at a time")
    ]


def test_a_snoozed_nudge_goes_before_a_fresh_one() -> None:
    snoozed = replace(KIND, snoozed=1, offered_before=NOW)
    assert ended(turn_of(client(), nudges(nudge("who-you-are"), snoozed)))[0][0] == OCCURRENCE


@pytest.mark.parametrize(("minutes", "waits"), [(9, True), (10, False)])
def test_someone_in_the_middle_of_something_is_left_alone_for_ten_minutes(minutes: int, waits: bool) -> None:
    person = client(Unsorted(text="hm"))
    person = replace(person, session=replace(person.session, touched=NOW - timedelta(minutes=minutes)))
    turn = turn_of(person, nudges(nudge("who-you-are")))
    assert [m.due for m in moved(turn)] == ([NOW + timedelta(minutes=5)] if waits else [])


def test_a_nudge_that_cannot_wait_any_longer_was_not_offered() -> None:
    person = client(Unsorted(text="hm"))
    turn = turn_of(person, nudges(nudge("who-you-are", expires=NOW + timedelta(minutes=4))))
    assert ended(turn) == [(OCCURRENCE, "not_offered", "something else was open")]


def test_vague_words_name_nothing_of_the_homework() -> None:
    vague = turn_of(client(), nudges(nudge("kind-line")))
    full = turn_of(client(profile=with_profile(vague=False)), nudges(nudge("kind-line")))
    texts = people.exercise("kind-line").prompt
    assert said_to(vague)[0] in {line.replace("{greeting}", "Evening") for line in texts.vague}
    assert said_to(full)[0] in {line.replace("{greeting}", "Evening") for line in texts.full}


@pytest.mark.parametrize(("hours", "word"), [(0, "Evening"), (12, "Morning"), (18, "Hello")])
def test_the_greeting_is_of_the_hour(hours: int, word: str) -> None:
    at = NOW + timedelta(hours=hours)
    turn = turn_of(client(), nudges(nudge("kind-line", expires=at + timedelta(hours=3))), now=at)
    assert said_to(turn)[0].startswith(f"{word}. ")


def test_yes_begins_the_run_of_that_nudge() -> None:
    turn = turn_of(client(OPEN), tap("yes"))
    assert isinstance(turn.session.place, Answering)
    run = turn.session.place.run
    assert (run.occurrence, run.assignment, run.trigger) == (OCCURRENCE, "assignment-who-you-are", "nudge")
    assert OccurrenceStarted(occurrence=OCCURRENCE) in turn.changes
    assert {c.timer for c in turn.changes if isinstance(c, TimerDropped)} == {"again", "close"}


def test_any_words_are_a_yes_and_the_first_answer() -> None:
    turn = turn_of(client(OPEN), Said(text="I was patient"))
    assert [(e.step, e.text) for e in turn.entries] == [("like", "I was patient")]


@pytest.mark.parametrize(
    ("do", "after_minutes"), [("in:0", 20), ("in:1", 120)]
)  # fmt: skip
def test_later_moves_it_within_the_day(do: str, after_minutes: int) -> None:
    early = NOW - timedelta(hours=3)
    turn = turn_of(client(replace(OPEN, choosing=True)), tap(do), now=early)
    assert [(m.due, m.snoozed, m.expires) for m in moved(turn)] == [
        (early + timedelta(minutes=after_minutes), True, TONIGHT)
    ]
    assert turn.session.place == Resting()


def test_later_offers_only_what_still_fits() -> None:
    turn = turn_of(client(OPEN), tap("later"))
    assert labels(turn) == ["In 20 min", "Tomorrow", "Back"]


def test_tomorrow_is_the_same_hour_of_the_next_day() -> None:
    (move,) = moved(turn_of(client(replace(OPEN, choosing=True)), tap("in:2")))
    assert (move.due, move.expires) == (NOW + timedelta(days=1), TONIGHT + timedelta(days=1))


def test_a_wait_that_no_longer_fits_is_a_no() -> None:
    turn = turn_of(client(replace(OPEN, choosing=True)), tap("in:1"))
    assert ended(turn) == [(OCCURRENCE, "declined", "")]


def test_snoozed_twice_there_is_no_later() -> None:
    assert labels(turn_of(client(replace(OPEN, snoozed=2)), tap("back"))) == ["Yes, now", "Not today"]


def test_not_today_is_an_answer_and_asks_nothing() -> None:
    turn = turn_of(client(OPEN), tap("no"))
    assert ended(turn) == [(OCCURRENCE, "declined", "")]
    assert said_to(turn) == ["All right. Nothing carries over."]


@pytest.mark.parametrize("reason", ["time", "energy", "fit", "unsaid"])
def test_a_reason_is_one_tap(reason: str) -> None:
    turn = turn_of(client(), tap(f"because:{OCCURRENCE}:{reason}", stands=True))
    assert ReasonGiven(occurrence=OCCURRENCE, reason=reason) in turn.changes


def test_an_unheard_of_reason_is_closed() -> None:
    assert turn_of(client(), tap(f"because:{OCCURRENCE}:lazy", stands=True)).toast == "That one has closed."


@pytest.mark.parametrize(("times", "first"), [(1, "hard"), (2, "friend")])
def test_not_up_to_it_twice_brings_the_half_minute_version(times: int, first: str) -> None:
    place = replace(OPEN, exercise="kind-line", assignment="assignment-kind-line")
    turn = turn_of(client(place, profile=with_profile(not_up_to_it=times)), tap("yes"))
    assert isinstance(turn.session.place, Answering)
    assert turn.session.place.step == first
    assert turn.profile is not None
    assert turn.profile.not_up_to_it == 0


def test_the_second_asking_is_silent() -> None:
    turn = turn_of(client(OPEN), TimerOver(timer="again", subject=OCCURRENCE))
    assert [(r.silent, r.occurrence) for r in turn.replies if r.text.text] == [(True, OCCURRENCE)]


@pytest.mark.parametrize("now", [TONIGHT, TONIGHT + timedelta(hours=2)])
def test_nothing_is_asked_again_at_night(now: datetime) -> None:
    assert not turn_of(client(OPEN), TimerOver(timer="again", subject=OCCURRENCE), now=now).replies


@pytest.mark.parametrize("timer", ["again", "close"])
def test_a_timer_of_another_nudge_changes_nothing(timer: str) -> None:
    turn = turn_of(client(OPEN), TimerOver(timer=timer, subject=SECOND))
    assert turn.session.place == OPEN
    assert not turn.replies


def test_let_go_at_the_end_of_the_day_without_a_new_message() -> None:
    turn = turn_of(client(OPEN), TimerOver(timer="close", subject=OCCURRENCE))
    assert ended(turn) == [(OCCURRENCE, "expired", "no answer")]
    assert [(r.edit, r.text.text) for r in turn.replies] == [("row-4", "Let go for today.")]


def test_homework_is_not_mentioned_where_there_is_none() -> None:
    assert said_to(turn_of(client(), Commanded(name="today")))[0].startswith("Nothing is waiting")


def test_a_run_out_of_a_nudge_ends_it() -> None:
    begun = turn_of(client(OPEN), tap("yes")).session.place
    stopped = turn_of(client(begun), tap("stop"))
    assert ended(stopped) == [(OCCURRENCE, "declined", "")]
    assert [c.outcome for c in stopped.changes if isinstance(c, RunSaved)] == ["part"]


def test_a_bare_yes_is_the_button_and_not_an_answer() -> None:
    opened = turn_of(client(place=OPEN), Said(text="yes", message=9))
    assert isinstance(opened.session.place, Answering)
    assert opened.entries == ()


def test_no_wording_comes_twice_in_a_row_whatever_happened_between() -> None:
    person, said = client(), []
    for between in (0, 3, 2, 5, 3, 7, 3, 1):
        person = replace(person, session=replace(person.session, turn=person.session.turn + between))
        turn = turn_of(person, nudges(nudge("who-you-are")))
        said.append(said_to(turn)[0])
        person = people.after(person, turn)
        person = replace(person, session=replace(person.session, place=Resting()))
    assert all(one != other for one, other in pairwise(said))
    assert set(said) == {
        line.replace("{greeting}", "Evening") for line in people.exercise("who-you-are").prompt.vague
    }


def test_the_same_nudge_asked_again_keeps_its_words() -> None:
    person = client()
    asked = turn_of(person, nudges(nudge("who-you-are")))
    person = people.after(person, asked)
    later = turn_of(person, replace(tap("later"), nonce=asked.session.nonce))
    back = turn_of(people.after(person, later), replace(tap("back"), nonce=later.session.nonce))
    assert said_to(back) == said_to(asked)


def test_re_prompts_do_not_repeat_themselves_either() -> None:
    exercise = people.exercise("who-you-are")
    several = exercise.prompt.model_copy(update={"again": ("Still here.", "Here, if you like.")})
    shelf = people.having(exercise.model_copy(update={"prompt": several}))
    person, said = client(OPEN), []
    for _ in range(3):
        turn = turn_of(person, TimerOver(timer="again", subject=OCCURRENCE), shelf=shelf)
        said.append(said_to(turn)[0])
        person = replace(person, session=replace(turn.session, turn=turn.session.turn + 1))
    assert all(one != other for one, other in pairwise(said))
