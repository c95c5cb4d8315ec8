"""What a ready-made story is: who says and taps what, and how the clock moves; read from files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, NaiveDatetime, ValidationError

STORIES = Path(__file__).with_name("stories")
Role = Literal["client", "therapist"]
Words = Annotated[str, Field(min_length=1)]


class BadStory(Exception):
    """A story that cannot be read; one line that says which and why."""


class Strict(BaseModel):
    """Exactly these fields, no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


M = TypeVar("M", bound=Strict)


class Say(Strict):
    """Type a text and send it, as a reply to the newest message that says `reply_to` where that is given."""

    on: Role
    say: Words
    reply_to: Words | None = None


class Taps(Strict):
    """Tap buttons by their labels, one after another; of several with one label the newest."""

    on: Role
    tap: Words | tuple[Words, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What is tapped, in order."""
        return (self.tap,) if isinstance(self.tap, str) else self.tap


class Opens(Strict):
    """Press START: with the invitation that lies open on this phone, or with the newest link the therapist was given."""

    on: Role
    open: Literal["invitation", "link"]


class Sends(Strict):
    """Send a sample of something other than words."""

    on: Role
    send: Literal["voice", "video_note", "photo", "sticker"]


class Blocks(Strict):
    """Stop the bot, or let it write again."""

    on: Role
    block: bool


class Until(Strict):
    """The clock moves to a wall time of a day, the first day being 1; `asleep` in one jump, as a suspended laptop."""

    day: Annotated[int, Field(ge=1, le=366)]
    at: time
    asleep: bool = False


class Waits(Strict):
    """The clock moves by that many minutes."""

    minutes: Annotated[int, Field(ge=1, le=1440)]


Step = Say | Taps | Opens | Sends | Blocks | Until | Waits


class Opening(Strict):
    """Steps that several stories begin with."""

    steps: tuple[Step, ...]


class Story(Strict):
    """One story; `begins` is a wall time in `zone`, `openings` name the steps that come before its own, in order."""

    id: str
    title: Annotated[str, Field(min_length=1, max_length=40)]
    about: Annotated[str, Field(min_length=1, max_length=90)]
    language: str = "en"
    zone: str
    country: str
    begins: NaiveDatetime
    openings: tuple[str, ...]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @property
    def start(self) -> datetime:
        """The moment it begins, aware."""
        return self.begins.replace(tzinfo=ZoneInfo(self.zone))

    def moment(self, step: Until) -> datetime:
        """When a step of the clock leads to, aware."""
        day = self.begins.date() + timedelta(days=step.day - 1)
        return datetime.combine(day, step.at, ZoneInfo(self.zone))

    def after(self, openings: Sequence[Opening]) -> Self:
        """The same with the openings' steps in front of its own."""
        before = tuple(step for opening in openings for step in opening.steps)
        return self.model_copy(update={"steps": before + self.steps})


def load_stories(folder: Path = STORIES) -> dict[str, Story]:
    """Every story of `folder` by id, in the order of the files' names; openings stand in its folder `openings`.

    Raises:
        BadStory: a file that is no story, or whose opening is not there.
    """
    openings = {file.stem: _read(Opening, file) for file in (folder / "openings").glob("*.toml")}
    stories = [_story(file, openings) for file in sorted(folder.glob("*.toml"))]
    return {story.id: story for story in stories}


def _story(file: Path, openings: Mapping[str, Opening]) -> Story:
    story = _read(Story, file, id=file.stem.partition("-")[2])
    if unknown := [name for name in story.openings if name not in openings]:
        raise BadStory(f"{file.name}: there is no opening {unknown[0]!r}")
    return story.after([openings[name] for name in story.openings])


def _read(model: type[M], file: Path, **more: str) -> M:
    try:
        return model.model_validate(tomllib.loads(file.read_text("utf-8")) | more)
    except (tomllib.TOMLDecodeError, ValidationError) as wrong:
        raise BadStory(f"{file.name}: {wrong}") from None
