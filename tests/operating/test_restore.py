"""`coach restore` brings back what a backup holds, repeats nothing of what was sent since, and keeps what it replaces."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.changes import Left, TimerSet
from bot.core.session import Prompted, Session
from bot.core.turn import Turn
from bot.restoring import restore_backup
from storage import store as kept
from storage.audit import faults
from storage.backup import BackupRefused, back_up
from storage.database import AlreadyRunning, BadDatabase, file_lock, prepare
from storage.invariants import broken
from storage.restore import Restored
from storage.store_audit import raw_of
from storage.tables import AUDIT, ENTRY, INBOX, INVITE, OCCURRENCE, OUTBOX, PERSON, RECEIPT, TIMER
from storage.vault import Vault, VaultError, WrongKey
from tests.operating.conftest import Machine
from tests.operating.killing import moments
from tests.storage.practice import CLIENT_USER, EVENING, NOW, said

LATER = NOW + timedelta(days=3)


def backed_up(machine: Machine) -> Path:
    """A backup of how things stand now."""
    target = machine.settings.data_dir.with_name("backup")
    back_up(machine.settings.database_url, target)
    return target


def restored(machine: Machine, source: Path, now: datetime = LATER) -> Restored:
    machine.closed()
    done = restore_backup(machine.settings, source, now, replace=True)
    machine.reopened()
    return done


def with_nudges(machine: Machine) -> Machine:
    machine.practice.assign(str(machine.practice.load(CLIENT_USER).id))
    return machine


def first_nudge(machine: Machine) -> str:
    return str(min(machine.practice.rows(OCCURRENCE), key=lambda row: row.planned_at).id)


# --- what it does -----------------------------------------------------------------------------------


def test_what_the_backup_holds_is_back_and_what_came_after_is_gone(machine: Machine) -> None:
    machine.practice.kept_run()
    source = backed_up(machine)
    machine.database("DELETE FROM entry")
    machine.practice.invited(nickname="later", code="c_later")
    done = restored(machine, source)
    assert len(machine.practice.rows(ENTRY)) == 1
    assert machine.practice.load(CLIENT_USER).nickname == "Nightingale"
    assert done.sign == NOW


def test_it_is_noted_behind_what_the_backup_had_noted(machine: Machine) -> None:
    source = backed_up(machine)
    before = machine.practice.rows(AUDIT)
    done = restored(machine, source)
    *earlier, last = machine.practice.rows(AUDIT)
    assert [each.link for each in earlier] == [each.link for each in before]
    assert (last.by, last.event, last.at) == ("operator", "restored", LATER)
    assert done.sign is not None
    assert last.detail == f"{done.sign:%Y-%m-%d %H:%M}"
    with machine.practice.db.reading() as conn:
        assert faults(raw_of(conn), machine.practice.db.store.index) == []


def test_passed_dates_are_over_with_their_reason_and_the_days_ahead_are_planned(machine: Machine) -> None:
    source = backed_up(with_nudges(machine))
    done = restored(machine, source)
    rows = machine.practice.rows(OCCURRENCE)
    passed = [row for row in rows if row.due_at <= LATER]
    assert [row.local_date.day for row in sorted(passed, key=lambda row: row.due_at)] == [23, 24, 25]
    assert {(row.outcome, row.reason, row.send_state) for row in passed} == {("expired", "restored", "never")}
    assert {row.outcome for row in rows if row not in passed} == {None}
    assert done.nudges == 3


def test_nothing_is_due_and_no_passed_date_is_planned_anew(machine: Machine) -> None:
    source = backed_up(with_nudges(machine))
    now = EVENING + timedelta(days=4, minutes=1)
    restored(machine, source, now)
    practice = machine.practice
    with practice.db.writing() as conn:
        before = len(conn.execute(OCCURRENCE.select()).all())
        assert kept.plan_ahead(practice.db.store, conn, now, 500) == 0
        assert len(conn.execute(OCCURRENCE.select()).all()) == before
        assert (kept.due_nudges(conn, now, 500), kept.due_timers(conn, now, 500)) == ([], [])


@pytest.mark.parametrize(
    ("claimed", "became", "message"), [(False, "never", "failed"), (True, "unknown", "unknown")]
)
def test_nudge_on_its_way_is_never_sent(
    machine: Machine, *, claimed: bool, became: str, message: str
) -> None:
    practice = with_nudges(machine).practice
    nudge = first_nudge(machine)
    (sent,) = practice.take(CLIENT_USER, replies=(said("Now?", kind="nudge", occurrence=nudge),), now=EVENING)
    if claimed:
        with practice.db.writing() as conn:
            assert kept.claim(conn, sent.seq, NOW)
    restored(machine, backed_up(machine))
    row = next(row for row in practice.rows(OCCURRENCE) if row.id == nudge)
    assert (row.outcome, row.reason, row.send_state) == ("expired", "restored", became)
    (out,) = (row for row in practice.rows(OUTBOX) if row.seq == sent.seq)
    assert (out.state, out.error_class, out.body_sealed) == (message, "Restored", None)


def test_nudge_that_was_sent_stays_sent_and_is_over(machine: Machine) -> None:
    practice = with_nudges(machine).practice
    nudge = first_nudge(machine)
    (sent,) = practice.take(CLIENT_USER, replies=(said("Now?", kind="nudge", occurrence=nudge),), now=EVENING)
    with practice.db.writing() as conn:
        kept.claim(conn, sent.seq, NOW)
        kept.mark_sent(conn, sent.seq, 5, EVENING)
    restored(machine, backed_up(machine))
    row = next(row for row in practice.rows(OCCURRENCE) if row.id == nudge)
    assert (row.outcome, row.send_state, row.sent_at) == ("expired", "sent", EVENING)


@pytest.mark.parametrize("kind", ["reply", "safety"])
def test_replies_on_their_way_are_not_repeated(machine: Machine, kind: str) -> None:
    machine.practice.take(CLIENT_USER, replies=(said("Kept.", kind=kind),))
    restored(machine, backed_up(machine))
    (row,) = machine.practice.rows(OUTBOX)
    assert (row.state, row.error_class) == ("failed", "Restored")


def test_words_that_were_never_taken_are_kept_to_be_taken(machine: Machine) -> None:
    practice = machine.practice
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(1, b"{}")], NOW)
    restored(machine, backed_up(machine))
    assert practice.row(INBOX).state == "new"


def test_open_question_is_closed_silently_and_not_asked_again(machine: Machine) -> None:
    practice = with_nudges(machine).practice
    nudge = min(practice.rows(OCCURRENCE), key=lambda row: row.planned_at)
    place = Prompted(
        occurrence=nudge.id, assignment=nudge.assignment_id, exercise="kind-line", expires=nudge.expires_at
    )
    stands_in(machine, Session(place=place, turn=50), TimerSet(timer="again", subject=nudge.id, at=EVENING))
    practice.take(CLIENT_USER, TimerSet(timer="close", subject=nudge.id, at=EVENING), hint=None)
    stands_in(machine, Session(place=place, turn=60))
    restored(machine, backed_up(machine))
    assert practice.rows(TIMER) == []
    assert practice.load(CLIENT_USER, now=LATER).session.place.kind == "resting"
    assert {row.state for row in practice.rows(OUTBOX)} <= {"failed"}


def test_what_is_over_is_not_asked_again_later(machine: Machine) -> None:
    practice = with_nudges(machine).practice
    again = TimerSet(timer="again", subject=first_nudge(machine), at=EVENING + timedelta(hours=2))
    practice.take(CLIENT_USER, again)
    restored(machine, backed_up(machine), EVENING + timedelta(minutes=30))
    assert practice.rows(TIMER) == []


def test_erasure_that_was_asked_for_is_still_to_come(machine: Machine) -> None:
    machine.practice.take(CLIENT_USER, TimerSet(timer="erase", subject="", at=EVENING))
    restored(machine, backed_up(machine))
    assert [row.timer for row in machine.practice.rows(TIMER)] == ["erase"]


def test_numbers_of_lost_turns_are_not_given_again(machine: Machine) -> None:
    source = backed_up(machine)
    before = machine.practice.load(CLIENT_USER).session.turn
    restored(machine, source)
    assert machine.practice.load(CLIENT_USER).session.turn >= before + 100_000


def test_promises_hold_afterwards(machine: Machine) -> None:
    practice = with_nudges(machine).practice
    practice.kept_run()
    nudge = first_nudge(machine)
    practice.take(
        CLIENT_USER, replies=(said("Now?", kind="nudge", occurrence=nudge), said("Kept.")), now=EVENING
    )
    restored(machine, backed_up(machine))
    with practice.db.reading() as conn:
        assert broken(conn, LATER) == []


def test_whoever_was_erased_since_stays_erased(machine: Machine) -> None:
    practice = machine.practice
    practice.kept_run()
    source = backed_up(machine)
    person = practice.load(CLIENT_USER)
    wrapped = next(row.key_wrapped for row in practice.rows(PERSON) if row.id == person.id)
    practice.take(CLIENT_USER, Left(person=str(person.id)))
    done = restored(machine, source)
    assert (done.erased, [row.role for row in practice.rows(PERSON)]) == (1, ["therapist"])
    assert practice.row(RECEIPT).clean
    assert wrapped not in machine.closed().file.read_bytes()


# --- what it refuses --------------------------------------------------------------------------------


def test_database_that_is_there_is_not_replaced_unasked(machine: Machine) -> None:
    source = backed_up(machine)
    with pytest.raises(BackupRefused, match="--replace"):
        restore_backup(machine.closed().settings, source, LATER, replace=False)


def test_coach_that_runs_is_not_disturbed(machine: Machine) -> None:
    source = backed_up(machine)
    with file_lock(machine.file), pytest.raises(AlreadyRunning):
        restore_backup(machine.closed().settings, source, LATER, replace=True)


def test_database_in_use_by_another_command_is_not_swapped(machine: Machine) -> None:
    source = backed_up(machine)
    with machine.practice.db.reading() as conn:
        conn.execute(text("SELECT 1 FROM person")).all()
        with pytest.raises(BackupRefused, match="in use"):
            restore_backup(machine.settings, source, LATER, replace=True)
    assert machine.practice.load(CLIENT_USER).nickname == "Nightingale"


def _nothing(_: Machine, source: Path) -> None:
    source.unlink()


def _nonsense(_: Machine, source: Path) -> None:
    source.write_bytes(b"not a database" * 1000)


def _torn(_: Machine, source: Path) -> None:
    source.write_bytes(source.read_bytes()[: 4096 * 7])


def _strange(machine: Machine, _: Path) -> None:
    machine.settings.key_file.write_bytes(b"B" * 43 + b"=\n")


@pytest.mark.parametrize("harm", [_nothing, _nonsense, _torn, _strange])
def test_what_cannot_be_taken_back_touches_nothing(
    machine: Machine, harm: Callable[[Machine, Path], None]
) -> None:
    source = backed_up(machine)
    harm(machine, source)
    folder = machine.closed().settings.data_dir
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".lock"}
    with pytest.raises((BackupRefused, BadDatabase, VaultError)) as raised:
        restore_backup(machine.settings, source, LATER, replace=True)
    assert "\n" not in str(raised.value)
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".lock"} == before


def test_key_that_opens_not_everybody_is_refused(machine: Machine, tmp_path: Path) -> None:
    prepare(f"sqlite:///{tmp_path / 'other.db'}", Vault([b"B" * 43 + b"="]))
    with pytest.raises(WrongKey):
        restore_backup(machine.closed().settings, tmp_path / "other.db", LATER, replace=True)
    machine.reopened()
    machine.database("UPDATE person SET key_wrapped = x'00' WHERE role = 'client'")
    with pytest.raises(WrongKey):
        restored(machine, backed_up(machine))


# --- the swap ---------------------------------------------------------------------------------------


def test_old_database_is_kept_beside_with_all_that_was_in_it(machine: Machine) -> None:
    source = backed_up(machine)
    machine.practice.invited(nickname="later", code="c_later")
    invites = len(machine.practice.rows(INVITE))
    killed(machine)
    done = restore_backup(machine.settings, source, LATER, replace=True)
    assert done.before == machine.file.with_name("coach.db.before-restore")
    machine.settings.data_dir.rename(machine.settings.data_dir.with_name("restored"))
    machine.settings.data_dir.mkdir()
    shutil.copy(machine.settings.data_dir.with_name("restored") / done.before.name, machine.file)
    assert len(machine.reopened().rows(INVITE)) == invites


def test_second_restore_keeps_the_first_ones_old_database(machine: Machine) -> None:
    source = backed_up(machine)
    first, second = restored(machine, source).before, restored(machine, source).before
    assert (first is not None and first.exists(), second) == (
        True,
        machine.file.with_name("coach.db.before-restore-1"),
    )


def test_damaged_database_is_replaced_and_kept(machine: Machine) -> None:
    source = backed_up(machine)
    machine.closed().file.write_bytes(b"nonsense" * 1000)
    done = restored(machine, source)
    assert machine.practice.load(CLIENT_USER).nickname == "Nightingale"
    assert done.before is not None
    assert done.before.read_bytes() == b"nonsense" * 1000
    assert done.erased is None


def test_journal_of_a_lost_database_does_not_get_into_the_restored_one(machine: Machine) -> None:
    source = backed_up(machine)
    machine.practice.invited(nickname="later", code="c_later")
    journal = machine.file.with_name("coach.db-wal")
    left = journal.read_bytes()
    assert left
    machine.closed().file.unlink()
    journal.write_bytes(left)
    restored(machine, source)
    assert [row for row in machine.practice.rows(INVITE) if row.nickname_sealed and not row.used_at] == []
    with machine.practice.db.reading() as conn:
        assert broken(conn, LATER) == []


def test_restored_database_is_for_its_owner_alone(machine: Machine) -> None:
    restored(machine, backed_up(machine))
    assert machine.file.stat().st_mode & 0o777 == 0o600


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_and_the_next_try_ends_it(machine: Machine) -> None:
    with_nudges(machine)
    source = backed_up(machine)
    machine.practice.invited(nickname="later", code="c_later")
    folder = machine.closed().settings.data_dir
    safe = folder.with_name("safe")
    shutil.copytree(folder, safe)

    def afresh() -> None:
        shutil.rmtree(folder)
        shutil.copytree(safe, folder)

    def again() -> Restored:
        return restore_backup(machine.settings, source, LATER, replace=True)

    outcomes = set()
    for moment in moments(folder, again, afresh):
        practice = machine.reopened()
        is_old = len(practice.rows(INVITE)) == 3
        outcomes.add(is_old)
        with practice.db.reading() as conn:
            assert broken(conn, NOW) == []
        practice.close()
        if moment % 3 == 0:
            again()
            assert len(machine.reopened().rows(INVITE)) == 2
            practice.close()
    assert outcomes == {True, False}
    assert not [file for file in folder.iterdir() if "restoring" in file.name]


def killed(machine: Machine) -> None:
    """As a coach that was killed leaves its database: with a journal that nobody has read back."""
    files = {file: file.read_bytes() for file in machine.settings.data_dir.glob("coach.db*")}
    machine.closed()
    for file, content in files.items():
        file.write_bytes(content)


def stands_in(machine: Machine, session: Session, *changes: TimerSet) -> None:
    """The client stands there now."""
    practice = machine.practice
    person = practice.load(CLIENT_USER)
    turn = Turn(session=replace(session, turn=next(practice.turns)), changes=changes)
    taken = kept.Taken(address=kept.Address(user=CLIENT_USER), person=person, turn=turn)
    with practice.db.writing() as conn:
        kept.save(practice.db.store, conn, taken, NOW)
