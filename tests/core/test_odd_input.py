"""What nobody expects: typed numbers, things that cannot be used, content that changed, states of another release."""

from dataclasses import replace

import pytest

from bot.core.changes import RunSaved
from bot.core.inputs import Odd, Recorded, Said, Tapped
from bot.core.person import Role
from bot.core.run import Answer, Run
from bot.core.session import Answering, Resting, Session, dump_session, load_session
from bot.core.talk.matching import matching
from bot.core.therapist_places import Assigning, Inviting
from tests.core import people
from tests.core.people import NOW, RUN_ID, client, exercise, labels, said_to, tap, therapist, turn_of

RUN = Run(id=RUN_ID, exercise="mistake-note", revision=1, trigger="client", started=NOW)
AT_SIZE = Answering(run=replace(RUN, answers=(Answer(step="what", entry="e", text="late"),)), step="size_now")
LABELS = [("Tiny", "pick:tiny"), ("Big", "pick:big"), ("That's it", "enough"), ("Skip", "skip")]


@pytest.mark.parametrize(
    ("said", "do"),
    [
        ("big", "pick:big"), ("BIG.", "pick:big"), ("2", "pick:big"), ("02", "pick:big"), ("bgi", None), ("thats it", "enough"),
        ("that’s it", "enough"), ("ski", "skip"), ("sk", None), ("0", None), ("3", None), ("00019", None), ("9" * 5000, None), ("²", None), ("", None), ("…", None),
    ],
)  # fmt: skip
def test_a_typed_word_or_number_stands_for_a_button_where_one_is_asked(said: str, do: str | None) -> None:
    assert matching(said, LABELS, loosely=True) == do


@pytest.mark.parametrize(("said", "do"), [("Skip", "skip"), ("2", None), ("ski", None), ("bigg", None)])
def test_among_free_words_nothing_but_the_whole_label_counts(said: str, do: str | None) -> None:
    assert matching(said, LABELS, loosely=False) == do


def test_a_sticker_where_words_are_asked_gets_a_line_and_the_question() -> None:
    turn = turn_of(client(Answering(run=RUN, step="what")), Odd(what="sticker"))
    assert said_to(turn)[0].startswith("Got that. A word or two as well, if you like.\n")
    assert said_to(turn)[0].count("?") == 1


def test_a_sticker_where_a_button_is_asked_gets_the_question_alone() -> None:
    assert said_to(turn_of(client(AT_SIZE), Odd(what="sticker"))) == ["How big does it feel right now?"]


def test_a_recording_where_a_button_is_asked_is_not_kept_and_says_so() -> None:
    turn = turn_of(client(AT_SIZE), Recorded(media="voice", file="f"))
    assert not turn.entries
    assert said_to(turn) == [
        "A button fits here better. If it's urgent: /sos\nHow big does it feel right now?"
    ]


@pytest.mark.parametrize(
    ("media", "word"),
    [("voice", "recording"), ("video", "recording"), ("photo", "file"), ("document", "file")],
)
def test_what_cannot_be_read_is_kept_and_called_what_it_is(media: str, word: str) -> None:
    recorded = Recorded(media=media, file="f", message=9)  # type: ignore[arg-type]  # a MediaKind
    turn = turn_of(client(Answering(run=RUN, step="what")), recorded)
    assert [(e.media, e.file, e.message) for e in turn.entries] == [(media, "f", 9)]
    assert said_to(turn)[0].startswith(f"Kept as a {word}. ")


def test_a_place_is_taken_out_of_the_chat() -> None:
    turn = turn_of(client(), Odd(what="place", message=31))
    assert [reply.delete for reply in turn.replies if reply.delete] == [31]


def test_content_that_changed_under_an_open_run_keeps_what_was_given() -> None:
    turn = turn_of(client(replace(AT_SIZE, step="gone")), tap("pick:big"))
    assert said_to(turn) == ["This exercise has changed since you began it. What you gave is kept."]
    assert [c.outcome for c in turn.changes if isinstance(c, RunSaved)] == ["part"]


