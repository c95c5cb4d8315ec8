"""Makes, reads and changes the operator's key file: url-safe base64 keys, newest first, one a line."""

import glob
import os
import re
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


class VaultError(Exception):
    """Something that guards the stored words is missing or wrong."""


class KeyFileMissing(VaultError):
    """There is no key file where one is expected."""


class BadKeyFile(VaultError):
    """The key file cannot be read, or holds something other than keys."""


def create_key_file(path: Path) -> bool:
    """Make a key file with one new key, unless there is one.

    Returns:
        True when the file was made, False when it was there already.

    Raises:
        BadKeyFile: the folder or the file cannot be made.
    """
    try:
        _make_private_folder(path.parent)
        return _publish(path, _new_line())
    except OSError as problem:
        raise BadKeyFile(f"{path}: the key file cannot be made ({problem.strerror})") from None


def load_keys(path: Path) -> tuple[bytes, ...]:
    """Read the operator's keys, newest first.

    Raises:
        KeyFileMissing: nothing stands at `path`.
        BadKeyFile: it cannot be read, is empty, or a line is no key.
    """
    lines = [line.strip() for line in _read(path).splitlines() if line.strip()]
    if not lines:
        raise BadKeyFile(f"{path}: the key file is empty")
    for number, line in enumerate(lines, start=1):
        _check(path, number, line)
    return tuple(lines)


def add_newest_key(path: Path) -> None:
    """Put a new key on top of the key file; the older ones stay, so all that is wrapped still opens.

    Raises:
        KeyFileMissing, BadKeyFile: as for `load_keys`.
    """
    _replace(path, _new_line() + b"".join(key + b"\n" for key in load_keys(path)))


def drop_older_keys(path: Path) -> None:
    """Keep only the newest key: right once every wrapped key was wrapped anew.

    Raises:
        KeyFileMissing, BadKeyFile: as for `load_keys`.
    """
    _replace(path, load_keys(path)[0] + b"\n")


def drop_drafts(path: Path) -> None:
    """Remove what was left of key files whose writing was cut short. Nobody else may be writing one."""
    for file in path.parent.glob(f".{glob.escape(path.name)}.*"):
        if re.fullmatch(r"[0-9a-f]{16}", file.name.removeprefix(f".{path.name}.")):
            file.unlink(missing_ok=True)


def _new_line() -> bytes:
    return Fernet.generate_key() + b"\n"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyFileMissing(f"{path}: there is no key file") from None
    except OSError as problem:
        raise BadKeyFile(f"{path}: the key file cannot be read ({problem.strerror})") from None


def _check(path: Path, number: int, line: bytes) -> None:
    try:
        Fernet(line)
    except ValueError:
        raise BadKeyFile(f"{path}: line {number} is not a key") from None


def _make_private_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _publish(path: Path, content: bytes) -> bool:
    """Let the whole file appear at once, and never over one that is there."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    return True


def _replace(path: Path, content: bytes) -> None:
    try:
        _draft(path, content).replace(path)
        _sync_folder(path.parent)
    except OSError as problem:
        raise BadKeyFile(f"{path}: the key file cannot be written ({problem.strerror})") from None


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
