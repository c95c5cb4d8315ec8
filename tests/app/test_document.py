"""A session summary sent as a file, with a whole coach: fetched, read, and left nowhere."""

from pathlib import Path

import pytest
from telegram.error import TimedOut

from bot.core.session import dump_session
from storage.tables import MEDIA
from tests.app.desk import Office
from tests.wire.line import refused

PRIVATE = "wept about her brother"
SUMMARY = f"She {PRIVATE}.\n\nHomework:\n- Walk to the river on Monday".encode()


async def send(office: Office) -> None:
    office.telegram.say(office.therapist, "/assign")
    await office.until_shown("For ", office.therapist)
    office.telegram.send_media(office.therapist, "document", data=SUMMARY, filename="session.txt")


def on_disk(office: Office) -> bytes:
    """All bytes in the database's folder."""
    folder = Path(office.practice.url.removeprefix("sqlite:///")).parent
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


async def test_summary_sent_as_a_file_is_read_and_kept_nowhere(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await send(office)
    await office.until_shown("I found one.", office.therapist)
    session = dump_session(office.practice.load(office.therapist).session)
    assert b"Walk to the river" in session
    assert PRIVATE.encode() not in session + on_disk(office)
    assert office.practice.rows(MEDIA) == []
    assert PRIVATE not in caplog.text + " ".join(office.shown(office.therapist))


async def test_file_goes_from_the_chat_once_the_homework_is_sent(office: Office) -> None:
    await send(office)
    await office.until_shown("I found one.", office.therapist)
    assert [each.media for each in office.telegram.chat(office.therapist).messages if each.media]
    for label, then in (("Keep", "This is what"), ("Send", "Sent.")):
        office.telegram.tap_label(office.therapist, label)
        await office.until_shown(then, office.therapist)
    assert not [each.media for each in office.telegram.chat(office.therapist).messages if each.media]


@pytest.mark.parametrize(
    ("method", "fault", "line"),
    [
        ("getFile", refused(400, "Bad Request: wrong file_id"), "I couldn't get that file."),
        ("getFile", refused(400, "Bad Request: file is too big"), "That file is too large for me"),
        ("getFile", TimedOut(), "I couldn't get that file."),
    ],
)
async def test_file_that_cannot_be_had_is_said_so(
    office: Office, method: str, fault: Exception, line: str
) -> None:
    office.line.plan(method, fault)
    await send(office)
    await office.until_shown(line, office.therapist)


async def test_clients_documents_are_kept_as_before(office: Office) -> None:
    office.telegram.send_media(office.client, "document", data=SUMMARY, filename="session.txt")
    await office.until(lambda: bool(office.shown()))
    assert office.shown()[0].endswith("Shall I keep that?")
    assert office.line.asked_for("getFile") == 0
