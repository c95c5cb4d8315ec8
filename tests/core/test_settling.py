"""The first two minutes: each question in its order, typed or tapped, one step back, and what it leads to."""

from dataclasses import replace
from datetime import time
from itertools import pairwise

import pytest

from bot.core.inputs import Commanded, Odd, Said
from bot.core.person import Person, Profile
from bot.core.plan import Quiet
from bot.core.session import Resting, Settling
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import client, labels, said_to, tap, turn_of

FRESH = replace(people.settled(), settled=False, evening=None, noticing=None, tell_therapist=False)
STEPS = ("sharing", "notice", "clock", "check", "quiet", "evening", "noticing", "screen")


def at(step: str, *, found: tuple[str, ...] = (), typing: bool = False, **profile: object) -> Person:
    """A newcomer at one of the questions."""
    place = Settling(step=step, found=found, typing=typing)  # type: ignore[arg-type]  # a step
    return client(place, profile=replace(FRESH, **profile))  # type: ignore[arg-type]  # the callers name the fields


def step_of(turn: Turn) -> str:
    """The question a turn ends at."""
    assert isinstance(turn.session.place, Settling)
    return turn.session.place.step


def profile_of(turn: Turn) -> Profile:
    """What the newcomer has chosen by now."""
    assert turn.profile is not None
    return turn.profile


@pytest.mark.parametrize(
    ("step", "do", "field", "value"),
    [
        ("sharing", "share:0", "sharing", "all"),
        ("sharing", "share:1", "sharing", "before_session"),
        ("sharing", "share:2", "sharing", "none"),
        ("notice", "yes", "tell_therapist", True),
        ("notice", "no", "tell_therapist", False),
        ("country", "country:GB", "country", "GB"),
        ("quiet", "quiet:0", "quiet", Quiet(time(21), time(8))),
        ("evening", "at:1", "evening", time(20, 30)),
        ("noticing", "hour:1", "noticing", time(15)),
        ("noticing", "none", "noticing", None),
        ("screen", "full", "vague", False),
    ],
)
def test_each_answer_is_kept_where_it_belongs(step: str, do: str, field: str, value: object) -> None:
    assert getattr(profile_of(turn_of(at(step), tap(do))), field) == value


@pytest.mark.parametrize(("step", "following"), [*pairwise(STEPS[1:]), ("country", "notice")])
def test_the_questions_come_in_their_order(step: str, following: str) -> None:
    way = {
        "notice": "yes",
        "clock": "same",
        "check": "match",
        "quiet": "quiet:1",
        "evening": "at:1",
        "noticing": "none",
        "country": "country:IE",
    }
    assert step_of(turn_of(at(step), tap(way[step]))) == following


@pytest.mark.parametrize(
    ("step", "before"), [*zip(STEPS[1:], STEPS, strict=False), ("sharing", "sharing"), ("country", "notice")]
)
def test_back_goes_one_question_back(step: str, before: str) -> None:
    assert step_of(turn_of(at(step), tap("back"))) == before


def test_back_leaves_typing_first() -> None:
    assert turn_of(at("evening", typing=True), tap("back")).session.place == Settling(step="evening")
    assert turn_of(at("evening", found=("morning",)), tap("back")).session.place == Settling(step="evening")


@pytest.mark.parametrize(
    ("step", "said", "field", "value"),
    [
        ("sharing", "only before a session", "sharing", "before_session"),
        ("quiet", "10:30 pm to 6", "quiet", Quiet(time(22, 30), time(6))),
        ("quiet", "2", "quiet", Quiet(time(22), time(7))),
        ("evening", "half past eight", "evening", time(20, 30)),
        ("noticing", "4pm", "noticing", time(16)),
        ("screen", "vague", "vague", True),
        ("clock", "Lisbon", "zone", "Europe/Lisbon"),
    ],
)
def test_each_answer_can_be_typed(step: str, said: str, field: str, value: object) -> None:
    assert getattr(profile_of(turn_of(at(step), Said(text=said))), field) == value


@pytest.mark.parametrize("said", ["00019", "99", "hm", "", "x" * 4096])
@pytest.mark.parametrize("step", [*STEPS, "country"])
def test_words_that_say_nothing_ask_the_same_again(step: str, said: str) -> None:
    turn = turn_of(at(step), Said(text=said))
    assert step_of(turn) == step
    assert turn.profile is None


@pytest.mark.parametrize(
    "do", ["quiet:00009", "at:00001", "zone:7", "share:9", "country:XX", "unheard:of", ""]
)
def test_a_button_that_does_not_belong_asks_the_same_again(do: str) -> None:
    for step in ("sharing", "quiet", "evening", "country", "clock"):
        assert step_of(turn_of(at(step), tap(do))) == step


def test_a_place_of_several_clocks_asks_which() -> None:
    turn = turn_of(at("clock"), Said(text="London"))
    assert turn.session.place == Settling(step="clock", found=("Europe/London GB", "America/Toronto CA"))
    chosen = turn_of(client(turn.session.place, profile=FRESH), tap("zone:1"))
    assert profile_of(chosen).zone == "America/Toronto"


def test_an_unknown_place_says_what_would_help() -> None:
    assert said_to(turn_of(at("clock"), Said(text="Atlantis")))[0].startswith("I don't know that place.")


