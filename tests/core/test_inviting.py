"""What a therapist can do about a link of theirs besides passing it on."""

from dataclasses import replace

import pytest

from bot.core.changes import InviteLocked, InviteTried
from bot.core.inputs import Commanded, Input, Odd, Said
from bot.core.person import Role
from bot.core.session import Resting
from bot.core.therapist_places import Inviting, Locking
from bot.core.turn import THERAPIST
from tests.core.people import (
    SPARE_CODE,
    actions,
    client,
    invitation,
    said_to,
    stranger,
    tap,
    therapist,
    turn_of,
)

CODE = f"c_{SPARE_CODE}"


def test_link_can_be_shown_to_be_scanned_and_names_nobody() -> None:
    assert f"scan:{CODE}" in actions(turn_of(therapist(Inviting()), Said(text="A.R.")))
    turn = turn_of(therapist(invite=invitation(nickname="A.R.")), tap(f"scan:{CODE}", stands=True))
    (shown,) = turn.replies
    assert shown.scan == f"https://t.me/between_bot?start={CODE}"
    assert shown.edit is None, "the link and its buttons stay as they are"
    assert "A.R." not in said_to(turn)[0]


def test_link_that_is_over_is_not_shown() -> None:
    for invite in (None, invitation(usable=False)):
        turn = turn_of(therapist(invite=invite), tap(f"scan:{CODE}", stands=True))
        assert (turn.replies, turn.toast) == ((), "That one has closed.")


HERE = Locking(code=CODE, client="A.R.")


@pytest.mark.parametrize(
    ("given", "locked"),
    [
        (Odd(what="contact", user=4711, message=8), InviteLocked(code=CODE, user=4711)),
        (Said(text=" @Wren_k ", message=8), InviteLocked(code=CODE, username="Wren_k")),
        (Said(text="https://t.me/wren_k", message=8), InviteLocked(code=CODE, username="wren_k")),
    ],
)
def test_link_is_kept_for_one_account_which_leaves_the_chat(given: Input, locked: InviteLocked) -> None:
    turn = turn_of(therapist(HERE), given)
    assert turn.changes == (locked,)
    assert turn.session.place == Resting()
    assert [reply.delete for reply in turn.replies if reply.delete is not None] == [8]
    assert turn.replies[0].keyless


@pytest.mark.parametrize("text", ["Wren", "@ab", "wren_k", "me@example.org", "@wren_k and Robin", "1"])
def test_what_is_no_name_at_telegram_is_asked_for_again(text: str) -> None:
    turn = turn_of(therapist(HERE), Said(text=text))
    assert (turn.changes, turn.session.place) == ((), HERE)
    assert turn.replies[0].chooser


def test_contact_is_taken_out_of_the_chat_where_nobody_asked_for_it() -> None:
    for person in (therapist(), therapist(Inviting()), client()):
        turn = turn_of(person, Odd(what="contact", user=4711, message=8))
        assert turn.changes == ()
        assert [reply.delete for reply in turn.replies if reply.delete is not None] == [8]


def test_keyboard_goes_with_the_question() -> None:
    for given in (Commanded(name="invite"), tap("do:invite", stands=True), Said(text="Stop here")):
        turn = turn_of(therapist(HERE), given)
        assert [reply.keyless for reply in turn.replies].count(True) == 1, given
        assert not any(reply.keyless and reply.rows for reply in turn.replies)


def test_another_account_is_turned_away_as_by_a_wrong_code_and_the_therapist_hears_once() -> None:
    another = invitation(Role.STRANGER, usable=False, for_another=True, nickname="A.R.", therapist="")
    wrong = invitation(Role.STRANGER, usable=False, therapist="")
    came = Commanded(name="start", argument=CODE)
    plain = turn_of(stranger(wrong), came)
    first = turn_of(stranger(another), came)
    assert said_to(first) == said_to(plain)
    assert first.changes == (InviteTried(code=CODE),)
    assert said_to(first, THERAPIST)[0].startswith("Another account came with the link for A.R.")
    again = turn_of(stranger(replace(another, told=True)), tap(f"hello:{CODE}", stands=True))
    assert (said_to(again), again.changes, said_to(again, THERAPIST)) == (said_to(plain), (), [])


def test_nobody_is_told_of_a_client_of_somebody_elses() -> None:
    another = invitation(Role.STRANGER, usable=False, for_another=True)
    turn = turn_of(client(invite=another), Commanded(name="start", argument=CODE))
    assert (turn.changes, said_to(turn, THERAPIST)) == ((), [])
