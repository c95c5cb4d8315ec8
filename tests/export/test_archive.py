"""A zip of an export holds exactly its files, is the same each time, and has a name that is safe anywhere."""

import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyzipper import AESZipFile

from bot.export.archive import pack
from bot.export.selection import file_stem
from bot.export.write import write_csv
from tests.export.records import MADE, context, occurrence, records, texts


def files(folder: Path) -> tuple[Path, ...]:
    folder.mkdir()
    return tuple(write_csv(folder, records(texts(["one", "two"]), [occurrence()]), context()).values())


def test_zip_holds_the_files_as_they_are(tmp_path: Path) -> None:
    packed = files(tmp_path / "out")
    with ZipFile(pack(packed, tmp_path / "all.zip", tmp_path / "out")) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            each.name: each.read_bytes() for each in packed
        }


def test_zip_is_the_same_whenever_and_in_whatever_order_it_is_packed(tmp_path: Path) -> None:
    packed = files(tmp_path / "out")
    first = pack(packed, tmp_path / "a.zip", tmp_path / "out").read_bytes()
    for each in packed:
        os.utime(each, (1_000_000_000, 1_000_000_000))
        each.chmod(0o644)
    assert pack(reversed(packed), tmp_path / "b.zip", tmp_path / "out").read_bytes() == first


def test_zip_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = pack(files(tmp_path / "out"), tmp_path / "all.zip", tmp_path / "out")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with ZipFile(path) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o600}


def test_failed_zip_leaves_nothing(tmp_path: Path) -> None:
    packed = files(tmp_path / "out")
    with pytest.raises(FileNotFoundError):
        pack([*packed, tmp_path / "out" / "zz_missing.csv"], tmp_path / "all.zip", tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_locked_zip_opens_with_its_password_alone(tmp_path: Path) -> None:
    packed = files(tmp_path / "out")
    path = pack(packed, tmp_path / "all.zip", tmp_path / "out", "korrekt pferd")
    with AESZipFile(path) as archive:
        assert {entry.wz_aes_strength for entry in archive.infolist()} == {3}  # AES-256
        with pytest.raises(RuntimeError, match="password"):
            archive.read("answers_long.csv")
        with pytest.raises(RuntimeError, match="password"):
            archive.read("answers_long.csv", pwd=b"another one")
        archive.setpassword(b"korrekt pferd")
        assert {name: archive.read(name) for name in archive.namelist()} == {
            each.name: each.read_bytes() for each in packed
        }
    assert b"two" not in path.read_bytes()


def test_file_is_named_after_client_and_date() -> None:
    assert file_stem(["K7M2QX"], MADE) == "K7M2QX-2026-11-22"
    assert file_stem(["K7M2QX", "P4T9WZ"], MADE) == "all-2026-11-22"
    assert file_stem([], MADE) == "all-2026-11-22"


def test_name_stays_short_whatever_the_code() -> None:
    assert file_stem(["A" * 300], MADE) == f"{'A' * 40}-2026-11-22"


def test_date_in_the_name_is_that_of_the_given_zone() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert file_stem(["A"], late.astimezone(timezone(timedelta(hours=2)))) == "A-2026-11-23"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("./\\\0\u202e\u2066 :")), max_size=80))
def test_file_name_cannot_leave_its_folder(code: str) -> None:
    stem = file_stem([code], MADE)
    assert stem.isascii()
    assert stem.replace("-", "").replace("_", "").isalnum()
    assert (Path("/out") / f"{stem}.zip").resolve().parent == Path("/out")
    assert 11 < len(stem) <= 51
