"""A therapist's own exercises lie sealed with the clients they were given to, and no longer than anything of them does."""

from datetime import time, timedelta

import pytest

from bot.core.changes import Assigned
from bot.core.person import Assignment
from bot.core.plan import Fixed
from storage import store as kept
from storage.store_keys import NotYours
from storage.tables import HOMEMADE, OCCURRENCE
from tests.core.homespun import BALCONY
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named

OTHER_THERAPIST, OTHER_CLIENT = 4711, 4712


def give(practice: Practice, client: str, text: str = BALCONY, life: timedelta | None = None) -> None:
    piece = Assignment(
        id=named(text), exercise="balcony", plan=Fixed(days=tuple(range(7)), at=time(18)), life=life
    )
    practice.take(THERAPIST_USER, Assigned(client=client, assignments=(piece,), files=(("balcony", text),)))


@pytest.fixture
def client(practice: Practice) -> str:
    return str(practice.load(CLIENT_USER).id)


def test_text_is_sealed_and_loaded_with_the_client(practice: Practice, client: str) -> None:
    give(practice, client)
    assert practice.load(CLIENT_USER).homemade == (BALCONY,)
    assert b"Fresh air" not in bytes(practice.row(HOMEMADE).words_sealed)
    assert practice.load(THERAPIST_USER).homemade == ()


def test_nobody_elses_client_has_it(practice: Practice, client: str) -> None:
    give(practice, client)
    practice.therapist(OTHER_THERAPIST)
    practice.client(OTHER_CLIENT, OTHER_THERAPIST)
    assert practice.load(OTHER_CLIENT).homemade == ()


def test_a_therapist_gives_it_to_their_own_clients_alone(practice: Practice, client: str) -> None:
    practice.therapist(OTHER_THERAPIST)
    with pytest.raises(NotYours):
        practice.take(OTHER_THERAPIST, Assigned(client=client, assignments=(), files=(("balcony", BALCONY),)))
    assert practice.rows(HOMEMADE) == []


def test_a_later_file_takes_the_place_of_the_first(practice: Practice, client: str) -> None:
    give(practice, client)
    later = BALCONY.replace("Fresh", "Cold")
    give(practice, client, later)
    assert practice.load(CLIENT_USER).homemade == (later,)


@pytest.mark.parametrize(("life", "hours"), [(timedelta(hours=3), 3), (None, 4)])
def test_its_nudges_stand_as_long_as_it_says_else_until_quiet_hours(
    practice: Practice, client: str, life: timedelta | None, hours: int
) -> None:
    give(practice, client, life=life)
    with practice.db.writing() as conn:
        kept.plan_ahead(practice.db.store, conn, NOW, 10)
    planned = practice.rows(OCCURRENCE)
    assert planned
    assert {each.expires_at - each.due_at for each in planned} == {timedelta(hours=hours)}


def test_it_goes_with_the_client(practice: Practice, client: str) -> None:
    give(practice, client)
    with practice.db.writing() as conn:
        kept.erase(practice.db.store, conn, client, NOW)
    assert practice.rows(HOMEMADE) == []


def test_it_outlives_its_therapist(practice: Practice, client: str) -> None:
    give(practice, client)
    therapist = str(practice.load(THERAPIST_USER).id)
    with practice.db.writing() as conn:
        kept.erase(practice.db.store, conn, therapist, NOW)
    assert practice.row(HOMEMADE).therapist_id is None
    assert practice.load(CLIENT_USER).homemade == (BALCONY,)


def test_it_stays_as_long_as_anything_of_it_does(practice: Practice, client: str) -> None:
    give(practice, client)
    later = NOW + timedelta(days=400)

    def forget() -> None:
        with practice.db.writing() as conn:
            kept.forget_old(practice.db.store, conn, later, 365)

    forget()
    assert practice.row(HOMEMADE)
    practice.take(THERAPIST_USER, Assigned(client=client, assignments=()), now=NOW + timedelta(days=1))
    forget()  # the nudges and the homework
    forget()
    assert practice.rows(HOMEMADE) == []
