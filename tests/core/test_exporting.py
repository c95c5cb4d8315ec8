"""Taking the logs out: of whom, from when, as what; one order for one file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.changes import TimerSet
from bot.core.inputs import Commanded, Said, TimerOver
from bot.core.scene import id_of_reply
from bot.core.session import Resting
from bot.core.therapist_places import Exporting
from bot.core.turn import FileOrder, Turn
from tests.core.people import (
    CLIENT_ID,
    NOW,
    OTHER_ID,
    SPARE_CODE,
    THERAPIST_ID,
    card,
    labels,
    said_to,
    tap,
    therapist,
    turn_of,
)

BOTH = (card(), card("J.M.", OTHER_ID, "C-9TT1"))
READY = Exporting(step="lock", client=CLIENT_ID, since="everything", format="csv")


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
    (order,) = orders(turn_of(therapist(READY, clients=BOTH), tap("lock:no")))
    assert order == FileOrder(
        clients=(CLIENT_ID,), format="csv", since=None, until=NOW, zone="America/New_York"
    )


def test_all_clients_at_once() -> None:
    place = Exporting(step="lock", client="all", since="everything", format="json")
    (order,) = orders(turn_of(therapist(place, clients=BOTH), tap("lock:no")))
    assert order.clients == (CLIENT_ID, OTHER_ID)


def test_this_month_begins_at_the_therapists_own_midnight() -> None:
    place = Exporting(step="lock", client=CLIENT_ID, since="month", format="csv")
    (order,) = orders(turn_of(therapist(place), tap("lock:no")))
    assert order.since == datetime(2026, 11, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("said", ["no", "2"])
def test_a_typed_label_counts(said: str) -> None:
    assert orders(turn_of(therapist(READY), Said(text=said)))


@pytest.mark.parametrize("step", ["who", "since", "format"])
def test_nothing_is_sent_before_all_is_chosen(step: str) -> None:
    place = Exporting(step=step, client=CLIENT_ID)  # type: ignore[arg-type]  # a step
    assert not orders(turn_of(therapist(place, clients=BOTH), tap("lock:no")))


def test_a_client_who_is_gone_is_not_exported() -> None:
    turn = turn_of(therapist(READY, clients=(BOTH[1],)), tap("lock:no"))
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


def test_since_the_last_session_is_offered_where_one_is_known() -> None:
    met = NOW - timedelta(days=6, hours=3)
    known, unknown = replace(card(), met=met), card()
    place = Exporting(step="since", client=CLIENT_ID)
    assert "Since last session" in labels(turn_of(therapist(place, clients=(known,)), Said(text="what")))
    assert "Since last session" not in labels(
        turn_of(therapist(place, clients=(unknown,)), Said(text="what"))
    )
    chosen = turn_of(therapist(place, clients=(known,)), tap("since:session")).session.place
    assert chosen == Exporting(step="format", client=CLIENT_ID, since="session")
    (order,) = orders(turn_of(therapist(replace(READY, since="session"), clients=(known,)), tap("lock:no")))
    assert order.since == met
    assert turn_of(therapist(place, clients=(unknown,)), tap("since:session")).session.place == place


@pytest.mark.parametrize(
    ("label", "form", "recordings"),
    [
        ("CSV", "csv", False),
        ("Workbook", "xlsx", False),
        ("JSON", "json", False),
        ("FHIR", "fhir", False),
        ("With recordings", "csv", True),
    ],
)
def test_every_format_can_be_chosen(label: str, form: str, recordings: bool) -> None:
    place = Exporting(step="format", client=CLIENT_ID, since="everything")
    after = turn_of(therapist(place), Said(text=label)).session.place
    assert isinstance(after, Exporting)
    assert (after.step, after.format, after.recordings) == ("lock", form, recordings)
    (order,) = orders(turn_of(therapist(after), tap("lock:no")))
    assert (order.format, order.recordings, order.password) == (form, recordings, "")


def test_a_locked_file_is_followed_by_its_password_which_goes_again() -> None:
    turn = turn_of(therapist(READY), tap("lock:yes"))
    (order,) = orders(turn)
    shown = turn.replies[2]
    assert shown.text.text == order.password
    assert len(order.password.replace("-", "")) == 20
    assert [each.copy for row in shown.rows for each in row] == [order.password]
    (timer,) = [each for each in turn.changes if isinstance(each, TimerSet)]
    assert timer == TimerSet(
        timer="password",
        subject=id_of_reply(THERAPIST_ID, turn.session.turn, 2),
        at=NOW + timedelta(minutes=5),
    )
    over = turn_of(therapist(), TimerOver(timer="password", subject=timer.subject))
    assert [reply.delete for reply in over.replies] == [timer.subject]


def test_file_can_stay_on_the_server_where_it_needs_no_password() -> None:
    turn = turn_of(therapist(READY), Said(text="Keep on the server"))
    (order,) = orders(turn)
    assert (order.on_server, order.password) == (True, "")
    assert said_to(turn)[0].startswith("It is being made.")
    assert not any(isinstance(each, TimerSet) for each in turn.changes)
    assert not orders(turn_of(therapist(replace(READY, step="format")), tap("lock:server")))


def test_every_password_comes_from_a_chance_of_its_own() -> None:
    (one,) = orders(turn_of(therapist(READY), tap("lock:yes")))
    (other,) = orders(turn_of(therapist(READY, spare_code="another"), tap("lock:yes")))
    assert one.password != other.password
    assert SPARE_CODE not in one.password
    assert one.password not in repr(one)