def test_an_exercise_that_lost_its_breather_goes_on_without() -> None:
    plain = exercise("mistake-note").model_copy(update={"breather": None})
    place = Answering(run=RUN, step="what", view="breather")
    turn = turn_of(client(place), tap("rest"), shelf=people.having(plain))
    assert turn.session.place == replace(place, view="ask")
    assert [c.run.id for c in turn.changes if isinstance(c, RunSaved)] == [RUN_ID]


def test_a_recording_is_an_answer_to_the_breather_too() -> None:
    place = Answering(run=RUN, step="what", view="breather")
    turn = turn_of(client(place), Recorded(media="voice", file="f"))
    assert [(e.step, e.file) for e in turn.entries] == [("what", "f")]
    assert [c.outcome for c in turn.changes if isinstance(c, RunSaved)] == ["open"]


@pytest.mark.parametrize("door", [-5, -1, 4, 99])
def test_a_door_that_is_not_there_asks_the_plain_question(door: int) -> None:
    place = Answering(run=replace(RUN, exercise="who-you-are"), step="like", door=door)
    assert "One is enough" in said_to(turn_of(client(place), Odd(what="other")))[0]


def test_an_answer_called_like_a_field_of_ours_changes_no_sentence() -> None:
    answers = (
        Answer(step="words", text="mine"),
        Answer(step="therapist", text="me"),
        Answer(step="template", text="t"),
    )
    place = Answering(run=replace(RUN, exercise="own-words", words="walk", answers=answers), step="answer")
    assert said_to(turn_of(client(place), Odd(what="other")))[0].endswith(
        "Vale wrote: “walk”\nWhat came of it, or came to mind? A line is plenty."
    )


def test_homework_of_any_length_leaves_room_for_its_question() -> None:
    place = Answering(run=replace(RUN, exercise="own-words", words="walk far " * 600), step="answer")
    said = said_to(turn_of(client(place), Odd(what="other")))[0]
    assert said.endswith("A line is plenty.")
    assert len(said) < 1000


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.CLIENT, Inviting()),
        (Role.CLIENT, Assigning(step="paste")),
        (Role.THERAPIST, Answering(run=RUN, step="what")),
    ],
)
def test_nobody_stands_in_a_flow_of_the_other_role(
    role: Role, place: Inviting | Assigning | Answering
) -> None:
    person = client(place) if role is Role.CLIENT else therapist(place)
    turn = turn_of(person, Said(text="i want to be kind"))
    assert not turn.changes
    assert not turn.entries


def test_a_tap_with_nothing_open_is_closed() -> None:
    assert turn_of(client(Resting()), tap("yes")).toast == "That one has closed."


@pytest.mark.parametrize("data", ["yes", "", "pick:big", "unheard:of", "0", "🙂"])
def test_a_stale_tap_says_that_it_has_closed(data: str) -> None:
    turn = turn_of(client(AT_SIZE), Tapped(do=data, nonce=3, message=9))
    assert turn.toast == "That one has closed."
    assert turn.session.place == AT_SIZE


@pytest.mark.parametrize(
    "stored",
    [b"", b"\xff\xfe", b"[]", b"null", b'{"place": {"kind": "lost"}}', b'{"turn": -4}', b'{"turn": true}'],
)
def test_a_session_that_cannot_be_read_begins_anew(stored: bytes) -> None:
    assert replace(load_session(stored), turn=0) == Session()


def test_a_session_of_another_release_keeps_its_turn() -> None:
    assert load_session(b'{"turn": 12, "place": {"kind": "lost"}}') == Session(turn=12)


def test_a_session_survives_the_store() -> None:
    session = Session(turn=3, place=AT_SIZE, parked=AT_SIZE, nonce=3, touched=NOW)
    assert load_session(dump_session(session)) == session


def test_a_removed_exercise_leaves_no_dead_end() -> None:
    turn = turn_of(client(AT_SIZE), tap("pick:big"), shelf=people.without("mistake-note"))
    assert turn.session.place == Resting()
    assert labels(turn) == []
    assert said_to(turn)
