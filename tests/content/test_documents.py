"""Documents as they come from a therapist's computer: any bytes are read as words or refused, and words as tasks."""

import pytest

from bot.content.documents import decoded, opened
from bot.core.inputs import Opened
from bot.core.talk.assigning_document import LARGEST_TEXT
from bot.core.turn import Document
from tests.core import people

PAPER = Document(file="f", name="session.txt")
SUMMARY = "Tareas:\n- Pasear mañana por el río\n- Llamar a José"
TASKS = ("Pasear mañana por el río", "Llamar a José")


def read(content: bytes) -> Opened:
    return opened(PAPER, content, people.library())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_summary_is_read_in_whatever_way_it_was_saved(encoding: str) -> None:
    assert read(SUMMARY.encode(encoding)) == Opened(file="f", name="session.txt", tasks=TASKS)


def test_big_endian_with_its_mark_is_read() -> None:
    assert read(b"\xfe\xff" + SUMMARY.encode("utf-16-be")).tasks == TASKS


def test_quotes_of_older_windows_are_quotes() -> None:
    assert decoded(b"\x93one line\x94 caf\xe9") == "“one line” café"


def test_bytes_that_no_windows_wrote_are_read_too() -> None:
    assert decoded(b"caf\xe9 \x81 and so on, for more than fifty signs in a row of words") is not None


@pytest.mark.parametrize(
    "content", [b"", b" \n\t ", b"\xef\xbb\xbf", b"PK\x03\x04\x14\x00\x06\x00" * 9, bytes(range(256)) * 4]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert read(content) == Opened(file="f", name="session.txt", trouble="no text")


def test_a_document_that_turns_out_too_large_is_refused_unread() -> None:
    assert read(b"-" * (LARGEST_TEXT + 1)) == Opened(file="f", name="session.txt", trouble="large")
    assert read(b"- walk\n".ljust(LARGEST_TEXT, b"x")).trouble == ""


def test_a_text_without_homework_holds_no_tasks() -> None:
    assert read(b"We spoke about the weather.") == Opened(file="f", name="session.txt")
