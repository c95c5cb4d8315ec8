"""The loop from an invitation to an opened export, lived through on both phones in a real browser."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from tests.browser import story
from tests.browser.story import Story


async def test_loop_from_invitation_to_opened_export(told: Story) -> None:
    assert answers_in(await told.whole()) == [
        ("mistake-note", "what", story.MISTAKE, "", "0"),
        ("mistake-note", "size_now", "Huge", "5", "0"),
        ("mistake-note", "size_month", "", "", "1"),
        ("mistake-note", "lesson", story.LESSON, "", "0"),
        ("who-you-are", "like", story.LIKED, "", "0"),
    ]


def answers_in(path: Path) -> list[tuple[str, ...]]:
    """What the archive's table of answers holds: exercise, step, words, number, skipped."""
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    private = (story.HARD, story.TO_A_FRIEND, story.TO_MYSELF, story.HEAVY)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert not [words for words in private if words.encode() in everything]
    table = io.StringIO(archive.read("answers_long.csv").decode("utf-8-sig"))
    columns = ("exercise_id", "step_id", "value_text", "value_number", "skipped")
    return [tuple(row[name] for name in columns) for row in csv.DictReader(table)]
