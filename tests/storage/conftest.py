"""Fixtures: an empty practice, and one with a therapist and a client."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.database import prepare
from storage.vault import Vault
from tests.storage.practice import KEY, Practice, opened


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has just been made; copying it is quicker than making each anew."""
    file = tmp_path_factory.mktemp("made") / "coach.db"
    prepare(f"sqlite:///{file}", Vault([KEY]))
    return file


@pytest.fixture
def empty(tmp_path: Path, made: Path) -> Iterator[Practice]:
    practice = opened(tmp_path, made)
    yield practice
    practice.close()


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Path:
    """A database with one therapist and one settled client."""
    folder = tmp_path_factory.mktemp("settled")
    practice = opened(folder, made)
    practice.therapist()
    practice.client()
    practice.close()
    return folder / "coach.db"


@pytest.fixture
def practice(tmp_path: Path, settled: Path) -> Iterator[Practice]:
    practice = opened(tmp_path, settled)
    practice.turns = count(100)
    yield practice
    practice.close()
