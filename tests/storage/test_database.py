"""Making, upgrading and opening a database, and every way in which that is refused."""

import sqlite3
import stat
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.core.lookup import Lookup
from storage import database
from storage import store as kept
from storage.database import (
    AlreadyRunning,
    BadDatabase,
    Database,
    file_lock,
    initialise,
    migrate,
    open_database,
    prepare,
)
from storage.tables import METADATA
from storage.vault import Vault, WrongKey
from tests.storage.practice import CLIENT_USER, KEY, NOW, Practice

OTHER = b"B" * 42 + b"A="


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def test_migrations_make_exactly_the_tables_of_the_models(empty: Practice) -> None:
    with empty.db.reading() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_new_database_is_private_to_its_owner(tmp_path: Path) -> None:
    prepare(url_of(tmp_path / "in" / "here" / "coach.db"), Vault([KEY]))
    assert stat.S_IMODE((tmp_path / "in" / "here" / "coach.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "in" / "here").stat().st_mode) == 0o700


def test_preparing_again_keeps_the_keys(empty: Practice) -> None:
    with empty.db.reading() as conn:
        before = conn.execute(text("SELECT * FROM meta ORDER BY key")).all()
    prepare(empty.url, Vault([KEY]))
    with empty.db.reading() as conn:
        assert conn.execute(text("SELECT * FROM meta ORDER BY key")).all() == before


def test_start_that_was_cut_short_is_finished_by_the_next(tmp_path: Path) -> None:
    url = url_of(tmp_path / "coach.db")
    migrate(url)
    with pytest.raises(BadDatabase, match="never made ready"):
        open_database(url, Vault([KEY]))
    prepare(url, Vault([KEY]))
    open_database(url, Vault([KEY])).close()


def test_folder_with_odd_characters_can_be_migrated(tmp_path: Path) -> None:
    folder = tmp_path / "50% of #1 ?"
    prepare(url_of(folder / "coach.db"), Vault([KEY]))
    assert (folder / "coach.db").exists()


@pytest.mark.parametrize("attempt", [open_database, prepare])
def test_another_key_is_refused_and_changes_nothing(practice: Practice, attempt: object) -> None:
    practice.close()
    before = Path(practice.url.removeprefix("sqlite:///")).read_bytes()
    assert callable(attempt)
    with pytest.raises(WrongKey):
        attempt(practice.url, Vault([OTHER]))
    assert Path(practice.url.removeprefix("sqlite:///")).read_bytes() == before


@pytest.mark.parametrize("attempt", [open_database, prepare])
@pytest.mark.parametrize(
    "content",
    [b"not a database at all, but long enough to look like one" * 90, b"SQLite format 3\0" + b"\7" * 4000],
)
def test_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, attempt: object, content: bytes
) -> None:
    file = tmp_path / "coach.db"
    file.write_bytes(content)
    assert callable(attempt)
    with pytest.raises(BadDatabase) as caught:
        attempt(url_of(file), Vault([KEY]))
    assert "\n" not in str(caught.value)
    assert file.read_bytes() == content


@pytest.mark.parametrize("attempt", [open_database, prepare])
def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, attempt: object) -> None:
    file = tmp_path / "coach.db"
    raw = sqlite3.connect(file)
    raw.execute("CREATE TABLE meta (key, value)")
    raw.commit()
    raw.close()
    before = file.read_bytes()
    assert callable(attempt)
    with pytest.raises(BadDatabase, match="another program"):
        attempt(url_of(file), Vault([KEY]))
    assert file.read_bytes() == before


def test_migrating_leaves_the_database_of_another_program_alone(tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE note (words)")
        raw.commit()
    before = file.read_bytes()
    with pytest.raises(BadDatabase, match="another program"):
        migrate(url_of(file))
    assert file.read_bytes() == before


def test_database_of_a_newer_release_is_refused(empty: Practice) -> None:
    with empty.db.writing() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadDatabase, match="newer release"):
        migrate(empty.url)


def test_newest_revision_is_the_one_that_the_migrations_lead_to() -> None:
    folder = Path(database.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == database.NEWEST


def test_database_that_is_up_to_date_is_not_migrated_again(
    empty: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "alembic", None)
    migrate(empty.url)


def test_opening_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(BadDatabase):
        open_database(url_of(tmp_path / "coach.db"), Vault([KEY]))
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadDatabase, match="cannot be written"):
        prepare(url_of(tmp_path / "file" / "coach.db"), Vault([KEY]))


def test_reading_cannot_write(empty: Practice) -> None:
    with empty.db.reading() as conn, pytest.raises(OperationalError, match="readonly"):
        conn.execute(text("DELETE FROM meta"))


def test_every_connection_is_durable_and_careful(empty: Practice) -> None:
    with empty.db.writing() as conn:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        found = {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in asked}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }


def test_writing_takes_the_lock_before_it_reads(empty: Practice) -> None:
    other = open_database(empty.url, Vault([KEY]), busy=0)
    with empty.db.writing(), pytest.raises(OperationalError, match="locked"), other.writing():
        pass
    other.close()


def test_second_process_is_told_that_one_is_running(tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    program = textwrap.dedent(f"""
        from pathlib import Path
        from storage.database import AlreadyRunning, file_lock
        try:
            with file_lock(Path({str(file)!r})):
                print("in")
        except AlreadyRunning:
            print("out")
    """)

    def other() -> str:
        command = [sys.executable, "-c", program]
        run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- our own few lines
        return run.stdout.strip()

    with file_lock(file):
        assert other() == "out"
        with pytest.raises(AlreadyRunning), file_lock(file):
            pass
    assert other() == "in"


def test_initialising_twice_keeps_the_first_keys(empty: Practice) -> None:
    with empty.db.writing() as conn:
        before = conn.execute(text("SELECT value FROM meta ORDER BY key")).all()
        initialise(conn, Vault([KEY]))
        assert conn.execute(text("SELECT value FROM meta ORDER BY key")).all() == before


def test_rotated_key_file_opens_what_the_old_key_closed(practice: Practice) -> None:
    practice.close()
    later: Database = open_database(practice.url, Vault([OTHER, KEY]))
    with later.reading() as conn:
        person = kept.load(later.store, conn, kept.Address(user=CLIENT_USER), Lookup(), NOW)
    later.close()
    assert person.nickname == "Nightingale"


def test_migrating_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    prepare(url_of(tmp_path / "coach.db"), Vault([KEY]))
    assert capfd.readouterr() == ("", "")
