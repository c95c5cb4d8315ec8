"""The therapist is asked who opened the link before the newcomer is asked anything, where they want that."""

from dataclasses import replace

import pytest

from bot.core.changes import InviteAdmitted, InviteAsks, InviteKnocked, InviteMade
from bot.core.inputs import Commanded, Said
from bot.core.person import Invite, Newcomer, Person
from bot.core.text import Rich
from bot.core.therapist_places import Inviting, OutOfHours
from bot.core.turn import NEWCOMER, THERAPIST
from tests.core.people import (
    SPARE_CODE,
    actions,
    invitation,
    labels,
    said_to,
    stranger,
    tap,
    therapist,
    turn_of,
)

CODE = f"c_{SPARE_CODE}"


def asking(**changed: object) -> Invite:
    return replace(invitation(nickname="A.R.", asks_first=True), **changed)  # type: ignore[arg-type]  # named by the callers


def newcomer(invite: Invite, name: str = "Sam Reed") -> Person:
    person = stranger(invite)
    return replace(person, profile=replace(person.profile, name=name))


@pytest.mark.parametrize("button", ["hello", "agree", "read"])
def test_newcomer_waits_and_the_therapist_is_asked(button: str) -> None:
    turn = turn_of(newcomer(asking()), tap(f"{button}:{CODE}", stands=True))
    assert turn.changes == (InviteKnocked(code=CODE),)
    (said,), (asked,) = said_to(turn), said_to(turn, THERAPIST)
    assert said.startswith("I've asked Vale to let you in")
    assert "A.R." not in said
    assert asked == "A.R.'s link was opened by Sam Reed. Is that who it was for?"
    shown = [b.label for reply in turn.replies if reply.to == THERAPIST for row in reply.rows for b in row]
    assert shown == ["Let A.R. in", "No, cancel it"]


def test_who_waits_comes_after_the_clients_with_what_answers_it() -> None:
    waiting = Newcomer(code=CODE, nickname="J.M.", name="Jo Marsh")
    for clients in ((), therapist().clients):
        turn = turn_of(therapist(clients=clients, newcomers=(waiting,)), Commanded(name="clients"))
        assert said_to(turn)[1] == "J.M.'s link was opened by Jo Marsh. Is that who it was for?"
        assert actions(turn) == [f"letin:{CODE}", f"cancel:{CODE}"]


def test_newcomer_who_is_let_in_goes_on() -> None:
    turn = turn_of(newcomer(asking(admitted=True)), tap(f"hello:{CODE}", stands=True))
    assert "That's fine" in labels(turn)
    assert not turn.changes


def test_link_that_is_kept_for_somebody_else_is_of_no_use() -> None:
    for button in ("hello", "agree", "notmine"):
        turn = turn_of(newcomer(asking(held=True)), tap(f"{button}:{CODE}", stands=True))
        assert not turn.changes
        assert said_to(turn)[0].startswith("This link can't be used.")


def test_therapist_lets_them_in() -> None:
    vale = therapist(invite=asking(held=True, language="es"))
    turn = turn_of(vale, tap(f"letin:{CODE}", stands=True))
    assert turn.changes == (InviteAdmitted(code=CODE),)
    assert said_to(turn) == ["A.R. is let in, and hears of it now."]
    (theirs,) = [reply for reply in turn.replies if reply.to == f"{NEWCOMER}{CODE}"]
    assert isinstance(theirs.text, Rich)
    assert theirs.text.text != "Vale has let you in.", "the newcomer is spoken to in their own language"
    assert [b.do for row in theirs.rows for b in row] == [f"hello:{CODE}"]


@pytest.mark.parametrize("invite", [None, asking(), asking(usable=False, held=True)])
def test_nobody_is_let_in_twice_or_for_nothing(invite: Invite | None) -> None:
    turn = turn_of(therapist(invite=invite), tap(f"letin:{CODE}", stands=True))
    assert (turn.changes, turn.toast) == ((), "That one has closed.")


@pytest.mark.parametrize(("button", "first"), [("askfirst", True), ("asknot", False)])
def test_switch_holds_for_this_link_and_those_after_it(button: str, first: bool) -> None:
    turn = turn_of(therapist(), tap(f"{button}:{CODE}", stands=True))
    assert turn.changes == (InviteAsks(code=CODE, first=first),)
    assert turn.profile is not None
    assert turn.profile.asks_first is first


@pytest.mark.parametrize(("button", "first"), [("ask", True), ("asknot", False)])
def test_switch_in_the_settings_is_the_same_one_and_changes_no_link(button: str, first: bool) -> None:
    vale = therapist(OutOfHours())
    vale = replace(vale, profile=replace(vale.profile, asks_first=not first))
    turn = turn_of(vale, tap(button))
    assert turn.changes == ()
    assert turn.profile == replace(vale.profile, asks_first=first)
    assert turn.session.place == OutOfHours()
    assert ("asknot" if first else "ask") in actions(turn)


@pytest.mark.parametrize("first", [True, False])
def test_new_link_asks_as_the_therapist_chose(first: bool) -> None:
    vale = therapist(Inviting())
    vale = replace(vale, profile=replace(vale.profile, asks_first=first))
    turn = turn_of(vale, Said(text="A.R."))
    (made,) = turn.changes
    assert isinstance(made, InviteMade)
    assert made.asks_first is first
    assert (f"asknot:{made.code}" if first else f"askfirst:{made.code}") in actions(turn)
