"""Taking the logs out: of whom, from when, as what; one order for one file."""

from datetime import UTC, datetime

import pytest

from bot.core.inputs import Commanded, Said
from bot.core.session import Resting
from bot.core.therapist_places import Exporting
from bot.core.turn import FileOrder, Turn
from tests.core.people import CLIENT_ID, NOW, OTHER_ID, card, labels, said_to, tap, therapist, turn_of

BOTH = (card(), card("J.M.", OTHER_ID, "C-9TT1"))
READY = Exporting(step="send", client=CLIENT_ID, since="everything", format="csv")


def orders(turn: Turn) -> list[FileOrder]:
    """The files a turn orders."""
    return [reply.file for reply in turn.replies if reply.file]


def test_nobody_to_export_says_so() -> None:
    assert said_to(turn_of(therapist(clients=()), Commanded(name="export"))) == [
        "Nobody has joined yet, so there is nothing to take out."
    ]


def test_a_single_client_needs_no_question() -> None:
    turn = turn_of(therapist(), Commanded(name="export"))
    assert turn.session.place == Exporting(step="since", client=CLIENT_ID)


def test_everything_of_one_client() -> None:
    (order,) = orders(turn_of(therapist(READY, clients=BOTH), tap("send")))
    assert order == FileOrder(clients=(CLIENT_ID,), format="csv", since=None, until=NOW)


def test_all_clients_at_once() -> None:
    place = Exporting(step="send", client="all", since="everything", format="json")
    (order,) = orders(turn_of(therapist(place, clients=BOTH), tap("send")))
    assert order.clients == (CLIENT_ID, OTHER_ID)


def test_this_month_begins_at_the_therapists_own_midnight() -> None:
    place = Exporting(step="send", client=CLIENT_ID, since="month", format="csv")
    (order,) = orders(turn_of(therapist(place), tap("send")))
    assert order.since == datetime(2026, 11, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("said", ["send it", "1"])
def test_a_typed_label_counts(said: str) -> None:
    assert orders(turn_of(therapist(READY), Said(text=said)))


@pytest.mark.parametrize("step", ["who", "since", "format"])
def test_nothing_is_sent_before_all_is_chosen(step: str) -> None:
    place = Exporting(step=step, client=CLIENT_ID)  # type: ignore[arg-type]  # a step
    assert not orders(turn_of(therapist(place, clients=BOTH), tap("send")))


def test_a_client_who_is_gone_is_not_exported() -> None:
    turn = turn_of(therapist(READY, clients=(BOTH[1],)), tap("send"))
    assert not orders(turn)
    assert turn.session.place == Resting()


def test_somebody_elses_client_cannot_be_chosen() -> None:
    turn = turn_of(therapist(Exporting(step="who")), tap(f"who:{OTHER_ID}"))
    assert turn.session.place == Exporting(step="who")


def test_stopping_takes_nothing_out() -> None:
    turn = turn_of(therapist(READY), Said(text="Stop here"))
    assert not orders(turn)
    assert turn.session.place == Resting()


def test_a_long_name_fits_its_button() -> None:
    clients = (card("x" * 40), card("y" * 40, OTHER_ID))
    assert max(map(len, labels(turn_of(therapist(clients=clients), Commanded(name="export"))))) <= 24


def test_an_initial_keeps_a_single_full_stop() -> None:
    assert said_to(turn_of(therapist(), Commanded(name="export"))) == ["A.R. From when?"]
