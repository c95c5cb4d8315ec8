"""The project's own promises: what is locked, what may import what, and how a start fails."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[=<>!\[; ]", requirement)[0] for requirement in requirements}


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    # What an outer make says to its children would change what an inner one prints.
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(  # noqa: S603 -- only commands written here
        command, cwd=folder, env=environ | {"NO_COLOR": "1"}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address_and_no_path(name: str) -> None:
    assert not re.findall(r"://|^-|^/|\sfile:|@ ", lock(name), re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_carries_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", lock(name).strip())
    assert len(entries) > 20
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert [entry.splitlines()[0] for entry in entries if not PIN.match(entry)] == []


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, test = (dict(PIN.findall(lock(name))) for name in LOCKS)
    assert names(project["dependencies"]) <= set(runtime)
    assert names(project["optional-dependencies"]["test"]) <= set(test)


def test_tests_run_on_the_very_versions_the_coach_runs_on() -> None:
    runtime, test = (dict(PIN.findall(lock(name))) for name in LOCKS)
    assert {name: test.get(name) for name in runtime} == runtime


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("bot/core/__init__.py", "import bot.content", "Imports point inwards"),
        ("storage/__init__.py", "import handlers", "Imports point inwards"),
        ("storage/__init__.py", "import telegram", "Telegram is known at the edge alone"),
        ("bot/coach.py", "import telegram.error", "Telegram is known at the edge alone"),
        ("handlers/__init__.py", "import sqlalchemy.orm", "Only storage touches the database"),
        ("bot/core/__init__.py", "import random", "The core is pure"),
        ("bot/content/__init__.py", "import bot.settings", "Content knows the core alone"),
    ],
)
def test_import_against_the_order_is_found(tmp_path: Path, module: str, line: str, contract: str) -> None:
    for name in ("bot", "handlers", "storage"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    checked = run(Path(sys.executable).with_name("lint-imports"), "--no-cache", folder=tmp_path)
    assert checked.returncode != 0
    assert f"{contract} BROKEN" in checked.stdout


@pytest.mark.parametrize(
    "line",
    [
        "from uuid import uuid4\n\nuuid4()\n",
        "import time\n\ntime.time()\n",
        "from datetime import date\n\ndate.today()\n",
    ],
)
def test_clock_and_chance_are_banned_in_the_core_alone(line: str) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    for folder, banned in (("bot/core", True), ("bot/wire", False)):
        checked = subprocess.run(  # noqa: S603 -- only commands written here
            [ruff, "check", "--select", "TID251", "--stdin-filename", f"{folder}/a.py", "-"],
            input=line,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("TID251" in checked.stdout) == banned


def bare_checkout(folder: Path, version: str) -> Path:
    """A checkout without an environment, and a Python that says it is of `version`."""
    for name in ("Makefile", *LOCKS):
        shutil.copy2(ROOT / name, folder)
    python = folder / "python"
    python.write_text(f'#!/bin/sh\ncase "$1" in -c) exit {version} ;; *) echo "$@" >&2; exit 1 ;; esac\n')
    python.chmod(0o755)
    return python


@pytest.mark.parametrize("named", ["python", ""])
def test_old_or_missing_python_is_refused_in_one_line(tmp_path: Path, named: str) -> None:
    python = bare_checkout(tmp_path, "1")
    started = run("make", "-s", "run", f"PYTHON={python if named else ''}", folder=tmp_path)
    assert started.returncode != 0
    assert started.stdout.splitlines() == [
        "The coach needs Python 3.11 or later; name one with make PYTHON=/path/to/python3.11"
    ]


def test_python_without_venv_leaves_nothing_half_made(tmp_path: Path) -> None:
    python = bare_checkout(tmp_path, "0")
    started = run("make", "-s", "run", f"PYTHON={python}", folder=tmp_path)
    assert started.returncode != 0
    assert "is its venv module installed?" in started.stdout
    assert not (tmp_path / ".venv").exists()


def test_pip_runs_only_when_a_lock_changed(tmp_path: Path) -> None:
    bare_checkout(tmp_path, "0")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("bin/python", "run.stamp", "test.stamp"):
        (tmp_path / ".venv" / name).touch()
    assert "pip" not in run("make", "-n", "run", folder=tmp_path).stdout
    newer = (tmp_path / ".venv" / "run.stamp").stat().st_mtime + 10
    os.utime(tmp_path / "requirements.lock", (newer, newer))
    assert "--require-hashes --only-binary :all:" in run("make", "-n", "run", folder=tmp_path).stdout


def test_checks_start_from_a_strict_shell() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").splitlines()[:2] == ["#!/usr/bin/env bash", "set -euo pipefail"]
    assert run("bash", "-n", script, folder=ROOT).returncode == 0


def test_what_an_operator_keeps_stays_out_of_commits() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "data/", "*.key", "*.db", "*.db-shm", "*.db-wal"} <= set(ignored)
