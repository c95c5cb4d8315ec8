"""Codes that stand for nothing: five an hour for one account, then none is looked at; nothing of them is kept."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.changes import Left
from bot.core.lookup import Lookup
from bot.core.person import Invite
from storage import store as kept
from storage.store_guesses import HOUR, MOST
from storage.tables import GUESS
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice

SOMEBODY, ANOTHER = 9101, 9102
A_MINUTE = timedelta(minutes=1)


def guesses(practice: Practice, times: int, user: int = SOMEBODY, now: datetime = NOW) -> None:
    for n in range(times):
        practice.take(user, hint=Lookup(code=f"c_wrong{n}"), now=now)


def shown(practice: Practice, code: str, user: int = SOMEBODY, now: datetime = NOW) -> Invite:
    invite = practice.load(user, Lookup(code=code), now).invite
    assert invite is not None
    return invite


def test_code_is_looked_at_after_four_wrong_ones_and_not_after_five(practice: Practice) -> None:
    code = practice.invited()
    guesses(practice, MOST - 1)
    assert shown(practice, code).usable
    guesses(practice, 1)
    assert shown(practice, code) == replace(shown(practice, "c_wrong"), code=code)
    assert shown(practice, code).too_many


def test_therapists_taps_under_old_links_do_not_count(practice: Practice) -> None:
    guesses(practice, MOST, user=THERAPIST_USER)
    assert not practice.rows(GUESS)


def test_another_account_is_not_held_back(practice: Practice) -> None:
    code = practice.invited()
    guesses(practice, MOST)
    assert shown(practice, code, ANOTHER).usable


def test_after_an_hour_codes_are_looked_at_again_and_the_count_begins_anew(practice: Practice) -> None:
    code = practice.invited()
    guesses(practice, MOST)
    assert shown(practice, code, now=NOW + HOUR - A_MINUTE).too_many
    assert shown(practice, code, now=NOW + HOUR).usable
    guesses(practice, MOST - 1, now=NOW + HOUR)
    assert shown(practice, code, now=NOW + HOUR).usable


def test_clock_stepped_back_holds_nobody_back_for_longer(practice: Practice) -> None:
    code = practice.invited()
    guesses(practice, MOST)
    assert shown(practice, code, now=NOW - A_MINUTE).usable


def test_held_back_account_is_not_held_back_for_longer_by_trying_on(practice: Practice) -> None:
    guesses(practice, MOST + 3)
    assert practice.row(GUESS).tries == MOST


def test_good_code_is_no_guess(practice: Practice) -> None:
    code = practice.invited()
    for _ in range(MOST + 1):
        practice.take(SOMEBODY, hint=Lookup(code=code))
    assert shown(practice, code).usable
    assert practice.rows(GUESS) == []


def test_neither_the_code_nor_the_account_can_be_read_from_what_is_kept(practice: Practice) -> None:
    guesses(practice, 1)
    row = practice.row(GUESS)
    assert set(row._fields) == {"tg_index", "since", "tries"}
    assert row.tg_index == practice.db.store.found_by(SOMEBODY)


def test_counts_go_with_their_hour_and_with_their_account(practice: Practice) -> None:
    guesses(practice, 1)
    guesses(practice, 1, ANOTHER, NOW + HOUR)
    assert [row.tg_index for row in practice.rows(GUESS)] == [practice.db.store.found_by(ANOTHER)]
    with practice.db.writing() as conn:
        assert kept.forget_old(practice.db.store, conn, NOW + 3 * HOUR, 365, "~").rows == 1
    assert practice.rows(GUESS) == []
    client = practice.load(CLIENT_USER)
    guesses(practice, 1, CLIENT_USER)
    practice.take(CLIENT_USER, Left(person=str(client.id)))
    assert practice.rows(GUESS) == []
