"""A session's summary: written beforehand by the therapist, gone over by the client, each version kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.changes import Drafted, RunSaved
from bot.core.inputs import Odd, Recorded, Said
from bot.core.lookup import lookup
from bot.core.meeting_places import Arranging, Drafting, Recapping
from bot.core.person import Draft, KeptEntry, KeptRun, Person
from bot.core.recap import HEADINGS, RECAP
from bot.core.session import AnyPlace, Resting
from bot.core.turn import Turn
from tests.core.people import (
    CLIENT_ID,
    NOW,
    OTHER_ID,
    RUN_ID,
    actions,
    at,
    client,
    exercise,
    given_to,
    labels,
    said_to,
    settled,
    tap,
    therapist,
    turn_of,
)

MET = NOW - timedelta(hours=3)
TEXTS = ("saying no", "breathing out", "", "kind line", "")
DRAFT = Draft(texts=TEXTS, at=NOW)
YES = tap("recap:begin", stands=True)


def place_of(turn: Turn, kind: type[AnyPlace]) -> AnyPlace:
    assert isinstance(turn.session.place, kind)
    return turn.session.place


def recapping(turn: Turn) -> Recapping:
    place = turn.session.place
    assert isinstance(place, Recapping)
    return place


def drafting(turn: Turn) -> Drafting:
    place = turn.session.place
    assert isinstance(place, Drafting)
    return place


def on(person: Person, turn: Turn) -> Person:
    return replace(person, session=at(turn.session.place))


def test_the_headings_are_the_steps_of_the_exercise() -> None:
    assert tuple(step.id for step in exercise(RECAP).steps)[: len(HEADINGS)] == HEADINGS
    assert exercise(RECAP).form == "recap"


# --- the client's ---------------------------------------------------------------------------------


def test_what_the_therapist_wrote_stands_there_and_is_kept_or_changed() -> None:
    assert lookup(YES).draft
    person = client(met=MET, draft=DRAFT)
    begun = turn_of(person, YES)
    assert "Vale has written something down already." in said_to(begun)[0]
    assert "saying no" in said_to(begun)[0]
    assert labels(begun) == ["Keep it", "Skip", "Stop here"]
    kept = turn_of(on(person, begun), tap("keep"))
    assert [entry.text for entry in kept.entries] == ["saying no"]
    said = turn_of(on(person, kept), Said(text="a longer breath", message=9))
    assert [(entry.text, entry.message) for entry in said.entries] == [("a longer breath", 9)]
    assert recapping(said).index == 2


def test_without_a_draft_the_homework_stands_under_its_heading() -> None:
    person = client(met=MET, assignments=(given_to("kind-line", "x"), replace(given_to("box"), own=True)))
    assert recapping(turn_of(person, YES)).texts == ("", "", "", exercise("kind-line").title)


def test_all_headings_lead_to_a_card() -> None:
    person = client(met=MET, draft=DRAFT)
    turn = turn_of(person, YES)
    for do in ("keep", "keep", "skip", "keep"):
        turn = turn_of(on(person, turn), tap(do))
    ready = turn_of(on(person, turn), Said(text="tired is allowed", message=12))
    done = turn_of(on(person, ready), tap("skip"))
    assert isinstance(done.session.place, Resting)
    assert (
        "about: saying no\ntried: breathing out\nuntil next time: kind line\nstays: tired is allowed"
        in said_to(done)[0]
    )
    assert [change.outcome for change in done.changes if isinstance(change, RunSaved)] == ["done"]


def test_a_recording_is_an_answer_too() -> None:
    person = client(met=MET)
    turn = turn_of(on(person, turn_of(person, YES)), Recorded(media="voice", file="f", message=8))
    assert [(entry.step, entry.media) for entry in turn.entries] == [("topics", "voice")]


def test_back_asks_the_heading_before_with_what_was_said() -> None:
    person = client(met=MET)
    said = turn_of(on(person, turn_of(person, YES)), Said(text="sleep", message=8))
    back = turn_of(on(person, said), tap("back"))
    assert recapping(back).index == 0
    assert "sleep" in said_to(back)[0]
    again = turn_of(on(person, back), Said(text="sleeping badly", message=10))
    assert len([answer for answer in recapping(again).run.answers if answer.step == "topics"]) == 1


def test_stopping_keeps_what_there_is() -> None:
    person = client(met=MET)
    said = turn_of(on(person, turn_of(person, YES)), Said(text="sleep", message=8))
    stopped = turn_of(on(person, said), tap("stop"))
    assert [change.outcome for change in stopped.changes if isinstance(change, RunSaved)] == ["part"]


def test_the_button_closes_with_the_day_after_the_session() -> None:
    late = replace(settled(), zone="UTC")
    assert turn_of(client(met=MET), YES, now=MET + timedelta(hours=26)).toast is None
    assert (
        turn_of(client(profile=late, met=MET), YES, now=MET + timedelta(days=2)).toast
        == "That one has closed."
    )
    assert turn_of(client(), YES).toast == "That one has closed."


def test_changing_a_kept_one_begins_the_next_version() -> None:
    entries = (
        KeptEntry(id="1", step="topics", text="sleep"),
        KeptEntry(id="2", step="techniques", text="", skipped=True),
        KeptEntry(id="3", step="insights", text="slow down"),
    )
    run = KeptRun(id=RUN_ID, exercise=RECAP, private=False, entries=entries, at=NOW)
    turn = turn_of(client(run=run), tap(f"change:{RUN_ID}", stands=True))
    place = recapping(turn)
    assert place.texts == ("sleep", "", "", "", "slow down")
    assert place.run.id != RUN_ID
    assert not place.theirs


def test_an_open_one_goes_on_instead_of_beginning_again() -> None:
    person = client(met=MET)
    begun = turn_of(person, YES)
    again = turn_of(on(person, begun), YES)
    assert recapping(again).run == recapping(begun).run


def test_anything_odd_asks_again() -> None:
    person = client(met=MET)
    turn = turn_of(on(person, turn_of(person, YES)), Odd(what="other"))
    assert recapping(turn).index == 0
    assert said_to(turn)


def test_a_heading_that_is_gone_ends_it_kindly() -> None:
    place = replace(recapping(turn_of(client(met=MET), YES)), index=9)
    assert isinstance(turn_of(client(place), tap("skip")).session.place, Resting)


# --- the therapist's ------------------------------------------------------------------------------


def test_the_therapist_writes_heading_by_heading_and_keeps_the_whole() -> None:
    vale = therapist(Arranging(step="menu", client=CLIENT_ID))
    turn = turn_of(vale, tap("summary"))
    assert drafting(turn).texts == ()
    for words in ("saying no", "breathing out"):
        turn = turn_of(on(vale, turn), Said(text=words))
    for _ in range(3):
        turn = turn_of(on(vale, turn), tap("next"))
    assert "What it was about\nsaying no" in said_to(turn)[0]
    kept = turn_of(on(vale, turn), tap("keep"))
    assert kept.changes == (Drafted(client=CLIENT_ID, texts=("saying no", "breathing out")),)
    assert isinstance(kept.session.place, Resting)


def test_what_stands_there_already_is_what_is_changed() -> None:
    vale = therapist(Arranging(step="menu", client=CLIENT_ID), draft=DRAFT)
    turn = turn_of(vale, tap("summary"))
    assert "saying no" in said_to(turn)[0]
    assert labels(turn) == ["Leave as it is", "Take it out", "Stop here"]
    out = turn_of(on(vale, turn), tap("clear"))
    assert drafting(out).texts[0] == ""
    assert drafting(turn_of(on(vale, turn), tap("next"))).texts == TEXTS


def test_a_therapists_words_about_a_session_bring_no_help_card() -> None:
    words = Said(text="we talked about her wanting to kill herself last year")
    turn = turn_of(therapist(Drafting(client=CLIENT_ID)), words)
    assert drafting(turn).texts == (words.text,)
    assert "988" not in " ".join(said_to(turn))


def test_nothing_written_is_not_kept() -> None:
    turn = turn_of(therapist(Drafting(client=CLIENT_ID, index=5)), tap("keep"))
    assert turn.changes == ()
    assert said_to(turn) == ["Nothing is written yet."]


def test_back_from_the_whole_leads_to_the_last_heading() -> None:
    turn = turn_of(therapist(Drafting(client=CLIENT_ID, index=5, texts=TEXTS)), tap("back"))
    assert drafting(turn).index == 4


@pytest.mark.parametrize("given", [tap("keep"), tap("next"), Said(text="x"), Odd(what="other")])
def test_nobody_writes_for_a_client_of_somebody_else(given: object) -> None:
    place = Drafting(client=OTHER_ID, index=5, texts=TEXTS)
    turn = turn_of(therapist(place), given)  # type: ignore[arg-type]  # any input
    assert turn.changes == ()
    assert isinstance(turn.session.place, Resting)


def test_a_very_long_text_is_kept_as_far_as_one_screen_holds_it() -> None:
    turn = turn_of(
        therapist(Drafting(client=CLIENT_ID, texts=("x" * 600,) * 4, index=4)), Said(text="y" * 4000)
    )
    assert len(drafting(turn).texts[4]) == 600
    assert len(said_to(turn)[0]) < 4096


def test_buttons_are_short_enough_for_the_wire() -> None:
    for index in range(6):
        turn = turn_of(therapist(Drafting(client=CLIENT_ID, index=index, texts=TEXTS)), Odd(what="other"))
        assert all(len(do.encode()) <= 50 for do in actions(turn))


def test_a_moment_before_any_session_is_no_time_for_it() -> None:
    assert turn_of(client(met=None), YES).entries == ()
    assert datetime(2026, 11, 17, tzinfo=UTC) < NOW
