"""What the page needs of a practice: phones, a clock it may move, and a list of what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.phone.story import Story
from bot.phone.telegram import LocalTelegram


@dataclass(slots=True, kw_only=True)
class Phone:
    """One person's phone; mutable, because its owner can travel and an invite gets used.

    `role` is `client`, `therapist` or whatever else an added phone is for; `zone` an IANA name, `language` an IETF
    tag; `invite` the payload of a start link lying open on this phone, or the whole link, or None.
    """

    user_id: int
    name: str
    role: str
    zone: str = "UTC"
    language: str = "en"
    invite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that will happen by itself: when (aware), for whom, what it is, and why then."""

    at: datetime
    who: str
    what: str
    why: str


class PageClock(Protocol):
    """The one clock of the practice."""

    def now(self) -> datetime:
        """The moment the practice is at, aware, UTC."""
        ...


class Practice(Protocol):
    """Everything behind the page: the local Telegram, the coach on it, and their common clock."""

    @property
    def telegram(self) -> LocalTelegram:
        """The local Telegram both phones hang on."""
        ...

    @property
    def phones(self) -> Sequence[Phone]:
        """The phones, in the order they stand on the page."""
        ...

    @property
    def clock(self) -> PageClock:
        """The clock of the coach and of the local Telegram."""
        ...

    def speaks(self, language: str) -> bool:
        """Whether the coach can speak this language to people."""
        ...

    async def begin_again(self, story: Story | None) -> None:
        """Let go of everything, the phones and the local Telegram too, and begin where and when the story does.

        Without one: with two empty phones, where the practice itself is, and the clock as it stands.
        """
        ...

    async def add_phone(self, name: str) -> Phone:
        """Give one more person an account and a phone."""
        ...

    async def due(self) -> Sequence[Due]:
        """What will happen by itself, earliest first."""
        ...

    async def move_to(self, when: datetime, *, asleep: bool = False) -> None:
        """Bring the clock to `when`: stopping at each due moment, or in one jump as after a suspended laptop."""
        ...

    async def state_of(self, user_id: int) -> Mapping[str, object]:
        """Where the coach is with this person, as values that JSON can carry."""
        ...

    async def settle(self) -> None:
        """Return once nothing is under way: every update taken, every reply sent."""
        ...
