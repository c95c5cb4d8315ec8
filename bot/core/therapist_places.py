"""Where a therapist can be: naming a client, giving homework, taking answers out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.framing import RhythmKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """The therapist is naming a new client."""

    kind: Literal["inviting"] = "inviting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locking:
    """The therapist is saying for whose account alone a link is; `locked` where it is for one already."""

    code: str
    client: str = ""
    locked: bool = False
    kind: Literal["locking"] = "locking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One piece of homework on its way to a client: the therapist's words and what they would become. A `rhythm` that
    goes by days and has none comes when the client starts it. It goes on `until` a date has passed, until the next
    session, or without that until there is other homework."""

    words: str
    exercise: str
    days: tuple[int, ...] = ()
    rhythm: RhythmKind = "fixed"
    until: date | Literal["appointment"] | None = "appointment"
    keep: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigning:
    """The therapist is giving homework. `texts` are the parts pasted so far; they leave with this state. `opening` are the
    documents that are being fetched, `files` the texts of own exercises among the proposals."""

    step: Literal["who", "paste", "review", "kinds", "days", "ends", "end", "preview", "line", "pick", "heed"]
    client: str | None = None
    texts: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    pasted: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    index: int = 0
    line: str = ""
    kind: Literal["assigning"] = "assigning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporting:
    """The therapist is choosing what to take out; `session` is since the last appointment began."""

    step: Literal["who", "since", "format", "lock"]
    client: str | None = None
    since: Literal["session", "month", "everything"] | None = None
    format: Literal["csv", "xlsx", "json", "fhir", "pdf"] | None = None
    recordings: bool = False
    kind: Literal["exporting"] = "exporting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """The therapist is looking at what a client shares: whose, or on one of the screens of /progress. `words` narrow the
    entries, `offset` counts those before the ones shown; `brief` says that a brief was asked for."""

    view: Literal["who", "front", "days", "entries", "search"] = "who"
    client: str | None = None
    offset: int = 0
    words: str = ""
    brief: bool = False
    kind: Literal["looking"] = "looking"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfHours:
    """The therapist is writing the line of theirs that their clients' help card carries."""

    kind: Literal["out_of_hours"] = "out_of_hours"
