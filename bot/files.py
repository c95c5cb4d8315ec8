"""Builds the files that are ordered in the chat: what clients share for their therapist, all that is theirs for themselves."""

import errno
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.core.homemade import beside
from bot.core.library import Library
from bot.core.speech import speech_of
from bot.core.turn import FileOrder
from bot.export.archive import pack
from bot.export.copy import ROOM, Making, write_copy
from bot.export.selection import file_stem
from bot.exporting import ANY_SIZE, VERSION, Asked, Form, Range, Watch, write_files
from bot.kept_exports import keep
from storage import store
from storage.database import Database
from storage.share import reading
from storage.shelf import shelf_of

SMALL = 10 << 20
"""Bytes of a document that is sent as it is; a larger one is packed."""
LARGEST = 49 << 20
"""Bytes of one file: Telegram takes 50 MB from a bot."""
_ALONE = {"xlsx": "workbook", "fhir": "fhir_bundle"}
"""What goes as it is, without a zip around it, where nothing else has to go along."""


class TooLarge(OSError):
    """The file would be larger than Telegram takes from a bot; a shorter range or the server has room for it."""


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
            asked = _asked(database, library, order, order.format, now, data)
            whole = _logs(database, replace(asked, watch=watch), order, Path(folder), asker)
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
        asked = _asked(database, library, order, order.format, now, data)
        whole = _logs(database, replace(asked, watch=watch), order, Path(folder), asker)
        return keep(whole, data, now)


def _asked(
    database: Database, library: Library, order: FileOrder, form: Form, now: datetime, data: Path
) -> Asked:
    """What an order asks for, of nobody so far."""
    return Asked(
        who=(),
        span=Range(order.since, order.until),
        form=form,
        at=now,
        exercises=list(library.exercises.values()),
        senses=list(library.senses.values()),
        shelf=shelf_of(database.store, data) if order.recordings else None,
        room=ANY_SIZE if order.on_server else ROOM,
        speech=speech_of(library, order.language, order.zone),
    )


def _logs(database: Database, asked: Asked, order: FileOrder, folder: Path, asker: str | None) -> Path:
    with reading(database.url, database.store.vault) as view:
        who = view.clients(order.clients)
        if asker is not None and not {each.id for each in who} <= view.clients_under(asker):
            raise store.NotYours
        known = view.exercises(who, asked.at)
        exercises = [each for each in asked.exercises if each.id in known]
        whole = replace(asked, who=who, exercises=exercises)
        files = write_files(view, whole, folder / "files")
    return _one_file(files, folder, file_stem(whole.selection.clients, asked.at), order)


def _one_file(files: Sequence[Path], folder: Path, stem: str, order: FileOrder) -> Path:
    alone = [each for each in files if each.stem == _ALONE.get(order.format) or len(files) == 1]
    is_small = bool(alone) and alone[0].stat().st_size <= SMALL
    if is_small and not order.recordings and not order.password:
        return alone[0].rename(folder / f"{stem}{alone[0].suffix}")
    whole = pack(files, folder / f"{stem}.zip", folder / "files", order.password)
    if whole.stat().st_size > LARGEST and not order.on_server:
        raise TooLarge(errno.EFBIG, "more than Telegram takes from a bot")
    return whole


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
