"""The conversation is total: any person, in any state a store may hand back, meeting any input, gets a sound turn."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core import session as s
from bot.core.inputs import Said, Tapped
from bot.core.person import Role
from bot.core.places import Noticing
from bot.core.run import Run
from bot.core.session import AnyPlace, Resting, load_session
from bot.core.take import take
from tests.core import arbitrary, people
from tests.core.soundness import faults
from tests.core.transcript import Replay, begin

SHELVES = (
    people.library(),
    people.without("mistake-note", "note"),
    people.without("who-you-are", "kind-line", "own-words"),
)
QUICK = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=False,
)
shelves = st.integers(0, len(SHELVES) - 1)
HOMEWORK = [
    {"exercise": "who-you-are", "words": "three things", "days": [1, 3]},
    {"exercise": "kind-line", "words": "be kind", "days": [0, 2]},
    {"exercise": "own-words", "words": "walk to the river"},
]


@pytest.mark.parametrize("kind", arbitrary.PLACES)
@given(st.data())
@settings(QUICK, max_examples=25)
def test_any_input_in_any_state_leads_to_a_sound_turn(kind: str, data: st.DataObject) -> None:
    person, given = data.draw(arbitrary.meetings(kind))
    shelf, now = SHELVES[data.draw(shelves)], data.draw(arbitrary.nows)
    turn = take(person, given, shelf, now)
    assert not faults(person, given, turn)
    assert turn == take(person, given, shelf, now)
    drawn = [
        (button, reply.nonce)
        for reply in turn.replies
        if reply.to == "self"
        for row in reply.rows
        for button in row
        if button.do
    ]
    if drawn and person.role is not Role.STRANGER:
        button, nonce = data.draw(st.sampled_from(drawn))
        tap = Tapped(do=button.do, nonce=None if button.stands else nonce, message=9)
        person = people.after(person, turn)
        assert not faults(person, tap, take(person, tap, shelf, now))


def test_every_kind_of_place_is_met() -> None:
    kinds = {place.__dataclass_fields__["kind"].default for place in get_args(AnyPlace)}
    assert kinds == set(arbitrary.PLACES)


@given(st.binary(max_size=60) | st.sampled_from(arbitrary.broken))
@settings(QUICK, max_examples=100)
def test_whatever_lies_in_the_store_is_a_session_one_can_go_on_from(stored: bytes) -> None:
    person = replace(people.client(), session=load_session(stored))
    said = Said(text="hello")
    assert not faults(person, said, people.turn_of(person, said))


STORED = replace(
    people.at(s.Answering(run=Run(id=people.RUN_ID, exercise="mistake-note", revision=1, trigger="client", started=people.NOW), step="what")),
    turn=9,
)  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'"started":"2026-11-18T01:30:00Z"', b'"started":"2026-11-18T01:30:00"'),
        (b'"touched":"2026-11-18T01:29:00Z"', b'"touched":"2026-11-18T01:29:00"'),
        (people.RUN_ID.encode(), b"run-1"),
    ],
    ids=["a run without a zone", "a last sign of life without a zone", "a run whose id is none"],
)
def test_a_stored_session_that_cannot_be_read_is_at_rest(right: bytes, wrong: bytes) -> None:
    stored = s.dump_session(STORED)
    assert s.load_session(stored) == STORED
    assert right in stored
    assert s.load_session(stored.replace(right, wrong)) == s.Session(turn=9)


def taken(replay: Replay, draw: st.DataObject) -> dict[str, str]:
    """Something a person might do next: mostly a tap on what is on the screen, else words or a command."""
    live = replay.screen.live_buttons(replay.live())
    on_screen = sorted({button.label for button, _, _ in live})
    doing = draw.draw(st.integers(0, 9))
    if on_screen and doing < 8:
        return {"tap": draw.draw(st.sampled_from(on_screen))}
    return draw.draw(
        st.sampled_from(
            [
                {"say": "something else"},
                {"say": "2"},
                {"command": "/today"},
                {"command": "/mistake"},
                {"send": "voice"},
            ]
        )
    )


def waits_for_nothing(place: AnyPlace) -> bool:
    """Whether nothing is asked there: a noticing that was answered only stays open for a word with it."""
    return isinstance(place, Resting) or (isinstance(place, Noticing) and place.view == "done")


@pytest.mark.parametrize("role", ["client", "stranger", "therapist"])
@given(st.data())
@settings(QUICK, max_examples=12)
def test_whatever_is_tapped_nobody_gets_stuck(role: str, data: st.DataObject) -> None:
    homework = HOMEWORK if role == "client" else []
    replay = begin(
        {
            "role": role,
            "invited": "client",
            "homework": homework,
            "clients": ["A.R.", "J.M."] if role == "therapist" else [],
        }
    )
    replay.play(
        {
            "command": {
                "client": "/mistake",
                "stranger": "/start c_" + people.SPARE_CODE,
                "therapist": "/assign",
            }[role]
        }
    )
    for _ in range(30):
        replay.play(taken(replay, data))
        nonce = replay.person.session.nonce
        stepping = [
            button
            for button, drawn, _ in replay.screen.live_buttons(replay.live())
            if drawn == nonce and not button.stands
        ]
        assert stepping or waits_for_nothing(replay.person.session.place)
