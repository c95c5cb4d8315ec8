"""Answers that arrive in pieces: the rest of a long text, the rest of an album, and texts that reply to old ones."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.changes import EntryRevised
from bot.core.inputs import Recorded, Said
from bot.core.person import Person
from bot.core.session import Answering
from bot.core.talk.pieces import LONG_PART, PART_WAIT
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import NOW

LONG = "w" * LONG_PART
MOMENT = timedelta(seconds=1)


def asked() -> Person:
    """A client before the first question of a mistake note."""
    turn = people.turn_of(people.client(), Said(text="I made a mistake"))
    return people.after(people.client(), turn)


def said(person: Person, text: str, after: timedelta = timedelta()) -> Turn:
    return people.turn_of(person, Said(text=text, message=9), now=NOW + after)


def test_rest_of_a_long_text_joins_its_answer_and_moves_nothing() -> None:
    first = said(asked(), LONG)
    between = people.after(asked(), first)
    turn = said(between, "the rest", MOMENT)
    assert turn.entries == ()
    assert turn.changes == (EntryRevised(entry=first.entries[0].id, text=f"{LONG}\nthe rest"),)
    assert (turn.replies, turn.reaction) == ((), "✍")
    assert (turn.session.anchor, turn.session.nonce) == (between.session.anchor, between.session.nonce)
    place = turn.session.place
    assert isinstance(place, Answering)
    assert (place.step, place.run.answers[0].text) == ("size_now", f"{LONG}\nthe rest")


def test_third_part_joins_too() -> None:
    person = people.after(asked(), said(asked(), LONG))
    person = people.after(person, said(person, LONG, MOMENT))
    turn = said(person, "the end", MOMENT + PART_WAIT)
    assert [c.text for c in turn.changes if isinstance(c, EntryRevised)] == [f"{LONG}\n{LONG}\nthe end"]


@pytest.mark.parametrize(
    ("first", "wait"),
    [(LONG[:-1], MOMENT), (LONG, PART_WAIT + timedelta(seconds=0.1))],
    ids=["short", "late"],
)
def test_a_text_after_a_whole_answer_is_no_rest(first: str, wait: timedelta) -> None:
    person = people.after(asked(), said(asked(), first))
    assert said(person, "big", wait).entries[0].step == "size_now"


def test_long_text_with_nothing_open_waits_for_its_rest_in_the_question() -> None:
    person = people.after(people.client(), said(people.client(), LONG))
    turn = said(person, "the rest", MOMENT)
    assert people.said_to(turn) == ["Shall I keep all of that?"]


def photo(album: str, file: str) -> Recorded:
    return Recorded(media="photo", file=file, album=album, message=9)


def test_items_of_an_album_stand_in_one_answer() -> None:
    first = people.turn_of(asked(), photo("a", "one"))
    person = people.after(asked(), first)
    second = people.turn_of(person, photo("a", "two"))
    third = people.turn_of(people.after(person, second), photo("a", "three"))
    entries = [*first.entries, *second.entries, *third.entries]
    assert [(e.step, e.number, e.file) for e in entries] == [
        ("what", 0, "one"),
        ("what", 0, "two"),
        ("what", 0, "three"),
    ]
    assert len({e.id for e in entries}) == 3
    assert {e.run for e in entries} == {first.entries[0].run}
    assert (second.replies, second.reaction) == ((), "❤")


def test_photo_of_another_album_is_another_answer() -> None:
    person = people.after(asked(), people.turn_of(asked(), photo("a", "one")))
    turn = people.turn_of(person, photo("b", "two"))
    assert turn.entries == ()
    assert "A button fits here better" in people.said_to(turn)[0]


def test_photo_without_an_album_joins_none() -> None:
    person = people.after(asked(), people.turn_of(asked(), photo("", "one")))
    assert people.turn_of(person, photo("", "two")).entries == ()


def test_two_files_with_nothing_open_are_both_kept() -> None:
    person = people.after(people.client(), people.turn_of(people.client(), photo("", "one")))
    person = people.after(person, people.turn_of(person, photo("", "two")))
    tap = replace(people.tap("note"), nonce=person.session.nonce)
    assert [entry.file for entry in people.turn_of(person, tap).entries] == ["one", "two"]


def test_forwarded_text_asks_whose_words_it_is() -> None:
    turn = people.turn_of(asked(), Said(text="You did it again", forwarded=True))
    assert people.said_to(turn)[0].startswith("Kept as yours.\n")
    assert "Someone else's words" in people.labels(turn)


def test_typed_text_asks_nothing_of_the_kind() -> None:
    assert "Someone else's words" not in people.labels(said(asked(), "I did it again"))


def test_someone_elses_words_stay_with_the_client_even_while_the_run_is_open() -> None:
    person = asked()
    place = person.session.place
    assert isinstance(place, Answering)
    open_run = replace(people.kept_run("You did it again"), id=place.run.id)
    turn = people.turn_of(replace(person, run=open_run), people.tap(f"theirs:{place.run.id}", stands=True))
    assert (turn.toast, turn.session.place) == ("Then it stays with you, in no list and no file.", place)
    assert [getattr(change, "private", None) for change in turn.changes] == [True]


def replied(place_words: str = "Add to it", **given: object) -> Turn:
    """A reply to a run of two answers, and the tap that says where it goes."""
    run = people.kept_run("one", "two")
    person = people.client(run=run)
    person = replace(person, session=replace(person.session, anchor=None, nonce=None))
    asking = people.turn_of(person, Said(text="more", message=9, **given))  # type: ignore[arg-type]  # the callers name the fields
    there = people.after(replace(person, run=None), asking)
    return people.turn_of(there, Said(text=place_words))


def test_reply_to_an_own_message_goes_to_that_answer() -> None:
    assert replied(reply_to=70).changes == (EntryRevised(entry="entry-0", text="one\nmore"),)


def test_reply_to_the_coach_goes_to_the_last_answer_of_that_run() -> None:
    assert replied(reply_run=people.RUN_ID).changes == (EntryRevised(entry="entry-1", text="two\nmore"),)


def test_reply_can_take_the_place_of_what_was_there() -> None:
    assert replied("Change it", reply_to=70).changes == (EntryRevised(entry="entry-0", text="more"),)


def test_reply_to_something_without_words_is_a_text_like_any_other() -> None:
    person = people.client(run=people.kept_run())
    assert people.said_to(people.turn_of(person, Said(text="more", reply_to=70))) == ["Shall I keep that?"]
