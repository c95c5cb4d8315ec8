"""Folders for files on their way go with their block, and after a kill at the next start; nobody else's ever do."""

import fcntl
import os
import stat
from pathlib import Path

import pytest

from bot.scratch import PREFIX, scratch_folder, sweep


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_behind(place: Path, name: str = "of-a-kill") -> Path:
    folder = place / f"{PREFIX}{name}"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "answers_long.csv").write_text("I forgot the file")
    return folder


def test_folder_is_for_its_owner_alone_and_goes_with_the_block(place: Path) -> None:
    with scratch_folder() as folder:
        (folder / "workbook.xlsx").write_text("I forgot the file")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.parent == place
    assert list(place.iterdir()) == []


def test_folder_goes_with_a_block_that_fails(place: Path) -> None:
    with pytest.raises(FileNotFoundError), scratch_folder() as folder:
        (folder / "files" / "workbook.xlsx").write_text("I forgot the file")
    assert list(place.iterdir()) == []


def test_sweep_takes_away_what_a_kill_left(place: Path) -> None:
    left_behind(place)
    assert sweep() == 1
    assert list(place.iterdir()) == []


def test_sweep_leaves_what_somebody_works_in_and_what_is_not_ours(place: Path) -> None:
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "mine").write_text("mine")
    (place / f"{PREFIX}link").symlink_to(place / "elsewhere", target_is_directory=True)
    with scratch_folder() as folder:
        assert sweep() == 0
        assert folder.is_dir()
    assert (place / "elsewhere" / "mine").read_text() == "mine"


def test_sweep_waits_for_nobody_who_holds_a_folder(place: Path) -> None:
    folder = left_behind(place)
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert sweep() == 0
    os.close(handle)
    assert sweep() == 1
