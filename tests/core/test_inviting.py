"""What a therapist can do about a link of theirs besides passing it on."""

from bot.core.inputs import Said
from bot.core.therapist_places import Inviting
from tests.core.people import SPARE_CODE, actions, invitation, said_to, tap, therapist, turn_of

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
