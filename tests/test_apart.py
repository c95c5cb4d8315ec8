"""Files of the chat that another process makes: the same as here, for nobody else, and gone with whoever waited."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.apart import COMMAND, ROOT, Apart, NotMade
from bot.commission import COMMISSION, Commission
from bot.content.library import load_library
from bot.core.library import Practice as Defaults
from bot.core.turn import FileOrder
from bot.files import build_file
from storage import store as kept
from tests.storage.practice import NOW, THERAPIST_USER, Practice, opened
from tests.storage.traces import live_through

LATER = NOW + timedelta(days=3)
OTHER_THERAPIST = 9102


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    (tmp_path / "data").mkdir()
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    practice = opened(tmp_path / "data")
    practice.therapist()
    practice.client()
    yield practice
    practice.close()


def ordered(client: str, form: Literal["csv", "copy"] = "csv") -> FileOrder:
    return FileOrder(clients=(client,), format=form, since=None, until=LATER)


def left_in(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "scratch").iterdir())


def processes() -> list[Path]:
    """The processes that make files for this one."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = (each / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid() and b"bot.file_maker" in (each / "cmdline").read_bytes():
                found.append(each)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("form", ["csv", "copy"])
async def test_file_made_apart_is_the_one_made_here(
    practice: Practice, tmp_path: Path, form: Literal["csv", "copy"]
) -> None:
    data, client = tmp_path / "data", live_through(practice, tmp_path / "data")
    asker = client if form == "copy" else str(practice.load(THERAPIST_USER).id)
    told: list[tuple[int, int]] = []
    order = ordered(client, form)
    made = await Apart(practice.db, data).build_file(
        order, LATER, asker=asker, watch=lambda done, of: told.append((done, of))
    )
    assert made == build_file(practice.db, load_library(Defaults()), order, LATER, asker=asker, data=data)
    assert told == ([(1, 1)] if form == "csv" else [])
    assert left_in(tmp_path) == []


async def test_file_is_refused_whose_client_is_not_the_askers(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path / "data")
    practice.therapist(OTHER_THERAPIST)
    other = str(practice.load(OTHER_THERAPIST).id)
    with pytest.raises(kept.NotYours):
        await Apart(practice.db, tmp_path / "data").build_file(
            ordered(client), LATER, asker=other, watch=lambda _done, _of: None
        )
    assert left_in(tmp_path) == []


async def test_process_ends_and_its_folder_goes_with_whoever_waits_and_no_key_is_shown(
    practice: Practice, tmp_path: Path
) -> None:
    client = live_through(practice, tmp_path / "data")
    apart = Apart(practice.db, tmp_path / "data")
    waiting = asyncio.ensure_future(
        apart.build_file(ordered(client), LATER, asker=None, watch=lambda _done, _of: None)
    )
    async with asyncio.timeout(20):
        while not (found := processes()):  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.01)
    assert len(left_in(tmp_path)) == 1
    (key,) = practice.db.store.vault.keys
    shown = (found[0] / "cmdline").read_bytes() + (found[0] / "environ").read_bytes()
    assert key not in shown
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert processes() == []
    assert left_in(tmp_path) == []


async def test_process_that_fails_says_how_and_quotes_nobody(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path / "data")
    (tmp_path / "data" / "coach.db").rename(tmp_path / "elsewhere.db")
    with pytest.raises(NotMade, match=r"^BadDatabase at \w+\.py:\d+$"):
        await Apart(practice.db, tmp_path).build_file(
            ordered(client), LATER, asker=None, watch=lambda _done, _of: None
        )


def test_process_whose_coach_is_gone_takes_its_folder_away(practice: Practice, tmp_path: Path) -> None:
    client = live_through(practice, tmp_path / "data")
    folder = tmp_path / "scratch" / "of-a-coach"
    folder.mkdir()
    commission = Commission(
        order=ordered(client),
        asker=None,
        now=LATER,
        url=practice.url,
        keys=practice.db.store.vault.keys,
        data=tmp_path / "data",
        folder=folder,
    )
    # Its input ends with the order, as it does when the coach is killed.
    told = COMMISSION.dump_json(commission) + b"\n"
    done = subprocess.run(COMMAND, cwd=ROOT, env={}, input=told, check=False)  # noqa: S603  # our own
    assert (done.returncode, left_in(tmp_path)) == (1, [])
