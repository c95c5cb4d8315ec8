"""Files that stay on the server are the operator's alone, replace none of each other, and go when their time is over."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.kept_exports import FOLDER, days_kept, keep, let_go, let_go_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def kept(folder: Path, name: str, at: datetime = NOW) -> Path:
    made = folder / name
    made.write_text(name)
    return keep(made, folder / "data", at)


def left(folder: Path) -> set[str]:
    return {each.name for each in (folder / "data" / FOLDER).iterdir()}


def test_file_is_for_the_operators_account_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = kept(tmp_path, "AB12CD-2026-11-23.zip")
    finally:
        os.umask(before)
    assert path == tmp_path / "data" / FOLDER / "AB12CD-2026-11-23.zip"
    assert path.read_text() == "AB12CD-2026-11-23.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_second_file_of_a_day_replaces_none(tmp_path: Path) -> None:
    names = [kept(tmp_path, "all-2026-11-23.zip").name for _ in range(3)]
    assert names == ["all-2026-11-23.zip", "all-2026-11-23-2.zip", "all-2026-11-23-3.zip"]
    assert left(tmp_path) == set(names)


def test_file_that_cannot_be_kept_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        keep(tmp_path / "gone.zip", tmp_path / "data", NOW)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("retention", "days"), [(365, 30), (7, 7)])
def test_it_stays_for_thirty_days_or_as_long_as_entries_do(tmp_path: Path, retention: int, days: int) -> None:
    kept(tmp_path, "all-2026-11-23.zip")
    assert days_kept(retention) == days
    let_go(tmp_path / "data", NOW + days * DAY, retention)
    assert left(tmp_path) == {"all-2026-11-23.zip"}
    let_go(tmp_path / "data", NOW + days * DAY + timedelta(seconds=1), retention)
    assert left(tmp_path) == set()


def test_what_an_end_in_the_middle_left_goes_too(tmp_path: Path) -> None:
    kept(tmp_path, "all-2026-11-23.zip")
    half = tmp_path / "data" / FOLDER / ".export-x"
    half.mkdir()
    (half / "all-2026-11-23.zip").write_text("half")
    os.utime(half, (NOW.timestamp(), NOW.timestamp()))
    let_go(tmp_path / "data", NOW + 31 * DAY, 365)
    assert left(tmp_path) == set()


def test_what_holds_something_of_who_was_erased_goes(tmp_path: Path) -> None:
    for name in ("AB12CD-2026-11-23.zip", "AB12CE-2026-11-23.zip", "all-2026-11-23.zip"):
        kept(tmp_path, name)
    let_go_of(tmp_path / "data", [])
    assert len(left(tmp_path)) == 3
    let_go_of(tmp_path / "data", ["AB12CD"])
    assert left(tmp_path) == {"AB12CE-2026-11-23.zip"}


def test_nothing_is_made_where_nothing_was_kept(tmp_path: Path) -> None:
    let_go(tmp_path / "data", NOW, 365)
    let_go_of(tmp_path / "data", ["AB12CD"])
    assert not (tmp_path / "data").exists()
