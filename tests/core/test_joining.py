"""Before anything is kept: who a link is for, what it says, agreeing or not; and the therapist's own link."""

from dataclasses import replace

import pytest

from bot.core.changes import Enrolled, InviteEnded, InviteMade
from bot.core.inputs import Commanded, Odd, Recorded, Said, Tapped
from bot.core.person import Invite, Person, Role
from bot.core.scene import id_of_newcomer, id_of_reply
from bot.core.session import Resting, Session, Settling
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import (
    NOW,
    SPARE_CODE,
    actions,
    client,
    invitation,
    labels,
    said_to,
    stranger,
    therapist,
    turn_of,
)

CODE = f"c_{SPARE_CODE}"
START = Commanded(name="start", argument=CODE)


def tapped(name: str, invite: Invite | None) -> Turn:
    """What a button before consent leads to."""
    return turn_of(stranger(invite), Tapped(do=f"{name}:{CODE}", nonce=None, message=5))


@pytest.mark.parametrize(
    "given",
    [
        Said(text="hi"),
        Commanded(name="start"),
        Commanded(name="today"),
        Odd(what="sticker"),
        Recorded(media="voice", file="f"),
    ],
)
def test_a_stranger_hears_that_it_works_by_invitation(given: Said | Commanded | Odd | Recorded) -> None:
    turn = turn_of(stranger(), given)
    assert said_to(turn) == ["I work by invitation. A therapist who uses me can send you a link."]
    assert not turn.changes


@pytest.mark.parametrize("invite", [None, invitation(usable=False)])
def test_a_link_that_is_used_up_says_so_at_every_step(invite: Invite | None) -> None:
    for turn in (
        turn_of(stranger(invite), START),
        *(tapped(name, invite) for name in ("hello", "read", "agree")),
    ):
        assert said_to(turn)[0].startswith("This link can't be used.")
        assert not turn.changes


def test_after_too_many_links_that_do_not_work_one_plain_line_is_said() -> None:
    held_back = invitation(usable=False, too_many=True)
    for turn in (turn_of(stranger(held_back), START), tapped("hello", held_back)):
        assert said_to(turn) == ["Several links in a row didn't work. Try again in an hour."]
        assert not turn.changes


def test_nothing_is_kept_before_agreeing() -> None:
    for turn in (
        turn_of(stranger(invitation()), START),
        tapped("hello", invitation()),
        tapped("read", invitation()),
    ):
        assert not turn.changes
        assert turn.profile is None
        assert turn.session.place == Resting()


def test_the_hello_says_what_it_is_not() -> None:
    said = said_to(turn_of(stranger(invitation()), START))[0]
    assert "I'm a program, not a person." in said
    assert "not for emergencies" in said


def test_agreeing_enrols_with_the_version_of_what_was_agreed() -> None:
    turn = tapped("agree", invitation())
    (enrolled,) = [change for change in turn.changes if isinstance(change, Enrolled)]
    assert (enrolled.code, enrolled.role) == (CODE, Role.CLIENT)
    assert (enrolled.profile.consent_version != "", enrolled.profile.consented_at) == (True, NOW)
    assert (enrolled.profile.zone, enrolled.profile.country, enrolled.profile.settled) == (
        people.NEW_YORK,
        "US",
        False,
    )
    assert turn.session.place == Settling(step="sharing")


def test_the_newcomers_first_buttons_live() -> None:
    turn = tapped("agree", invitation())
    assert turn.session.anchor == id_of_reply(id_of_newcomer(CODE), turn.session.turn, 0)
    assert turn.session.nonce == turn.session.turn


def test_no_thanks_keeps_nothing_and_leaves_the_link_usable() -> None:
    turn = tapped("refuse", invitation())
    assert not turn.changes
    assert "still works" in said_to(turn)[0]


def test_a_link_that_went_astray_is_ended() -> None:
    turn = tapped("notmine", invitation())
    assert InviteEnded(code=CODE) in turn.changes


def test_a_country_without_help_lines_cannot_begin() -> None:
    turn = turn_of(stranger(invitation(country="XX")), START)
    assert said_to(turn) == ["I can't begin yet: I have no help lines for your country."]
    assert not labels(turn)


def test_a_client_link_is_no_therapist_link() -> None:
    turn = tapped("agree", invitation(Role.THERAPIST))
    assert not turn.changes


def test_the_therapists_link_needs_no_consent() -> None:
    turn = turn_of(stranger(invitation(Role.THERAPIST)), START)
    (enrolled,) = [change for change in turn.changes if isinstance(change, Enrolled)]
    assert (enrolled.role, enrolled.profile.name, enrolled.profile.settled) == (Role.THERAPIST, "Vale", True)


@pytest.mark.parametrize(
    "person", [client(invite=invitation()), therapist(invite=invitation())], ids=["client", "therapist"]
)
def test_whoever_is_here_already_joins_nothing(person: Person) -> None:
    assert not turn_of(person, START).changes
    assert turn_of(person, Tapped(do=f"agree:{CODE}", nonce=None)).toast == "That one has closed."


@pytest.mark.parametrize("name", ["Vale", "Dr. Wilhelmina Featherstonehaugh", "N"])
def test_the_buttons_fit_any_name_and_any_code(name: str) -> None:
    turn = turn_of(stranger(invitation(therapist=name)), START)
    assert max(map(len, labels(turn))) <= 24
    assert max(len(f"0:{do}".encode()) for do in actions(turn)) <= 64


def test_an_invitation_is_made_of_the_code_that_was_spare() -> None:
    person = therapist()
    turn = turn_of(person, Commanded(name="invite"))
    person = replace(person, session=replace(turn.session, nonce=4))
    made = turn_of(person, Said(text="  A.R.\n(new) "))
    (invite,) = [change for change in made.changes if isinstance(change, InviteMade)]
    assert (invite.code, invite.nickname) == (CODE, "A.R. (new)")
    assert (invite.expires - NOW).days == 7
    assert f"?start={CODE}" in said_to(made)[0]
    assert "18 or over" in said_to(made)[0]


def test_a_name_of_nothing_is_asked_again() -> None:
    person = therapist()
    person = replace(person, session=turn_of(person, Commanded(name="invite")).session)
    assert not turn_of(person, Said(text=" \n ")).changes


def test_a_link_can_be_taken_back() -> None:
    turn = turn_of(therapist(), Tapped(do=f"cancel:{CODE}", nonce=None, message=3))
    assert InviteEnded(code=CODE) in turn.changes


def test_a_stranger_keeps_no_session() -> None:
    assert stranger().session == Session()
