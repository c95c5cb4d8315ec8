"""The database as a file: where it lies, which revision it has, and a bare look into it, without any of SQLAlchemy."""

import sqlite3
from pathlib import Path

SQLITE = "sqlite:///"
MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The revision that this release works with. Its files are counted, so that alembic is loaded by whoever upgrades alone."""


class BadDatabase(Exception):
    """The file is no database of ours, is damaged, or cannot be read."""


class NoDatabase(Exception):
    """There is no database yet, and this command has no use for an empty one."""


def database_file(url: str) -> Path:
    """The file behind a URL."""
    return Path(url.removeprefix(SQLITE))


def look_into(url: str) -> sqlite3.Connection:
    """A bare connection that changes nothing, not even the journal's mode."""
    return sqlite3.connect(f"{database_file(url).absolute().as_uri()}?mode=ro", uri=True)


def revision_of(raw: sqlite3.Connection) -> str | None:
    """The revision a database is at; None where it was never finished. Raises sqlite3.Error for anything else's file."""
    found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])
