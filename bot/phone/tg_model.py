"""What the local Telegram remembers: accounts, chats, messages, and what it tells whoever watches."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Json = dict[str, Any]
Rows = list[list[Json]]
MediaKind = Literal[
    "photo",
    "voice",
    "video_note",
    "video",
    "document",
    "sticker",
    "animation",
    "audio",
    "dice",
    "location",
    "contact",
    "poll",
    "users_shared",
]
EventKind = Literal["message", "edited", "deleted", "keyboard", "toast", "reaction", "commands", "typing"]
JOURNAL = 2000
"""So many happenings of a chat are remembered for its transcript."""
FaultKind = Literal["429", "403", "timeout", "500", "cut"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


@dataclass(slots=True)
class Account:
    """A person with a phone. The id of the private chat is the id of the person."""

    id: int
    name: str
    username: str | None
    language_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Bytes that were sent, and the names Telegram gives them."""

    file_id: str
    unique_id: str
    path: str
    name: str | None
    mime_type: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a message carries besides text: a file, or `details` alone (a dice, a contact, a location, a poll)."""

    kind: MediaKind
    file: StoredFile | None = None
    details: Json = field(default_factory=dict)

    @property
    def file_id(self) -> str | None:
        """The id the file can be fetched by, if there is a file."""
        return self.file.file_id if self.file else None

    @property
    def file_name(self) -> str | None:
        """The name the file was sent under, if any."""
        return self.file.name if self.file else None


@dataclass(slots=True, kw_only=True)
class Message:
    """One bubble. `text` is the caption when there is media. Offsets in `entities` are UTF-16 units."""

    id: int
    date: datetime
    from_bot: bool
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    keyboard: Rows = field(default_factory=list)
    media: Media | None = None
    reply_to: int | None = None
    quote: str | None = None
    edit_date: datetime | None = None
    silent: bool = False
    protected: bool = False
    pinned: bool = False
    locked: bool = False
    """Sent with a reply keyboard: Telegram never lets it be edited."""
    album: str | None = None
    effect: str | None = None
    forwarded_from: str | None = None
    bot_reaction: str | None = None
    person_reaction: str | None = None

    @property
    def edited(self) -> bool:
        """Whether the phone shows "edited"."""
        return self.edit_date is not None

    @property
    def reactions(self) -> list[str]:
        """Emoji under the bubble, the bot's first."""
        return [emoji for emoji in (self.bot_reaction, self.person_reaction) if emoji]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyKeyboard:
    """The keyboard below the input line."""

    message_id: int
    rows: Rows
    persistent: bool = False
    resize: bool = False
    one_time: bool = False
    placeholder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceReply:
    """The bar "reply to ..." that a ForceReply opens."""

    message_id: int
    placeholder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """The answer to a tap: a short line, or an alert to be closed; `text` "" when only the little clock stops."""

    query_id: str
    message_id: int
    text: str
    show_alert: bool
    at: datetime


@dataclass(slots=True, kw_only=True)
class Tap:
    """A tap on an inline button, open until the bot answers it."""

    query_id: str
    user_id: int
    message_id: int
    row: int
    column: int
    at: datetime
    label: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the commands menu."""

    command: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened in a chat, as it was then: a message sent or changed, or a tap; a message that was
    deleted has `message` None and `gone` its id, and with neither the whole chat was cleared."""

    at: datetime
    message: Message | None = None
    tap: Tap | None = None
    gone: int | None = None


@dataclass(slots=True, kw_only=True)
class Chat:
    """A private chat as its person sees it, oldest message first."""

    account: Account
    started: bool = False
    blocked: bool = False
    closed: bool = False
    messages: list[Message] = field(default_factory=list)
    reply_keyboard: ReplyKeyboard | None = None
    force_reply: ForceReply | None = None
    toasts: list[Toast] = field(default_factory=list)
    taps: list[Tap] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})
    journal: deque[Happening] = field(default_factory=lambda: deque(maxlen=JOURNAL))

    @property
    def id(self) -> int:
        """The id of the chat, which is the person's."""
        return self.account.id

    @property
    def placeholder(self) -> str | None:
        """The hint in the input line, if a keyboard or a ForceReply gives one."""
        shown = self.force_reply or self.reply_keyboard
        return shown.placeholder if shown else None

    @property
    def waiting(self) -> list[Tap]:
        """Taps whose little clock still turns: not answered yet."""
        return [tap for tap in self.taps if not tap.answered]

    def find(self, message_id: int | None) -> Message | None:
        """The message of that id, if it is still there."""
        return next((message for message in self.messages if message.id == message_id), None)


@dataclass(frozen=True, slots=True)
class Event:
    """Something visible changed on a phone. `message_id` is None when the whole chat changed."""

    kind: EventKind
    user_id: int
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Bot API call as it was made and answered; `status` 0 means no answer came back."""

    method: str
    params: Json
    files: tuple[str, ...]
    status: int
    answer: Json
    at: datetime
