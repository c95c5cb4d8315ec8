"""The client's own menus are total: whatever is read, chosen or erased, whatever comes in leads to a sound turn."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core import inputs
from bot.core import session as s
from bot.core.lookup import lookup, seen_from
from bot.core.person import Person, Role
from bot.core.places import Erasing
from bot.core.take import take
from tests.core import arbitrary, arbitrary_places, people
from tests.core.arbitrary_values import IDS, few, messages, moments, nonces, texts
from tests.core.soundness import faults

SHELVES = (people.library(), people.without("note", "noticing", "values-check-in", "if-then"))
MANY = settings(
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],
)
ACTIONS = (
    *("page:0", "page:4", "page:99999999", "page:", "only:noticing", "only:", "search", "close", "delete", "keep"),
    *(f"note:{name}:{IDS[0]}" for name in ("open", "private", "shown", "delete", "else")),
    *("note:all", "note:", "mine:copy", "mine:send", "mine:not", "mine:alone", "mine:erase", "mine:undo", "mine:"),
    *("own:plan", "own:people", "own:", "help:plan", "help:people", "today:on", "today:", "out:0", "out:9999", "out:²"),
    *("drop", "done", "erase", "senses", "weekly", "language", "values", "speak:en", "speak:xx", "evening", "back"),
    *("day:2", "day:7", "day:²", "at:1", "at:9", "again", "", "dates", "yearly", "once"),
    *(f"ask:{name}" for name in ("evening", "noticing", "clock", "quiet", "sharing", "screen", "help", "else")),
)  # fmt: skip
SAYINGS = (
    "Back",
    "2",
    "older",
    "Mara, +49 151 2345678",
    "988",
    "11 PM",
    "30 November",
    "10 am",
    "close",
    "music,,\n,sport",
    "delete",
)
_ways = few(st.tuples(st.sampled_from(["1", "2", "Older", "Back", "Delete"]), st.sampled_from(ACTIONS)), 4)
PLACES: dict[str, st.SearchStrategy[Any]] = {
    "browsing": st.builds(lambda place, ways: replace(place, ways=ways), arbitrary_places.browsing, _ways),
    "setting": arbitrary_places.setting,
    "erasing": st.builds(Erasing),
    "alone": arbitrary_places.settling.map(lambda place: replace(place, alone=True)),
    "resting": st.builds(s.Resting),
}
_inputs = st.one_of(
    st.builds(inputs.Tapped, do=st.sampled_from(ACTIONS), nonce=nonces, message=messages),
    st.builds(inputs.Said, text=st.sampled_from(SAYINGS) | texts, message=messages),
    st.builds(
        inputs.Commanded, name=st.sampled_from(["notes", "settings", "sos", "privacy", "today", "help"])
    ),
    st.builds(inputs.TimerOver, timer=st.just("erase"), subject=st.just("")),
    arbitrary.any_input,
)


@st.composite
def _clients(draw: st.DrawFn, kind: str) -> Person:
    """A client in one of the menus, with whatever a store may have of theirs."""
    stored = s.dump_session(draw(arbitrary.sessions(PLACES[kind])))
    person = draw(arbitrary.persons(Role.CLIENT, s.load_session(stored)))
    plan = tuple(draw(st.lists(st.sampled_from(["Walk", "w" * 200]), max_size=6)))
    return replace(
        person, profile=replace(person.profile, safety_plan=plan, erasing_at=draw(st.none() | moments))
    )


@pytest.mark.parametrize("kind", PLACES)
@given(st.data())
@MANY
def test_menu_takes_whatever_comes_in(kind: str, data: st.DataObject) -> None:
    person, given = data.draw(_clients(kind)), data.draw(_inputs)
    shelf, now = SHELVES[data.draw(st.integers(0, 1))], data.draw(arbitrary.nows)
    seen_from(lookup(given), person.session.place)
    turn = take(person, given, shelf, now)
    assert not faults(person, given, turn)
    assert turn == take(person, given, shelf, now)
