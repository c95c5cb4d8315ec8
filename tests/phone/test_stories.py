"""Ready-made stories: each is lived through by the real coach and comes out as its saved transcript says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.content.library import load_library
from bot.core.library import Library
from bot.phone.page_transcript import transcript
from bot.phone.story import BadStory, Taps, Until, load_stories
from bot.phone.storyteller import StoryStuck, play
from bot.practice import close_practice, open_practice
from tests.phone.replay import SAVED, place, replayed

STORIES = load_stories()
STORY = """
title = "Short"
about = "Nothing much"
zone = "Europe/Lisbon"
country = "GB"
begins = 2026-11-23T16:30:00
openings = []
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(place())


@pytest.mark.parametrize("name", STORIES)
async def test_story_comes_out_as_it_was_saved(name: str, library: Library, tmp_path: Path) -> None:
    story = STORIES[name]
    if story.language not in library.languages:
        pytest.skip(f"{story.language} is not on offer: something the coach says is not translated yet")
    saved = (SAVED / f"{name}.md").read_text("utf-8")
    assert await replayed(library, story, tmp_path / "practice") == saved


def test_every_saved_transcript_has_its_story() -> None:
    assert {file.stem for file in SAVED.glob("*.md")} == set(STORIES)


async def test_story_begins_anew_whatever_was_on_the_phones(library: Library, tmp_path: Path) -> None:
    short = STORIES["first-day"].model_copy(update={"steps": STORIES["first-day"].steps[:3]})
    practice = await open_practice(library, tmp_path / "p", MovableClock(datetime(2027, 3, 1, tzinfo=UTC)))
    await practice.add_phone("Ines")
    await play(practice, short)
    once = transcript(practice.telegram, practice.phones)
    await play(practice, short)
    assert transcript(practice.telegram, practice.phones) == once
    assert [(phone.name, phone.zone) for phone in practice.phones] == [
        ("Sam", "Europe/London"),
        ("Dr. Maren Vale", "Europe/London"),
    ]
    await practice.begin_again(None)
    assert [phone.zone for phone in practice.phones] == ["America/New_York"] * 2
    assert "/start" not in transcript(practice.telegram, practice.phones)
    await close_practice(practice)


async def test_story_that_the_coach_does_not_go_along_with_says_where(
    library: Library, tmp_path: Path
) -> None:
    first = STORIES["first-day"]
    wrong = first.model_copy(update={"steps": (first.steps[0], Taps(on="client", tap="Nowhere"))})
    practice = await open_practice(library, tmp_path / "p", MovableClock(first.start))
    with pytest.raises(StoryStuck, match="A first day stops at step 2: there is no button 'Nowhere'"):
        await play(practice, wrong)
    await close_practice(practice)


def test_day_and_hour_of_a_step_are_the_storys_own_wall_time() -> None:
    step = Until.model_validate({"day": 3, "at": "09:15:00"})
    assert STORIES["first-day"].moment(step).isoformat() == "2026-11-25T09:15:00+00:00"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('steps = [{ on = "client", tap = "Go on", say = "x" }]', "steps"),
        ('steps = [{ on = "cat", tap = "Go on" }]', "steps"),
        ("steps = []", "steps"),
        ("steps = [", "1-short.toml"),
    ],
)
def test_story_that_cannot_be_read_is_named(lines: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "1-short.toml").write_text(STORY + lines)
    with pytest.raises(BadStory, match=r"1-short\.toml") as refused:
        load_stories(tmp_path)
    assert says in str(refused.value)


def test_opening_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "1-short.toml").write_text(STORY.replace("[]", '["gone"]') + "steps = [{ minutes = 5 }]")
    with pytest.raises(BadStory, match="there is no opening 'gone'"):
        load_stories(tmp_path)
