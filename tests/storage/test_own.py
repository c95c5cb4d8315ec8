"""Clients have a copy of everything that is kept of them, private runs included, and nobody else has."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.changes import PutDown, RunHidden, RunSaved, TakenUp
from bot.core.own_record import OwnAccess, OwnCard, OwnConsent, OwnHomework, OwnRecord, OwnTimer
from bot.core.person import Assignment
from bot.core.plan import OnDemand
from bot.core.run import Run
from bot.core.session import load_session
from bot.core.turn import Entry
from storage import store as kept
from storage.shelf import shelf_of
from storage.vault import SealBroken
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named
from tests.storage.traces import SOUND, live_through

OTHER_CLIENT = 8002


def own(practice: Practice, user: int = CLIENT_USER) -> OwnRecord:
    with practice.db.reading() as conn:
        record = kept.own_record(practice.db.store, conn, str(practice.load(user).id))
    assert record is not None
    return record


def test_record_holds_one_of_each_kind(practice: Practice, tmp_path: Path) -> None:
    live_through(practice, tmp_path)
    record, person = own(practice), practice.load(CLIENT_USER)
    assert (record.therapist, record.joined_at) == ("Dr. Adler", NOW)
    assert (record.profile, load_session(record.session)) == (person.profile, person.session)
    assert record.consents == (
        OwnConsent(at=NOW, version="1", choices={"sharing": "all", "tell_therapist": False, "country": "US"}),
    )
    assert record.cards == (OwnCard(at=NOW, tier="explicit", exercise=""),)
    assert record.timers == (OwnTimer(name="idle", subject="", at=NOW),)
    assert record.accesses == (OwnAccess(at=NOW, by="therapist", form="csv", since=None, until=NOW),)
    assert [nudge.assignment_id for nudge in record.nudges] == [named(f"for {CLIENT_USER} 0")] * 3
    (run,) = record.runs
    assert [(each.text, each.media, each.recording, each.recording_size) for each in run.answers] == [
        ("I forgot the file", "", "", 0),
        ("", "voice", "kept", len(SOUND)),
    ]


def test_private_and_open_runs_are_theirs_too(practice: Practice) -> None:
    run, _ = practice.kept_run()
    practice.take(CLIENT_USER, RunHidden(run=run, private=True))
    later = NOW + timedelta(hours=1)
    begun = Run(
        id=named("open"), exercise="note", revision=1, trigger="client", started=later, words="as given"
    )
    skipped = Entry(id=named("s"), run=begun.id, step="what", at=later, skipped=True)
    practice.take(CLIENT_USER, RunSaved(run=begun, language="en"), entries=(skipped,))
    first, second = own(practice).runs
    assert (first.id, first.private, first.words, first.outcome) == (run, True, "his own words", "done")
    assert (second.id, second.outcome, second.ended_at, second.words) == (begun.id, "open", None, "as given")
    assert [answer.skipped for answer in second.answers] == [True]


def test_homework_that_is_over_and_what_was_taken_up_are_in_it(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id))
    chosen = Assignment(id=named("own"), exercise="noticing", plan=OnDemand(), own=True)
    later = NOW + timedelta(hours=1)
    practice.take(CLIENT_USER, TakenUp(assignment=chosen), now=later)
    practice.take(CLIENT_USER, PutDown(exercise="noticing"), now=later)
    given, taken_up = own(practice).homework
    assert (given.own, given.words, given.ended_at) == (False, "Ten minutes a day", None)
    assert taken_up == OwnHomework(
        id=named("own"),
        exercise="noticing",
        own=True,
        plan=OnDemand(),
        words="",
        given_at=later,
        ended_at=later,
    )


def test_record_of_one_holds_nothing_of_another(practice: Practice, tmp_path: Path) -> None:
    practice.client(OTHER_CLIENT)
    before = own(practice, OTHER_CLIENT)
    live_through(practice, tmp_path)
    assert own(practice, OTHER_CLIENT) == before
    assert [*before.runs, *before.nudges, *before.accesses] == []


def test_therapists_and_strangers_have_no_record(practice: Practice) -> None:
    with practice.db.reading() as conn:
        assert kept.own_record(practice.db.store, conn, named("nobody")) is None
        assert kept.own_record(practice.db.store, conn, str(practice.load(THERAPIST_USER).id)) is None


def test_recording_opens_for_its_own_client_alone(practice: Practice, tmp_path: Path) -> None:
    practice.client(OTHER_CLIENT)
    client, other = live_through(practice, tmp_path), str(practice.load(OTHER_CLIENT).id)
    entry = named(f"voice {CLIENT_USER}")
    sealed = shelf_of(practice.db.store, tmp_path).get(entry)
    assert sealed is not None
    with practice.db.reading() as conn:
        assert kept.open_recording(practice.db.store, conn, client, entry, sealed) == SOUND
        for who, what in ((other, entry), (client, named("another"))):
            with pytest.raises(SealBroken):
                kept.open_recording(practice.db.store, conn, who, what, sealed)


def test_choices_are_those_of_now(practice: Practice) -> None:
    profile = replace(practice.load(CLIENT_USER).profile, values=("being there",))
    practice.take(CLIENT_USER, profile=profile)
    assert own(practice).profile == profile
