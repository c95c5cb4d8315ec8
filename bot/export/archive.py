"""Packs the files of an export into one zip: the same, byte for byte, for the same files, or locked with a password."""

from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.export.whole import all_or_none

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def pack(files: Iterable[Path], path: Path, root: Path, password: str = "") -> Path:
    """Pack `files`, named by where they lie under `root`, into a new zip at `path`; return `path`.

    With a `password` every file is sealed with AES-256; the names stay readable. Raises OSError; `path` is then as it
    was before.
    """
    with all_or_none(path.parent, (path.name,)) as hidden:
        target = hidden / path.name
        target.touch(mode=0o600)
        with _locked(target, password) if password else ZipFile(target, "w") as archive:
            for file in sorted(files):
                _add(archive, file, file.relative_to(root).as_posix())
    return path


def entry_of(name: str, compression: int) -> ZipInfo:
    """A member of that name which says nothing of when or where it was packed."""
    return _dated(ZipInfo(name, date_time=_NO_TIME), compression)


def _locked(path: Path, password: str) -> ZipFile:
    # Few files are locked, and what locks them takes a while to load.
    from pyzipper import WZ_AES, AESZipFile  # noqa: PLC0415  # loads slowly, and few files are locked

    archive: ZipFile = AESZipFile(path, "w", compression=ZIP_DEFLATED, encryption=WZ_AES)
    archive.setpassword(password.encode())
    return archive


def _dated(entry: ZipInfo, compression: int) -> ZipInfo:
    entry.compress_type = compression
    entry.create_system = _UNIX
    return entry


def _add(archive: ZipFile, file: Path, name: str) -> None:
    kind = getattr(archive, "zipinfo_cls", ZipInfo)
    entry = _dated(kind(name, date_time=_NO_TIME), ZIP_DEFLATED)
    entry.file_size = file.stat().st_size
    entry.external_attr = 0o600 << 16
    with file.open("rb") as source, archive.open(entry, "w") as packed:
        copyfileobj(source, packed)
