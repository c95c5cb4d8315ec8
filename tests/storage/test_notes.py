"""Clients read their own runs back a page at a time, and find them by their words."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from bot.core.changes import RunSaved
from bot.core.lookup import Lookup
from bot.core.person import NotesPage
from bot.core.places import Browsing
from bot.core.run import Run
from bot.core.session import AnyPlace
from bot.core.turn import Entry, Turn
from storage import store as kept
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named

OTHER_CLIENT = 8002
Outcome = Literal["open", "done", "part"]


def run_of(
    practice: Practice,
    nth: int,
    text: str = "words",
    *,
    user: int = CLIENT_USER,
    exercise: str = "note",
    outcome: Outcome = "done",
    skipped: bool = False,
    label: str = "",
    private: bool = False,
) -> str:
    """The run that began `nth` hours before the others' beginning, with one answer."""
    started = NOW - timedelta(hours=nth)
    run = Run(id=named(f"{user} {nth}"), exercise=exercise, revision=1, trigger="client", started=started)
    over = RunSaved(
        run=run,
        language="en",
        ended=None if outcome == "open" else started,
        outcome=outcome,
        private=private,
    )
    entry = Entry(
        id=named(f"entry {user} {nth}"), run=run.id, step="what", at=started, text=text, label=label
    )
    practice.take(user, over, entries=(replace(entry, skipped=skipped),))
    return run.id


def stand(practice: Practice, place: AnyPlace) -> None:
    person = practice.load(CLIENT_USER)
    turn = Turn(session=replace(person.session, place=place))
    taken = kept.Taken(address=kept.Address(user=CLIENT_USER), person=person, turn=turn)
    with practice.db.writing() as conn:
        kept.save(practice.db.store, conn, taken, NOW)


def page(practice: Practice, hint: Lookup, user: int = CLIENT_USER) -> NotesPage:
    found = practice.load(user, hint).page
    assert found is not None
    return found


def ids(shown: NotesPage) -> list[str]:
    return [run.id for run in shown.runs]


def test_pages_hold_four_runs_newest_first(practice: Practice) -> None:
    runs = [run_of(practice, nth) for nth in (3, 0, 5, 1, 4, 2)]
    newest = [runs[i] for i in (1, 3, 5, 0, 4, 2)]
    first, second = page(practice, Lookup(page_offset=0)), page(practice, Lookup(page_offset=4))
    assert (ids(first), first.offset, first.total) == (newest[:4], 0, 6)
    assert (ids(second), second.offset, second.total) == (newest[4:], 4, 6)
    assert [run.at for run in first.runs] == [NOW - timedelta(hours=nth) for nth in range(4)]


def test_page_past_the_end_is_empty_and_counts_all_the_same(practice: Practice) -> None:
    run_of(practice, 0)
    assert page(practice, Lookup(page_offset=400)) == NotesPage(runs=(), offset=400, total=1)


def test_page_shows_what_is_over_and_says_something(practice: Practice) -> None:
    half = run_of(practice, 1, outcome="part", private=True)
    run_of(practice, 2, outcome="open")
    run_of(practice, 3, skipped=True)
    assert ids(page(practice, Lookup(page_offset=0))) == [half]
    assert page(practice, Lookup(page_offset=0)).total == 1
    assert page(practice, Lookup(page_offset=0, page_query="words")).total == 1


def test_page_shows_nobody_elses_runs(practice: Practice) -> None:
    practice.client(OTHER_CLIENT)
    run_of(practice, 0)
    for hint in (Lookup(page_offset=0), Lookup(page_offset=0, page_query="words")):
        assert page(practice, hint, OTHER_CLIENT) == NotesPage(runs=(), offset=0, total=0)
        assert practice.load(THERAPIST_USER, hint).page is None


@pytest.mark.parametrize("query", ["cafe", "CAFÉ", "café uber", "straße", "kettle"])
def test_search_overlooks_capitals_accents_and_the_order_of_words(practice: Practice, query: str) -> None:
    run_of(practice, 0, "nothing of the kind")
    wanted = run_of(practice, 1, "Über das Café in der STRASSE", label="The kettle")
    found = page(practice, Lookup(page_offset=0, page_query=query))
    assert (ids(found), found.total) == ([wanted], 1)


def test_search_wants_every_word_in_one_answer(practice: Practice) -> None:
    run_of(practice, 0, "the café")
    assert page(practice, Lookup(page_offset=0, page_query="café kettle")).total == 0


def test_search_pages_through_what_it_finds(practice: Practice) -> None:
    runs = [run_of(practice, nth, "tea" if nth % 2 else "coffee") for nth in range(12)]
    found = page(practice, Lookup(page_offset=4, page_query="tea"))
    assert (ids(found), found.offset, found.total) == ([runs[9], runs[11]], 4, 6)


def test_page_of_one_exercise(practice: Practice) -> None:
    run_of(practice, 0)
    box = run_of(practice, 1, exercise="box")
    for query in ("", "words"):
        asked = Lookup(page_offset=0, page_exercise="box", page_query=query)
        assert ids(page(practice, asked)) == [box]


def test_typed_words_are_searched_for_only_while_searching(practice: Practice) -> None:
    wanted = run_of(practice, 0, "the café")
    assert practice.load(CLIENT_USER, Lookup(words="cafe")).page is None
    stand(practice, Browsing(view="search"))
    assert ids(page(practice, Lookup(words="cafe"))) == [wanted]
    stand(practice, Browsing(query="cafe"))
    assert ids(page(practice, Lookup(button="page:0"))) == [wanted]
