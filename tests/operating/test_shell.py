"""What an operator reads where something stops a command: one line that names the setting, whatever it is."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.opening import make_folder
from bot.serving import live
from bot.settings import BadSetting, load_settings
from bot.shell import one_line_for
from storage.vault import KeyFileMissing, VaultError

TOLD_TO_STOP_WHILE_LOADING = """
import os, signal, sys
import bot.__main__ as program
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.commands":
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Finder())
sys.argv = ["coach", "run"]
program.main()
"""


def test_told_to_stop_while_still_loading_it_exits_0() -> None:
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", TOLD_TO_STOP_WHILE_LOADING], timeout=30, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("variable", ["DATA_DIR", "DATABASE_URL"])
def test_a_folder_that_cannot_be_made_is_told_by_the_settings_name(tmp_path: Path, variable: str) -> None:
    (tmp_path / "file").write_text("")
    inside = f"{tmp_path}/file/data"
    value = inside if variable == "DATA_DIR" else f"sqlite:///{inside}/coach.db"
    settings = load_settings({"DATA_DIR": str(tmp_path / "data"), variable: value}, None)
    with pytest.raises(BadSetting, match=f"^{variable} cannot be made a folder"):
        make_folder(settings)


def test_what_is_wrong_with_the_key_file_is_told_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exception, match="1"), one_line_for((VaultError,)):
        raise KeyFileMissing("/keys/key: there is no key file")
    assert capsys.readouterr().err == "coach: KEY_FILE: /keys/key: there is no key file\n"


def test_what_stops_the_start_is_told_before_anything_else_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "key").write_text("no key")
    environment = {
        "BOT_TOKEN": "1:abc",
        "DATA_DIR": str(tmp_path / "data"),
        "KEY_FILE": str(tmp_path / "key"),
    }
    with pytest.raises(VaultError):
        asyncio.run(live(load_settings(environment, None)))
    assert caplog.text == ""
