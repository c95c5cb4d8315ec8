"""Everything that can move one person's place in the conversation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MediaKind = Literal["voice", "video_note", "video", "photo", "audio", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text; `message` is Telegram's number of it, by which an edit finds its entry again. A reply names the message it
    answers, and the run that one's buttons were about."""

    text: str
    message: int | None = None
    forwarded: bool = False
    reply_to: int | None = None
    reply_run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A text that was changed after it was sent."""

    text: str
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """A button under a message. `nonce` is the turn that drew it, None for a button that stands for ever."""

    do: str
    nonce: int | None
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """A slash command and what stood behind it."""

    name: str
    argument: str = ""
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Something with a file in it. The file itself stays at Telegram, named by `file`; items of one `album` share it. A
    document is called `name` and has `size` bytes, as far as that is known."""

    media: MediaKind
    file: str
    caption: str = ""
    message: int | None = None
    album: str = ""
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What stood in a document that a turn asked for: the tasks of a summary, or the text of an exercise that is good.

    Else there is a `trouble`: it could not be had, is too large, holds no text, or is no exercise, with the `line` at which
    the fault lies and the `reason`.
    """

    file: str
    name: str = ""
    tasks: tuple[str, ...] = ()
    exercise: str = field(default="", repr=False)
    trouble: Literal["", "gone", "large", "no text", "fault"] = ""
    line: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Anything else a phone can send: a sticker, a location, a poll, a message of a kind we do not know. `user` is
    Telegram's number of a contact's account, where it has one."""

    what: Literal["sticker", "place", "contact", "other", "group"]
    message: int | None = None
    user: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A planned nudge whose time has come. `offered_before` is when its assignment was last offered, `about` the run
    that it comes after."""

    occurrence: str
    assignment: str
    exercise: str
    due: datetime
    expires: datetime
    offered_before: datetime | None = None
    snoozed: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgesDue:
    """All planned nudges of one person that are due now."""

    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerOver:
    """A timer that a turn had set has run out."""

    timer: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The person closed the chat to us, or opened it again."""

    reachable: bool


Input = Said | Edited | Tapped | Commanded | Recorded | Opened | Odd | NudgesDue | TimerOver | Reached