def test_an_evening_in_the_quiet_hours_is_not_taken() -> None:
    turn = turn_of(at("evening", typing=True), Said(text="11 pm"))
    assert step_of(turn) == "evening"
    assert said_to(turn)[0].startswith("That is inside your quiet hours.")


def test_only_evenings_outside_the_quiet_hours_are_offered() -> None:
    turn = turn_of(at("quiet"), tap("quiet:0"))
    assert labels(turn)[:2] == ["7:30 PM", "8:30 PM"]
    assert "9:15 PM" not in labels(turn)


def test_no_evening_at_all_still_leaves_a_way() -> None:
    turn = turn_of(at("evening", quiet=Quiet(time(17), time(12))), Odd(what="other"))
    assert labels(turn) == ["Another time", "Rather in the morning", "Back"]


@pytest.mark.parametrize("command", ["today", "privacy", "mistake", "start", "help"])
def test_a_command_on_the_way_brings_back_the_question(command: str) -> None:
    assert turn_of(at("quiet"), Commanded(name=command)).session.place == Settling(step="quiet")


def test_the_last_answer_brings_the_keyboard_and_tells_the_therapist() -> None:
    turn = turn_of(at("screen", tell_therapist=True), tap("vague"))
    assert turn.session.place == Resting()
    assert profile_of(turn).settled
    assert [reply.keyboard for reply in turn.replies if reply.keyboard]
    assert said_to(turn, "therapist") == [
        "A.R. is in. Shares answers: yes. Help-card notice: yes. Clock: New York."
    ]


@pytest.mark.parametrize(
    ("homework", "words"), [(True, "at the time you chose"), (False, "once Vale has left you something")]
)
def test_the_first_question_is_announced_as_it_will_come(homework: bool, words: str) -> None:
    person = replace(at("screen"), assignments=(people.given_to("kind-line"),) if homework else ())
    assert any(words in line for line in said_to(turn_of(person, tap("vague"))))


def test_a_long_therapists_name_fits_its_button() -> None:
    person = replace(at("notice"), therapist_name="Dr. Wilhelmina Featherstonehaugh")
    assert max(map(len, labels(turn_of(person, Odd(what="other"))))) <= 24


# --- another country -------------------------------------------------------------------------------


def test_city_of_another_country_asks_once_whether_its_help_lines_are_wanted() -> None:
    turn = turn_of(at("clock", typing=True), Said(text="Toronto"))
    assert turn.session.place == Settling(step="lines", found=("CA",))
    assert said_to(turn) == ["Is this your country now: Canada? Then I show its help lines."]
    asked = client(turn.session.place, profile=profile_of(turn))
    yes, no = turn_of(asked, tap("yes")), turn_of(asked, tap("no"))
    assert (profile_of(yes).country, step_of(yes)) == ("CA", "check")
    assert (no.profile, step_of(no)) == (None, "check")


def test_city_of_the_same_country_asks_nothing_more() -> None:
    assert step_of(turn_of(at("clock", typing=True), Said(text="Chicago"))) == "check"


def test_country_without_help_lines_leaves_them_as_they_are_and_says_so() -> None:
    turn = turn_of(at("clock", typing=True), Said(text="Lisbon"))
    assert (profile_of(turn).zone, profile_of(turn).country, step_of(turn)) == (
        "Europe/Lisbon",
        "US",
        "check",
    )
    assert said_to(turn)[0].startswith(
        "I have no help lines for that country, so they stay as they are: United"
    )


def test_city_picked_among_namesakes_brings_its_country_along() -> None:
    turn = turn_of(at("clock", found=("Europe/London GB", "America/Toronto CA")), tap("zone:0"))
    assert turn.session.place == Settling(step="lines", found=("GB",))
    assert profile_of(turn).zone == "Europe/London"


def test_back_from_the_help_lines_asks_for_the_city_again() -> None:
    turn = turn_of(at("lines", found=("CA",)), tap("back"))
    assert turn.session.place == Settling(step="clock", typing=True)


def test_country_without_help_lines_is_never_taken() -> None:
    assert turn_of(at("lines", found=("PT",)), tap("yes")).profile is None


def test_help_lines_are_asked_about_from_the_settings_too() -> None:
    person = client(Settling(step="clock", alone=True, typing=True))
    turn = turn_of(person, Said(text="Toronto"))
    assert turn.session.place == Settling(step="lines", alone=True, found=("CA",))
    asked = replace(person, session=turn.session, profile=profile_of(turn))
    checked = turn_of(asked, replace(tap("yes"), nonce=turn.session.nonce))
    assert checked.session.place == Settling(step="check", alone=True)
    assert profile_of(checked).country == "CA"


def test_clock_question_names_the_therapists_city_whatever_was_typed() -> None:
    person = replace(at("clock"), profile=replace(FRESH, zone="Europe/Lisbon"), therapist_zone="Asia/Tokyo")
    asked = turn_of(person, Commanded(name="today"))
    assert said_to(asked) == ["Is your clock the same as Vale's, in Tokyo?"]
    assert profile_of(turn_of(person, tap("same"))).zone == "Asia/Tokyo"
