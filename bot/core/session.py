"""One person's place in the conversation."""

import json
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from bot.core.inputs import MediaKind
from bot.core.meeting_places import Arranging, Drafting, Recapping, Reviewing
from bot.core.places import (
    Boxing,
    Browsing,
    CheckingIn,
    Erasing,
    Noticing,
    Pausing,
    Planning,
    Reopening,
    Returning,
    Setting,
)
from bot.core.run import Answer, Run, RunId
from bot.core.therapist_places import Assigning, Exporting, Inviting, Locking, Looking, OutOfHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Nothing is open."""

    kind: Literal["resting"] = "resting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompted:
    """A nudge stands open: yes, later or not today. `choosing` is the moment after Later, `about` the run that it comes
    after."""

    occurrence: str
    assignment: str
    exercise: str
    expires: AwareDatetime
    choosing: bool = False
    snoozed: int = 0
    about: str = ""
    kind: Literal["prompted"] = "prompted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """In an exercise, at `step`; `view` says what of it is on the screen. `marked` are the options of several that are
    on so far, `until` the end of a pause."""

    run: Run
    step: str
    view: Literal["ask", "more", "doors", "example", "breather", "why"] = "ask"
    door: int | None = None
    marked: tuple[str, ...] = ()
    until: AwareDatetime | None = None
    kind: Literal["answering"] = "answering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """About to say one answer of a kept run anew; without `chosen`, about to pick which."""

    run: str
    exercise: str = ""
    answers: tuple[Answer, ...] = ()
    chosen: int | None = None
    kind: Literal["changing"] = "changing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsorted:
    """Something was said with nothing open; it waits for a word on what it is. `parts` are the messages it was typed in
    (number, words) where there are several, `more` further files (media, file). `run` and `entry` are what it replied to,
    an answer to `step` of `exercise`, which says `was`."""

    text: str
    message: int | None = None
    parts: tuple[tuple[int | None, str], ...] = ()
    file: str = ""
    media: str = ""
    album: str = ""
    more: tuple[tuple[MediaKind, str], ...] = ()
    run: str = ""
    entry: str = ""
    exercise: str = ""
    step: str = ""
    was: str = ""
    kind: Literal["unsorted"] = "unsorted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """In the first two minutes: clock, quiet hours, times, lock screen. `typing` waits for typed words, `found` is what
    was typed or offered; `alone` is one of the questions asked again from the settings, or for `homework` that needs
    its answer."""

    step: Literal[
        "sharing", "notice", "country", "clock", "lines", "check", "quiet", "evening", "noticing", "screen"
    ]
    alone: bool = False
    homework: bool = False
    typing: bool = False
    found: tuple[str, ...] = ()
    kind: Literal["settling"] = "settling"


AnyPlace = (
    Resting
    | Prompted
    | Answering
    | Changing
    | Unsorted
    | Settling
    | Inviting
    | Locking
    | Assigning
    | Exporting
    | Looking
    | OutOfHours
    | Arranging
    | Drafting
    | Recapping
    | Reviewing
    | Noticing
    | CheckingIn
    | Boxing
    | Planning
    | Browsing
    | Setting
    | Pausing
    | Returning
    | Reopening
    | Erasing
)
Place = Annotated[AnyPlace, Field(discriminator="kind")]


Underway = Answering | CheckingIn | Planning | Recapping | Reviewing
"""What an interruption leaves behind, to be gone back to: a place with a run."""


def is_at_rest(place: AnyPlace) -> bool:
    """Whether nothing is asked of the person: nothing is open, or only what is left of an answered noticing."""
    return isinstance(place, Resting) or (isinstance(place, Noticing) and place.view in ("done", "senses"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastKept:
    """The answer that a further text within two minutes is added to. Until `part_until` any text is the rest of it, since
    the phone cut it in two."""

    entry: str
    run: str
    text: str
    until: AwareDatetime
    before: str | None = None
    part_until: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAlbum:
    """The answer that an album's first item became, and how many items it has by now."""

    album: str
    run: RunId
    step: str
    number: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A ten-minute box. It takes no place in the conversation: other things can be done meanwhile.

    `label` is what it is for, as it is shown; `message` the outbox row that says until when. Once it has `rung` it is
    over, and stays only until the client has said how it was.
    """

    run: Run
    label: str
    minutes: int
    until: AwareDatetime
    message: str = ""
    rung: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A run that was left half way, and when: for three days its exercise asks whether to carry on."""

    place: Answering
    at: AwareDatetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A question that waits for its answer while something else is open. The message that asks it keeps its buttons:
    `anchor` is that message's outbox row, `nonce` the turn that drew it."""

    place: Annotated[Prompted | Noticing | Unsorted, Field(discriminator="kind")]
    anchor: str | None = None
    nonce: int | None = None

    @property
    def occurrence(self) -> str | None:
        """The nudge that waits here; None where it is something that was said."""
        return None if isinstance(self.place, Unsorted) else self.place.occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where one person stands. Everything in it survives a trip through JSON.

    `turn` counts the turns taken and is the nonce of the buttons drawn last; `anchor` names the outbox row
    of the message that carries them; `parked` is the one run that an interruption left behind, `aside` the questions
    that were left open by one, `left` the run that was last given up half way, `box` the one that is running, `album`
    the answer that pictures still belong to. `worded` is which opening each exercise's nudge had last, `put_off` the
    noticings that are to knock again, each with the outbox row that says so. `of_card` are the words that brought the last
    help card: until the morning after, the client can have them sent on. `asked` are the nudges around a session that
    stand unanswered, by name.
    """

    turn: int = 0
    place: Place = field(default_factory=Resting)
    parked: Place | None = None
    anchor: str | None = None
    nonce: int | None = None
    touched: AwareDatetime | None = None
    last_kept: LastKept | None = None
    album: LastAlbum | None = None
    box: Box | None = None
    left: Left | None = None
    aside: tuple[Aside, ...] = ()
    worded: tuple[tuple[str, int], ...] = ()
    put_off: tuple[tuple[str, str], ...] = ()
    of_card: str = ""
    asked: tuple[tuple[str, str], ...] = ()


_SESSION = TypeAdapter(Session)


def dump_session(session: Session) -> bytes:
    """`session` as JSON."""
    return _SESSION.dump_json(session)


def load_session(stored: bytes) -> Session:
    """The session that `stored` holds; one from another release that no longer fits ends up resting, turn kept."""
    try:
        return _SESSION.validate_json(stored)
    except ValidationError:
        return Session(turn=_turn_of(stored))


def _turn_of(stored: bytes) -> int:
    try:
        whole = json.loads(stored)
    except ValueError:
        return 0
    turn = whole.get("turn") if isinstance(whole, dict) else None
    return turn if isinstance(turn, int) and turn >= 0 else 0
