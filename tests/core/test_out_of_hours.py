"""The therapist's own line on the help card, and the card on top of the chat for three days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.changes import TimerSet
from bot.core.inputs import Commanded, Odd, Recorded, Said, TimerOver
from bot.core.person import Contact, IfThen, Person
from bot.core.safety import Tier
from bot.core.scene import id_of_reply
from bot.core.session import Resting
from bot.core.talk.out_of_hours import MOST
from bot.core.therapist_places import OutOfHours
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import (
    CLIENT_ID,
    NOW,
    after,
    client,
    labels,
    said_to,
    stranger,
    tap,
    therapist,
    turn_of,
)
from tests.core.test_help import DIE

LINE = "After eight: the practice's line, 555 0100."
UNCLEAR = "I'm a burden to everyone"
OPEN = OutOfHours()


def writing(line: str = "") -> Person:
    """Vale, asked for the line; `line` stands on the card already."""
    vale = therapist(OPEN)
    return replace(vale, profile=replace(vale.profile, out_of_hours=line))


def line_of(turn: Turn) -> str:
    assert turn.profile is not None, "nothing was changed"
    return turn.profile.out_of_hours


def unpinned(turn: Turn) -> list[str | int | None]:
    return [reply.edit for reply in turn.replies if reply.unpin]


# --- the line ---------------------------------------------------------------------------------------


def test_the_therapist_is_asked_for_a_line_and_it_is_kept_as_one() -> None:
    asked = turn_of(therapist(), Commanded(name="settings"))
    assert asked.session.place == OPEN
    assert labels(asked) == ["Ask me first", "Stop here"]
    kept = turn_of(writing(), Said(text="  After eight:\n the practice's line, 555 0100. "))
    assert line_of(kept) == LINE
    assert LINE in said_to(kept, "self")[0]
    assert kept.session.place == Resting()


def test_a_line_that_is_too_long_for_the_card_is_not_cut_but_asked_for_again() -> None:
    turn = turn_of(writing(), Said(text="x" * (MOST + 1)))
    assert (turn.profile, turn.session.place) == (None, OPEN)
    assert f"{MOST} characters" in said_to(turn, "self")[0]
    assert line_of(turn_of(writing(), Said(text="x" * MOST))) == "x" * MOST


def test_the_line_is_shown_and_can_be_taken_out() -> None:
    asked = turn_of(replace(writing(LINE), session=people.at(None)), Commanded(name="settings"))
    assert LINE in said_to(asked, "self")[0]
    assert labels(asked) == ["Ask me first", "No line", "Stop here"]
    assert line_of(turn_of(writing(LINE), tap("none"))) == ""


@pytest.mark.parametrize(
    "given",
    [tap("stop"), Said(text="stop here"), Odd(what="sticker"), Recorded(media="voice", file="f")],
    ids=["button", "its words", "sticker", "voice"],
)
def test_nothing_else_changes_the_line(given: Said | Odd | Recorded) -> None:
    turn = turn_of(writing(LINE), given)
    assert turn.profile is None
    assert turn.replies or turn.reaction


def test_crisis_words_bring_the_card_to_a_therapist_who_is_writing_the_line_too() -> None:
    turn = turn_of(writing(LINE), Said(text=DIE))
    assert turn.replies[0].kind == "safety"
    assert (turn.profile or writing(LINE).profile).out_of_hours == LINE


def test_the_card_carries_the_line_after_the_clients_people_and_before_the_help_lines() -> None:
    profile = replace(people.settled(), people=(Contact(name="Mara", phone="555 0134"),))
    lines = (
        turn_of(client(profile=profile, out_of_hours=LINE), Said(text=DIE)).replies[0].text.text.splitlines()
    )
    assert lines[2:5] == ["Mara: 555 0134", f"Vale: {LINE}", "Emergency: 911"]
    assert not any(line.startswith("Vale") for line in said_to(turn_of(client(), Said(text=DIE)), "self"))


@pytest.mark.parametrize("country", sorted(people.library().help_lines))
@pytest.mark.parametrize("tier", Tier)
def test_the_card_with_everything_on_it_has_eight_lines_at_most(country: str, tier: Tier) -> None:
    profile = replace(people.settled(), country=country, people=(Contact(name="Mara", phone="555 0134"),))
    said = DIE if tier is Tier.EXPLICIT else UNCLEAR
    card = turn_of(client(profile=profile, out_of_hours=LINE), Said(text=said)).replies[0].text.text
    assert len(card.splitlines()) <= 8
    assert LINE in card


# --- on top -----------------------------------------------------------------------------------------


def test_the_card_stands_on_top_of_the_chat_for_three_days_after_plain_words() -> None:
    turn = turn_of(client(), Said(text=DIE))
    assert [reply.pin for reply in turn.replies if reply.to == "self"] == [True, False, False]
    assert turn.profile is not None
    assert turn.profile.card_pinned == id_of_reply(CLIENT_ID, turn.session.turn, 0)
    assert TimerSet(timer="card", subject="", at=NOW + timedelta(hours=72)) in turn.changes


def test_unclear_words_and_sos_put_nothing_on_top() -> None:
    for given in (Said(text=UNCLEAR), Commanded(name="sos")):
        assert not any(reply.pin for reply in turn_of(client(), given).replies)


@pytest.mark.parametrize("person", [therapist(), stranger()], ids=["therapist", "stranger"])
def test_the_card_stands_on_top_for_clients_alone(person: Person) -> None:
    turn = turn_of(person, Said(text=DIE))
    assert not any(reply.pin for reply in turn.replies)
    assert turn.profile is None


def test_after_its_time_the_card_alone_comes_off_the_top() -> None:
    plan = IfThen(cue="it rains", act="breathe", kept_at=NOW, run=people.RUN_ID, pinned="row-2")
    person = client(profile=replace(people.settled(), plan=plan, card_pinned="row-9"))
    over = turn_of(person, TimerOver(timer="card", subject=""))
    assert unpinned(over) == ["row-9"]
    assert over.profile is not None
    assert (over.profile.card_pinned, over.profile.plan) == ("", plan)
    assert turn_of(after(person, over), TimerOver(timer="card", subject="")).replies == ()


def test_a_second_card_takes_the_place_of_the_first_on_top() -> None:
    person = after(client(), turn_of(client(), Said(text=DIE)))
    again = turn_of(person, Said(text=DIE))
    assert unpinned(again) == [person.profile.card_pinned]
    assert again.profile is not None
    assert again.profile.card_pinned not in ("", person.profile.card_pinned)


def test_the_card_comes_off_the_top_when_everything_is_erased() -> None:
    person = client(profile=replace(people.settled(), card_pinned="row-9", erasing_at=NOW))
    assert unpinned(turn_of(person, TimerOver(timer="erase", subject=""))) == ["row-9"]
