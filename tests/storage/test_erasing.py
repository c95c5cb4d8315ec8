"""Of a person who was erased nothing stands in the data folder but a receipt."""

from datetime import timedelta
from pathlib import Path
from random import Random

from bot.core.changes import Enrolled, Left
from bot.core.lookup import Lookup
from bot.core.person import Invite, Person, Profile, Role
from bot.core.session import Session
from bot.core.text import Rich
from bot.core.turn import Turn
from storage import store as kept
from storage.invariants import broken
from storage.shelf import shelf_of
from storage.store_entries import save_entries
from storage.tables import (
    ACCESS,
    ASSIGNMENT,
    CONSENT,
    ENTRY,
    INBOX,
    MEDIA,
    METADATA,
    OCCURRENCE,
    OUTBOX,
    PERSON,
    RECEIPT,
    RUN,
    SAFETY_EVENT,
    TIMER,
)
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named, opened, said
from tests.storage.traces import found_in, live_through, traces_of

OTHER_CLIENT = 8002


def clean(practice: Practice, folder: Path) -> None:
    """What the coach does after such a turn."""
    with practice.db.writing() as conn:
        receipts = kept.unclean(conn)
        shelf_of(practice.db.store, folder).sweep(kept.kept_media(conn))
    assert practice.db.scrub(whole=True)
    with practice.db.writing() as conn:
        kept.mark_clean(conn, receipts)


def test_erased_client_leaves_no_trace_in_the_data_folder(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path)
    traces = traces_of(practice, client, tmp_path)
    assert len(traces) >= 14
    assert found_in(tmp_path, traces) == set(traces)
    practice.take(CLIENT_USER, Left(person=client), replies=(said("All of it is gone"),))
    clean(practice, tmp_path)
    assert found_in(tmp_path, traces) == set()
    practice.close()
    again = opened(tmp_path)
    with again.db.writing() as conn:
        kept.recover(again.db.store, conn, NOW, Rich("notice"))
    assert found_in(tmp_path, traces) == set()
    assert again.load(CLIENT_USER).id is None
    again.close()


def test_older_versions_of_what_was_rewritten_go_too(practice: Practice, tmp_path: Path) -> None:
    """Pages that were rearranged keep copies of rows that were since rewritten; only writing the file anew helps."""
    practice.client(OTHER_CLIENT)
    clients = {user: str(practice.load(user).id) for user in (CLIENT_USER, OTHER_CLIENT)}
    runs = {user: practice.kept_run(user)[0] for user in clients}
    drawn = Random(4)  # noqa: S311  # lengths of answers, not secrets
    versions: dict[str, bytes] = {}
    with practice.db.writing() as conn:
        for number in range(1200):
            user = drawn.choice(list(clients))
            sealed = b"\x01" + drawn.randbytes(drawn.choice((40, 200, 1000, 5000)))
            entry = named(f"{user} {number if drawn.random() < 0.6 else drawn.randrange(number + 1)}")
            row = {"id": entry, "client_id": clients[user], "run_id": runs[user], "step": "s", "number": 0}
            rest = {"at": NOW, "skipped": False, "value_sealed": sealed, "message": None, "revisions": 0}
            save_entries(conn, [row | rest])
            if user == CLIENT_USER:
                versions[str(number)] = sealed
    practice.take(CLIENT_USER, Left(person=clients[CLIENT_USER]))
    clean(practice, tmp_path)
    assert found_in(tmp_path, versions) == set()


def test_traces_stand_in_the_file_until_it_is_scrubbed(practice: Practice, tmp_path: Path) -> None:
    """The test above can fail: rows that are gone are still in the journal."""
    client = live_through(practice, tmp_path)
    traces = traces_of(practice, client, tmp_path)
    practice.take(CLIENT_USER, Left(person=client))
    assert "answer 1" in found_in(tmp_path, traces)


def test_every_table_with_a_persons_rows_is_emptied_of_them(practice: Practice, tmp_path: Path) -> None:
    practice.client(OTHER_CLIENT)
    other = live_through(practice, tmp_path, OTHER_CLIENT)
    before = {table.name: len(practice.rows(table)) for table in METADATA.sorted_tables}
    client = live_through(practice, tmp_path)
    practice.take(CLIENT_USER, Left(person=client))
    owned = [RUN, ENTRY, MEDIA, OCCURRENCE, ASSIGNMENT, ACCESS]
    assert {row.client_id for table in owned for row in practice.rows(table)} == {other}
    assert {row.person_id for table in (TIMER, CONSENT, SAFETY_EVENT) for row in practice.rows(table)} >= {
        other
    }
    after = {table.name: len(practice.rows(table)) for table in METADATA.sorted_tables}
    assert client not in str([practice.rows(table) for table in METADATA.sorted_tables])
    gone = {"person", "invite", "consent"}  # had been there before the client lived through anything
    left = {
        "receipt",
        "inbox",
        "outbox",
        "audit",
    }  # the receipt, the emptied parked update, the therapist's file
    assert {name for name in before if after[name] < before[name]} == gone
    assert {name for name in before if after[name] > before[name]} == left


