"""A link that is for one account lets in no other, and what it remembers of the two names neither."""

from datetime import timedelta

import pytest

from bot.core.changes import Enrolled, InviteAdmitted, InviteKnocked, InviteLocked, InviteMade, InviteTried
from bot.core.lookup import Lookup
from bot.core.person import Invite, Profile, Role
from bot.core.turn import THERAPIST
from storage import store as kept
from storage.tables import INVITE
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, said

CODE = "c_locked"
RIGHT, WRONG, OTHER_THERAPIST = 8101, 8102, 8001
TO_ONE, TO_A_NAME = InviteLocked(code=CODE, user=RIGHT), InviteLocked(code=CODE, username="Wren_K")


@pytest.fixture
def linked(practice: Practice) -> Practice:
    expires = NOW + timedelta(days=7)
    practice.take(THERAPIST_USER, InviteMade(code=CODE, nickname="Wren", expires=expires))
    return practice


def behind(practice: Practice, user: int, username: str = "") -> Invite:
    address = kept.Address(user=user, username=username)
    with practice.db.writing() as conn:
        person = kept.load(practice.db.store, conn, address, Lookup(code=CODE), NOW)
    assert person.invite is not None
    return person.invite


def enrol(practice: Practice, user: int, username: str = "") -> None:
    agreed = Profile(consent_version="1", consented_at=NOW)
    enrolled = Enrolled(code=CODE, role=Role.CLIENT, profile=agreed)
    practice.take(user, enrolled, hint=Lookup(code=CODE), username=username)


@pytest.mark.parametrize("change", [TO_ONE, TO_A_NAME], ids=["contact", "name"])
def test_who_it_is_for_joins_and_nobody_else(linked: Practice, change: InviteLocked) -> None:
    linked.take(THERAPIST_USER, change)
    assert (behind(linked, RIGHT, "wren_k").usable, behind(linked, WRONG, "robin").usable) == (True, False)
    with pytest.raises(kept.InviteGone):
        enrol(linked, WRONG, "robin")
    enrol(linked, RIGHT, "wren_k")
    assert linked.load(RIGHT).nickname == "Wren"


def test_another_account_learns_no_more_than_from_a_wrong_code(linked: Practice) -> None:
    linked.take(THERAPIST_USER, TO_ONE)
    invite = behind(linked, WRONG)
    assert (invite.role, invite.usable, invite.therapist, invite.language) == (Role.STRANGER, False, "", "")
    assert invite.for_another
    linked.take(WRONG, hint=Lookup(code=CODE))
    for _ in range(4):
        linked.take(WRONG, hint=Lookup(code="c_wrong"))
    assert behind(linked, WRONG).too_many, "it counts as a wrong code does"


def test_who_made_it_sees_it_as_it_is(linked: Practice) -> None:
    linked.take(THERAPIST_USER, TO_ONE)
    invite = behind(linked, THERAPIST_USER)
    assert (invite.usable, invite.locked, invite.for_another) == (True, True, False)


def test_somebody_else_is_told_of_once(linked: Practice) -> None:
    linked.take(THERAPIST_USER, TO_ONE)
    heard = (said("somebody else came", to=THERAPIST),)
    (told,) = linked.take(WRONG, InviteTried(code=CODE), replies=heard, hint=Lookup(code=CODE))
    assert told.chat == THERAPIST_USER
    assert behind(linked, WRONG).told
    linked.take(THERAPIST_USER, TO_A_NAME)
    assert not behind(linked, WRONG).told, "kept for another account it tells of once again"


def test_it_can_be_for_anybody_again(linked: Practice) -> None:
    linked.take(THERAPIST_USER, TO_ONE, InviteLocked(code=CODE))
    assert behind(linked, WRONG).usable
    enrol(linked, WRONG)


def test_no_other_therapist_and_no_client_says_whom_it_is_for(linked: Practice) -> None:
    linked.therapist(OTHER_THERAPIST, "Dr. Other")
    linked.take(THERAPIST_USER, TO_ONE)
    for user in (OTHER_THERAPIST, CLIENT_USER):
        linked.take(user, InviteLocked(code=CODE, user=WRONG))
        linked.take(user, InviteLocked(code=CODE))
    assert not behind(linked, WRONG).usable


def test_where_it_asks_first_too_the_right_account_is_still_asked_about(linked: Practice) -> None:
    linked.take(THERAPIST_USER, InviteMade(code="c_both", nickname="x", expires=NOW, asks_first=True))
    with linked.db.writing() as conn:
        conn.execute(INVITE.update().values(asks_first=True))
    linked.take(WRONG, InviteKnocked(code=CODE))
    linked.take(THERAPIST_USER, InviteAdmitted(code=CODE), TO_ONE)
    linked.take(WRONG, InviteKnocked(code=CODE))
    assert not behind(linked, RIGHT).held, "who waited before waits no longer"
    linked.take(RIGHT, InviteKnocked(code=CODE))
    with pytest.raises(kept.InviteGone):
        enrol(linked, RIGHT)
    linked.take(THERAPIST_USER, TO_ONE, InviteAdmitted(code=CODE))
    enrol(linked, RIGHT)


def test_neither_account_stands_there_in_plain(linked: Practice) -> None:
    for change in (TO_ONE, TO_A_NAME):
        linked.take(THERAPIST_USER, change)
        linked.take(WRONG, InviteTried(code=CODE), hint=Lookup(code=CODE))
        (row,) = [row for row in linked.rows(INVITE) if row.only_for is not None]
        plain = repr(tuple(row)).casefold()
        assert not any(each in plain for each in (str(RIGHT), str(WRONG), "wren_k"))
