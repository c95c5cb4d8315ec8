"""What the therapist hears of the help card: that it was shown, where that was agreed; the words only once they are sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.changes import CardAnswered
from bot.core.inputs import Commanded, Edited, Input, Recorded, Said, TimerOver
from bot.core.person import Person
from bot.core.session import Answering
from bot.core.turn import Reply, Turn
from tests.core import people
from tests.core.people import NOW, after, client, labels, said_to, stranger, tap, therapist, turn_of
from tests.core.test_help import DIE, arbitrary_run

UNCLEAR = "I'm a burden to everyone"
WRITTEN: tuple[Input, ...] = (
    Said(text=DIE),
    Edited(text=DIE, message=3),
    Recorded(media="photo", file="f", caption=DIE),
    Commanded(name="mistake", argument=DIE),
)


def agreeing(place: Answering | None = None, **profile: Any) -> Person:
    """A client who agreed that the therapist hears of the card."""
    return client(place, profile=replace(people.settled(), **{"tell_therapist": True, **profile}))


def to_therapist(turn: Turn) -> list[Reply]:
    return [reply for reply in turn.replies if reply.to == "therapist"]


@pytest.mark.parametrize(("agreed", "told"), [(True, 1), (False, 0)])
def test_the_therapist_is_told_only_where_that_was_agreed_and_never_the_words(
    agreed: bool, told: int
) -> None:
    lines = said_to(turn_of(agreeing(tell_therapist=agreed), Said(text=DIE)), "therapist")
    assert len(lines) == told
    assert not any(DIE in line for line in lines)


@pytest.mark.parametrize(("said", "how"), [(DIE, "plain"), (UNCLEAR, "unclear")])
def test_the_notice_says_when_how_clear_and_in_which_exercise(said: str, how: str) -> None:
    during = Answering(run=arbitrary_run(), step="what")
    title = people.exercise("mistake-note").title
    shown, read = said_to(turn_of(agreeing(during), Said(text=said)), "therapist")[0].splitlines()
    assert shown.startswith("I showed A.R. the help card (now).")
    assert read == f"How clear it was: {how}. It was during: {title}."
    alone = said_to(turn_of(agreeing(), Said(text=said)), "therapist")[0].splitlines()[1]
    assert alone == f"How clear it was: {how}."


def test_the_notice_names_no_exercise_where_nothing_is_shared() -> None:
    during = Answering(run=arbitrary_run(), step="what")
    told = said_to(turn_of(agreeing(during, sharing="none"), Said(text=DIE)), "therapist")
    assert told[0].splitlines()[1:] == ["How clear it was: plain."]


@pytest.mark.parametrize("written", WRITTEN, ids=lambda each: type(each).__name__)
def test_the_words_go_to_the_therapist_only_with_a_tap_and_cannot_be_passed_on(written: Input) -> None:
    shown = turn_of(agreeing(tell_therapist=False), written)
    assert to_therapist(shown) == []
    person = after(agreeing(tell_therapist=False), shown)
    safe = turn_of(person, tap("help:safe", stands=True))
    assert labels(safe) == ["Send Vale my words", "Ask for a call", "Rather not"]
    sent = turn_of(after(person, safe), tap("help:words", stands=True))
    (told,) = to_therapist(sent)
    assert told.text.text == f"A.R. asked me to send you what brought the help card:\n{DIE}"
    assert (told.protected, told.kind) == (True, "safety")
    assert "which may not be soon" in said_to(sent, "self")[0]


@pytest.mark.parametrize("do", ["breathe", "plan", "other", "call", "safe"])
def test_the_words_can_be_sent_along_from_every_answer_of_the_card(do: str) -> None:
    person = agreeing(safety_plan=("Walk to the river",))
    person = after(person, turn_of(person, Said(text=DIE)))
    assert "Send Vale my words" in labels(turn_of(person, tap(f"help:{do}", stands=True)))


def test_the_words_are_sent_once() -> None:
    person = after(agreeing(), turn_of(agreeing(), Said(text=DIE)))
    sent = turn_of(person, tap("help:words", stands=True))
    again = turn_of(after(person, sent), tap("help:words", stands=True))
    assert (to_therapist(again), again.toast) == ([], "That one has closed.")


@pytest.mark.parametrize("profile", [{}, {"reachable": False}, {"erasing_at": NOW + timedelta(hours=3)}])
def test_the_words_are_forgotten_in_the_morning(profile: dict[str, Any]) -> None:
    person = after(agreeing(), turn_of(agreeing(), Said(text=DIE)))
    person = replace(person, profile=replace(person.profile, **profile))
    assert person.session.of_card == DIE
    assert turn_of(person, TimerOver(timer="lookin", subject="")).session.of_card == ""


def test_the_words_are_forgotten_with_the_question_of_the_morning() -> None:
    person = after(agreeing(), turn_of(agreeing(), Said(text=DIE)))
    assert turn_of(person, tap("help:unasked", stands=True)).session.of_card == ""


def test_the_words_of_the_last_card_are_the_ones_that_go() -> None:
    person = after(agreeing(), turn_of(agreeing(), Said(text=DIE)))
    person = after(person, turn_of(person, Said(text=UNCLEAR)))
    (told,) = to_therapist(turn_of(person, tap("help:words", stands=True)))
    assert told.text.text.endswith(f"\n{UNCLEAR}")


def test_nothing_waits_to_be_sent_of_a_client_whose_therapist_has_left() -> None:
    alone = replace(agreeing(), therapist_left=True)
    shown = turn_of(alone, Said(text=DIE))
    assert to_therapist(shown) == []
    person = after(alone, shown)
    assert labels(turn_of(person, tap("help:safe", stands=True))) == ["Ask for a call", "Rather not"]
    assert to_therapist(turn_of(person, tap("help:call", stands=True))) == []
    assert to_therapist(turn_of(person, tap("help:words", stands=True))) == []


@pytest.mark.parametrize("person", [therapist(), stranger()], ids=["therapist", "stranger"])
def test_words_of_nobody_but_a_client_are_held(person: Person) -> None:
    assert turn_of(person, Said(text=DIE)).session.of_card == ""
    assert to_therapist(turn_of(person, tap("help:words", stands=True))) == []


def test_asking_for_a_call_reaches_the_therapist_even_without_the_notice() -> None:
    turn = turn_of(agreeing(tell_therapist=False), tap("help:call", stands=True))
    assert said_to(turn, "therapist") == ["A.R. asks you for a call."]
    assert said_to(turn_of(therapist(), tap("help:call", stands=True)), "therapist") == []


def test_sending_the_words_lifts_nothing() -> None:
    person = after(agreeing(), turn_of(agreeing(), Said(text=DIE)))
    sent = turn_of(person, tap("help:words", stands=True))
    assert (sent.profile or person.profile).held_until == person.profile.held_until
    assert not any(isinstance(change, CardAnswered) for change in sent.changes)
