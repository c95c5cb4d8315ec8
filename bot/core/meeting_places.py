"""Where someone can be around an appointment: arranging it, writing down what it was about, looking back before it."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from pydantic import AwareDatetime

from bot.core.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranging:
    """The therapist is arranging when to meet a client. `moving` is when the one appointment begins that goes elsewhere."""

    step: Literal["who", "menu", "day", "hour", "rhythm", "days", "brief"]
    client: str | None = None
    on: date | None = None
    at: time | None = None
    moving: AwareDatetime | None = None
    kind: Literal["arranging"] = "arranging"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """The therapist is writing down for the client what a session was about: a text for each heading, then all of them
    once more."""

    client: str
    index: int = 0
    texts: tuple[str, ...] = ()
    kind: Literal["drafting"] = "drafting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recapping:
    """The client is putting down what to keep of a session, heading by heading. `texts` are what stands there so far: the
    therapist's words where they are `theirs`, else the client's own of an earlier version."""

    run: Run
    index: int = 0
    texts: tuple[str, ...] = ()
    theirs: bool = False
    kind: Literal["recapping"] = "recapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One assignment that is looked back on, as it was called when the look began."""

    assignment: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """Looking back before an appointment, one piece of homework after the other. `ticked` are the options ticked so far."""

    run: Run
    pieces: tuple[Piece, ...]
    step: str = "went"
    index: int = 0
    ticked: tuple[str, ...] = ()
    kind: Literal["reviewing"] = "reviewing"
