"""Replays ready-made stories in process, and saves what both phones show: `python -m tests.phone.replay [STORY …]`."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Library, Practice
from bot.phone.page_transcript import transcript
from bot.phone.story import Story, load_stories
from bot.phone.storyteller import play
from bot.practice import close_practice, open_practice

ENTRY = re.compile(r"\b[0-9a-f]{8}/")
SAVED = Path(__file__).parents[1] / "stories"


async def replayed(library: Library, story: Story, folder: Path) -> str:
    """The transcript of a story, as the page would save it; the names of entries are others each time and left out."""
    practice = await open_practice(library, folder, MovableClock(story.start))
    try:
        await play(practice, story)
        return ENTRY.sub("…/", transcript(practice.telegram, practice.phones, story.title))
    finally:
        await close_practice(practice)


def place() -> Practice:
    """Where the practice is before a story takes it elsewhere."""
    return Practice(zone="America/New_York", country="US")


async def save(names: list[str]) -> None:
    """Write the transcripts of these stories, of all without names; read the differences before keeping them."""
    library, stories = load_library(place()), load_stories()
    with tempfile.TemporaryDirectory() as rooms:
        for name in names or stories:
            text = await replayed(library, stories[name], Path(rooms) / name)
            (SAVED / f"{name}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    asyncio.run(save(sys.argv[1:]))
