"""Something said with nothing open: it waits for one word on what it is, and nothing of it is lost."""

from dataclasses import replace

import pytest

from bot.core.changes import RunSaved
from bot.core.inputs import Recorded, Said
from bot.core.person import Sharing
from bot.core.session import Resting, Unsorted
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import after, client, labels, said_to, tap, turn_of

WAITING = Unsorted(text="the rain smelled good", message=12)


def saved(turn: Turn) -> list[RunSaved]:
    """The runs a turn saves."""
    return [change for change in turn.changes if isinstance(change, RunSaved)]


@pytest.mark.parametrize(("do", "exercise"), [("note", "note"), ("session", "for-session")])
def test_one_tap_keeps_it_whole(do: str, exercise: str) -> None:
    turn = turn_of(client(WAITING), tap(do))
    assert [(e.text, e.message) for e in turn.entries] == [("the rain smelled good", 12)]
    assert [(s.run.exercise, s.outcome) for s in saved(turn)] == [(exercise, "done")]
    assert turn.session.place == Resting()


def test_as_a_mistake_makes_it_the_first_answer() -> None:
    turn = turn_of(client(WAITING), tap("mistake"))
    assert [(e.step, e.text) for e in turn.entries] == [("what", "the rain smelled good")]


def test_no_keeps_nothing() -> None:
    turn = turn_of(client(WAITING), tap("no"))
    assert not turn.entries
    assert not turn.changes


@pytest.mark.parametrize(("sharing", "private"), [("all", False), ("before_session", False), ("none", True)])
def test_kept_to_oneself_is_private_from_the_start(sharing: Sharing, private: bool) -> None:
    person = client(WAITING)
    person = replace(person, profile=replace(person.profile, sharing=sharing))
    assert [s.private for s in saved(turn_of(person, tap("note")))] == [private]


def test_further_words_belong_to_it() -> None:
    person = client(WAITING)
    person = after(person, turn_of(person, Said(text="and of leaves")))
    place = person.session.place
    assert isinstance(place, Unsorted)
    assert place.text == "the rain smelled good\nand of leaves"


def test_a_recording_after_words_keeps_both() -> None:
    person = client(WAITING)
    person = after(person, turn_of(person, Recorded(media="voice", file="f1", caption="listen", message=13)))
    place = person.session.place
    assert isinstance(place, Unsorted)
    assert (place.text, place.file, place.media) == ("the rain smelled good\nlisten", "f1", "voice")


def test_a_recording_is_never_split_over_the_questions_of_a_mistake() -> None:
    place = Unsorted(text="hear this", message=12, file="f1", media="voice")
    turn = turn_of(client(place), Said(text="and"))
    assert "As a mistake" not in labels(turn)
    kept = turn_of(client(place), tap("mistake"))
    assert [(e.file, e.media, e.text) for e in kept.entries] == [("f1", "voice", "hear this")]


def test_a_recording_is_not_called_kept_before_it_is() -> None:
    turn = turn_of(client(), Recorded(media="voice", file="f1", message=12))
    assert said_to(turn) == ["I can't listen to recordings. If it's urgent: /sos\nShall I keep that?"]


def test_a_typed_label_counts_as_its_button() -> None:
    assert turn_of(client(WAITING), Said(text="as a note.")).entries


def test_a_removed_exercise_asks_again_and_loses_nothing() -> None:
    turn = turn_of(client(WAITING), tap("note"), shelf=people.without("note"))
    assert turn.session.place == WAITING
    assert said_to(turn) == ["Shall I keep that?"]


def test_the_therapists_button_fits_whatever_the_name() -> None:
    turn = turn_of(client(therapist_name="Dr. Wilhelmina Featherstonehaugh"), Said(text="hm"))
    assert max(map(len, labels(turn))) <= 24
