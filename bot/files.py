"""Builds the files that are ordered in the chat: what clients share for their therapist, all that is theirs for themselves."""

import tempfile
from datetime import datetime
from pathlib import Path

from bot.core.homemade import beside
from bot.core.library import Library
from bot.core.speech import speech_of
from bot.core.turn import FileOrder
from bot.export.copy import Making, write_copy
from bot.export.selection import file_stem
from bot.exporting import VERSION, Watch
from bot.kept_exports import keep
from bot.ordered_logs import Ordered, write_logs
from storage import store
from storage.database import Database
from storage.shelf import shelf_of


def build_file(
    database: Database,
    library: Library,
    order: FileOrder,
    now: datetime,
    *,
    asker: str | None,
    data: Path,
    watch: Watch = lambda _done, _all: None,
) -> tuple[str, bytes]:
    """The one file that answers an order of the chat: its name and its bytes.

    `asker` is the person whose chat it goes to; a copy is made for nobody but the client it is about. Recordings lie
    under the folder `data`; `watch` hears how far it is. Logs are made only while the clients are still the asker's:
    between the order and its turn a therapist may have left. Raises NotYours, TooLarge, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        if order.format == "copy":
            if asker is None or not set(order.clients) <= {asker}:
                raise store.NotYours
            whole = own_copy(database, library, asker, (data, Path(folder)), now)
        else:
            whole = _logs(database, library, order, now, asker, (data, Path(folder)), watch)
        return whole.name, whole.read_bytes()


def keep_file(
    database: Database,
    library: Library,
    order: FileOrder,
    now: datetime,
    *,
    asker: str | None,
    data: Path,
    watch: Watch = lambda _done, _all: None,
) -> Path:
    """Make the logs of an order of the chat and keep them under `data`, instead of sending them; returns where they lie.

    All as `build_file`, but of any size. Raises NotYours, also for a client's own copy; OSError.
    """
    if order.format == "copy" or asker is None:
        raise store.NotYours
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        whole = _logs(database, library, order, now, asker, (data, Path(folder)), watch)
        return keep(whole, data, now)


def _logs(
    database: Database,
    library: Library,
    order: FileOrder,
    now: datetime,
    asker: str | None,
    folders: tuple[Path, Path],
    watch: Watch,
) -> Path:
    return write_logs(
        database.url,
        database.store.vault,
        Ordered(
            order=order,
            now=now,
            asker=asker,
            exercises=list(library.exercises.values()),
            senses=list(library.senses.values()),
            speech=speech_of(library, order.language, order.zone),
            watch=watch,
        ),
        *folders,
    )


def own_copy(
    database: Database, library: Library, client: str, folders: tuple[Path, Path], now: datetime
) -> Path:
    """Everything of one client, as one zip. Raises NotYours where there is no such client."""
    data, folder = folders
    keys, shelf = database.store, shelf_of(database.store, data)
    with database.reading() as conn:
        record = store.own_record(keys, conn, client)
        if record is None:
            raise store.NotYours

        def read(entry: str) -> bytes | None:
            sealed = shelf.get(entry)
            return None if sealed is None else store.open_recording(keys, conn, client, entry, sealed)

        path = folder / f"copy-{file_stem([record.code], now)}.zip"
        making = Making(library=beside(library, record.homemade), made_at=now, app_version=VERSION)
        return write_copy(path, record, read, making)
