"""A therapist's button about somebody else's client is refused, and the turn says so."""

import pytest

from bot.core.changes import Refused
from bot.core.inputs import Said
from bot.core.therapist_places import Exporting, Looking
from tests.core.people import CLIENT_ID, OTHER_ID, client, tap, therapist, turn_of

STANDING = ("give", "sessions", "meet", "brief:show", "brief:page", "progress:front", "progress:entries")


@pytest.mark.parametrize("button", STANDING)
def test_standing_button_about_somebody_elses_client_is_refused(button: str) -> None:
    turn = turn_of(therapist(), tap(f"{button}:{OTHER_ID}", stands=True))
    assert turn.changes == (Refused(client=OTHER_ID),)
    assert turn.toast == "That one has closed."


@pytest.mark.parametrize("place", [Exporting(step="who"), Looking()])
def test_choice_of_somebody_elses_client_is_refused(place: Exporting | Looking) -> None:
    turn = turn_of(therapist(place), tap(f"who:{OTHER_ID}"))
    assert turn.changes == (Refused(client=OTHER_ID),)
    assert turn.session.place == place


@pytest.mark.parametrize("button", [*STANDING, "who"])
def test_what_is_about_ones_own_client_or_nobody_is_not(button: str) -> None:
    for do in (f"{button}:{CLIENT_ID}", button, f"{button}:", "who:all", "do:invite", "x" * 40):
        changes = turn_of(therapist(), tap(do, stands=True)).changes
        assert not [each for each in changes if isinstance(each, Refused)], do


def test_words_and_clients_are_not_refused_so() -> None:
    assert turn_of(therapist(Exporting(step="who")), Said(text=f"who:{OTHER_ID}")).changes == ()
    assert turn_of(client(), tap(f"give:{OTHER_ID}", stands=True)).changes == ()
