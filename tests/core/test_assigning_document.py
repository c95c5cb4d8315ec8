"""A document in the middle of giving homework: asked for at once, taken when it comes, and by nobody else."""

from dataclasses import replace
from typing import Literal

import pytest

from bot.core.changes import TimerDropped, TimerSet
from bot.core.inputs import Input, Opened, Recorded, TimerOver
from bot.core.session import AnyPlace, Resting
from bot.core.talk.assigning_document import LARGEST_TEXT
from bot.core.therapist_places import Assigning, Exporting, Proposal
from bot.core.turn import Document
from tests.core.people import CLIENT_ID, client, said_to, tap, therapist, turn_of

PASTE = Assigning(step="paste", client=CLIENT_ID)
WAITING = replace(PASTE, opening=("f1",), pasted=(8,))
PIECE = Proposal(words="bring the letter", exercise="own-words")


def sent(name: str = "a.txt", size: int = 0) -> Recorded:
    return Recorded(media="document", file="f1", name=name, size=size, message=8)


def place_of(person_at: AnyPlace, given: Input) -> Assigning:
    place = turn_of(therapist(person_at), given).session.place
    assert isinstance(place, Assigning)
    return place


@pytest.mark.parametrize("name", ["a.txt", "Session 3.TXT", "notes.md", "x.y.markdown"])
def test_document_is_asked_for_and_goes_from_the_chat_with_the_paste(name: str) -> None:
    turn = turn_of(therapist(PASTE), sent(name))
    assert turn.opens == Document(file="f1", name=name)
    assert turn.session.place == WAITING
    assert turn.reaction == "👀"
    assert [each.timer for each in turn.changes if isinstance(each, TimerSet)] == ["document"]


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "txt", "", ".txt"])
def test_other_kinds_are_refused_in_a_line(name: str) -> None:
    turn = turn_of(therapist(PASTE), sent(name))
    assert turn.opens is None
    assert said_to(turn) == ["I can read .txt and .md files here, and an exercise as .toml."]


@pytest.mark.parametrize(("size", "is_asked_for"), [(LARGEST_TEXT, True), (LARGEST_TEXT + 1, False)])
def test_what_is_too_large_is_not_even_asked_for(size: int, is_asked_for: bool) -> None:
    assert (turn_of(therapist(PASTE), sent(size=size)).opens is not None) is is_asked_for


@pytest.mark.parametrize(
    "place",
    [None, Exporting(step="since", client=CLIENT_ID), replace(PASTE, step="line")],
)
def test_elsewhere_a_document_is_not_opened(place: AnyPlace | None) -> None:
    turn = turn_of(therapist(place), sent())
    assert (turn.opens, turn.session.place) == (None, place or Resting())
    assert turn_of(client(), sent()).opens is None


def test_tasks_become_pieces_and_the_wait_is_over() -> None:
    turn = turn_of(therapist(WAITING), Opened(file="f1", tasks=("walk on Monday", "be kind to yourself")))
    assert isinstance(turn.session.place, Assigning)
    assert [each.words for each in turn.session.place.proposals] == ["walk on Monday", "be kind to yourself"]
    assert turn.session.place.opening == ()
    assert TimerDropped(timer="document", subject="") in turn.changes


@pytest.mark.parametrize("place", [None, PASTE, replace(WAITING, opening=("f2",))])
def test_a_document_that_nobody_waits_for_changes_nothing(place: AnyPlace | None) -> None:
    turn = turn_of(therapist(place), Opened(file="f1", tasks=("walk",)))
    assert (turn.session.place, turn.replies) == (place or Resting(), ())


def test_two_documents_end_up_in_one_list() -> None:
    both = replace(PASTE, opening=("f1", "f2"))
    first = place_of(both, Opened(file="f1", tasks=("walk",)))
    assert first.opening == ("f2",)
    second = place_of(first, Opened(file="f2", tasks=("swim",)))
    assert ([each.words for each in second.proposals], second.index) == (["walk", "swim"], 0)


def test_there_are_never_more_pieces_than_twelve() -> None:
    full = replace(WAITING, step="review", proposals=(PIECE,) * 11)
    assert len(place_of(full, Opened(file="f1", tasks=("walk", "swim"))).proposals) == 12
    over = turn_of(therapist(replace(full, proposals=(PIECE,) * 12)), Opened(file="f1", tasks=("walk",)))
    assert said_to(over)[0].startswith("There is no room for more than twelve.")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (Opened(file="f1"), "I found no homework in that."),
        (Opened(file="f1", trouble="gone"), "I couldn't get that file."),
        (Opened(file="f1", trouble="large"), "That file is too large for me: 100 kB at most."),
        (Opened(file="f1", trouble="no text"), "There is no text in that file that I can read."),
    ],
)
@pytest.mark.parametrize("step", ["paste", "review", "preview", "pick"])
def test_what_is_wrong_with_it_is_said_above_the_open_question(
    given: Opened, line: str, step: Literal["paste", "review", "preview", "pick"]
) -> None:
    turn = turn_of(therapist(replace(WAITING, step=step, proposals=(PIECE,))), given)
    assert said_to(turn)[0].startswith(line)
    assert turn.replies[0].rows
    assert isinstance(turn.session.place, Assigning)
    assert (turn.session.place.step, turn.session.place.opening) == (step, ())


def test_a_document_that_never_comes_is_given_up() -> None:
    over = TimerOver(timer="document", subject="")
    assert said_to(turn_of(therapist(WAITING), over)) == [
        "I couldn't get that file. Send it again, or paste the words."
    ]
    assert turn_of(therapist(PASTE), over).replies == ()
    assert turn_of(therapist(), over).replies == ()


def test_the_way_out_stays_open_meanwhile() -> None:
    turn = turn_of(therapist(PASTE), sent())
    assert turn.session.nonce is not None
    assert turn_of(therapist(WAITING), tap("stop")).session.place == Resting()
