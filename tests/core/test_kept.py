"""A kept answer said anew: by a button, by typing, by editing the message it came in; and made private."""

from dataclasses import replace

import pytest

from bot.core.changes import EntryRevised, RunHidden
from bot.core.inputs import Edited, Said
from bot.core.run import Answer
from bot.core.session import Answering, Changing, Resting
from tests.core.people import RUN_ID, client, kept_run, labels, said_to, tap, turn_of
from tests.core.transcript import begin

TWO = (
    Answer(step="what", entry="e0", text="lost the keys"),
    Answer(step="lesson", entry="e1", text="look twice"),
)
WHICH = Changing(run=RUN_ID, answers=TWO)
FIRST = replace(WHICH, chosen=0)
CHANGE = tap(f"change:{RUN_ID}", stands=True)


def test_change_asks_which_where_there_are_several() -> None:
    turn = turn_of(client(run=kept_run("lost the keys", "look twice")), CHANGE)
    assert labels(turn) == ["lost the keys", "look twice", "Leave it"]


def test_change_goes_straight_to_a_single_answer() -> None:
    turn = turn_of(client(run=kept_run("lost the keys")), CHANGE)
    assert isinstance(turn.session.place, Changing)
    assert turn.session.place.chosen == 0


def test_change_of_a_run_without_words_says_so() -> None:
    assert said_to(turn_of(client(run=kept_run()), CHANGE)) == ["There are no words in it to change."]


@pytest.mark.parametrize(("revisions", "asked"), [(2, False), (3, True)])
def test_after_the_third_time_leaving_it_is_offered_first(revisions: int, asked: bool) -> None:
    turn = turn_of(client(run=kept_run("x", revisions=revisions)), CHANGE)
    assert (turn.session.place == Resting()) is asked
    insisted = turn_of(client(run=kept_run("x", revisions=9)), tap(f"insist:{RUN_ID}", stands=True))
    assert isinstance(insisted.session.place, Changing)


@pytest.mark.parametrize("said", ["lost the keys", "1", "lost the kees"])
def test_which_one_can_be_typed(said: str) -> None:
    turn = turn_of(client(WHICH), Said(text=said))
    assert turn.session.place == FIRST


def test_words_that_name_none_ask_again() -> None:
    assert turn_of(client(WHICH), Said(text="hm")).session.place == WHICH


def test_new_words_replace_the_old_ones() -> None:
    turn = turn_of(client(FIRST), Said(text="lost the car keys"))
    assert turn.changes == (EntryRevised(entry="e0", text="lost the car keys"),)
    assert turn.session.place == Resting()


def test_leave_it_can_be_typed_and_changes_nothing() -> None:
    turn = turn_of(client(FIRST), Said(text="Leave it"))
    assert not turn.changes
    assert said_to(turn) == ["Left as it was."]


@pytest.mark.parametrize("chosen", [-3, -1, 2, 9])
def test_a_choice_that_is_not_there_asks_again(chosen: int) -> None:
    turn = turn_of(client(replace(WHICH, chosen=chosen)), Said(text="words"))
    assert not turn.changes
    assert said_to(turn) == ["Which one?"]


def test_a_run_of_someone_else_or_gone_is_closed() -> None:
    assert turn_of(client(run=None), CHANGE).toast == "That one has closed."


def test_an_open_run_is_not_changed_from_its_card() -> None:
    replay = begin({})
    replay.play({"command": "/mistake forgot the milk"})
    place = replay.person.session.place
    assert isinstance(place, Answering)
    person = replace(replay.person, run=replace(kept_run("forgot the milk"), id=place.run.id))
    assert turn_of(person, tap(f"change:{place.run.id}", stands=True)).toast == "That one has closed."


@pytest.mark.parametrize("private", [True, False])
def test_private_and_back_keep_the_words_on_the_screen(private: bool) -> None:
    do = "private" if private else "shown"
    turn = turn_of(
        client(run=kept_run("lost the keys", private=not private)), tap(f"{do}:{RUN_ID}", stands=True)
    )
    assert turn.changes == (RunHidden(run=RUN_ID, private=private),)
    assert said_to(turn)[0].startswith("lost the keys\n\n")


def test_a_long_run_still_fits_one_message() -> None:
    run = kept_run(*["🙂 word " * 200] * 12)
    turn = turn_of(client(run=run), tap(f"private:{RUN_ID}", stands=True))
    assert len(said_to(turn)[0].encode("utf-16-le")) // 2 <= 4096


def test_an_edited_message_changes_its_answer() -> None:
    turn = turn_of(client(run=kept_run("lst")), Edited(text="lost", message=70))
    assert turn.changes == (EntryRevised(entry="entry-0", text="lost"),)
    assert turn.reaction == "👌"


@pytest.mark.parametrize(("text", "message"), [("lst", 70), ("lost", 71)])
def test_an_edit_that_changes_no_answer_changes_nothing(text: str, message: int) -> None:
    assert not turn_of(client(run=kept_run("lst")), Edited(text=text, message=message)).changes


def test_an_edit_in_an_open_run_stands_when_something_is_added() -> None:
    replay = begin({})
    replay.play({"command": "/mistake"})
    replay.play({"say": "lst the keys"})
    replay.play({"edit": "lost the keys", "of": "lst the keys"})
    assert replay.play({"say": "and the bag"})["stored"] == [
        "reworded: lost the keys -> lost the keys / and the bag"
    ]


def test_an_edit_in_an_open_run_leaves_its_buttons_alive_and_shows_on_the_card() -> None:
    replay = begin({})
    for turn in (
        {"command": "/mistake"},
        {"say": "lst"},
        {"edit": "lost", "of": "lst"},
        {"tap": "Big"},
        {"tap": "Tiny"},
    ):
        replay.play(turn)
    assert replay.play({"tap": "Nothing yet"})["bot"][0].startswith("lost\nfelt: Big\nin a month: Tiny")
