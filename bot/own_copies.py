"""Writes a client's own copy on the command line, for whoever runs the coach to hand to that client."""

from datetime import datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from bot.content.zones import BadPlaces
from bot.core.exercise import BadExercise
from bot.core.helplines import BadHelpLines
from bot.core.record import SharedAccess
from bot.core.safety import BadRules
from bot.core.senses import BadSenses
from bot.core.summary import BadWording
from bot.export.archive import pack
from bot.export.whole import all_or_none
from bot.exporting import UnknownClient
from bot.files import own_copy
from bot.opening import open_existing, open_library
from bot.settings import Settings
from storage import store
from storage.share import note_export

BAD_CONTENT = (BadExercise, BadHelpLines, BadPlaces, BadRules, BadSenses, BadWording)
"""What the content can have wrong with it; each carries its one line."""


def write_own_copy(settings: Settings, code: str, out: Path, now: datetime, password: str = "") -> Path:
    """Write everything of the client with that code into the folder `out`, private answers too, as one zip; in a locked
    one with a `password`. It is noted for the client to read. Returns where it is.

    Raises UnknownClient, OSError, what is BAD_CONTENT, and what `open_existing` and `note_export` do; nothing is then left.
    """
    database = open_existing(settings)
    try:
        with database.reading() as conn:
            client = store.find_client(conn, code)
        if client is None:
            raise UnknownClient("--client: there is no client of that code; /clients shows the codes")
        with TemporaryDirectory(prefix="coach-") as folder:
            made = own_copy(database, open_library(settings), client, (settings.data_dir, Path(folder)), now)
            made = (
                pack([made], Path(folder, "locked", made.name), made.parent, password) if password else made
            )
            with all_or_none(out, (made.name,)) as hidden:
                copied = hidden / made.name
                copied.touch(mode=0o600)
                copyfile(made, copied)
                noted = SharedAccess(at=now, by="operator", form="copy", since=None, until=now)
                note_export(settings.database_url, database.store.index, [client], noted)
            return out / made.name
    finally:
        database.close()
