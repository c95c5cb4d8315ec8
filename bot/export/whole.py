"""Files that appear whole or not at all, readable by their owner alone."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO


@contextmanager
def all_or_none(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A hidden folder to write `names` into; when the block ends well they move to `folder`, in this order.

    A name may lie in a folder of its own; the list may grow until the block ends, and what stands in it without having
    been written goes from `folder`. `folder` is made where it is missing. After any failure it holds what it held
    before. Raises OSError.
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
    earlier = hidden / "earlier"
    earlier.mkdir()
    with ExitStack() as back:
        for number, name in enumerate(names):
            target = folder / name
            back.enter_context(_made(target.parent))
            if target.is_file():
                kept = target.rename(earlier / str(number))
                back.callback(kept.rename, target)
            if (hidden / name).exists():
                (hidden / name).rename(target)
                back.callback(target.unlink)
        back.pop_all()
