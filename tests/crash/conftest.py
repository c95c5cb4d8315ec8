"""Fixtures: a house for a coach in its own process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.crash.house import House, house_in


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house on this machine, with nobody in it yet."""
    async with house_in(tmp_path) as opened:
        yield opened
