"""The process that makes one file of the chat: it stays behind the coach, and goes with it."""

import os
import signal
import sys
import tempfile
from shutil import rmtree
from threading import Thread
from types import FrameType

NICE = 10
MEBIBYTES = 1536


def main() -> int:
    """Carry out the one commission that stands on the input, and say on the output what came of it."""
    os.nice(NICE)
    _limit(MEBIBYTES << 20)
    from bot.commission import COMMISSION  # noqa: PLC0415  # loaded once this process has stepped back
    from bot.commissioned import carried_out, say  # noqa: PLC0415  # as above

    commission = COMMISSION.validate_json(sys.stdin.buffer.readline())
    tempfile.tempdir = str(commission.folder)
    signal.signal(signal.SIGTERM, _leave)
    try:
        # Started in here: the end may come at once.
        Thread(target=_end_with_the_coach, daemon=True).start()
        say(carried_out(commission))
    except SystemExit:
        rmtree(commission.folder, ignore_errors=True)
        raise
    return 0


def _end_with_the_coach() -> None:
    """The input stays open for as long as the coach lives; when it ends, this process takes its files away and goes."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def _limit(size: int) -> None:
    """So much memory, where the system knows such limits. What this starts may set its own."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if most < 0 else min(size, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
