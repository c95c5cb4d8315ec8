"""Starts a command: the one that takes files out by itself, since it is over before the others are loaded."""

import signal
import sys
from types import FrameType


def main() -> None:
    """Run what the command line names."""
    if sys.argv[1:2] == ["run"]:
        # Loading takes seconds on a small machine, and being told to stop in them is no failure.
        signal.signal(signal.SIGTERM, _leave)
    if sys.argv[1:2] == ["export"]:
        from bot.export_command import cli  # noqa: PLC0415  # an export is over before the other commands are loaded
    else:
        from bot.commands import cli  # noqa: PLC0415  # an export is over before the other commands are loaded
    cli(prog_name="coach")


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
