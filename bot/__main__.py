"""Starts a command: the one that takes files out by itself, since it is over before the others are loaded."""

import sys


def main() -> None:
    """Run what the command line names."""
    if sys.argv[1:2] == ["export"]:
        from bot.export_command import cli  # noqa: PLC0415
    else:
        from bot.commands import cli  # noqa: PLC0415
    cli(prog_name="coach")


if __name__ == "__main__":
    main()
