"""Writes what clients share as the one file that a therapist ordered in the chat.

It loads none of the tables, so that a process that does nothing else is quick.
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.exercise import Exercise
from bot.core.senses import Senses
from bot.core.speech import Speech
from bot.core.turn import FileOrder
from bot.export.archive import pack
from bot.export.recordings import ROOM
from bot.export.selection import file_stem
from bot.exporting import ANY_SIZE, Asked, Range, Watch, write_files
from storage.share import Reading, Sharer, reading
from storage.shelf import shelf_by
from storage.store_keys import NotYours
from storage.vault import Vault

SMALL = 10 << 20
"""Bytes of a document that is sent as it is; a larger one is packed."""
LARGEST = 49 << 20
"""Bytes of one file: Telegram takes 50 MB from a bot."""
_ALONE = {"xlsx": "workbook", "fhir": "fhir_bundle"}
"""What goes as it is, without a zip around it, where nothing else has to go along."""


class TooLarge(OSError):
    """The file would be larger than Telegram takes from a bot; a shorter range or the server has room for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order of the chat with what it draws on. `asker` is the therapist whose clients they have to be; None for
    whoever may have everybody's. What is to be read is written in `speech`."""

    order: FileOrder
    now: datetime
    asker: str | None
    exercises: Sequence[Exercise]
    senses: Sequence[Senses]
    speech: Speech
    watch: Watch


def write_logs(url: str, vault: Vault, ordered: Ordered, data: Path, folder: Path) -> Path:
    """Write the file into `folder`; returns where it is. Recordings lie under `data`.

    Raises NotYours where a client is not, or no longer, the asker's; TooLarge, OSError, and what `reading` does.
    """
    order = ordered.order
    with reading(url, vault) as view:
        who = view.clients(order.clients)
        if ordered.asker is not None and not {each.id for each in who} <= view.clients_under(ordered.asker):
            raise NotYours
        asked = _asked(view, ordered, who, data)
        files = write_files(view, asked, folder / "files")
    return _one_file(files, folder, file_stem(asked.selection.clients, asked.at), order)


def _asked(view: Reading, ordered: Ordered, who: Sequence[Sharer], data: Path) -> Asked:
    order, known = ordered.order, view.exercises(who, ordered.now)
    if order.format == "copy":
        raise NotYours
    return Asked(
        who=who,
        span=Range(order.since, order.until),
        form=order.format,
        at=ordered.now,
        exercises=[each for each in ordered.exercises if each.id in known],
        senses=ordered.senses,
        shelf=shelf_by(view.index(), data) if order.recordings else None,
        room=ANY_SIZE if order.on_server else ROOM,
        speech=ordered.speech,
        watch=ordered.watch,
    )


def _one_file(files: Sequence[Path], folder: Path, stem: str, order: FileOrder) -> Path:
    alone = [each for each in files if each.stem == _ALONE.get(order.format) or len(files) == 1]
    is_small = bool(alone) and alone[0].stat().st_size <= SMALL
    if is_small and not order.recordings and not order.password:
        # Both end in .json; side by side in a chat or a folder they are told apart.
        kind = "-fhir" if order.format == "fhir" else ""
        return alone[0].rename(folder / f"{stem}{kind}{alone[0].suffix}")
    whole = pack(files, folder / f"{stem}.zip", folder / "files", order.password)
    if whole.stat().st_size > LARGEST and not order.on_server:
        raise TooLarge(errno.EFBIG, "more than Telegram takes from a bot")
    return whole
