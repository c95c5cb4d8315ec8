"""Packs the files of an export into one zip that is the same, byte for byte, for the same files."""

from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.export.whole import all_or_none

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def zip_folder(files: Iterable[Path], path: Path) -> Path:
    """Pack `files`, by name and without their folders, into a new zip at `path`; return `path`.

    Raises OSError; `path` is then as it was before.
    """
    with all_or_none(path.parent, (path.name,)) as hidden:
        target = hidden / path.name
        target.touch(mode=0o600)
        with ZipFile(target, "w") as archive:
            for file in sorted(files, key=lambda each: each.name):
                _add(archive, file)
    return path


def entry_of(name: str, compression: int) -> ZipInfo:
    """A member of that name which says nothing of when or where it was packed."""
    entry = ZipInfo(name, date_time=_NO_TIME)
    entry.compress_type = compression
    entry.create_system = _UNIX
    return entry


def _add(archive: ZipFile, file: Path) -> None:
    entry = entry_of(file.name, ZIP_DEFLATED)
    entry.file_size = file.stat().st_size
    with file.open("rb") as source, archive.open(entry, "w") as packed:
        copyfileobj(source, packed)
