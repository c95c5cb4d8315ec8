"""What an input asks to have loaded, from wherever its sender stands."""

import pytest

from bot.core.inputs import Commanded, Edited, Input, Odd, Said, Tapped
from bot.core.lookup import QUERY_LIMIT, Lookup, lookup, seen_from
from bot.core.places import Browsing
from bot.core.session import AnyPlace, Resting

WAYS = (("1", "note:open:aa"), ("Older", "page:8"), ("Change it", "change:aa"), ("Search", "search"))
PAGE = Browsing(offset=4, query="rain", exercise="note", ways=WAYS)
SEARCH = Browsing(view="search", ways=(("Back", "page:4"),))
ONE = Browsing(view="one", run="bb", ways=WAYS)
OPEN_PAGE = (4, "rain", "note")


def asked(given: Input, place: AnyPlace) -> Lookup:
    return seen_from(lookup(given), place)


def page(given: Input, place: AnyPlace) -> tuple[int | None, str, str]:
    seen = asked(given, place)
    return seen.page_offset, seen.page_query, seen.page_exercise


def test_notes_begin_at_the_first_page_wherever_one_stands() -> None:
    assert page(Commanded(name="notes"), Resting()) == (0, "", "")
    assert page(Commanded(name="notes"), PAGE) == (0, "", "")


@pytest.mark.parametrize("given", [Tapped(do="page:8", nonce=3), Said(text="older")], ids=["tapped", "typed"])
def test_turning_the_page_keeps_what_narrows_it(given: Input) -> None:
    assert page(given, PAGE) == (8, "rain", "note")


def test_button_of_a_page_means_nothing_elsewhere() -> None:
    assert page(Tapped(do="page:8", nonce=3), Resting()) == (None, "", "")
    assert page(Said(text="older"), Resting()) == (None, "", "")


@pytest.mark.parametrize(
    "given", [Tapped(do="note:open:aa", nonce=3), Tapped(do="note:open:aa", nonce=None), Said(text="1")]
)
def test_note_is_opened_by_its_button_or_its_number(given: Input) -> None:
    assert asked(given, PAGE).run == "aa"


def test_searched_words_are_looked_for_among_everything() -> None:
    assert page(Said(text=" the \n rain "), SEARCH) == (0, "the rain", "")


def test_long_search_is_cut() -> None:
    assert page(Said(text="w" * 4096), SEARCH) == (0, "w" * QUERY_LIMIT, "")


def test_whole_label_is_no_search() -> None:
    assert page(Said(text="Back"), SEARCH) == (4, "", "")


def test_words_beside_an_open_page_are_no_search() -> None:
    assert page(Said(text="what a day this was"), PAGE) == OPEN_PAGE


@pytest.mark.parametrize(
    "given", [Odd(what="other"), Tapped(do="garbage", nonce=3), Tapped(do="page:²", nonce=3)]
)
def test_open_page_is_loaded_for_whatever_else_comes_in(given: Input) -> None:
    assert page(given, PAGE) == OPEN_PAGE


def test_open_note_is_loaded_for_whatever_else_comes_in() -> None:
    assert asked(Odd(what="other"), ONE).run == "bb"


def test_values_are_a_page_of_one_exercise() -> None:
    assert page(Tapped(do="only:values-check-in", nonce=3), PAGE) == (0, "", "values-check-in")


def test_edit_and_invitation_are_the_same_from_anywhere() -> None:
    assert asked(Edited(text="a", message=7), PAGE).message == 7
    assert asked(Commanded(name="start", argument="c_1"), PAGE).code == "c_1"


def test_reply_names_the_run_of_the_buttons_before_the_message() -> None:
    assert asked(Said(text="more", reply_to=7, reply_run="aa"), Resting()).run == "aa"
    assert asked(Said(text="more", reply_to=7), Resting()).message == 7


def test_reply_in_the_middle_of_a_search_is_searched_for() -> None:
    assert asked(Said(text="rain", reply_to=7), SEARCH) == Lookup(
        page_offset=0, page_query="rain", words="rain"
    )
