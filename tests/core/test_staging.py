"""Putting a move on the screen: edits in place, old buttons, what is parked, what offers the way back, ids that repeat."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import OccurrenceEnded, RunSaved, TimerDropped, TimerSet
from bot.core.inputs import Commanded, Reached, Said, Tapped, TimerOver
from bot.core.person import Person
from bot.core.places import Setting
from bot.core.run import Answer, Run
from bot.core.scene import id_of_reply
from bot.core.session import Answering, Aside, Prompted, Resting, Unsorted
from tests.core.people import (
    CLIENT_ID,
    NOW,
    OCCURRENCE,
    RUN_ID,
    actions,
    after,
    client,
    labels,
    nudge,
    nudges,
    said_to,
    tap,
    therapist,
    turn_of,
)

OTHER_RUN = "5f0f1d2c-0000-4000-8000-000000000a22"
MISTAKE = Run(
    id=RUN_ID,
    exercise="mistake-note",
    revision=1,
    trigger="client",
    started=NOW,
    answers=(Answer(step="what", entry="e0", text="lost the keys"),),
)
AT_SIZE = Answering(run=MISTAKE, step="size_now")
KIND = Answering(run=replace(MISTAKE, id=OTHER_RUN, exercise="kind-line", answers=()), step="hard")
OPEN = Prompted(
    occurrence=OCCURRENCE, assignment="a", exercise="who-you-are", expires=NOW + timedelta(minutes=30)
)
SAID = Unsorted(text="the rain", message=12)


def test_a_tap_changes_the_message_it_sits_on() -> None:
    turn = turn_of(client(AT_SIZE), tap("pick:big"))
    assert [reply.edit for reply in turn.replies] == [55]


def test_words_get_a_new_message_and_the_old_one_loses_its_buttons() -> None:
    turn = turn_of(client(AT_SIZE), Said(text="big"))
    assert [(reply.edit, reply.bare) for reply in turn.replies] == [(None, False), ("row-4", True)]


def test_the_newest_question_is_the_one_whose_buttons_live() -> None:
    turn = turn_of(client(AT_SIZE), Said(text="big"))
    assert turn.session.nonce == turn.session.turn == 5
    assert turn.session.anchor == id_of_reply(CLIENT_ID, 5, 0)


def test_once_nothing_is_asked_no_button_lives() -> None:
    turn = turn_of(client(AT_SIZE), tap("stop"))
    assert (turn.session.anchor, turn.session.nonce) == (None, None)


def test_what_leaves_the_place_alone_leaves_its_buttons_alive() -> None:
    turn = turn_of(client(AT_SIZE), Commanded(name="privacy"))
    assert (turn.session.anchor, turn.session.nonce) == ("row-4", 4)
    assert not [reply for reply in turn.replies if reply.bare]


def test_another_exercise_parks_the_open_one() -> None:
    turn = turn_of(client(AT_SIZE), tap("offer:kind-line", stands=True))
    assert turn.session.parked == AT_SIZE


def test_one_run_can_wait_and_an_older_one_is_kept_as_far_as_it_went() -> None:
    person = client(KIND)
    person = replace(person, session=replace(person.session, parked=AT_SIZE))
    turn = turn_of(person, tap("offer:who-you-are", stands=True))
    assert turn.session.parked == KIND
    assert [(c.run.id, c.outcome) for c in turn.changes if isinstance(c, RunSaved) and c.ended] == [
        (RUN_ID, "part")
    ]


def test_the_way_back_is_offered_once_the_interruption_is_over() -> None:
    person = client(KIND)
    person = replace(person, session=replace(person.session, parked=AT_SIZE))
    assert "Back to the note “lost the keys”?" in said_to(turn_of(person, tap("stop")))


def test_the_way_back_never_comes_by_itself() -> None:
    for place, given in (
        (OPEN, TimerOver(timer="close", subject=OCCURRENCE)),
        (OPEN, Reached(reachable=False)),
        (KIND, TimerOver(timer="idle", subject="")),
    ):
        person = client(place)
        person = replace(
            person, session=replace(person.session, parked=AT_SIZE, touched=NOW - timedelta(hours=3))
        )
        turn = turn_of(person, given)
        assert turn.session.place == Resting()
        assert not [action for action in actions(turn) if action == "continue"], given


def test_going_back_leaves_nothing_parked_and_waits_two_hours_again() -> None:
    person = client()
    person = replace(person, session=replace(person.session, parked=AT_SIZE))
    turn = turn_of(person, tap("continue", stands=True))
    assert (turn.session.place, turn.session.parked) == (AT_SIZE, None)
    assert TimerSet(timer="idle", subject="", at=NOW + timedelta(hours=2)) in turn.changes


def test_leaving_it_keeps_what_was_given() -> None:
    person = client()
    person = replace(person, session=replace(person.session, parked=AT_SIZE))
    turn = turn_of(person, tap("leave", stands=True))
    assert turn.session.parked is None
    assert [c.outcome for c in turn.changes if isinstance(c, RunSaved)] == ["part"]
    assert turn_of(after(person, turn), tap("leave", stands=True)).toast == "That one has closed."


def test_a_newer_nudge_pushes_an_open_one_aside_as_not_offered() -> None:
    turn = turn_of(client(OPEN), nudges(nudge("kind-line", "5f0f1d2c-0000-4000-8000-000000000cc2")))
    ended = [(c.occurrence, c.outcome) for c in turn.changes if isinstance(c, OccurrenceEnded)]
    assert ended == [(OCCURRENCE, "not_offered")]
    assert TimerDropped(timer="close", subject=OCCURRENCE) in turn.changes


def test_the_same_nudge_again_is_not_pushed_aside_by_itself() -> None:
    turn = turn_of(client(OPEN), nudges(nudge("who-you-are")))
    assert not [c for c in turn.changes if isinstance(c, OccurrenceEnded)]


def test_what_comes_by_itself_is_no_sign_of_life() -> None:
    person = client()
    assert turn_of(person, nudges(nudge("kind-line"))).session.touched == person.session.touched
    assert turn_of(person, Said(text="hm")).session.touched == NOW


def test_no_message_stays_without_a_sign() -> None:
    person = client(run=None)
    assert turn_of(person, Said(text="hm")).replies
    assert turn_of(client(AT_SIZE), Said(text="Big")).replies
    assert labels(turn_of(client(AT_SIZE), Said(text="Big")))


def test_word_of_a_client_who_closed_the_chat_shows_that_it_is_open_again() -> None:
    away = replace(client(), profile=replace(client().profile, reachable=False))
    said = turn_of(away, Said(text="a line to keep"))
    assert said.profile is not None
    assert said.profile.reachable
    by_itself = turn_of(away, TimerOver(timer="idle", subject=""))
    assert by_itself.profile is None


def test_nothing_is_said_about_a_long_silence_to_somebody_who_closed_the_chat() -> None:
    silent = replace(client(), session=replace(client().session, touched=NOW - timedelta(days=9)))
    away = replace(silent, profile=replace(silent.profile, fade=1, reachable=False))
    turn = turn_of(away, nudges(nudge("who-you-are")))
    assert turn.replies == ()
    assert [(each.outcome, each.reason) for each in turn.changes if isinstance(each, OccurrenceEnded)] == [
        ("undeliverable", "chat closed by the client")
    ]


# --- what is left open ------------------------------------------------------------------------------


def aside(*places: Prompted | Unsorted) -> Person:
    """A client with the settings open, and these questions left open before, drawn by turns 1, 2, …"""
    waiting = tuple(Aside(place=p, anchor=f"row-{n}", nonce=n) for n, p in enumerate(places, 1))
    person = client(Setting())
    return replace(person, session=replace(person.session, aside=waiting))


def test_an_open_nudge_waits_aside_with_its_buttons() -> None:
    turn = turn_of(client(OPEN), Commanded(name="settings"))
    assert turn.session.aside == (Aside(place=OPEN, anchor="row-4", nonce=4),)
    assert not [reply for reply in turn.replies if reply.bare]
    assert not turn.changes


def test_it_is_in_front_again_once_nothing_else_is_open() -> None:
    turn = turn_of(aside(OPEN), tap("close"))
    assert (turn.session.place, turn.session.anchor, turn.session.nonce) == (OPEN, "row-1", 1)
    assert turn.session.aside == ()


def test_a_button_aside_answers_and_leaves_the_open_menu_alone() -> None:
    turn = turn_of(aside(OPEN), Tapped(do="no", nonce=1, message=9))
    assert [c.outcome for c in turn.changes if isinstance(c, OccurrenceEnded)] == ["declined"]
    assert isinstance(turn.session.place, Setting)
    assert (turn.session.aside, turn.session.anchor, turn.session.nonce) == ((), "row-4", 4)
    assert [(reply.edit, reply.bare) for reply in turn.replies] == [(9, False)]


def test_a_button_aside_that_goes_on_puts_the_open_menu_away() -> None:
    turn = turn_of(aside(OPEN), Tapped(do="yes", nonce=1, message=9))
    assert isinstance(turn.session.place, Answering)
    assert [(reply.edit, reply.bare) for reply in turn.replies] == [(9, False), ("row-4", True)]


def test_a_newer_nudge_takes_the_place_of_one_aside() -> None:
    person = replace(aside(OPEN), session=replace(aside(OPEN).session, touched=NOW - timedelta(hours=1)))
    turn = turn_of(person, nudges(nudge("kind-line", OTHER_RUN)))
    assert [(c.occurrence, c.outcome) for c in turn.changes if isinstance(c, OccurrenceEnded)] == [
        (OCCURRENCE, "not_offered")
    ]
    assert turn.session.aside == ()
    assert ("row-1", True) in [(reply.edit, reply.bare) for reply in turn.replies]


def test_a_nudge_aside_is_not_asked_again_in_the_middle_of_something() -> None:
    again = TimerOver(timer="again", subject=OCCURRENCE)
    assert not turn_of(aside(OPEN), again).replies
    later = NOW + timedelta(minutes=15)
    turn = turn_of(aside(OPEN), again, now=later)
    assert turn.session.place == OPEN
    assert [reply.edit for reply in turn.replies if reply.bare] == ["row-4", "row-1"]


def test_a_closed_chat_ends_a_nudge_aside_too() -> None:
    turn = turn_of(aside(OPEN), Reached(reachable=False))
    assert [c.outcome for c in turn.changes if isinstance(c, OccurrenceEnded)] == ["not_offered"]
    assert turn.session.aside == ()


def test_what_was_said_and_waits_aside_can_be_sorted_from_today() -> None:
    person = aside(SAID)
    shown = turn_of(person, Commanded(name="today"))
    assert "Not sorted: the rain" in said_to(shown)[0]
    turn = turn_of(after(person, shown), tap("today:sort", stands=True))
    assert turn.session.place == SAID
    assert (turn.session.aside, said_to(turn)) == ((), ["Shall I keep that?"])
    assert "row-1" in [reply.edit for reply in turn.replies if reply.bare]


def test_sorting_another_one_leaves_the_one_in_front_waiting() -> None:
    newer = replace(SAID, text="leaves", message=13)
    person = aside(SAID)
    person = replace(person, session=replace(person.session, place=newer))
    turn = turn_of(person, tap("today:sort", stands=True))
    assert turn.session.place == SAID
    assert [each.place for each in turn.session.aside] == [newer]


def test_a_therapist_has_nothing_aside() -> None:
    person = therapist()
    person = replace(person, session=replace(person.session, aside=(Aside(place=SAID, nonce=1),)))
    turn = turn_of(person, Tapped(do="note", nonce=1, message=9))
    assert (turn.entries, turn.session.aside) == ((), ())
