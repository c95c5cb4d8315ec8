"""Fixtures: a folder with a database that a therapist and a client are in, and its key beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.settings import Settings, load_settings
from storage.database import Database, open_database
from storage.vault import Vault, load_keys
from tests.storage.practice import KEY, Practice, opened


@dataclass
class Machine:
    """What an operator has: settings, and the practice behind them while it is open."""

    settings: Settings
    practice: Practice

    @property
    def file(self) -> Path:
        """The database's file."""
        return self.settings.database_path

    def database(self, statement: str) -> None:
        """Have the database do something behind the coach's back, with foreign keys off."""
        raw = self.practice.db.engine.raw_connection()
        raw.cursor().execute("PRAGMA foreign_keys=off")
        raw.cursor().execute(statement)
        raw.cursor().execute("PRAGMA foreign_keys=on")
        raw.close()

    def root_page(self, table: str) -> int:
        """The number of the page that a table begins with."""
        with self.practice.db.reading() as conn:
            return int(
                conn.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = :name"), {"name": table})
            )

    def closed(self) -> "Machine":
        """The same, with nobody at work on the database any more."""
        self.practice.close()
        return self

    def reopened(self) -> Practice:
        """The practice on whatever database and key stand there now."""
        self.practice.db = self.opened()
        self.practice.turns = count(10_000)
        return self.practice

    def opened(self) -> Database:
        """The database that stands there now, with the key file that does."""
        return open_database(self.settings.database_url, Vault(load_keys(self.settings.key_file)))


def settings_in(folder: Path, **more: str) -> Settings:
    """Settings of a machine whose data and key lie side by side in `folder`."""
    environ = {"DATA_DIR": str(folder / "data"), "KEY_FILE": str(folder / "key"), "TIME_ZONE": "UTC"}
    return load_settings(environ | more, None)


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one therapist and one settled client."""
    folder = tmp_path_factory.mktemp("settled")
    practice = opened(folder)
    practice.therapist()
    practice.client()
    practice.close()
    return folder / "coach.db"


@pytest.fixture
def machine(tmp_path: Path, settled: Path) -> Iterator[Machine]:
    settings = settings_in(tmp_path)
    settings.data_dir.mkdir()
    settings.key_file.write_bytes(KEY + b"\n")
    practice = opened(settings.data_dir, settled)
    practice.turns = count(100)
    yield Machine(settings, practice)
    practice.close()
