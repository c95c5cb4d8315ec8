"""What leaves for files and lists: everything that is shared, of the clients asked for, and nothing private."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.changes import RunHidden, RunSaved
from bot.core.record import (
    ExportedOccurrence,
    SharedAccess,
    SharedAnswer,
    SharedRecord,
    SharedRecording,
    SharedRun,
)
from bot.core.run import Run
from bot.core.turn import Entry
from storage import store as kept
from storage.file import BadDatabase
from storage.share import OtherRelease, note_export, reading
from storage.tables import PERSON
from storage.vault import Vault, WrongKey
from tests.storage.practice import CLIENT_USER, EVENING, NOW, THERAPIST_USER, Practice, named
from tests.storage.shared import shared
from tests.storage.traces import SOUND, live_through

WEEK = timedelta(days=7)


def exported(
    practice: Practice, *users: int, since: datetime | None = None, until: datetime | None = None
) -> list[SharedRecord]:
    ids = [str(practice.load(user).id) for user in users or (CLIENT_USER,)]
    return shared(practice.db, ids, until or NOW + WEEK, since)


def code_of(practice: Practice, user: int = CLIENT_USER) -> str:
    person = practice.load(user).id
    return str(next(row.code for row in practice.rows(PERSON) if row.id == person))


def test_run_leaves_with_all_that_is_known_of_it(practice: Practice) -> None:
    run, entry = practice.kept_run()
    (record,) = exported(practice)
    assert record.code == code_of(practice)
    answer = SharedAnswer(entry, "what", 0, NOW, "I forgot the file", None, "", "", False)
    assert record.runs == (
        SharedRun(
            id=run,
            exercise="mistake-note",
            revision=3,
            language="en",
            trigger="client",
            zone="Europe/Berlin",
            started_at=NOW,
            ended_at=NOW,
            outcome="done",
            assignment_id=None,
            occurrence_id=None,
            words="his own words",
            answers=(answer,),
        ),
    )


def test_nudges_and_homework_leave_with_what_became_of_them(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id))
    (record,) = exported(practice)
    first, *others = record.occurrences
    assert first == ExportedOccurrence(
        client_code=code_of(practice),
        id=first.id,
        assignment_id=named("first 0"),
        exercise="exercise-0",
        trigger="fixed",
        local_date=EVENING.date(),
        slot=0,
        zone="Europe/Berlin",
        planned_at=EVENING,
        due_at=EVENING,
        expires_at=EVENING + timedelta(hours=2),
        send_state="planned",
        outcome=None,
        reason="",
        sent_at=None,
        first_reaction_at=None,
        started_at=None,
        ended_at=None,
        reminder_at=None,
        snoozed=0,
    )
    assert len(others) == 2
    (given,) = record.homework
    assert (given.id, given.words, given.kind) == (named("first 0"), "Ten minutes a day", "fixed")
    assert given.plan["days"] == [0, 1, 2, 3, 4, 5, 6]


def test_agreements_and_files_made_leave_too(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    made = SharedAccess(at=NOW, by="operator", form="csv", since=None, until=NOW)
    note_export(practice.url, practice.db.store.index, [client], made)
    (record,) = exported(practice)
    assert record.accesses == (made,)
    assert [each.choices["sharing"] for each in record.consents] == ["all"]


def test_recordings_leave_by_the_answer_they_belong_to(practice: Practice, tmp_path: Path) -> None:
    live_through(practice, tmp_path)
    (record,) = exported(practice)
    recorded = SharedRecording(state="kept", name="voice.oga", size=len(SOUND))
    assert dict(record.recordings) == {named(f"voice {CLIENT_USER}"): recorded}


def test_run_that_was_left_and_gone_on_with_keeps_its_answers_together(practice: Practice) -> None:
    for nth, (run, step) in enumerate([("one", "a"), ("two", "a"), ("one", "b"), ("two", "b")]):
        started = NOW + timedelta(minutes=run == "two")
        begun = Run(id=named(run), exercise="e", revision=1, trigger="client", started=started)
        entry = Entry(id=named(f"{nth}"), run=begun.id, step=step, at=NOW + timedelta(minutes=nth), text="x")
        practice.take(CLIENT_USER, RunSaved(run=begun, language="en"), entries=(entry,))
    (record,) = exported(practice)
    rows = [(run.id, answer.step) for run in record.runs for answer in run.answers]
    one, two = named("one"), named("two")
    assert rows == [(one, "a"), (one, "b"), (two, "a"), (two, "b")]


def test_private_run_does_not_leave(practice: Practice) -> None:
    run, _ = practice.kept_run()
    assert [each.id for each in exported(practice)[0].runs] == [run]
    practice.take(CLIENT_USER, RunHidden(run=run, private=True))
    assert exported(practice)[0].runs == ()


def test_range_takes_its_beginning_and_not_its_end(practice: Practice) -> None:
    practice.kept_run()
    assert len(exported(practice, since=NOW)[0].runs) == 1
    assert exported(practice, until=NOW)[0].runs == ()
    assert exported(practice, since=NOW + timedelta(microseconds=1))[0].runs == ()


def test_only_the_clients_asked_for_leave(practice: Practice) -> None:
    practice.client(8002)
    (only,) = exported(practice, 8002)
    assert only.code == code_of(practice, 8002)
    both = [each.code for each in exported(practice, CLIENT_USER, 8002)]
    assert both == sorted(both)
    assert len(both) == 2


def test_answers_leave_in_the_order_they_were_given(practice: Practice) -> None:
    run = Run(id=named("r"), exercise="e", revision=1, trigger="client", started=NOW)
    steps = ["z", "a", "m"]
    entries = tuple(Entry(id=named(step), run=run.id, step=step, at=NOW, text=step) for step in steps)
    practice.take(CLIENT_USER, RunSaved(run=run, language="en"), entries=entries)
    (record,) = exported(practice)
    assert [answer.step for answer in record.runs[0].answers] == steps


def test_zone_is_the_one_the_run_began_in(practice: Practice) -> None:
    practice.kept_run()
    practice.take(CLIENT_USER, profile=replace(practice.load(CLIENT_USER).profile, zone="Asia/Tokyo"))
    practice.kept_run()
    (record,) = exported(practice)
    assert [run.zone for run in record.runs] == ["Europe/Berlin"]


def test_reading_refuses_another_key_another_release_and_what_is_no_database(
    practice: Practice, tmp_path: Path
) -> None:
    practice.kept_run()
    with pytest.raises(WrongKey), reading(practice.url, Vault([b"B" * 43 + b"="])):
        pass
    with practice.db.writing() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(OtherRelease), reading(practice.url, practice.db.store.vault):
        pass
    (tmp_path / "letter").write_text("Dear doctor, " * 100)
    with pytest.raises(BadDatabase), reading(f"sqlite:///{tmp_path / 'letter'}", practice.db.store.vault):
        pass


def test_clients_are_listed_for_one_therapist_or_all(practice: Practice) -> None:
    practice.therapist(8001, "Dr. Other")
    practice.client(8002, therapist=8001, nickname="Ash")
    other = str(practice.load(8001).id)
    store = practice.db.store
    with practice.db.reading() as conn:
        assert [card.nickname for card in kept.clients(store, conn, other)] == ["Ash"]
        assert {card.nickname for card in kept.clients(store, conn, None)} == {"Ash", "Nightingale"}
        assert [each.name for each in kept.therapists(store, conn)] == ["Dr. Adler", "Dr. Other"]


def test_client_is_found_by_code_in_any_case(practice: Practice) -> None:
    client = practice.load(CLIENT_USER).id
    code, theirs = code_of(practice), code_of(practice, THERAPIST_USER)
    with practice.db.reading() as conn:
        assert kept.find_client(conn, f" {code.lower()} ") == client
        assert kept.find_client(conn, "NOBODY") is None
        assert kept.find_client(conn, theirs) is None


def test_codes_have_nothing_that_is_easily_misread(practice: Practice) -> None:
    for user in range(9000, 9005):
        practice.client(user)
    codes = {row.code for row in practice.rows(PERSON)}
    assert len(codes) == 7
    assert not set("".join(codes)) & set("01OIL")


def test_database_is_empty_until_somebody_enrols(empty: Practice) -> None:
    with empty.db.reading() as conn:
        assert kept.is_empty(conn)
    empty.therapist()
    with empty.db.reading() as conn:
        assert not kept.is_empty(conn)


def test_counts_say_how_many_of_each(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id))
    run, _ = practice.kept_run()
    voice = Entry(id=named("voice"), run=run, step="more", at=NOW, media="voice", file="file-1")
    practice.take(CLIENT_USER, entries=(voice,))
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(1, b"{}")], NOW)
        kept.park_update(conn, 1, "ValueError")
    with practice.db.reading() as conn:
        assert kept.counts(conn) == {
            "people.client": 1,
            "people.therapist": 1,
            "inbox.dead": 1,
            "runs.done": 1,
            "nudges.planned": 3,
            "outcomes.open": 3,
            "recordings.wanted": 1,
            "answers": 2,
        }
