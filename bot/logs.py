"""Writes the log so that neither a secret nor a client's words can reach it."""

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TextIO, TypeAlias
from urllib.parse import quote

OURS = ("bot", "handlers", "storage")
# These say at INFO what is of no use here, or repeat addresses with the token in them.
QUIET = ("alembic", "httpx", "httpcore", "aiohttp.access", "apscheduler", "sqlalchemy", "asyncio")
HIDDEN = "[hidden]"
SHORTEST_SECRET = 4
LONGEST_CHAIN = 10

# Only messages of these kinds are repeated: they speak of names, files and types. Any other may quote a value it
# was given, as ValueError, KeyError and pydantic's ValidationError do, so of those the kind alone is told.
_SPEAKABLE = (OSError, ImportError, AttributeError, TypeError, NameError, RuntimeError, sqlite3.Error)
_ANY_TOKEN = re.compile(r"(?:bot)?\d+(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_QUOTED = re.compile(r"\".*\"|b'.*'", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_NAME = "coach"

_Arguments: TypeAlias = "tuple[object, ...] | dict[str, object]"


def configure(level: str, secrets: Sequence[str], stream: TextIO | None = None) -> None:
    """Send every log record to one place, cleaned.

    Args:
        level: the least that our own modules log; other libraries never say less than INFO.
        secrets: texts that must not appear, such as the bot's token.
        stream: where to write; the standard error stream by default.
    """
    handler = _Handler(stream or sys.stderr)
    handler.set_name(_NAME)
    handler.setFormatter(SafeFormatter(secrets))
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if one.get_name() == _NAME]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    _set_levels(logging.getLevelNamesMapping()[level])


class SafeFormatter(logging.Formatter):
    """One line a record, and under it the traceback where there is one; secrets and quoted values left out."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._hidden = _pattern(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; never raises, and never says what it failed on."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        lines = [f"{at} {record.levelname} {record.name}: {_one_line(_message(record))}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += _traceback(record.exc_info[1])
        if record.stack_info:
            lines.append(record.stack_info)
        return self._hidden.sub(HIDDEN, _ANY_TOKEN.sub(HIDDEN, "\n".join(lines)))


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """Stay silent: logging's own complaint would repeat the record with its arguments."""


def _set_levels(level: int) -> None:
    calm = max(level, logging.INFO)
    logging.getLogger().setLevel(calm)
    logging.getLogger("telegram").setLevel(calm)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def _pattern(secrets: Sequence[str]) -> re.Pattern[str]:
    forms = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST_SECRET}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)


def _forms(secret: str) -> Iterator[str]:
    for part in (secret, secret.partition(":")[2]):
        yield part
        yield quote(part, safe="")


def _message(record: logging.LogRecord) -> str:
    try:
        return _of_origin(record)
    except Exception:
        # A badly formed log call must not raise, nor show its arguments.
        return f"a record of line {record.lineno} could not be put into words"


def _of_origin(record: logging.LogRecord) -> str:
    root = record.name.partition(".")[0]
    if root == "asyncio":
        # What follows shows the task, and with it the arguments and the exception's own words.
        return re.split(r"[\n(<]", str(record.msg))[0].strip()
    template = told(record.msg) if isinstance(record.msg, BaseException) else str(record.msg)
    if not record.args:
        return template
    return template % _spoken(record.args, root == "telegram")


def _spoken(arguments: object, numbers_alone: bool) -> _Arguments:
    if isinstance(arguments, dict):
        return {str(name): _argument(value, numbers_alone) for name, value in arguments.items()}
    values = arguments if isinstance(arguments, tuple) else (arguments,)
    return tuple(_argument(value, numbers_alone) for value in values)


def _argument(value: object, numbers_alone: bool) -> object:
    """Telegram's library puts whole updates and answers into its records, so of those only numbers are kept."""
    if isinstance(value, BaseException):
        return told(value)
    return value if isinstance(value, int | float) or not numbers_alone else HIDDEN


def told(problem: BaseException) -> str:
    """An exception in one line: its kind, and its message where such messages quote nothing a client wrote."""
    kind = type(problem)
    root = kind.__module__.partition(".")[0]
    if root == "telegram":
        said = _QUOTED.sub("…", str(problem))
    elif root in OURS or isinstance(problem, _SPEAKABLE):
        said = str(problem)
    else:
        said = ""
    return _one_line(f"{kind.__qualname__}: {said}" if said else kind.__qualname__)


def _traceback(problem: BaseException) -> list[str]:
    lines: list[str] = []
    for one in reversed(list(_chain(problem))):
        lines += ["Traceback (most recent call last):", *_frames(one), told(one)]
        if isinstance(one, BaseExceptionGroup):
            lines += [f"  with {told(part)}" for part in one.exceptions]
    return lines


def _frames(problem: BaseException) -> list[str]:
    return "".join(traceback.format_tb(problem.__traceback__)).splitlines()


def _chain(problem: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = problem
    for _ in range(LONGEST_CHAIN):
        if current is None:
            return
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _one_line(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)
