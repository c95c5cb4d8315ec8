"""A client takes a copy of everything, and leaves without a trace, recordings included."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.core.changes import RunDeleted
from bot.logs import SafeFormatter
from bot.phone.tg_model import Rows
from storage.shelf import shelf_of
from storage.tables import INBOX, MEDIA, PERSON, RECEIPT
from tests.app.desk import Office, coach_of
from tests.storage.practice import EVENING, named, opened
from tests.storage.traces import SOUND, found_in, live_through, traces_of

DAY = timedelta(hours=24)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, as the operator would read it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeFormatter([]))
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def folder_of(office: Office) -> Path:
    return office.app.parts.folder


async def says(office: Office, words: str) -> None:
    office.telegram.say(office.client, words)
    await taken(office)


async def taps(office: Office, label: str) -> None:
    office.telegram.tap_label(office.client, label)
    await taken(office)


async def taken(office: Office) -> None:
    """Return once everything that was sent has been taken."""
    await office.until(lambda: not office.telegram.updates.pending(office.clock.now()))
    await office.app.settled()


def keys_of(office: Office) -> Rows:
    """The keyboard under the client's text field."""
    shown = office.telegram.chat(office.client).reply_keyboard
    return shown.rows if shown else []


async def begin_to_erase(office: Office) -> None:
    await says(office, "/privacy")
    await taps(office, "Erase everything")
    await taps(office, "Erase everything")


async def pass_a_day(office: Office) -> None:
    office.clock.advance(DAY)
    await office.app.tick()
    await office.app.settled()


async def test_recording_in_the_chat_is_fetched_and_sealed(office: Office) -> None:
    await says(office, "/mistake")
    office.telegram.send_media(office.client, "voice", data=SOUND)
    await taken(office)
    row = office.practice.row(MEDIA)
    assert (row.state, row.size) == ("kept", len(SOUND))
    sealed = shelf_of(office.practice.db.store, folder_of(office)).get(row.entry_id)
    assert sealed is not None
    assert SOUND not in sealed


async def test_erased_client_leaves_no_trace_anywhere(office: Office, log: io.StringIO) -> None:
    folder = folder_of(office)
    client = live_through(office.practice, folder, office.client, office.therapist)
    await says(office, "I forgot the umbrella on the train")
    traces = traces_of(office.practice, client, folder, office.client)
    assert found_in(folder, traces) == set(traces)
    await begin_to_erase(office)
    assert found_in(folder, {"id": traces["id"]})
    await pass_a_day(office)
    assert office.shown()[-1].startswith("All of yours is erased here.")
    assert found_in(folder, traces) == set()
    assert office.practice.row(RECEIPT).clean
    assert {row.role for row in office.practice.rows(PERSON)} == {"therapist"}
    assert not [row for row in office.practice.rows(INBOX) if row.body_sealed is not None]
    await office.app.stop()
    office.practice.close()
    again = opened(folder)
    restarted = coach_of(again, office.line, office.clock, office.telegram)
    await restarted.start(ticking=False)
    assert found_in(folder, traces) == set()
    await restarted.stop()
    again.close()
    logging.getLogger("bot").warning("read to its end")
    said = log.getvalue()
    assert "read to its end" in said
    assert not [name for name, trace in traces.items() if trace.decode("latin-1") in said]
    assert "umbrella" not in said


async def test_phone_of_an_erased_client_shows_nothing_of_the_coach_any_more(office: Office) -> None:
    chat = office.telegram.chat(office.client)
    await says(office, "/settings")
    await taps(office, "Language")
    await taps(office, "English")
    assert [key["text"] for row in keys_of(office) for key in row]
    assert "today" in {each.command for each in chat.commands}
    await says(office, "/plan")
    for label in ("Before a meeting", "take three slow breaths", "No"):
        await taps(office, label)
    await taps(office, "Keep it")
    assert [message for message in chat.messages if message.pinned]
    await begin_to_erase(office)
    office.app.sender._messages.clear()  # as after a restart
    await pass_a_day(office)
    assert [message for message in chat.messages if message.pinned] == []
    assert keys_of(office) == []
    assert {each.command for each in chat.commands} == set()
    await taps(office, "Undo")
    assert [toast.text for toast in chat.toasts if toast.text] == ["That one has closed."]


async def test_erasing_that_is_undone_erases_nothing(office: Office) -> None:
    folder = folder_of(office)
    live_through(office.practice, folder, office.client, office.therapist)
    await begin_to_erase(office)
    await taps(office, "Undo")
    await pass_a_day(office)
    assert {row.role for row in office.practice.rows(PERSON)} == {"therapist", "client"}
    assert office.practice.row(MEDIA).state == "kept"


async def test_traces_left_by_a_crash_go_at_the_next_start(office: Office) -> None:
    folder = folder_of(office)
    client = live_through(office.practice, folder, office.client, office.therapist)
    traces = traces_of(office.practice, client, folder, office.client)
    await begin_to_erase(office)
    office.clock.advance(DAY)
    await office.app.coach.tick()  # and here the power fails, before anything else is done
    assert found_in(folder, traces)
    await office.app.stop()
    restarted = coach_of(office.practice, office.line, office.clock, office.telegram)
    await restarted.start(ticking=False)
    await restarted.settled()
    assert found_in(folder, traces) == set()
    await restarted.stop()


async def test_recording_of_a_run_deleted_just_before_a_crash_goes_at_the_next_start(office: Office) -> None:
    live_through(office.practice, folder_of(office), office.client, office.therapist)
    shelf = shelf_of(office.practice.db.store, folder_of(office))
    assert len(list(shelf.folder.iterdir())) == 1
    office.practice.take(office.client, RunDeleted(run=named(f"run {office.client}")))
    await office.app.stop()
    restarted = coach_of(office.practice, office.line, office.clock, office.telegram)
    await restarted.start(ticking=False)
    await restarted.settled()
    assert not list(shelf.folder.iterdir())
    await restarted.stop()


async def test_copy_of_everything_comes_as_one_zip(office: Office) -> None:
    client = live_through(office.practice, folder_of(office), office.client, office.therapist)
    await says(office, "/privacy")
    await taps(office, "Copy of everything")
    await taps(office, "Send it")
    (content,) = [
        message.media.file.content
        for message in office.telegram.chat(office.client).messages
        if message.media and message.media.file
    ]
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        document = json.loads(archive.read("client_copy.json"))
        assert {"client_copy.json", "client_copy.html"} < set(names)
        (media,) = set(names) - {"client_copy.json", "client_copy.html"}
        assert archive.read(media) == SOUND
    assert document["therapist"] == "Dr. Adler"
    assert client not in content.decode("latin-1")
    assert EVENING.year == 2026
