"""What every test needs before anything is imported, where chance begins, and which tests begin first."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# Read by python-telegram-bot at each call: spans come as timedelta, and asking for them is no deprecation warning.
os.environ["PTB_TIMEDELTA"] = "true"

# What tests write need not reach a disk: they kill processes, not machines.
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108  # pytest makes a folder of its own there
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# `make test` tries the same examples every time; `make torture` tries others.
settings.register_profile("coach", derandomize=os.environ.get("COACH_TORTURE") != "1", deadline=None)
settings.load_profile("coach")

LONGEST_FIRST = ("torture", "crash", "browser", "app", "operating")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first, so that at the end of a run in several processes none waits for another."""
    order = {folder: place for place, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))
