"""Private folders for files on their way, taken away with the block they are for, or at the next start after a kill."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir

PREFIX = "coach-files-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder for its owner alone, held while the block runs and gone after it. Raises OSError."""
    with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name, _held(Path(name)):
        yield Path(name)


def sweep() -> int:
    """Take away what was left by processes that have ended without doing so; returns how many folders those were."""
    return sum(map(_swept, sorted(Path(gettempdir()).glob(f"{PREFIX}*"))))


def _swept(folder: Path) -> bool:
    """Whether it was there for nobody. A folder of somebody else's, or of a process that lives, stays."""
    with suppress(OSError), _held(folder):
        if folder.stat().st_uid == os.geteuid():
            rmtree(folder)
            return True
    return False


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder as long as this process lives, at most; the system lets go of it after a kill. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
