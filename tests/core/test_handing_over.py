"""A client hears who left and who would go on with them, and says yes or no."""

from dataclasses import replace

import pytest

from bot.core.changes import HandedOver, HandoverDeclined
from bot.core.inputs import Said, TimerOver
from bot.core.person import Offered
from bot.core.turn import THERAPIST
from tests.core.people import OTHER_ID, client, labels, said_to, tap, therapist, turn_of

OTHER = Offered(id=OTHER_ID, name="Dr. Other")


def due(name: str, subject: str = "") -> TimerOver:
    return TimerOver(timer=name, subject=subject)


def test_client_hears_that_their_therapist_left() -> None:
    (said,) = said_to(turn_of(client(therapist_left=True), due("left")))
    assert said.startswith("Vale has left this practice and can no longer read anything here.")
    assert not said_to(turn_of(client(), due("left")))


def test_client_is_asked_about_the_other_therapist() -> None:
    turn = turn_of(client(offered=OTHER), due("offer"))
    assert said_to(turn) == [
        "Dr. Other would go on with you, and would then read what Vale could. Is that all right with you?"
    ]
    assert labels(turn) == ["Yes, Dr. Other", "No thanks"]
    assert not said_to(turn_of(client(), due("offer")))


@pytest.mark.parametrize(
    ("answer", "change", "to_them"),
    [
        ("yes", HandedOver(to=OTHER_ID), "A.R. goes on with Dr. Other. You no longer see their answers."),
        ("no", HandoverDeclined(to=OTHER_ID), "A.R. would rather not go on with Dr. Other."),
    ],
)
def test_answer_is_kept_and_the_therapist_told(
    answer: str, change: HandedOver | HandoverDeclined, to_them: str
) -> None:
    turn = turn_of(client(offered=OTHER), tap(f"offered:{answer}:{OTHER_ID}", stands=True))
    assert turn.changes == (change,)
    assert said_to(turn, THERAPIST) == [to_them]


@pytest.mark.parametrize("argument", ["yes:gone", f"maybe:{OTHER_ID}", ""])
def test_button_of_another_offer_has_closed(argument: str) -> None:
    turn = turn_of(client(offered=OTHER), tap(f"offered:{argument}", stands=True))
    assert (turn.changes, turn.toast) == ((), "That one has closed.")
    again = turn_of(client(), tap(f"offered:yes:{OTHER_ID}", stands=True))
    assert (again.changes, again.toast) == ((), "That one has closed.")


def test_other_therapist_hears_of_the_yes() -> None:
    card = therapist().clients[0]
    assert said_to(turn_of(therapist(), due("joined", card.id))) == [
        "A.R. goes on with you. /clients has the code."
    ]
    assert not said_to(turn_of(therapist(), due("joined", "somebody")))


def test_nothing_is_said_to_be_passed_on_once_the_therapist_left() -> None:
    alone = client(therapist_left=True)
    card = turn_of(alone, Said(text="I want to kill myself"))
    assert not said_to(card, THERAPIST)
    call = turn_of(alone, tap("help:call", stands=True))
    assert said_to(call) == ["There is nobody here I could pass that on to. Please call a number above."]
    assert not said_to(call, THERAPIST)
    change = turn_of(alone, tap("askchange", stands=True))
    assert said_to(change) == ["There is nobody here I could pass that on to right now."]
    assert said_to(turn_of(replace(alone, therapist_left=False), tap("help:call", stands=True)), THERAPIST)
