"""A link that asks first lets in nobody but whom the therapist let in, whoever else has got hold of it."""

from datetime import timedelta

import pytest

from bot.core.changes import (
    Change,
    Enrolled,
    InviteAdmitted,
    InviteAsks,
    InviteEnded,
    InviteKnocked,
    InviteMade,
)
from bot.core.lookup import Lookup
from bot.core.person import Invite, Newcomer, Profile, Role
from bot.core.turn import NEWCOMER, THERAPIST
from storage import store as kept
from storage.tables import INVITE
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, said

CODE = "c_asks"
RIGHT, WRONG, OTHER_THERAPIST = 8101, 8102, 8001


@pytest.fixture
def asking(practice: Practice) -> Practice:
    made = InviteMade(code=CODE, nickname="Wren", expires=NOW + timedelta(days=7), asks_first=True)
    practice.take(THERAPIST_USER, made)
    return practice


def behind(practice: Practice, user: int) -> Invite:
    invite = practice.load(user, Lookup(code=CODE)).invite
    assert invite is not None
    return invite


def enrol(practice: Practice, user: int) -> None:
    agreed = Profile(consent_version="1", consented_at=NOW)
    practice.take(user, Enrolled(code=CODE, role=Role.CLIENT, profile=agreed), hint=Lookup(code=CODE))


def knock(practice: Practice, user: int) -> list[kept.Outgoing]:
    asked = (said("is it them?", to=THERAPIST),) if user == RIGHT else ()
    return practice.take(user, InviteKnocked(code=CODE), replies=asked, hint=Lookup(code=CODE))


def test_who_was_let_in_joins(asking: Practice) -> None:
    (asked,) = knock(asking, RIGHT)
    assert asked.chat == THERAPIST_USER
    (told,) = asking.take(
        THERAPIST_USER, InviteAdmitted(code=CODE), replies=(said("come in", to=f"{NEWCOMER}{CODE}"),)
    )
    assert (told.chat, told.person_id) == (RIGHT, None)
    assert behind(asking, RIGHT).admitted
    enrol(asking, RIGHT)
    assert asking.load(RIGHT).nickname == "Wren"


@pytest.mark.parametrize("knocked", [False, True])
def test_nobody_joins_before_they_are_let_in(asking: Practice, knocked: bool) -> None:
    if knocked:
        knock(asking, RIGHT)
    assert not behind(asking, RIGHT).admitted
    with pytest.raises(kept.InviteGone):
        enrol(asking, RIGHT)


def test_somebody_else_with_the_link_gets_nowhere(asking: Practice) -> None:
    knock(asking, RIGHT)
    knock(asking, WRONG)
    assert (behind(asking, RIGHT).held, behind(asking, WRONG).held) == (False, True)
    asking.take(THERAPIST_USER, InviteAdmitted(code=CODE))
    assert not behind(asking, WRONG).admitted
    with pytest.raises(kept.InviteGone):
        enrol(asking, WRONG)
    enrol(asking, RIGHT)


def test_no_other_therapist_lets_in_or_switches_it_off(asking: Practice) -> None:
    asking.therapist(OTHER_THERAPIST, "Dr. Other")
    knock(asking, RIGHT)
    for change in (InviteAdmitted(code=CODE), InviteAsks(code=CODE, first=False)):
        sent = asking.take(OTHER_THERAPIST, change, replies=(said("come in", to=f"{NEWCOMER}{CODE}"),))
        assert sent == []
    with pytest.raises(kept.InviteGone):
        enrol(asking, RIGHT)


def test_nobody_is_let_in_who_never_asked(asking: Practice) -> None:
    asking.take(THERAPIST_USER, InviteAdmitted(code=CODE))
    knock(asking, RIGHT)
    assert not behind(asking, RIGHT).admitted


def test_switched_off_it_lets_in_at_once(asking: Practice) -> None:
    asking.take(THERAPIST_USER, InviteAsks(code=CODE, first=False))
    assert not behind(asking, RIGHT).asks_first
    enrol(asking, RIGHT)


def test_chat_of_who_asked_is_kept_sealed_alone(asking: Practice) -> None:
    knock(asking, RIGHT)
    (row,) = [row for row in asking.rows(INVITE) if row.asks_first]
    for plain in (str(RIGHT), CODE):
        assert plain.encode() not in bytes(row.asked_sealed) + bytes(row.asked_by)


def waiting(practice: Practice, user: int = THERAPIST_USER) -> list[Newcomer]:
    return list(practice.load(user, Lookup(newcomers=True)).newcomers)


def test_who_waits_is_on_the_list_of_their_therapist_alone(asking: Practice) -> None:
    asking.therapist(OTHER_THERAPIST, "Dr. Other")
    assert waiting(asking) == []
    asking.take(RIGHT, InviteKnocked(code=CODE), hint=Lookup(code=CODE), name="Wren Field")
    assert waiting(asking) == [Newcomer(code=CODE, nickname="Wren", name="Wren Field")]
    assert waiting(asking, OTHER_THERAPIST) == waiting(asking, CLIENT_USER) == []


@pytest.mark.parametrize(
    "change", [InviteAdmitted(code=CODE), InviteEnded(code=CODE), InviteAsks(code=CODE, first=False)]
)
def test_who_was_answered_waits_no_longer(asking: Practice, change: Change) -> None:
    knock(asking, RIGHT)
    asking.take(THERAPIST_USER, change)
    assert waiting(asking) == []


def test_of_who_joined_or_was_turned_away_nothing_stays_at_the_door(asking: Practice) -> None:
    knock(asking, RIGHT)
    asking.take(THERAPIST_USER, InviteAdmitted(code=CODE))
    enrol(asking, RIGHT)
    other = InviteMade(code="c_other", nickname="x", expires=NOW + timedelta(days=7), asks_first=True)
    asking.take(THERAPIST_USER, other)
    asking.take(WRONG, InviteKnocked(code="c_other"), hint=Lookup(code="c_other"))
    asking.take(THERAPIST_USER, InviteEnded(code="c_other"))
    assert [row.asked_sealed for row in asking.rows(INVITE) if row.asks_first] == [None, None]


def test_link_that_has_run_out_waits_for_nobody(asking: Practice) -> None:
    knock(asking, RIGHT)
    later = NOW + timedelta(days=8)
    assert asking.load(THERAPIST_USER, Lookup(newcomers=True), later).newcomers == ()
