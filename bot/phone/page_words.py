"""What the browser may ask for, action by action; anything else is refused before it reaches a phone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

Words = Annotated[str, StringConstraints(min_length=1, max_length=64_000)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
LONGEST_MOVE = timedelta(days=366)


class Ask(BaseModel):
    """A request's body: exactly these fields, no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OnPhone(Ask):
    """Something done on one person's phone."""

    user: int


class Say(OnPhone):
    """Type a text and send it."""

    text: Words
    reply_to: int | None = None


class Start(OnPhone):
    """Open a start link, with its payload or none."""

    payload: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")] | None = None


class TapButton(OnPhone):
    """Tap an inline button."""

    message: int
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]


class TapKey(OnPhone):
    """Tap a button of the reply keyboard."""

    label: Label


class Edit(OnPhone):
    """Change a text that was sent."""

    message: int
    text: Words


class Delete(OnPhone):
    """Remove a message."""

    message: int


class React(OnPhone):
    """Put a reaction on a message, or take it back (None)."""

    message: int
    emoji: Annotated[str, StringConstraints(min_length=1, max_length=16)] | None = None


class Media(OnPhone):
    """Send a photo, a file, a recording and the like; the bytes come beside this, those of an album together."""

    kind: Literal[
        "photo", "voice", "video_note", "video", "document", "sticker", "animation", "audio", "dice", "location",
        "contact", "poll",
    ]  # fmt: skip
    caption: Annotated[str, StringConstraints(max_length=64_000)] | None = None


class Forward(OnPhone):
    """Forward somebody else's words."""

    text: Words


class Fail(Ask):
    """Let the next call, of one method or of any, go wrong."""

    method: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,64}$")] | None = None
    kind: Literal["429", "403", "timeout", "500", "cut"]


class NewPhone(Ask):
    """Give one more person a phone."""

    name: Name


class Load(Ask):
    """Load a story by its id, or (None) begin again with empty phones."""

    story: Annotated[str, StringConstraints(max_length=64)] | None


class Zone(OnPhone):
    """Carry a phone to another time zone."""

    zone: str

    @field_validator("zone")
    @classmethod
    def is_known(cls, zone: str) -> str:
        """Refuse a name the zone data does not have."""
        if zone not in available_timezones():
            raise ValueError("there is no such time zone")
        return str(ZoneInfo(zone))


class MoveClock(Ask):
    """Move the clock: by seconds, to the next due moment, to this evening, or to a moment; exactly one of them."""

    advance: Annotated[float, Field(gt=0, le=LONGEST_MOVE.total_seconds())] | None = None
    to: Literal["next", "tonight"] | None = None
    at: AwareDatetime | None = None
    asleep: bool = False

    @model_validator(mode="after")
    def is_one_move(self) -> Self:
        """Refuse none and several."""
        if sum(part is not None for part in (self.advance, self.to, self.at)) != 1:
            raise ValueError("give exactly one of advance, to, at")
        return self


def tonight(now: datetime, zone: str) -> datetime:
    """The next half past eight in the evening of `zone`, strictly after `now`."""
    local = now.astimezone(ZoneInfo(zone))
    evening = local.replace(hour=20, minute=30, second=0, microsecond=0)
    return evening if evening > local else evening + timedelta(days=1)
