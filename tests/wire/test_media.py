"""Recordings are fetched after their turn, lie sealed on the shelf, and are tried again where that fails."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, update
from telegram.error import NetworkError
from telegram.request import RequestData

from bot.core.changes import RunSaved
from bot.core.run import Run
from bot.core.turn import Entry
from bot.phone.telegram import LocalTelegram
from bot.wire.download import LARGEST
from bot.wire.media import WAITS, Fetcher
from storage.shelf import Shelf, shelf_of
from storage.store_keys import place
from storage.tables import ENTRY, MEDIA, PERSON
from tests.storage.practice import EVENING, named
from tests.wire.conftest import Desk
from tests.wire.line import Line, answered, refused

SOUND = b"OggS what was said" * 100


class Meanwhile(Line):
    """A line on which something happens while the first file is on its way."""

    def __init__(self, telegram: LocalTelegram, act: Callable[[], object]) -> None:
        super().__init__(telegram)
        self._act: Callable[[], object] | None = act

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *rest: object, **more: object
    ) -> tuple[int, bytes]:
        if "/file/bot" in url and self._act is not None:
            act, self._act = self._act, None
            act()
        return await super().do_request(url, method, request_data, *rest, **more)


def shelf(desk: Desk) -> Shelf:
    return shelf_of(desk.practice.db.store, Path(desk.practice.url.removeprefix("sqlite:///")).parent)


async def fetch(desk: Desk) -> None:
    await Fetcher(desk.api(), desk.practice.db, desk.writer, desk.clock, shelf(desk)).fetch()


def record(desk: Desk, content: bytes = SOUND, name: str = "note.oga") -> str:
    """A run of the client's with one voice note; returns the answer's id."""
    file = desk.telegram.files.put("voice", name, content)
    run = Run(id=named("spoken"), exercise="note", revision=1, trigger="client", started=EVENING)
    desk.practice.take(
        desk.client,
        RunSaved(run=run, language="en"),
        entries=(
            Entry(id=named("voice"), run=run.id, step="what", at=EVENING, media="voice", file=file.file_id),
        ),
        now=EVENING,
    )
    return named("voice")


def say(desk: Desk) -> None:
    """The same question answered again, in words."""
    entry = Entry(id=named("voice"), run=named("spoken"), step="what", at=EVENING, text="In words")
    desk.practice.take(desk.client, entries=(entry,), now=EVENING)


def row(desk: Desk) -> Row[Any]:
    return desk.practice.row(MEDIA)


def opened(desk: Desk, entry: str) -> bytes:
    sealed = shelf(desk).get(entry)
    assert sealed is not None
    (client,) = [each for each in desk.practice.rows(PERSON) if each.role == "client"]
    key = desk.practice.db.store.vault.open_client_key(client.key_wrapped)
    return key.open(sealed, where=place("media", "bytes", entry))


async def test_recording_is_fetched_and_lies_sealed_for_its_owner_alone(desk: Desk) -> None:
    entry = record(desk)
    assert row(desk).state == "wanted"
    await fetch(desk)
    assert (row(desk).state, row(desk).name, row(desk).size) == ("kept", "voice.oga", len(SOUND))
    (file,) = shelf(desk).folder.iterdir()
    assert file.name == entry
    assert SOUND[:20] not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert opened(desk, entry) == SOUND


async def test_what_is_kept_is_not_fetched_again(desk: Desk) -> None:
    record(desk)
    await fetch(desk)
    await fetch(desk)
    assert desk.line.asked_for("getFile") == 1


async def test_broken_line_is_tried_again_later_however_often(desk: Desk) -> None:
    entry = record(desk)
    desk.line.plan("getFile", *[NetworkError("cut")] * (len(WAITS) + 3))
    for wait in (*WAITS, *[WAITS[-1]] * 3):
        await fetch(desk)
        assert row(desk).state == "wanted"
        assert row(desk).not_before == desk.clock.now() + wait
        asked = desk.line.asked_for("getFile")
        await fetch(desk)
        assert desk.line.asked_for("getFile") == asked
        desk.clock.advance(wait)
    await fetch(desk)
    assert opened(desk, entry) == SOUND


@pytest.mark.parametrize(
    "refusal",
    [
        refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        answered({"file_id": "x", "file_path": "voice/long-gone.oga"}),
        answered({"file_id": "x"}),
    ],
)
async def test_recording_telegram_keeps_refusing_is_given_up(desk: Desk, refusal: Any) -> None:
    record(desk)
    desk.line.plan("getFile", *[refusal] * len(WAITS))
    for wait in WAITS:
        assert row(desk).state == "wanted"
        await fetch(desk)
        desk.clock.advance(wait)
    assert row(desk).state == "gone"
    await fetch(desk)
    assert desk.line.asked_for("getFile") == len(WAITS)


@pytest.mark.parametrize(
    "answer",
    [
        refused(400, "Bad Request: file is too big"),
        answered({"file_id": "x", "file_path": "voice/file_1.oga", "file_size": LARGEST + 1}),
    ],
)
async def test_what_is_too_large_for_bots_is_given_up_at_once(desk: Desk, answer: Any) -> None:
    record(desk)
    desk.line.plan("getFile", answer)
    await fetch(desk)
    assert row(desk).state == "gone"
    assert not shelf(desk).folder.exists()


async def test_larger_than_announced_is_not_kept_either(desk: Desk) -> None:
    record(desk, content=bytes(LARGEST + 1))
    path = next(iter(desk.telegram.files.by_path))
    desk.line.plan("getFile", answered({"file_id": "x", "file_path": path}))
    await fetch(desk)
    assert row(desk).state == "gone"


async def test_path_that_has_run_out_is_asked_for_anew(desk: Desk) -> None:
    entry = record(desk)
    desk.line.plan("getFile", answered({"file_id": "x", "file_path": "voice/long-gone.oga"}))
    await fetch(desk)
    assert row(desk).state == "wanted"
    desk.clock.advance(WAITS[0])
    await fetch(desk)
    assert opened(desk, entry) == SOUND


async def test_telegrams_own_wait_is_kept_to(desk: Desk) -> None:
    record(desk)
    desk.line.plan("getFile", refused(429, "Too Many Requests: retry after 77", retry_after=77))
    await fetch(desk)
    assert row(desk).not_before == EVENING + timedelta(seconds=77)


async def test_recording_that_was_said_in_words_meanwhile_leaves_nothing(desk: Desk) -> None:
    record(desk)
    desk.line = Meanwhile(desk.telegram, lambda: say(desk))
    await fetch(desk)
    assert not desk.practice.rows(MEDIA)
    assert not list(shelf(desk).folder.iterdir())


async def test_recording_that_was_replaced_meanwhile_is_fetched_anew(desk: Desk) -> None:
    entry = record(desk)
    desk.line = Meanwhile(desk.telegram, lambda: record(desk, content=b"another one"))
    await fetch(desk)
    assert desk.line.asked_for("getFile") == 2
    assert opened(desk, entry) == b"another one"


async def test_answer_that_cannot_be_opened_stops_no_other_recording(desk: Desk) -> None:
    record(desk)
    broken = Entry(id=named("b"), run=named("spoken"), step="x", at=EVENING, media="voice", file="f")
    desk.practice.take(desk.client, entries=(broken,), now=EVENING)
    with desk.practice.db.writing() as conn:
        conn.execute(update(ENTRY).where(ENTRY.c.id == broken.id).values(value_sealed=b"\x01" + bytes(40)))
    await fetch(desk)
    states = {each.entry_id: each.state for each in desk.practice.rows(MEDIA)}
    assert states == {named("voice"): "kept", broken.id: "gone"}


async def test_full_disk_leaves_the_recording_for_later(desk: Desk) -> None:
    record(desk)
    shelf(desk).folder.parent.mkdir()
    shelf(desk).folder.write_text("no folder")
    await fetch(desk)
    assert (row(desk).state, row(desk).attempts) == ("wanted", 1)


@pytest.mark.parametrize(
    ("path", "name"), [("a note.MP3", "voice.mp3"), ("x.unending", "voice"), ("x.a b", "voice")]
)
async def test_name_says_the_kind_and_a_plain_ending_alone(desk: Desk, path: str, name: str) -> None:
    record(desk, name=path)
    await fetch(desk)
    assert row(desk).name == name
