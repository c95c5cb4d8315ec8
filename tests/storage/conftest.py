"""Fixtures: an empty practice, and one with a therapist and a client."""

from collections.abc import Iterator
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


@pytest.fixture
def practice(empty: Practice) -> Practice:
    """With one therapist and one settled client."""
    empty.therapist()
    empty.client()
    return empty
