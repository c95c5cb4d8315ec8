"""Until when homework goes on: chosen for each piece, told in the preview, sent along, and shown to the client."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

import pytest

from bot.core.changes import Assigned
from bot.core.inputs import Said
from bot.core.talk.assigning_ends import Until
from bot.core.therapist_places import Assigning, Proposal
from tests.core.people import CLIENT_ID, card, client, given_to, labels, said_to, tap, therapist, turn_of

PIECE = Proposal(words="be kind to yourself", exercise="kind-line", days=(0,))
REVIEW = Assigning(step="review", client=CLIENT_ID, proposals=(PIECE,))
ENDS = replace(REVIEW, step="ends")


def end_after(place: Assigning, *given: Said | str) -> Until:
    """The end of the one piece after a tap or words."""
    person = therapist(place)
    for each in given:
        there = turn_of(person, tap(each) if isinstance(each, str) else each).session.place
        assert isinstance(there, Assigning)
        person = therapist(there)
    where = person.session.place
    assert isinstance(where, Assigning)
    return where.proposals[0].until


@pytest.mark.parametrize(
    ("do", "until"),
    [
        ("end:session", "appointment"), ("end:7", date(2026, 11, 24)), ("end:14", date(2026, 12, 1)),
        ("end:28", date(2026, 12, 15)), ("end:none", None),
    ],
)  # fmt: skip
def test_an_end_is_tapped(do: str, until: Until) -> None:
    place = replace(ENDS, proposals=(replace(PIECE, until=date(2027, 1, 1)),))
    assert end_after(place, do) == until


@pytest.mark.parametrize("step", ["ends", "end"])
@pytest.mark.parametrize("words", ["Dec 12", "12/12", "12 December, please", "2026-12-12"])
def test_a_date_is_typed(step: Literal["ends", "end"], words: str) -> None:
    assert end_after(replace(REVIEW, step=step), Said(text=words)) == date(2026, 12, 12)


@pytest.mark.parametrize("words", ["in two weeks", "○ In two weeks", "two weeks"])
def test_words_for_a_button_count(words: str) -> None:
    assert end_after(ENDS, Said(text=words)) == date(2026, 12, 1)


@pytest.mark.parametrize("words", ["soon", "Dec 12 2031", "the day before yesterday"])
def test_what_is_no_date_asks_again(words: str) -> None:
    turn = turn_of(therapist(replace(REVIEW, step="end")), Said(text=words))
    assert said_to(turn)[0].startswith("I couldn't read a date within a year in that.\nUntil which day?")


@pytest.mark.parametrize(
    ("until", "marked"),
    [
        ("appointment", "● Next session"),
        (date(2026, 12, 1), "● In two weeks"),
        (date(2026, 12, 3), "● A date"),
        (None, "● No end"),
    ],
)
def test_the_present_end_is_marked_alone(until: Until, marked: str) -> None:
    turn = turn_of(therapist(replace(REVIEW, proposals=(replace(PIECE, until=until),))), tap("ends"))
    assert [each for each in labels(turn) if each.startswith("●")] == [marked]


def test_each_end_is_sent_along() -> None:
    pieces = (PIECE, replace(PIECE, until=None), replace(PIECE, until=date(2026, 12, 12)))
    (given,) = [
        each
        for each in turn_of(therapist(replace(REVIEW, step="preview", proposals=pieces)), tap("send")).changes
        if isinstance(each, Assigned)
    ]
    assert [each.until for each in given.assignments] == ["appointment", None, date(2026, 12, 12)]


def test_preview_says_each_end_where_they_differ() -> None:
    pieces = (PIECE, replace(PIECE, until=None), replace(PIECE, until=date(2026, 12, 12)))
    place = replace(REVIEW, step="preview", proposals=pieces)
    there = replace(card(), next_appointment=datetime(2026, 11, 30, 19, tzinfo=UTC))
    (said,) = said_to(turn_of(therapist(place, clients=(there,)), tap("preview")))
    assert said.startswith("This is what A.R. will get, at most one question a day:\n")
    assert "A kind line, Mon in the evening, until the next session (Mon, Nov 30)\n" in said
    assert "A kind line, Mon in the evening, with no end\n" in said
    assert "A kind line, Mon in the evening, until Sat, Dec 12\n" in said


def test_client_sees_each_end_where_they_differ() -> None:
    first = replace(given_to("kind-line", "be kind"), ends_at=datetime(2026, 12, 13, 5, tzinfo=UTC))
    other = replace(given_to("mistake-note", "a line"), ends_at=datetime(2026, 12, 1, 19, tzinfo=UTC))
    open_ended = given_to("note", "a note")
    (said,) = said_to(turn_of(client(assignments=(first, other, open_ended)), tap("look", stands=True)))
    assert "• be kind (A kind line, whenever it fits, until Sat, Dec 12)" in said
    assert "• a line (Mistake note, whenever it fits, until Tue, Dec 1)" in said
    assert said.startswith("From Vale:\n")
    (same,) = said_to(turn_of(client(assignments=(first,)), tap("look", stands=True)))
    assert same == "From Vale, until Sat, Dec 12:\n• be kind (A kind line, whenever it fits)"


def test_a_piece_that_is_looked_at_again_keeps_its_end() -> None:
    place = replace(ENDS, proposals=(replace(PIECE, until=date(2026, 12, 12)),))
    assert end_after(place, "back", "keep") == date(2026, 12, 12)
    assert end_after(place, "kinds", "kind:who-you-are") == date(2026, 12, 12)


@pytest.mark.parametrize("is_given", [True, False])
def test_the_preview_says_whether_earlier_homework_gives_way(is_given: bool) -> None:
    person = therapist(replace(REVIEW, step="preview"), clients=(replace(card(), given=is_given),))
    said = said_to(turn_of(person, tap("preview")))[0]
    assert ("It takes the place of the homework that A.R. has now." in said) is is_given
