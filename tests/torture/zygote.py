"""Forks coaches that kill themselves at a chosen point: everything is imported and read once, before the forks.

A process of its own, without threads. It takes one order a line on standard input, as JSON, and answers with the pid
of the coach it forked and, when that has ended, with how.
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

import storage.database
from bot import serving
from bot.clock import SystemClock
from bot.core.library import Library
from bot.logs import configure
from bot.opening import open_library
from bot.settings import Settings, load_settings
from bot.wire.transport import AiohttpRequest

Order = dict[str, Any]


class Fuse:
    """Counts how often each place is passed, and ends this process at the chosen one, at the chosen time."""

    def __init__(self, place: str, number: int) -> None:
        self._place = place
        self._number = number
        self.counts: Counter[str] = Counter()

    def passed(self, place: str) -> None:
        """This place is reached once more."""
        self.counts[place] += 1
        if place == self._place and self.counts[place] == self._number:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, before: str, after: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, with a place on either side."""

        @wraps(act)
        def counted(*given: Any, **more: Any) -> Any:
            self.passed(before)
            result = act(*given, **more)
            self.passed(after)
            return result

        return counted

    def around_call(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same coroutine function, with a place on either side."""

        @wraps(act)
        async def counted(*given: Any, **more: Any) -> Any:
            self.passed("request")
            result = await act(*given, **more)
            self.passed("answer")
            return result

        return counted

    def around_commit(self, commit: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        """The same commit; one of a transaction that has written nothing counts for nothing."""
        known: dict[int, int] = {}

        def counted(dialect: Any, connection: Any) -> None:
            changes = int(connection.total_changes)
            wrote, known[id(connection)] = changes != known.get(id(connection), 0), changes
            if not wrote:
                return commit(dialect, connection)
            self.passed("before commit")
            commit(dialect, connection)
            return self.passed("after commit")

        return counted


class Ahead(SystemClock):
    """The machine's clock, so much ahead."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return super().now() + self._by


def live(order: Order, settings: Settings) -> None:
    """Be a coach until told to stop, or until the fuse burns through."""
    fuse = Fuse(order["place"], order["number"])
    arm(fuse)
    serving.__dict__["SystemClock"] = partial(Ahead, timedelta(seconds=order["ahead"]))
    asyncio.run(serving.live(settings))
    Path(order["counts"]).write_text(json.dumps(fuse.counts))


def arm(fuse: Fuse) -> None:
    """Put the fuse around every commit, every scrubbing and every call."""
    scrub = storage.database.__dict__["scrub"]
    storage.database.__dict__["scrub"] = fuse.around("before commit", "after commit", scrub)
    setattr(DefaultDialect, "do_commit", fuse.around_commit(DefaultDialect.do_commit))  # noqa: B010  # a method is put in the place of another
    setattr(AiohttpRequest, "do_request", fuse.around_call(AiohttpRequest.do_request))  # noqa: B010  # as above


def fork(order: Order) -> int:
    """A coach of its own; answers its pid."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, sys.stderr.fileno())
        settings = load_settings(order["environment"], None)
        configure(settings.log_level, settings.secrets)
        live(order, settings)
        code = 0
    except Exception as problem:
        sys.stderr.write(f"Traceback: the coach ended with {problem!r}\n")
    finally:
        sys.stderr.flush()
        os._exit(code)


def tell(**what: object) -> None:
    """One line for whoever sent the order."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    """One coach after the other, until there are no more orders."""
    os.environ["PTB_TIMEDELTA"] = "true"
    libraries: list[Library] = []

    def once(settings: Settings) -> Library:
        if not libraries:
            libraries.append(open_library(settings))
        return libraries[0]

    serving.__dict__["open_library"] = once
    once(load_settings(dict(os.environ), None))
    tell(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        pid = fork(order)
        tell(pid=pid)
        _, status = os.waitpid(pid, 0)
        tell(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
