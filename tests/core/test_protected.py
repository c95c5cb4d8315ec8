"""What is a client's own on the help card is put where it can be read, and neither copied nor passed on."""

from dataclasses import replace
from datetime import time

import pytest

from bot.core.inputs import Commanded, Input, Said
from bot.core.person import Contact, IfThen, Person
from bot.core.places import Setting
from bot.core.turn import Reply, Turn
from tests.core import people
from tests.core.people import NOW, client, tap, therapist, turn_of
from tests.core.test_help import DIE

PLAN = "Walk to the river"
MARA = Contact(name="Mara", phone="555 0134")


def having_own() -> Person:
    profile = replace(
        people.settled(),
        people=(MARA,),
        safety_plan=(PLAN,),
        plan=IfThen(cue="it rains", act="breathe", kept_at=NOW, run=people.RUN_ID, mention=time(9)),
    )
    return client(profile=profile)


def unprotected(turn: Turn) -> list[Reply]:
    """Messages with something of the client's own that anybody could pass on."""
    own = (PLAN, "Mara", "it rains")
    told = [reply for reply in turn.replies if any(word in _words(reply) for word in own)]
    assert told, "nothing of the client's own is in this turn"
    return [reply for reply in told if not reply.protected]


def _words(reply: Reply) -> str:
    return f"{reply.text.text} {reply.contact}"


@pytest.mark.parametrize(
    "given",
    [
        Said(text=DIE),
        Commanded(name="sos"),
        tap("help:plan", stands=True),
        tap("help:people", stands=True),
        tap("own:plan", stands=True),
        tap("own:people", stands=True),
        Commanded(name="plan"),
    ],
    ids=["card", "sos", "plan", "people", "writing the plan", "writing people", "if-then plan"],
)
def test_what_is_the_clients_own_cannot_be_passed_on(given: Input) -> None:
    assert unprotected(turn_of(having_own(), given)) == []


@pytest.mark.parametrize(("view", "typed"), [("plan", "Call Mara"), ("people", "Joe 555 0199")])
def test_lists_stay_protected_while_they_are_written(view: str, typed: str) -> None:
    person = replace(having_own(), session=people.at(Setting(view=view)))  # type: ignore[arg-type]  # one of the views
    assert unprotected(turn_of(person, Said(text=typed))) == []


def test_every_message_that_their_plan_may_come_to_stand_in_is_protected_from_the_start() -> None:
    """An edit cannot protect what was sent open."""
    turn = turn_of(client(), Commanded(name="sos"))
    assert [reply.protected for reply in turn.replies if reply.rows] == [True, True]


@pytest.mark.parametrize("person", [client(), therapist()], ids=["client", "therapist"])
def test_numbers_that_are_for_anyone_can_be_passed_on(person: Person) -> None:
    numbers, contact, *_ = turn_of(person, Said(text=DIE)).replies
    assert (numbers.protected, contact.protected) == (False, False)
