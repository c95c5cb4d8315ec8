"""`coach backup` writes one sound private file beside whoever writes, or nothing, and never over another."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from storage import store as kept
from storage.backup import BackupRefused, back_up
from storage.database import BadDatabase, open_database
from storage.invariants import broken
from storage.tables import INBOX, PERSON
from storage.vault import Vault
from tests.operating.conftest import Machine
from tests.operating.killing import moments
from tests.storage.practice import CLIENT_USER, KEY, NOW, Practice


def reopened(file: Path) -> Practice:
    url = f"sqlite:///{file}"
    return Practice(open_database(url, Vault([KEY])), url)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "coach.backup"


def test_backup_holds_what_is_committed_and_opens_with_the_key(machine: Machine, target: Path) -> None:
    machine.practice.take(CLIENT_USER)
    before = machine.practice.rows(PERSON)
    back_up(machine.settings.database_url, target)
    copied = reopened(target)
    assert copied.rows(PERSON) == before
    assert copied.load(CLIENT_USER).nickname == "Nightingale"
    copied.close()


def test_backup_is_one_file_for_its_owner_alone(machine: Machine, target: Path) -> None:
    back_up(machine.settings.database_url, target)
    assert [file.name for file in target.parent.iterdir()] == ["coach.backup"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_key_is_not_in_it(machine: Machine, target: Path) -> None:
    back_up(machine.settings.database_url, target)
    assert KEY not in target.read_bytes()


def test_nothing_is_overwritten(machine: Machine, target: Path) -> None:
    target.write_text("somebody's")
    with pytest.raises(BackupRefused, match="already"):
        back_up(machine.settings.database_url, target)
    assert target.read_text() == "somebody's"


def test_damaged_database_makes_no_backup(machine: Machine, target: Path) -> None:
    machine.practice.kept_run()
    root = machine.root_page("entry")
    machine.closed()
    with machine.file.open("r+b") as file:
        file.seek(4096 * (root - 1))
        file.write(b"\xff" * 4096)
    with pytest.raises((BackupRefused, BadDatabase)):
        back_up(machine.settings.database_url, target)
    assert list(target.parent.iterdir()) == []


def test_folder_that_is_not_there_is_named(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        back_up(machine.settings.database_url, tmp_path / "nowhere" / "coach.backup")


def test_backups_under_load_are_each_one_consistent_moment(machine: Machine, target: Path) -> None:
    over = Event()
    practice = machine.practice

    def keep_on() -> None:
        number = 0
        while not over.is_set():
            with practice.db.writing() as conn:
                rows = [(number + n, b"x" * 5000) for n in range(10)]
                kept.keep_updates(practice.db.store, conn, rows, NOW)
            number += 10

    writing = Thread(target=keep_on)
    writing.start()
    try:
        for number in range(5):
            back_up(machine.settings.database_url, target.with_name(str(number)))
    finally:
        over.set()
        writing.join()
    for number in range(5):
        copied = reopened(target.with_name(str(number)))
        with copied.db.reading() as conn:
            assert broken(conn, NOW) == []
        assert len(copied.rows(INBOX)) % 10 == 0
        copied.close()


def test_killed_at_any_moment_it_leaves_a_whole_file_or_none(machine: Machine, target: Path) -> None:
    url = machine.closed().settings.database_url
    outcomes = set()
    for _ in moments(target.parent, lambda: back_up(url, target), lambda: target.unlink(missing_ok=True)):
        outcomes.add(target.exists())
        if target.exists():
            with closing(sqlite3.connect(target)) as raw:
                assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert outcomes == {True, False}
    assert [file.name for file in target.parent.iterdir()] == ["coach.backup"]