def test_receipt_keeps_the_code_the_time_and_counts_alone(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path)
    (person,) = [row for row in practice.rows(PERSON) if row.id == client]
    practice.take(CLIENT_USER, Left(person=client), now=NOW + timedelta(days=1))
    receipt = practice.row(RECEIPT)._asdict()
    assert receipt == {
        "seq": 1,
        "code": person.code,
        "at": NOW + timedelta(days=1),
        "runs": 1,
        "answers": 2,
        "nudges": 3,
        "recordings": 1,
        "clean": False,
    }


def test_receipt_is_clean_once_the_file_was_scrubbed(practice: Practice, tmp_path: Path) -> None:
    practice.take(CLIENT_USER, Left(person=str(practice.load(CLIENT_USER).id)))
    with practice.db.writing() as conn:
        assert kept.unclean(conn) == [1]
    clean(practice, tmp_path)
    with practice.db.writing() as conn:
        assert kept.unclean(conn) == []


def test_scrubbing_waits_for_whoever_reads_the_journal(tmp_path: Path, settled: Path) -> None:
    practice = opened(tmp_path, settled, busy=1)
    with practice.db.reading() as conn:
        kept.find_client(conn, "ABC")
        practice.take(CLIENT_USER, replies=(said("Hello"),))
        assert not practice.db.scrub()
    assert practice.db.scrub()
    practice.close()


def test_goodbye_goes_out_even_after_a_restart_and_says_no_longer_whose_it_was(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, replies=(said("Earlier"),))
    practice.take(CLIENT_USER, Left(person=client), replies=(said("All of it is gone"),))
    row = practice.row(OUTBOX)
    assert (row.person_id, row.occurrence_id) == (None, None)
    with practice.db.writing() as conn:
        (again,) = kept.recover(practice.db.store, conn, NOW, Rich("notice"))
        kept.mark_sent(conn, again.seq, 77, NOW)
    assert (again.chat, again.reply.text.text) == (CLIENT_USER, "All of it is gone")
    assert practice.row(OUTBOX).body_sealed is None


def test_parked_updates_of_others_keep_their_bodies(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path)
    with practice.db.writing() as conn:
        longer = f'{{"id":{CLIENT_USER}1,"text":"dead"}}'.encode()
        kept.keep_updates(practice.db.store, conn, [(5, longer)], NOW)
        kept.park_update(conn, 5, "ValueError")
    practice.take(CLIENT_USER, Left(person=client))
    assert {row.update_id: row.body_sealed is None for row in practice.rows(INBOX)} == {
        CLIENT_USER: True,
        5: False,
    }


def test_nothing_is_broken_after_an_erasure(practice: Practice, tmp_path: Path) -> None:
    practice.take(CLIENT_USER, Left(person=live_through(practice, tmp_path)))
    with practice.db.reading() as conn:
        assert broken(conn, NOW) == []


def test_who_was_erased_can_be_invited_anew(practice: Practice) -> None:
    first = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, Left(person=first))
    assert practice.load(CLIENT_USER, Lookup(code=f"c_{CLIENT_USER}")).invite == Invite(
        code=f"c_{CLIENT_USER}", role=Role.STRANGER, usable=False
    )
    second = practice.invited(code="c_again")
    practice.take(CLIENT_USER, Enrolled(code=second, role=Role.CLIENT, profile=Profile()))
    assert practice.load(CLIENT_USER).id not in (None, first)


def test_therapist_erases_their_own_client_alike(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path)
    practice.take(THERAPIST_USER, Left(person=client))
    assert practice.load(CLIENT_USER).id is None
    assert practice.row(RECEIPT).answers == 2


def test_person_erased_meanwhile_hears_nothing_of_a_timer(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, Left(person=client))
    turn = Turn(session=Session(turn=1), replies=(said("Are you still there?"),))
    taken = kept.Taken(address=kept.Address(person=client), person=Person(), turn=turn)
    with practice.db.writing() as conn:
        assert kept.save(practice.db.store, conn, taken, NOW) == []
