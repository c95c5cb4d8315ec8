"""What clients share, as an export reads it."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.record import SharedRecord
from storage.database import Database
from storage.share import reading


def shared(
    database: Database, ids: Sequence[str] | None, until: datetime, since: datetime | None = None
) -> list[SharedRecord]:
    """The records of these clients or of all, by code, of [since, until)."""
    with reading(database.url, database.store.vault) as view:
        return [view.record(who, since, until, until) for who in view.clients(ids)]
