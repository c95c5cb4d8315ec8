"""Who did what to whom stands in a chain that is only added to, shows any tampering, and tells no names once they go."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.core.changes import Drafted, HandedOver, InviteLocked, Left, Refused
from bot.core.lookup import Lookup
from bot.core.record import SharedAccess
from bot.core.turn import FileOrder
from storage import store as kept
from storage.audit import faults
from storage.share import note_export
from storage.store_audit import SHOWN, note_operator, note_reading, raw_of
from storage.store_guesses import MOST
from storage.tables import AUDIT
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, said

OTHER_THERAPIST, STRANGER = 8001, 9101


def found(practice: Practice) -> list[str]:
    with practice.db.reading() as conn:
        return faults(raw_of(conn), practice.db.store.index)


def seen(practice: Practice, user: int = CLIENT_USER) -> list[tuple[str, str, str, str]]:
    deeds = practice.load(user, Lookup(seen=True)).seen
    return [(each.by, each.name, each.event, each.detail) for each in deeds]


def ordered(practice: Practice, client: str) -> None:
    order = FileOrder(clients=(client,), format="csv", since=None, until=NOW)
    practice.take(THERAPIST_USER, replies=(said("", kind="file", file=order),))


def tampered(practice: Practice, *statements: str) -> None:
    """As somebody who has the file and knows how to get round what refuses it."""
    with practice.db.writing() as conn:
        for statement in ("DROP TRIGGER audit_stays", "DROP TRIGGER audit_is_whole", *statements):
            conn.execute(text(statement))


def test_client_reads_what_was_done_newest_first(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(THERAPIST_USER, Drafted(client=client, texts=("a",)))
    ordered(practice, client)
    note_export(
        practice.url,
        practice.db.store.index,
        [client],
        SharedAccess(at=NOW, by="operator", form="json", since=None, until=NOW),
    )
    assert seen(practice) == [
        ("operator", "", "file", "json"),
        ("therapist", "Dr. Adler", "file", "csv"),
        ("therapist", "Dr. Adler", "summary written", ""),
        ("client", "", "joined", ""),
    ]
    assert found(practice) == []


def test_nobody_reads_what_was_done_to_somebody_else(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    ordered(practice, client)
    practice.client(8002)
    assert seen(practice, 8002) == [("client", "", "joined", "")]
    assert seen(practice, THERAPIST_USER) == []


def test_agreeing_to_something_else_is_noted(practice: Practice) -> None:
    profile = practice.load(CLIENT_USER).profile
    practice.take(CLIENT_USER, profile=replace(profile, sharing="none"))
    assert seen(practice)[0] == ("client", "", "agreed", "none")


def test_looking_twice_in_an_hour_is_one_look(practice: Practice) -> None:
    client, therapist = str(practice.load(CLIENT_USER).id), str(practice.load(THERAPIST_USER).id)
    keys = practice.db.store
    with practice.db.writing() as conn:
        for minutes in (0, 30, 59, 61):
            note_reading(keys, conn, therapist, client, "answers", NOW + timedelta(minutes=minutes))
        note_reading(keys, conn, therapist, client, "brief", NOW)
    looks = [deed for deed in seen(practice) if deed[2] == "read"]
    assert sorted(deed[3] for deed in looks) == ["answers", "answers", "brief"]


def test_therapist_of_before_is_not_named_as_the_one_of_now(practice: Practice) -> None:
    client, other = str(practice.load(CLIENT_USER).id), practice.therapist(OTHER_THERAPIST, "Dr. Other")
    ordered(practice, client)
    with practice.db.writing() as conn:
        kept.offer(practice.db.store, conn, [client], other, NOW)
    practice.take(CLIENT_USER, HandedOver(to=other))
    assert ("therapist", "", "file", "csv") in seen(practice)


@pytest.mark.parametrize("statement", ["UPDATE audit SET event = 'x'", "DELETE FROM audit"])
def test_no_row_is_changed_or_deleted(practice: Practice, statement: str) -> None:
    with practice.db.writing() as conn, pytest.raises(DatabaseError, match="only ever added"):
        conn.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE audit SET event = 'x' WHERE seq = 2", "row 2: it was changed"),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1", "row 1: it was changed"),
        ("UPDATE audit SET about = NULL WHERE about IS NOT NULL", "it was changed"),
        ("DELETE FROM audit WHERE seq = 2", "row 2: it is missing"),
        ("DELETE FROM audit WHERE seq = 1", "row 1: it is missing"),
        ("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", "rows at the end are missing"),
        ("DELETE FROM audit", "rows at the end are missing"),
        (
            "INSERT INTO audit SELECT max(seq) + 1, at, by, who, about, event, detail, link FROM audit",
            "it was changed",
        ),
    ],
)
def test_whoever_gets_round_that_is_found_out(practice: Practice, statement: str, complaint: str) -> None:
    ordered(practice, str(practice.load(CLIENT_USER).id))
    assert found(practice) == []
    tampered(practice, statement)
    (fault,) = found(practice)
    assert complaint in fault


def test_rows_missing_at_the_end_show_also_once_more_is_noted(practice: Practice) -> None:
    ordered(practice, str(practice.load(CLIENT_USER).id))
    tampered(practice, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    with practice.db.writing() as conn:
        note_operator(practice.db.store, conn, "looked over", NOW)
    (fault,) = found(practice)
    assert "it was changed" in fault


def refusals(practice: Practice) -> list[tuple[str, bool, bool, str]]:
    """By which role, whether it is known by whom and about whom, and what was refused."""
    return [
        (row.by, row.who is not None, row.about is not None, row.detail)
        for row in practice.rows(AUDIT)
        if row.event == "refused"
    ]


def test_wrong_codes_are_noted_as_often_as_they_are_looked_at(practice: Practice) -> None:
    for n in range(MOST + 3):
        practice.take(STRANGER, hint=Lookup(code=f"c_wrong{n}"))
    assert refusals(practice) == [("stranger", False, False, "wrong code")] * MOST
    assert found(practice) == []


def test_link_of_another_account_is_noted_as_such(practice: Practice) -> None:
    code = practice.invited()
    practice.take(THERAPIST_USER, InviteLocked(code=code, user=STRANGER + 1))
    practice.take(STRANGER, hint=Lookup(code=code))
    assert refusals(practice) == [("stranger", False, False, "another account's link")]
    assert practice.rows(AUDIT)[-2].event == "invitation locked"


def test_client_reads_that_another_therapist_was_refused(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.therapist(OTHER_THERAPIST, "Dr. Other")
    for _ in range(3):
        practice.take(OTHER_THERAPIST, Refused(client=client))
    practice.take(OTHER_THERAPIST, Refused(client="nobody"))
    practice.take(OTHER_THERAPIST, Refused(client=str(practice.load(THERAPIST_USER).id)))
    assert refusals(practice) == [
        ("therapist", True, True, "somebody else's"),
        ("therapist", True, False, "somebody else's"),
    ]
    assert seen(practice)[0] == ("therapist", "", "refused", "somebody else's")


@pytest.mark.parametrize(
    ("address", "noted"),
    [
        (kept.Address(user=OTHER_THERAPIST), ("therapist", True, False, "somebody else's")),
        (kept.Address(user=CLIENT_USER), ("client", True, False, "somebody else's")),
        (kept.Address(user=STRANGER), ("stranger", False, False, "somebody else's")),
    ],
)
def test_whoever_reached_too_far_is_noted_once_an_hour(
    practice: Practice, address: kept.Address, noted: tuple[str, bool, bool, str]
) -> None:
    practice.therapist(OTHER_THERAPIST, "Dr. Other")
    with practice.db.writing() as conn:
        for minutes in (0, 30):
            kept.note_denied(practice.db.store, conn, address, NOW + timedelta(minutes=minutes))
    assert refusals(practice) == [noted]


def test_own_copy_holds_all_that_was_done_oldest_first(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    for _ in range(SHOWN + 2):
        ordered(practice, client)
    with practice.db.reading() as conn:
        record = kept.own_record(practice.db.store, conn, client)
    assert record is not None
    deeds = [(each.by, each.name, each.event) for each in record.deeds]
    assert deeds == [("client", "", "joined"), *[("therapist", "Dr. Adler", "file")] * (SHOWN + 2)]


def test_erased_client_leaves_a_row_that_names_nobody(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, Left(person=client))
    last = practice.rows(AUDIT)[-1]
    assert (last.by, last.event) == ("client", "erased")
    assert all(client.encode() not in bytes(value or b"") for value in (last.who, last.about))
    assert found(practice) == []


def test_what_the_operator_did_is_noted(practice: Practice) -> None:
    with practice.db.writing() as conn:
        note_operator(practice.db.store, conn, "keys rotated", NOW)
    last = practice.rows(AUDIT)[-1]
    assert (last.by, last.event, last.who, last.about) == ("operator", "keys rotated", None, None)


def test_turn_that_is_rolled_back_is_not_noted(practice: Practice) -> None:
    before = len(practice.rows(AUDIT))
    practice.therapist(OTHER_THERAPIST, "Dr. Other")
    joined = len(practice.rows(AUDIT))
    client = str(practice.load(CLIENT_USER).id)
    with pytest.raises(kept.NotYours):
        practice.take(OTHER_THERAPIST, Drafted(client=client, texts=("a",)))
    assert (joined, len(practice.rows(AUDIT))) == (before + 1, joined)
