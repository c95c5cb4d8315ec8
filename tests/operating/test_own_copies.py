"""`coach export --own-copy` writes what the client's own /privacy copy holds, for one client, and notes it for them."""

import io
import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest
from pyzipper import AESZipFile
from typer.testing import CliRunner, Result

from bot.core.lookup import Lookup
from bot.export_command import cli
from bot.files import build_file
from bot.own_copies import write_own_copy
from tests.operating.conftest import Machine
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER
from tests.test_files import COPY, LIBRARY

PASSWORD = "korrekt-pferd"  # noqa: S105  # of nothing that is anybody's


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "handed" / "out"


@pytest.fixture
def code(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> str:
    """The client's, who has kept something to themselves; commands find the machine."""
    monkeypatch.setattr("bot.export_command.settings_here", lambda: machine.settings)
    machine.practice.kept_run(private=True)
    (code,) = (each.code for each in machine.practice.load(THERAPIST_USER).clients)
    return code


def exported(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["export", *words], input=typed)


def test_it_is_what_the_client_would_get(machine: Machine, code: str, out: Path) -> None:
    client = str(machine.practice.load(CLIENT_USER).id)
    _, theirs = build_file(
        machine.practice.db, LIBRARY, COPY, NOW, asker=client, data=machine.settings.data_dir
    )
    path = write_own_copy(machine.settings, code.lower(), out, NOW)
    assert path == out / f"copy-{code}-2026-11-23.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with ZipFile(path) as mine, ZipFile(io.BytesIO(theirs)) as other:
        assert {name: mine.read(name) for name in mine.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }
        answers = json.loads(mine.read("client_copy.json"))["runs"][0]["answers"]
    assert [each["text"] for each in answers] == ["I forgot the file"]


def test_client_reads_that_it_was_made(machine: Machine, code: str, out: Path) -> None:
    done = exported("--client", code, "--out", str(out), "--own-copy")
    assert (done.exit_code, done.output.strip()) == (0, str(next(out.iterdir())))
    (deed,) = [
        each for each in machine.practice.load(CLIENT_USER, Lookup(seen=True)).seen if each.by == "operator"
    ]
    assert (deed.event, deed.detail) == ("file", "copy")


def test_locked_it_opens_with_its_password_alone(code: str, out: Path) -> None:
    done = exported(
        "--client", code, "--out", str(out), "--own-copy", "--lock", typed=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert done.exit_code == 0
    (path,) = out.iterdir()
    with AESZipFile(path) as archive:
        with pytest.raises(RuntimeError, match="password"):
            archive.testzip()
        archive.setpassword(PASSWORD.encode())
        assert archive.namelist() == [path.name]
        assert archive.testzip() is None


@pytest.mark.parametrize(
    "words", [("--client", "all"), ("--client", "XXXXXX"), ("--client", "{code}", "--from", "2026-11-01")]
)
def test_whatever_is_not_everything_of_one_client_is_refused(
    machine: Machine, code: str, out: Path, words: tuple[str, ...]
) -> None:
    done = exported(*(word.format(code=code) for word in words), "--out", str(out), "--own-copy")
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
    assert not out.parent.exists()
    assert "operator" not in {each.by for each in machine.practice.load(CLIENT_USER, Lookup(seen=True)).seen}
