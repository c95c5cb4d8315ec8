"""Giving homework: whose it is, the parts of a paste, each piece looked over, one preview, and what goes out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.changes import Assigned, TimerDropped, TimerSet
from bot.core.inputs import Commanded, Said, Tapped, TimerOver
from bot.core.person import ClientCard
from bot.core.plan import Fixed, OnDemand
from bot.core.session import Resting
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import (
    CLIENT_ID,
    NOW,
    OTHER_ID,
    actions,
    card,
    labels,
    said_to,
    tap,
    therapist,
    turn_of,
)

TWO = (
    Proposal(words="be kind to yourself", exercise="kind-line", days=(0, 2)),
    Proposal(words="bring the letter", exercise="own-words"),
)
REVIEW = Assigning(step="review", client=CLIENT_ID, proposals=TWO)
PREVIEW = replace(REVIEW, step="preview", pasted=(8, 9))
BOTH = (card(), card("J.M.", OTHER_ID, "C-9TT1"))


def place_of(turn: Turn) -> Assigning:
    """Where in the giving a turn ends."""
    assert isinstance(turn.session.place, Assigning)
    return turn.session.place


def given(turn: Turn) -> list[Assigned]:
    """What a turn assigns."""
    return [change for change in turn.changes if isinstance(change, Assigned)]


def test_a_single_client_needs_no_question() -> None:
    assert place_of(turn_of(therapist(), Commanded(name="assign"))).client == CLIENT_ID


@pytest.mark.parametrize("said", ["J.M.", "j.m", "2"])
def test_who_can_be_typed(said: str) -> None:
    turn = turn_of(therapist(Assigning(step="who"), clients=BOTH), Said(text=said))
    assert (place_of(turn).step, place_of(turn).client) == ("paste", OTHER_ID)


def test_an_unknown_name_asks_again() -> None:
    turn = turn_of(therapist(Assigning(step="who"), clients=BOTH), Said(text="somebody else"))
    assert place_of(turn).step == "who"
    assert labels(turn) == ["A.R.", "J.M.", "Stop here"]


@pytest.mark.parametrize("left", [BOTH, (card(),)])
def test_a_client_who_is_gone_gives_homework_to_nobody_else(left: tuple[ClientCard, ...]) -> None:
    turn = turn_of(
        therapist(Assigning(step="who"), clients=left), tap("who:5f0f1d2c-0000-4000-8000-00000000dead")
    )
    assert place_of(turn).step == "who"


@pytest.mark.parametrize(("length", "waits"), [(3999, False), (4000, True)])
def test_a_part_as_long_as_a_message_waits_for_the_next(length: int, waits: bool) -> None:
    part = "Homework: read. ".ljust(length, "x")
    turn = turn_of(therapist(Assigning(step="paste", client=CLIENT_ID)), Said(text=part, message=8))
    assert any(isinstance(change, TimerSet) for change in turn.changes) is waits
    assert place_of(turn).pasted == (8,)


def test_the_wait_is_over_once_it_is_read() -> None:
    place = Assigning(step="paste", client=CLIENT_ID, texts=("Homework:\n- walk\n",))
    turn = turn_of(therapist(place), TimerOver(timer="paste", subject=""))
    assert place_of(turn).step == "review"
    assert TimerDropped(timer="paste", subject="") in turn_of(therapist(place), tap("all")).changes
    assert turn_of(therapist(REVIEW), TimerOver(timer="paste", subject="")).session.place == REVIEW


def test_nothing_of_the_paste_stays_but_the_pieces() -> None:
    place = Assigning(step="paste", client=CLIENT_ID)
    text = "She wept about her brother.\nHomework:\n- walk to the river"
    turn = turn_of(therapist(place), Said(text=text, message=8))
    assert [each.words for each in place_of(turn).proposals] == ["walk to the river"]
    assert place_of(turn).texts == ()


@pytest.mark.parametrize(("said", "step"), [("stop here", None), ("Pick from the list.", "pick")])
def test_a_button_can_be_typed_where_a_paste_is_asked(said: str, step: str | None) -> None:
    turn = turn_of(therapist(Assigning(step="paste", client=CLIENT_ID)), Said(text=said))
    assert getattr(turn.session.place, "step", None) == step


def test_a_paste_with_crisis_words_in_it_is_no_crisis() -> None:
    text = "She said: I want to die.\nHomework:\n- call the clinic"
    turn = turn_of(therapist(Assigning(step="paste", client=CLIENT_ID)), Said(text=text))
    assert {reply.kind for reply in turn.replies} == {"reply"}
    typed = turn_of(therapist(replace(REVIEW, step="line")), Said(text="I want to die"))
    assert typed.replies[0].kind == "safety"


def test_days_are_tapped_on_and_off() -> None:
    turn = turn_of(therapist(replace(REVIEW, step="days")), tap("day:0"))
    assert place_of(turn).proposals[0].days == (2,)
    assert place_of(turn_of(therapist(replace(REVIEW, step="days")), tap("day:4"))).proposals[0].days == (
        0,
        2,
        4,
    )


def test_another_kind_brings_its_own_rhythm() -> None:
    turn = turn_of(therapist(replace(REVIEW, step="kinds")), tap("kind:who-you-are"))
    piece = place_of(turn).proposals[0]
    assert (piece.exercise, piece.words) == ("who-you-are", "be kind to yourself")
    assert piece.days == people.exercise("who-you-are").rhythm.days


def test_a_piece_that_is_left_out_is_not_sent() -> None:
    person = therapist(REVIEW)
    person = people.after(person, turn_of(person, tap("leave")))
    person = replace(person, session=replace(person.session, nonce=4))
    person = people.after(person, turn_of(person, tap("keep")))
    sent = turn_of(replace(person, session=replace(person.session, nonce=4)), tap("send"))
    assert [each.exercise for each in given(sent)[0].assignments] == ["own-words"]


def test_send_gives_each_piece_its_plan_and_takes_the_paste_out_of_the_chat() -> None:
    turn = turn_of(therapist(PREVIEW), tap("send"))
    (assigned,) = given(turn)
    assert assigned.client == CLIENT_ID
    assert [(a.exercise, a.plan, a.words, a.given_at) for a in assigned.assignments] == [
        ("kind-line", Fixed(days=(0, 2)), "be kind to yourself", NOW),
        ("own-words", OnDemand(), "bring the letter", NOW),
    ]
    assert [reply.delete for reply in turn.replies if reply.delete] == [8, 9]
    assert said_to(turn, CLIENT_ID) == ["Vale left you two small things."]


def test_sending_to_a_client_who_is_gone_sends_nothing() -> None:
    turn = turn_of(therapist(PREVIEW, clients=()), tap("send"))
    assert not turn.changes
    assert said_to(turn) == ["Stopped. Nothing was sent."]


def test_a_piece_whose_exercise_is_gone_is_left_out() -> None:
    turn = turn_of(therapist(PREVIEW), tap("unheard"), shelf=people.without("kind-line"))
    assert "bring the letter" in said_to(turn)[0]
    sent = turn_of(therapist(PREVIEW), tap("send"), shelf=people.without("kind-line"))
    assert [each.exercise for each in given(sent)[0].assignments] == ["own-words"]


@pytest.mark.parametrize(
    "do",
    [
        "keep",
        "leave",
        "back",
        "kinds",
        "kind:kind-line",
        "days",
        "day:1",
        "line",
        "change",
        "send",
        "picked",
        "preview",
    ],
)
@pytest.mark.parametrize("step", ["review", "kinds", "days", "preview", "line", "pick"])
def test_without_a_piece_nothing_is_sent_and_nothing_raises(do: str, step: str) -> None:
    turn = turn_of(therapist(Assigning(step=step, client=CLIENT_ID)), tap(do))  # type: ignore[arg-type]  # a step
    assert not turn.changes
    assert turn.replies


@pytest.mark.parametrize("index", [-2, 5])
def test_a_place_in_the_list_that_is_not_there_stops_or_goes_on(index: int) -> None:
    for do in ("keep", "day:1", "kind:note"):
        assert turn_of(therapist(replace(REVIEW, index=index)), tap(do)).replies


def test_twelve_long_pieces_still_fit_one_preview() -> None:
    pieces = tuple(
        Proposal(words="walk to the river " * 300, exercise="own-words", days=(0, 1, 2)) for _ in range(12)
    )
    person = therapist(replace(PREVIEW, proposals=pieces, line="x" * 300))
    assert len(said_to(turn_of(person, tap("unheard")))[0]) <= 4096


def test_pieces_can_be_picked_from_the_list_and_put_back() -> None:
    place = Assigning(step="pick", client=CLIENT_ID)
    turn = turn_of(therapist(place), tap("own:kind-line"))
    assert "● A kind line" in labels(turn)
    again = turn_of(therapist(place_of(turn)), tap("own:kind-line"))
    assert place_of(again).proposals == ()
    assert "picked" not in actions(again)


def test_a_line_of_ones_own_goes_along() -> None:
    turn = turn_of(therapist(replace(REVIEW, step="line")), Said(text="  Take your\ntime. "))
    assert place_of(turn).line == "Take your time."
    sent = turn_of(therapist(replace(PREVIEW, line="Take your time.")), tap("send"))
    # On its own: what says that homework is there turns into the list of it.
    assert said_to(sent, CLIENT_ID) == ["Vale wrote: “Take your time.”", "Vale left you two small things."]


def test_giving_homework_from_a_clients_news_is_for_that_client() -> None:
    turn = turn_of(therapist(clients=BOTH), Tapped(do=f"give:{OTHER_ID}", nonce=None, message=3))
    assert place_of(turn).client == OTHER_ID
    stranger = turn_of(therapist(clients=BOTH), Tapped(do=f"give:{people.RUN_ID}", nonce=None, message=3))
    assert stranger.toast == "That one has closed."


def test_stopping_sends_nothing() -> None:
    turn = turn_of(therapist(PREVIEW), tap("stop"))
    assert turn.session.place == Resting()
    assert not turn.changes


@pytest.mark.parametrize(
    ("count", "words"), [(1, "one small thing."), (3, "three small things."), (12, "twelve small things.")]
)
def test_the_client_hears_how_many(count: int, words: str) -> None:
    turn = turn_of(therapist(replace(PREVIEW, proposals=TWO[:1] * count)), tap("send"))
    assert said_to(turn, CLIENT_ID)[0].endswith(words)


def test_homework_is_looked_at_and_a_change_asked_for() -> None:
    client = people.client(assignments=(people.given_to("kind-line", "be kind", (0, 2)),))
    looked = turn_of(client, tap("look", stands=True))
    assert "be kind (A kind line, Mon, Wed in the evening)" in said_to(looked)[0]
    assert labels(looked) == ["Fine", "Ask for a change"]
    asked = turn_of(client, tap("askchange", stands=True))
    assert said_to(asked, "therapist") == ["A.R. would like a piece of homework to be different."]


def test_homework_lasts_until_the_next_session_and_the_preview_says_when() -> None:
    start = datetime(2026, 11, 30, 19, tzinfo=UTC)
    place = Assigning(
        step="preview", client=CLIENT_ID, proposals=(Proposal(words="a line", exercise="kind-line"),)
    )
    met = turn_of(therapist(place, clients=(replace(card(), next_appointment=start),)), tap("preview"))
    assert "at most one question a day, until the next session (Mon, Nov 30):" in said_to(met)[0]
    unmet = turn_of(therapist(place), tap("preview"))
    assert "until the next session" not in said_to(unmet)[0]
    sent = turn_of(therapist(place), tap("send"))
    (given,) = [change for change in sent.changes if isinstance(change, Assigned)]
    assert [each.until for each in given.assignments] == ["appointment"]
