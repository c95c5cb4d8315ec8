"""What a therapist writes down of a session: versions that stay, sealed, and who sees which of them."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.core.appointment import Appointments
from bot.core.changes import Arranged, Drafted, RunSaved
from bot.core.lookup import Lookup
from bot.core.meeting_places import Arranging
from bot.core.person import Draft, Profile
from bot.core.recap import RECAP
from bot.core.run import Run
from bot.core.turn import Entry
from storage import store as kept
from storage.share import reading
from storage.store_drafts import drafts_of
from storage.store_people import member, seal_session
from storage.tables import APPOINTMENT, DRAFT, PERSON
from storage.vault import Vault
from tests.storage.practice import CLIENT_USER, KEY, NOW, THERAPIST_USER, Practice, named

ASK = Lookup(draft=True)
FIRST, SECOND = ("saying no", "", "the drawing"), ("saying no to a sister",)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def practice(empty: Practice) -> Practice:
    empty.therapist()
    empty.client()
    return empty


def client_id(practice: Practice) -> str:
    return str(practice.load(CLIENT_USER).id)


def write(practice: Practice, texts: tuple[str, ...] = FIRST, now: datetime = NOW) -> None:
    practice.take(THERAPIST_USER, Drafted(client=client_id(practice), texts=texts), now=now)


def answer(practice: Practice, text: str, now: datetime, *, private: bool = False) -> None:
    run = Run(id=named(f"{now}"), exercise=RECAP, revision=1, trigger="client", started=now)
    entry = Entry(id=named(f"entry {now}"), run=run.id, step="topics", at=now, text=text)
    over = RunSaved(run=run, language="en", ended=now, outcome="done", private=private)
    practice.take(CLIENT_USER, over, entries=(entry,), now=now)


def seen_by_client(practice: Practice, now: datetime = NOW) -> Draft | None:
    return practice.load(CLIENT_USER, ASK, now).draft


def seen_by_therapist(practice: Practice, now: datetime = NOW) -> Draft | None:
    """Loaded while the therapist stands in /sessions of that client."""
    person = practice.load(THERAPIST_USER, now=now)
    client = client_id(practice)
    with practice.db.writing() as conn:
        who = member(practice.db.store, conn, str(person.id))
        assert who is not None
        session = replace(person.session, place=Arranging(step="menu", client=client))
        sealed = seal_session(who.key, who.id, session)
        conn.execute(PERSON.update().where(PERSON.c.id == who.id).values(session_sealed=sealed))
    return practice.load(THERAPIST_USER, now=now).draft


def test_the_client_finds_what_the_therapist_wrote_and_only_when_it_is_asked_for(practice: Practice) -> None:
    assert seen_by_client(practice) is None
    write(practice)
    assert seen_by_client(practice) == Draft(texts=FIRST, at=NOW)
    assert practice.load(CLIENT_USER).draft is None


def test_every_version_stays_and_the_last_one_counts(practice: Practice) -> None:
    write(practice)
    write(practice, SECOND, NOW + HOUR)
    assert seen_by_client(practice, NOW + HOUR) == Draft(texts=SECOND, at=NOW + HOUR)
    with practice.db.reading() as conn:
        client = member(practice.db.store, conn, client_id(practice))
        assert client is not None
        versions = list(drafts_of(conn, client))
    assert [(each.version, each.texts) for each in versions] == [(1, FIRST), (2, SECOND)]


def test_the_session_it_is_about_is_noted(practice: Practice) -> None:
    meetings = Appointments(on=date(2026, 11, 24), at=time(9), zone="Europe/Berlin")
    practice.take(THERAPIST_USER, Arranged(client=client_id(practice), appointments=meetings))
    write(practice)
    write(practice, now=NOW + 2 * DAY)
    first, second = sorted(practice.rows(DRAFT), key=lambda row: row.version)
    assert first.met_at is None
    assert second.met_at == datetime.fromisoformat("2026-11-24T08:00:00+00:00")


def test_the_clients_own_version_goes_before_an_older_one(practice: Practice) -> None:
    write(practice)
    answer(practice, "what I said", NOW + HOUR)
    texts = ("what I said", "", "", "", "")
    assert seen_by_client(practice, NOW + HOUR) == Draft(texts=texts, at=NOW + HOUR, theirs=False)
    assert seen_by_therapist(practice, NOW + HOUR) == Draft(texts=texts, at=NOW + HOUR, theirs=False)
    write(practice, SECOND, NOW + 2 * HOUR)
    assert seen_by_client(practice, NOW + 2 * HOUR) == Draft(texts=SECOND, at=NOW + 2 * HOUR)


def test_what_is_private_or_not_shared_shows_the_therapist_nothing(practice: Practice) -> None:
    answer(practice, "mine alone", NOW + HOUR, private=True)
    assert seen_by_therapist(practice, NOW + HOUR) is None
    own = seen_by_client(practice, NOW + HOUR)
    assert own is not None
    assert own.texts[0] == "mine alone"
    answer(practice, "shared once", NOW + 2 * HOUR)
    profile: Profile = practice.load(CLIENT_USER).profile
    practice.take(CLIENT_USER, profile=replace(profile, sharing="none"))
    assert seen_by_therapist(practice, NOW + 2 * HOUR) is None


def test_after_a_week_the_next_session_begins_with_nothing(practice: Practice) -> None:
    write(practice)
    assert seen_by_client(practice, NOW + 7 * DAY) is None
    assert seen_by_client(practice, NOW + 7 * DAY - HOUR) is not None


def test_nobody_writes_for_a_client_of_somebody_else(practice: Practice) -> None:
    theirs = client_id(practice)
    practice.therapist(user=7009, name="Dr. Brook")
    for user in (7009, CLIENT_USER):
        with pytest.raises(kept.NotYours):
            practice.take(user, Drafted(client=theirs, texts=FIRST))
    assert practice.rows(DRAFT) == []


def test_the_words_are_sealed_for_that_client_and_that_version(practice: Practice) -> None:
    write(practice)
    sealed = practice.row(DRAFT).words_sealed
    assert json.dumps(FIRST).encode() not in sealed
    assert b"saying" not in sealed


def test_an_erased_client_leaves_none_behind(practice: Practice) -> None:
    write(practice)
    client = client_id(practice)
    with practice.db.writing() as conn:
        kept.erase(practice.db.store, conn, client, NOW)
    assert practice.rows(DRAFT) == []


def test_the_clients_own_copy_holds_every_version_and_every_arrangement(practice: Practice) -> None:
    meetings = Appointments(on=date(2026, 11, 24), at=time(9), zone="Europe/Berlin", every=7)
    practice.take(THERAPIST_USER, Arranged(client=client_id(practice), appointments=meetings))
    practice.take(THERAPIST_USER, Arranged(client=client_id(practice), appointments=None), now=NOW + DAY)
    write(practice)
    write(practice, SECOND, NOW + HOUR)
    client = client_id(practice)
    with practice.db.reading() as conn:
        record = kept.own_record(practice.db.store, conn, client)
    assert record is not None
    assert [each.texts for each in record.summaries] == [FIRST, SECOND]
    (arranged,) = record.sessions
    assert (arranged.hour, arranged.every_days, arranged.ended_at) == ("09:00", 7, NOW + DAY)


def test_what_is_older_than_it_is_to_be_kept_goes(practice: Practice) -> None:
    meetings = Appointments(on=date(2026, 11, 24), at=time(9), zone="Europe/Berlin", every=7)
    for wanted in (meetings, None, meetings):
        practice.take(THERAPIST_USER, Arranged(client=client_id(practice), appointments=wanted))
    write(practice)
    with practice.db.writing() as conn:
        kept.forget_old(practice.db.store, conn, NOW + 40 * DAY, 30, "")
    assert practice.rows(DRAFT) == []
    assert [row.ended_at for row in practice.rows(APPOINTMENT)] == [None]


def test_what_a_therapist_takes_out_holds_them_too_by_range(practice: Practice) -> None:
    meetings = Appointments(on=date(2026, 11, 24), at=time(9), zone="Europe/Berlin", every=7)
    practice.take(THERAPIST_USER, Arranged(client=client_id(practice), appointments=meetings))
    write(practice)
    write(practice, SECOND, NOW + 9 * DAY)
    with reading(practice.url, Vault([KEY])) as view:
        (who,) = view.clients()
        now = NOW + 20 * DAY
        early, later = view.record(who, None, NOW + DAY, now), view.record(who, NOW + 2 * DAY, now, now)
    assert [each.texts for each in early.summaries] == [FIRST]
    assert [each.texts for each in later.summaries] == [SECOND]
    assert [(each.hour, each.next_at) for each in later.sessions] == [
        ("09:00", datetime.fromisoformat("2026-11-24T08:00:00+00:00"))
    ]


def test_a_version_that_was_stopped_half_way_takes_no_other_ones_place(practice: Practice) -> None:
    write(practice)
    run = Run(id=named("half"), exercise=RECAP, revision=1, trigger="client", started=NOW)
    entry = Entry(id=named("half a line"), run=run.id, step="topics", at=NOW, text="half")
    stopped = RunSaved(run=run, language="en", ended=NOW + HOUR, outcome="part")
    practice.take(CLIENT_USER, stopped, entries=(entry,), now=NOW + HOUR)
    assert seen_by_client(practice, NOW + HOUR) == Draft(texts=FIRST, at=NOW)
