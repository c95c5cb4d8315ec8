"""No words, names or Telegram ids stand in the file, and a sealed value opens in its own place alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.core.changes import Assigned, Enrolled, EntryRevised, InviteMade, RunSaved
from bot.core.lookup import Lookup
from bot.core.person import Assignment, Profile, Role
from bot.core.run import Run
from bot.core.session import Answering, LastKept, Session, Unsorted
from bot.core.text import Rich
from bot.core.turn import Entry, Turn
from storage import store as kept
from storage.tables import ENTRY, PERSON
from storage.vault import SealBroken
from tests.storage.practice import CLIENT_USER, DAILY, NOW, THERAPIST_USER, Practice, named, said

CANARY = "canary-word"
USER = 987_654_321_012


def test_nothing_a_person_said_or_is_stands_in_the_file(empty: Practice) -> None:
    with empty.db.writing() as conn:
        code = kept.make_therapist_invite(empty.db.store, conn, f"{CANARY} therapist", NOW)
        kept.keep_updates(empty.db.store, conn, [(1, f"{CANARY} update {USER}".encode())], NOW)
        kept.keep_updates(empty.db.store, conn, [(2, f"{CANARY} dead".encode())], NOW)
        kept.park_update(conn, 2, "ValueError")
    profile = Profile(name=f"{CANARY} name", settled=True, consented_at=NOW, consent_version="1")
    empty.take(THERAPIST_USER, Enrolled(code=code, role=Role.THERAPIST, profile=profile))
    empty.take(
        THERAPIST_USER,
        InviteMade(code=f"c_{CANARY}", nickname=f"{CANARY} nickname", expires=NOW + timedelta(days=1)),
    )
    empty.take(USER, Enrolled(code=f"c_{CANARY}", role=Role.CLIENT, profile=profile), update_id=1)
    client = str(empty.load(USER).id)
    homework = Assignment(id=named("a"), exercise="e", plan=DAILY, words=f"{CANARY} homework")
    empty.take(THERAPIST_USER, Assigned(client=client, assignments=(homework,)))
    run = Run(id=named("r"), exercise="e", revision=1, trigger="client", started=NOW, words=f"{CANARY} words")
    entry = Entry(
        id=named("e"),
        run=run.id,
        step="s",
        at=NOW,
        text=f"{CANARY} text",
        label=f"{CANARY} label",
        file=f"{CANARY} file",
    )
    session = Session(
        turn=300,
        place=Answering(run=run, step="s"),
        parked=Unsorted(text=f"{CANARY} unsorted"),
        last_kept=LastKept(entry="e", run="r", text=f"{CANARY} last", until=NOW),
    )
    turn = Turn(
        session=session,
        profile=replace(profile, name=f"{CANARY} other"),
        replies=(
            said(f"{CANARY} reply"),
            said(f"{CANARY} nudge", kind="nudge"),
            said(f"{CANARY} file", kind="file"),
        ),
        entries=(entry,),
        changes=(RunSaved(run=run, language="en"),),
    )
    taken = kept.Taken(address=kept.Address(user=USER), person=empty.load(USER), turn=turn)
    with empty.db.writing() as conn:
        kept.save(empty.db.store, conn, taken, NOW)
    empty.take(USER, EntryRevised(entry=entry.id, text=f"{CANARY} revised"))
    with empty.db.writing() as conn:
        kept.mark_sent(conn, 1, 5, NOW)
        kept.recover(empty.db.store, conn, NOW, Rich(f"{CANARY} notice"))
    folder = Path(empty.url.removeprefix("sqlite:///")).parent
    while_open = b"".join(file.read_bytes() for file in folder.iterdir())
    empty.close()
    when_closed = b"".join(file.read_bytes() for file in folder.iterdir())
    for raw in (while_open, when_closed):
        assert named("e").encode() in raw
        assert CANARY.encode() not in raw
        assert str(USER).encode() not in raw


def test_value_moved_to_another_row_does_not_open(practice: Practice) -> None:
    first = Run(id=named("r"), exercise="e", revision=1, trigger="client", started=NOW)
    entries = tuple(
        Entry(id=named(what), run=first.id, step="s", at=NOW, text=what) for what in ("one", "two")
    )
    practice.take(CLIENT_USER, RunSaved(run=first, language="en"), entries=entries)
    with practice.db.writing() as conn:
        sealed = practice_value(practice, "one")
        conn.execute(update(ENTRY).where(ENTRY.c.id == named("two")).values(value_sealed=sealed))
    with pytest.raises(SealBroken):
        practice.load(CLIENT_USER, Lookup(run=first.id))


def practice_value(practice: Practice, what: str) -> bytes:
    return next(bytes(row.value_sealed) for row in practice.rows(ENTRY) if row.id == named(what))


def test_session_moved_to_another_person_does_not_open(practice: Practice) -> None:
    rows = {row.role: row for row in practice.rows(PERSON)}
    with practice.db.writing() as conn:
        moved = update(PERSON).where(PERSON.c.id == rows["client"].id)
        conn.execute(moved.values(session_sealed=rows["therapist"].session_sealed))
    with pytest.raises(SealBroken):
        practice.load(CLIENT_USER)


def test_each_person_has_a_key_of_their_own(practice: Practice) -> None:
    practice.client(8002)
    assert len({bytes(row.key_wrapped) for row in practice.rows(PERSON)}) == 3


def test_erased_words_leave_no_trace_in_the_file(practice: Practice) -> None:
    practice.kept_run()
    sealed = bytes(practice.row(ENTRY).value_sealed)
    file = Path(practice.url.removeprefix("sqlite:///"))
    practice.close()
    assert sealed in file.read_bytes()
    client = str(practice.load(CLIENT_USER).id)
    with practice.db.writing() as conn:
        kept.erase(practice.db.store, conn, client, NOW)
    practice.close()
    assert sealed not in file.read_bytes()
