"""What one input leads to: data only, nothing performed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.core.changes import Change
from bot.core.person import Profile
from bot.core.picture import Picture
from bot.core.session import Session
from bot.core.text import Rich

Style = Literal["primary", "danger"]
SELF, THERAPIST = "self", "therapist"
NEWCOMER = "newcomer:"
"""Before the code of an invitation: whoever waits to be let in by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message. `do` is what a tap brings back; one that `stands` works for ever, any other
    only while its message is the last one that asked. `link` opens an address, `copy` fills the clipboard."""

    label: str
    do: str = ""
    stands: bool = False
    style: Style | None = None
    link: str = ""
    copy: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOrder:
    """A file to build when its turn to be sent comes. Half-open range [since, until), instants in UTC.

    With `recordings` they go along, as many as fit; with a `password` the file is locked with it. One that stays
    `on_server` is not sent: the chat is told where it lies. What is to be read is
    written in `language`, by the clock of `zone`.
    """

    clients: tuple[str, ...]
    format: Literal["csv", "xlsx", "json", "fhir", "pdf", "md", "copy"]
    since: datetime | None
    until: datetime
    recordings: bool = False
    password: str = field(default="", repr=False)
    on_server: bool = False
    language: str = "en"
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One thing for someone's screen.

    `to` is SELF, THERAPIST, a person's id, or NEWCOMER with a code. `edit` names the message to change, by Telegram's number or by
    the outbox row that sent it; without one, or when it is gone, the text is sent anew. A `bare` edit only
    takes the buttons off. `keyboard` is the one under the text field, `hint` what that field says while it is
    empty, `chooser` is the label of a button above it with which somebody can be chosen, and `keyless` takes it away; `delete` takes a message, named like that of an edit, out of the chat,
    `leave` leaves a group, `pin` pins what was sent; a bare edit that says `unpin` takes the pin off instead
    of the buttons. What is `protected` can be read, but not copied or passed on. `commands` are those the chat's menu lists (name, line); with none it lists what it does
    for anyone. `scan` is an address to show as a picture that a camera reads, over the text; a `picture` is drawn
    over it.
    """

    text: Rich = field(default_factory=lambda: Rich(""))
    rows: Rows = ()
    to: str = SELF
    edit: int | str | None = None
    bare: bool = False
    keyboard: tuple[tuple[str, ...], ...] = ()
    hint: str = ""
    chooser: str = ""
    keyless: bool = False
    commands: tuple[tuple[str, str], ...] | None = None
    silent: bool = False
    kind: Literal["reply", "nudge", "safety", "file"] = "reply"
    occurrence: str | None = None
    contact: tuple[str, str] | None = None
    file: FileOrder | None = None
    nonce: int = 0
    delete: int | str | None = None
    leave: bool = False
    pin: bool = False
    unpin: bool = False
    protected: bool = False
    scan: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing a client gave: appended, never overwritten. `number` is its place in a list answer, from 0; `prompt` is
    which of several questions it answers, where there are several."""

    id: str
    run: str
    step: str
    at: datetime
    number: int = 0
    text: str = ""
    value: int | None = None
    label: str = ""
    media: str = ""
    file: str = ""
    prompt: str = ""
    skipped: bool = False
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document at Telegram that is to be read, and what it is called."""

    file: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Everything one input leads to. `reaction` goes on the message that came in, `toast` answers the tap. What `opens`
    holds is another input, soon."""

    session: Session
    profile: Profile | None = None
    replies: tuple[Reply, ...] = ()
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    reaction: str | None = None
    toast: str | None = None
    opens: Document | None = None
