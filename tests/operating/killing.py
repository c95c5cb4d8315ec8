"""Kills a process at one chosen moment after another: at each commit, and each time it touches a file in a folder."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Engine, event

DONE, FAILED = 0, 3
MOST = 5000
"""Moments after which something never ends."""
STRIDE = 1 if os.environ.get("COACH_TORTURE") else 5
"""Every moment under torture, else one in so many."""


def killed_at(moment: int, folder: Path, what: Callable[[], object]) -> bool:
    """Run `what` in a process of its own that is killed at the nth moment; False when it came to its end before."""
    child = os.fork()
    if child == 0:
        _die_at(moment, folder, what)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == DONE, "what was to be killed failed by itself"
    return False


def moments(folder: Path, what: Callable[[], object], before_each: Callable[[], object]) -> Iterator[int]:
    """Every moment at which `what` was just killed, with `before_each` done before; ends when it comes to its end."""
    for moment in range(1, MOST, STRIDE):
        before_each()
        if not killed_at(moment, folder, what):
            return
        yield moment
    raise AssertionError("it never ends")


def _die_at(moment: int, folder: Path, what: Callable[[], object]) -> None:
    left = moment
    names = str(folder)

    def passed() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def seen(_name: str, given: tuple[object, ...]) -> None:
        if any(isinstance(each, str | bytes | os.PathLike) and names in os.fsdecode(each) for each in given):
            passed()

    try:
        event.listen(Engine, "commit", lambda _: passed())
        event.listen(Engine, "rollback", lambda _: passed())
        sys.addaudithook(seen)
        what()
    except BaseException as problem:  # the child must not run on as a second test session
        os.write(2, f"{type(problem).__name__}: {problem}\n".encode())
        os._exit(FAILED)
    os._exit(DONE)
