"""Files that appear whole or not at all, readable by their owner alone."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO


@contextmanager
def all_or_none(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A hidden folder to write `names` into; when the block ends well they move to `folder`, in this order.

    `folder` is made where it is missing. After any failure it holds what it held before. Raises OSError.
    """
    with _made(folder), TemporaryDirectory(prefix=".export-", dir=folder) as hidden:
        yield Path(hidden)
        _publish(Path(hidden), folder, names)


def open_new(path: Path, encoding: str) -> TextIO:
    """A new text file for its owner alone, whose line ends stay as they are written. Raises OSError."""
    path.touch(mode=0o600, exist_ok=False)
    return path.open("w", encoding=encoding, newline="")


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        raise


def _publish(hidden: Path, folder: Path, names: Sequence[str]) -> None:
    with ExitStack() as back:
        for name in names:
            target = folder / name
            if target.is_file():
                earlier = target.rename(hidden / f"earlier-{name}")
                back.callback(earlier.rename, target)
            (hidden / name).rename(target)
            back.callback(target.unlink)
        back.pop_all()
