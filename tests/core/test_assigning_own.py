"""A therapist's own exercise: previewed, given with a plan, and done by the client like any other."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Assigned, RunSaved
from bot.core.inputs import Commanded, Opened, Recorded, Tapped
from bot.core.person import Person
from bot.core.plan import Fixed
from bot.core.session import Answering
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Turn
from tests.core.homespun import BALCONY
from tests.core.people import (
    CLIENT_ID,
    client,
    given_to,
    labels,
    nudge,
    nudges,
    said_to,
    tap,
    therapist,
    turn_of,
)

WAITING = Assigning(step="paste", client=CLIENT_ID, opening=("f1",))
GOOD = Opened(file="f1", name="balcony.toml", exercise=BALCONY)
PIECE = Proposal(words="Balcony", exercise="balcony", days=(1, 3))
PREVIEW = Assigning(step="preview", client=CLIENT_ID, proposals=(PIECE,), files=(BALCONY,))


def place_of(turn: Turn) -> Assigning:
    assert isinstance(turn.session.place, Assigning)
    return turn.session.place


def with_it() -> Person:
    """A client who was given it."""
    return client(assignments=(given_to("balcony", "Balcony", (1, 3)),), homemade=(BALCONY,))


def test_file_is_asked_for_and_stays_in_the_chat() -> None:
    given = Recorded(media="document", file="f1", name="Balcony.TOML", message=8)
    turn = turn_of(therapist(Assigning(step="paste", client=CLIENT_ID)), given)
    assert turn.opens is not None
    assert place_of(turn).pasted == ()


def test_exercise_is_shown_whole_and_becomes_a_piece() -> None:
    turn = turn_of(therapist(WAITING), GOOD)
    (said,) = said_to(turn)
    assert said.startswith("“Balcony” can be used. Step by step it says:\nFresh air asks nothing of you.")
    assert "Where will you stand? [Balcony] [Front door]" in said
    assert "“[Where]”: what was in the air?" in said
    assert "Would be: Balcony, Tue, Thu in the evening." in said
    assert place_of(turn).proposals == (PIECE,)


def test_a_file_with_a_fault_is_refused_with_line_and_reason() -> None:
    turn = turn_of(therapist(WAITING), Opened(file="f1", trouble="fault", line=8, reason="title is missing"))
    assert said_to(turn) == [
        "I can't use that exercise yet. Line 8: title is missing. Send it again once it is changed."
    ]
    assert place_of(turn).opening == ()


def test_the_longest_exercise_fits_one_message() -> None:
    step = '[[steps]]\nid = "s{n}"\nkind = "many"\nname = "Step"\nask = ["{ask}"]\noptional = true\noptions = [{options}]\n\n'
    options = ", ".join(f'{{ id = "o{n}", label = "{"label " * 4}" }}' for n in range(30))
    steps = "".join(
        step.replace("{n}", str(n)).replace("{ask}", "word " * 47).replace("{options}", options)
        for n in range(14)
    )
    text = BALCONY.replace("[closing]", steps.rstrip() + "\n\n[closing]")
    turn = turn_of(therapist(WAITING), replace(GOOD, exercise=text))
    assert len(said_to(turn)[0]) <= 4096
    assert place_of(turn).files == (text,)


def test_a_better_file_takes_the_place_of_the_first() -> None:
    better = BALCONY.replace('title = "Balcony"', 'title = "Outside"')
    place = replace(PREVIEW, opening=("f1",))
    turn = turn_of(therapist(place), replace(GOOD, exercise=better))
    assert (place_of(turn).files, [each.words for each in place_of(turn).proposals]) == (
        (better,),
        ["Outside"],
    )


def test_it_is_among_the_kinds_while_homework_is_put_together() -> None:
    turn = turn_of(therapist(replace(PREVIEW, step="review")), tap("kinds"))
    assert "Balcony" in labels(turn)
    assert "Balcony" not in labels(
        turn_of(therapist(replace(PREVIEW, step="review", files=())), tap("kinds"))
    )


def test_it_goes_out_with_its_file_plan_and_how_long_it_stands() -> None:
    (given,) = [c for c in turn_of(therapist(PREVIEW), tap("send")).changes if isinstance(c, Assigned)]
    assert given.files == (("balcony", BALCONY),)
    assert [(each.exercise, each.plan, each.life) for each in given.assignments] == [
        ("balcony", Fixed(days=(1, 3)), timedelta(hours=3))
    ]


def test_a_file_that_was_left_out_is_not_kept() -> None:
    other = Proposal(words="be kind", exercise="kind-line")
    place = replace(PREVIEW, proposals=(replace(PIECE, keep=False), other))
    (given,) = [c for c in turn_of(therapist(place), tap("send")).changes if isinstance(c, Assigned)]
    assert (given.files, given.assignments[0].life) == ((), None)


def test_client_finds_it_and_does_it() -> None:
    assert "Tue, Thu in the evening" in said_to(turn_of(with_it(), Commanded(name="today")))[0]
    begun = turn_of(with_it(), tap("offer:balcony:assignment-balcony", stands=True))
    assert said_to(begun)[0].startswith("Where will you stand?")
    assert isinstance(begun.session.place, Answering)


def test_its_nudge_comes_with_its_own_words() -> None:
    due = nudge("balcony", assignment="assignment-balcony")
    (said,) = said_to(turn_of(with_it(), nudges(due)))
    assert said.split(". ")[1] in ("A minute?", "Five minutes?", "Air?", "Out?")


def test_a_file_that_is_gone_ends_what_was_begun_kindly() -> None:
    begun = turn_of(with_it(), tap("offer:balcony:assignment-balcony", stands=True))
    later = replace(with_it(), session=begun.session, homemade=())
    turn = turn_of(later, Tapped(do="pick:balcony", nonce=begun.session.nonce, message=9))
    assert said_to(turn) == ["This exercise has changed since you began it. What you gave is kept."]
    gone = turn_of(replace(with_it(), homemade=()), nudges(nudge("balcony", assignment="assignment-balcony")))
    assert not [change for change in gone.changes if isinstance(change, RunSaved)]
