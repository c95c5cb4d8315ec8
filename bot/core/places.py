"""Where a client can be outside the steps of an exercise: noticing, checking in, a box, a plan, the menus."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from bot.core.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticing:
    """A sensory nudge. `prompt` is the one drawn; `run` is set once it was answered. `view` "word" waits for more about
    an answered one; "done" and "senses" wait for nothing, but something may still be added or switched."""

    prompt: str = ""
    exercise: str = "noticing"
    view: Literal["ask", "when", "done", "word", "senses"] = "ask"
    occurrence: str | None = None
    assignment: str | None = None
    expires: AwareDatetime | None = None
    snoozed: int = 0
    run: Run | None = None
    kind: Literal["noticing"] = "noticing"

    @property
    def is_nudge(self) -> bool:
        """Whether a planned nudge waits here for its answer."""
        return self.occurrence is not None and self.view in ("ask", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingIn:
    """The values check-in: how near each value was, then perhaps one ten-minute step. `index` counts the values."""

    run: Run
    view: Literal["near", "pick", "version", "when", "time"] = "near"
    index: int = 0
    picked: str = ""
    version: str = ""
    kind: Literal["checking_in"] = "checking_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxing:
    """Setting up a box, or saying how it was; while it runs it stands in the session instead.

    `choice` is what was picked for it, `label` the client's own words instead; `held` says that these minutes were
    asked for earlier and have come up by themselves, `put_off` how often they were since.
    """

    view: Literal["what", "own", "ready", "how"] = "what"
    choice: str = ""
    label: str = ""
    minutes: int = 10
    held: bool = False
    put_off: int = 0
    run: Run | None = None
    kind: Literal["boxing"] = "boxing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Making an if-then plan, half by half; the halves are answers of `run`. `tweak` rewords the plan in front."""

    view: Literal[
        "front", "if", "own_if", "then", "own_then", "stack", "own_stack", "read", "when", "time"
    ] = "if"
    tweak: bool = False
    run: Run | None = None
    kind: Literal["planning"] = "planning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsing:
    """Reading one's own notes, a page at a time. `query` and `exercise` narrow them; `view` "cards" shows the
    cards that runs became, "past" homework that is over, "search" waits for words, "delete" for a second tap about `run`. `ways` are the buttons drawn (label, what it does), so that typed words can
    be read as one of them before the page they ask for is loaded."""

    offset: int = 0
    query: str = ""
    exercise: str = ""
    view: Literal["page", "cards", "past", "search", "one", "delete"] = "page"
    run: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    kind: Literal["browsing"] = "browsing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """In the settings, or writing one's own people, safety plan or values. `drafts` are lines that brought the help card
    up while they were typed: they stay offered. `on` is a quiet date of which it is open how often it comes."""

    view: Literal["menu", "language", "weekly", "weekly_time", "people", "plan", "values", "dates"] = "menu"
    drafts: tuple[str, ...] = ()
    on: date | None = None
    kind: Literal["setting"] = "setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pausing:
    """Asked how long the pause is to be."""

    kind: Literal["pausing"] = "pausing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """Back after a long silence: what would suit today, and whether the questions shall come back."""

    view: Literal["suit", "again", "time"] = "suit"
    kind: Literal["returning"] = "returning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """An exercise is opened that was left half way within three days: carry on, start fresh, or let it go."""

    exercise: str
    kind: Literal["reopening"] = "reopening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """Asked once more before everything is erased."""

    kind: Literal["erasing"] = "erasing"
