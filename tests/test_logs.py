"""Canaries stand for a token and a client's words: none of them may be found in what was logged."""

import asyncio
import io
import logging
import sqlite3
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from pydantic import BaseModel
from telegram.error import BadRequest, InvalidToken

from bot.logs import HIDDEN, OURS, QUIET, SafeFormatter, configure

TOKEN = "7654321:canary-Token_part+that/is%long"  # noqa: S105 -- a canary, not a token
WORDS = "canary words of a client"
TOUCHED = ("", "telegram", *OURS, *QUIET)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything logged in the test, as the coach would write it."""
    root, levels = logging.getLogger(), {name: logging.getLogger(name).level for name in TOUCHED}
    before, written = list(root.handlers), io.StringIO()
    configure("DEBUG", [TOKEN], written)
    yield written
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def caught(raising: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as raised:  # noqa: PT011 -- any kind; the kind is what is asserted later
        raising()
    assert isinstance(raised.value, Exception)
    return raised.value


class Answer(BaseModel):
    strength: int


class NotOurs(Exception):
    """An exception of a module the log knows nothing of."""


def fail(problem: Exception) -> None:
    raise problem


def test_record_is_one_line_with_time_level_and_place(log: io.StringIO) -> None:
    logging.getLogger("bot.wire").info("took %d updates", 3)
    [line] = log.getvalue().splitlines()
    at, rest = line.split(" ", 1)
    assert at.endswith("+00:00")
    assert rest == "INFO bot.wire: took 3 updates"


@pytest.mark.parametrize(
    "form", [TOKEN, quote(TOKEN, safe=""), TOKEN.partition(":")[2], quote(TOKEN.partition(":")[2], safe="")]
)
def test_token_is_hidden_in_every_form(log: io.StringIO, form: str) -> None:
    logger = logging.getLogger("bot.app")
    logger.error(f"at /bot{form}/getMe")  # noqa: G004, RUF100 -- the message itself is under test
    logger.error("at %s", form)
    logger.error("at %(where)s", {"where": form})
    logger.error("failed", exc_info=OSError(form))
    written = log.getvalue()
    assert form not in written
    assert "canary" not in written
    assert written.count(HIDDEN) >= 4


def test_token_nobody_named_is_hidden_too(log: io.StringIO) -> None:
    logging.getLogger("bot").error("GET https://telegram.example/bot123:canary_canary_canary-1/getMe")
    assert "canary" not in log.getvalue()
    assert "/getMe" in log.getvalue()


def test_library_that_quotes_the_token_is_hidden(log: io.StringIO) -> None:
    logging.getLogger("telegram.ext").error(
        "stopped", exc_info=InvalidToken(f"The token `{TOKEN}` was rejected")
    )
    assert "canary" not in log.getvalue()
    assert "InvalidToken" in log.getvalue()


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore.http11", "aiohttp.access", "sqlalchemy.engine", "apscheduler"]
)
def test_chatty_libraries_are_heard_from_warnings_on(log: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("canary")
    assert log.getvalue() == ""
    logging.getLogger(name).warning("worth a look")
    assert "worth a look" in log.getvalue()


@pytest.mark.parametrize("name", ["telegram.Bot", "anything.else"])
def test_debug_is_for_our_own_modules(log: io.StringIO, name: str) -> None:
    logging.getLogger(name).debug("canary")
    assert log.getvalue() == ""
    logging.getLogger("bot.coach").debug("a turn of %s", "row 7")
    assert "a turn of row 7" in log.getvalue()


def test_level_leaves_out_what_is_below(log: io.StringIO) -> None:
    configure("ERROR", [], log)
    for name in ("bot", "telegram", "httpx", "other"):
        logging.getLogger(name).warning("canary")
    assert log.getvalue() == ""


def test_configuring_twice_writes_once(log: io.StringIO) -> None:
    configure("INFO", [], log)
    logging.getLogger("bot").info("once")
    assert log.getvalue().count("once") == 1


def test_libraries_records_about_updates_keep_only_their_template(log: io.StringIO) -> None:
    logging.getLogger("telegram.ext").critical("Update %s could not be read: %d", {"text": WORDS}, 4)
    assert "canary" not in log.getvalue()
    assert f"Update {HIDDEN} could not be read: 4" in log.getvalue()


def test_telegrams_refusal_is_told_without_its_quotation(log: io.StringIO) -> None:
    refusal = BadRequest(f'Can\'t parse entities: unsupported start tag "{WORDS}" at byte offset 3')
    logging.getLogger("bot.wire").warning("refused: %s", refusal)
    assert "canary" not in log.getvalue()
    assert "byte offset 3" in log.getvalue()


@pytest.mark.parametrize(
    "raising",
    [
        lambda: Answer.model_validate({"strength": WORDS}),
        lambda: int(WORDS),
        lambda: {"a": 1}[WORDS],
        lambda: fail(NotOurs(WORDS)),
    ],
    ids=["pydantic", "value", "key", "strange"],
)
def test_exception_that_may_quote_words_is_told_by_kind(
    log: io.StringIO, raising: Callable[[], object]
) -> None:
    problem = caught(raising)
    logger = logging.getLogger("bot.coach")
    logger.error("turn failed", exc_info=problem)
    logger.error("turn failed: %s", problem)
    logger.error(problem)
    assert "canary" not in log.getvalue()
    assert log.getvalue().count(type(problem).__name__) >= 3


def test_traceback_shows_places_and_no_values(log: io.StringIO) -> None:
    held = WORDS
    problem = caught(lambda: int(held))
    logging.getLogger("bot").error("failed", exc_info=problem)
    written = log.getvalue()
    assert "Traceback (most recent call last):" in written
    assert "test_logs.py" in written
    assert "canary" not in written


def test_every_exception_of_a_chain_is_cleaned(log: io.StringIO) -> None:
    def chained() -> None:
        try:
            int(WORDS)
        except ValueError as first:
            raise OSError("the disk is full") from first

    logging.getLogger("bot").error("failed", exc_info=caught(chained))
    written = log.getvalue()
    assert written.index("ValueError") < written.index("OSError: the disk is full")
    assert "canary" not in written


def test_group_tells_its_parts(log: io.StringIO) -> None:
    group = ExceptionGroup(WORDS, [ValueError(WORDS), OSError("no route")])
    logging.getLogger("bot").error("failed", exc_info=group)
    assert "canary" not in log.getvalue()
    assert "with OSError: no route" in log.getvalue()


def test_database_says_what_is_wrong(log: io.StringIO) -> None:
    logging.getLogger("storage").error("failed: %s", sqlite3.OperationalError("database is locked"))
    assert "OperationalError: database is locked" in log.getvalue()


def test_line_break_in_a_message_cannot_forge_a_record(log: io.StringIO) -> None:
    logging.getLogger("bot").info("named %s", "a\r\n2026-01-01 INFO bot: forged\u2028\x1b[2J")
    assert len(log.getvalue().splitlines()) == 1
    assert "\x1b" not in log.getvalue()


def test_badly_formed_call_is_told_without_its_arguments() -> None:
    # Formed here and not logged, since pytest's own handlers would raise.
    record = logging.LogRecord("bot", logging.INFO, __file__, 7, "%d steps", (WORDS,), None)
    written = SafeFormatter([]).format(record)
    assert written.endswith("a record of line 7 could not be put into words")


def test_closed_stream_does_not_bring_the_record_elsewhere(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.close()
    logging.getLogger("bot").info(WORDS)
    assert "canary" not in capsys.readouterr().err


async def test_forgotten_task_does_not_show_its_exception(log: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    task: asyncio.Future[None] = loop.create_future()
    task.set_exception(ValueError(WORDS))
    loop.default_exception_handler(
        {"message": f"Exception in callback f('{WORDS}')", "exception": task.exception(), "future": task}
    )
    assert "canary" not in log.getvalue()
    assert "Exception in callback f" in log.getvalue()
    assert "ValueError" in log.getvalue()
