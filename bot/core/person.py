"""Who is in the conversation: one frozen snapshot of a person, as the coach loads it for a turn."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.core.appointment import Appointments
from bot.core.plan import Hours, Plan, Quiet
from bot.core.plan_kinds import After, Around, Every, Fixed, Meeting, OnDemand, Random, SomeDays, Weekly
from bot.core.quiet_dates import QuietDate
from bot.core.record import SharedRecord
from bot.core.session import Session

Sharing = Literal["all", "before_session", "none"]
BRIEF_BEFORE = 120
"""Minutes before an appointment at which the therapist gets the brief, unless they chose otherwise."""


class Role(StrEnum):
    """What someone is to the coach. A stranger has no row; what a stranger says is answered and not kept."""

    STRANGER = "stranger"
    CLIENT = "client"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody the client would call."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IfThen:
    """The client's one plan in front. `stack` is the habit it hangs on; `mention` when to bring it up, if at all;
    `pinned` the outbox row of the message that shows it on top of the chat."""

    cue: str
    act: str
    kept_at: datetime
    run: str
    stack: str = ""
    mention: time | None = None
    pinned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heed:
    """What the therapist said of a client that exercises are to heed, and of what they said that there is no concern."""

    flags: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something that was done about a client: when, by which role and, where it is known, by whom."""

    at: datetime
    by: str
    name: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A therapist who would go on with a client, if the client agrees."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two numbers that an exercise sets side by side, and the run they were compared in."""

    exercise: str
    run: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a person chose. Wall times are in `zone`; instants are UTC.

    `settled` is set once the first questions are through; until then nothing is scheduled. `held_until`
    keeps nudges back after the help card; `not_up_to_it` counts such refusals in a row. `week_day` (0 is Monday) and
    `week_at` are for the weekly check-in, without `week_at` at the evening hour. `noticed` are the sensory prompts drawn
    since the last round began. `brief_before` is a therapist's: how many minutes before an appointment the brief comes by
    itself, 0 for never. `box_for` is what ten minutes were asked for at a later hour, `box_put_off` how often that was put off. `paused` without
    `paused_until` lasts until the client says. `unanswered` counts prompts let go in a row, `fade` how far they have
    thinned out for it: 0 as agreed, 1 every other, 2 weekly, 3 none. `out_of_hours` is a therapist's: the line of theirs
    that the help card carries. `card_pinned` is the outbox row of the help card that stands on top of the chat.
    """

    name: str = ""
    language: str = "en"
    country: str = "US"
    zone: str = "UTC"
    quiet: Quiet = field(default_factory=lambda: Quiet(time(22), time(7)))
    evening: time | None = None
    noticing: time | None = None
    vague: bool = True
    sharing: Sharing = "all"
    tell_therapist: bool = False
    consent_version: str = ""
    consented_at: datetime | None = None
    settled: bool = False
    reachable: bool = True
    held_until: datetime | None = None
    not_up_to_it: int = 0
    values: tuple[str, ...] = ()
    week_day: int = 6
    week_at: time | None = None
    senses: tuple[str, ...] = ("touch", "sound", "sight", "taste", "smell")
    noticed: tuple[str, ...] = ()
    fewer: bool = False
    pairs: tuple[Pair, ...] = ()
    plan: IfThen | None = None
    box_for: str = ""
    box_put_off: int = 0
    paused: bool = False
    paused_until: datetime | None = None
    unanswered: int = 0
    unanswered_on: date | None = None
    fade: int = 0
    people: tuple[Contact, ...] = ()
    safety_plan: tuple[str, ...] = ()
    asks_first: bool = False
    quiet_dates: tuple[QuietDate, ...] = ()
    erasing_at: datetime | None = None
    brief_before: int = BRIEF_BEFORE
    out_of_hours: str = ""
    card_pinned: str = ""

    @property
    def has_faded_out(self) -> bool:
        """Whether all nudges stay away until the client asks for them again."""
        return self.fade >= 3

    @property
    def hours(self) -> Hours:
        """The clock choices that plans are computed from."""
        return Hours(
            zone=self.zone,
            quiet=self.quiet,
            evening=self.evening,
            noticing=self.noticing,
            week_day=self.week_day,
            week_at=self.week_at or self.evening,
        )


_PROFILE = TypeAdapter(Profile)
_HEED = TypeAdapter(Heed)
_PLAN: TypeAdapter[Plan] = TypeAdapter(
    Annotated[
        OnDemand | Fixed | Random | Weekly | Every | SomeDays | Meeting | After | Around,
        Field(discriminator="kind"),
    ]
)


def dump_profile(profile: Profile) -> bytes:
    """`profile` as JSON."""
    return _PROFILE.dump_json(profile)


def load_profile(stored: bytes) -> Profile:
    """The profile that `stored` holds."""
    return _PROFILE.validate_json(stored)


def dump_heed(heed: Heed) -> bytes:
    """`heed` as JSON."""
    return _HEED.dump_json(heed)


def load_heed(stored: bytes) -> Heed:
    """What `stored` holds."""
    return _HEED.validate_json(stored)


def dump_plan(plan: Plan) -> bytes:
    """`plan` as JSON."""
    return _PLAN.dump_json(plan)


def load_plan(stored: bytes) -> Plan:
    """The plan that `stored` holds."""
    return _PLAN.validate_json(stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One exercise given to one client. `words` are the therapist's, as pasted; `own` is one the client took up alone.

    It goes on `until` a date has passed on the client's calendar, or the next appointment begins, or without that until
    other homework takes its place. `ends_at` is when that is, in UTC, as far as it is known. `life` is how long its
    nudges stand, where neither quiet hours nor the library say so.
    """

    id: str
    exercise: str
    plan: Plan
    words: str = ""
    given_at: datetime | None = None
    own: bool = False
    until: date | Literal["appointment"] | None = None
    ends_at: datetime | None = None
    life: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCard:
    """What a therapist's turn needs to know of a client. `met` is when the last appointment began; both are UTC.
    `notices` says that they chose an hour for noticing, `given` that homework from a therapist is open."""

    id: str
    code: str
    nickname: str
    zone: str = "UTC"
    language: str = "en"
    settled: bool = False
    reachable: bool = True
    heard: datetime | None = None
    notices: bool = True
    given: bool = False
    appointments: Appointments | None = None
    next_appointment: datetime | None = None
    met: datetime | None = None
    heed: Heed = field(default_factory=Heed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """An invitation as it stands: who made it, for what role, and whether it can still be used.

    `language` is the one the therapist chose for it, empty where the phone's counts.
    `too_many` says that nobody has looked: too many codes of this account stood for nothing before. `nickname` is for the
    therapist's eyes. Where it `asks_first` nobody goes on before this account is `admitted`; it is `held` once another
    account has asked. One that is `locked` works for a single account; it is `for_another` than this one's, of which the
    therapist may have been `told`.
    """

    code: str
    role: Role
    usable: bool
    too_many: bool = False
    nickname: str = ""
    asks_first: bool = False
    admitted: bool = False
    held: bool = False
    locked: bool = False
    for_another: bool = False
    told: bool = False
    therapist: str = ""
    therapist_language: str = ""
    zone: str = "UTC"
    language: str = ""
    country: str = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who waits to be let in: with which code, what the therapist calls whom it is for, and what they go by
    themselves."""

    code: str
    nickname: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """One answer of a kept run; `media` names what kind of recording it is, if it is one."""

    id: str
    step: str
    text: str
    label: str = ""
    value: int | None = None
    media: str = ""
    skipped: bool = False
    message: int | None = None
    revisions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """A run that is over, with its answers in order."""

    id: str
    exercise: str
    private: bool
    entries: tuple[KeptEntry, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage:
    """A page of the client's own runs, newest first; `total` counts all that match."""

    runs: tuple[KeptRun, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands of a session's summary by now, a text for each heading: the therapist's words where it is `theirs`, else
    the client's own."""

    texts: tuple[str, ...]
    at: datetime
    theirs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A piece of homework that is over, in the therapist's words, and when it ended."""

    exercise: str
    words: str
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one client shares since a moment, for a turn that is about it."""

    record: SharedRecord
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """All that one turn may know of the person it is taken for.

    `invite` is what a code in the input stands for, `run` what the input points back to, `spare_code` a fresh
    128-bit code in case this turn makes an invitation: chance comes in as an argument, like time. `next_appointment` is
    when a client next meets the therapist, and `met` when they last did, both in UTC; `therapist_zone` is the clock the
    therapist lives by, `brief_before` when they want the brief and `out_of_hours` their line for the help card. `look` is what a client shares, where the input asks for it.
    """

    id: str | None = None
    role: Role = Role.STRANGER
    profile: Profile = field(default_factory=Profile)
    session: Session = field(default_factory=Session)
    nickname: str = ""
    therapist_left: bool = False
    """Whether the client's therapist can no longer read anything."""
    offered: Offered | None = None
    """Who would go on with the client."""
    seen: tuple[Seen, ...] = ()
    """What was done about the client, where the input asks for it."""
    therapist_name: str = ""
    therapist_language: str = ""
    therapist_zone: str = ""
    brief_before: int = BRIEF_BEFORE
    out_of_hours: str = ""
    assignments: tuple[Assignment, ...] = ()
    clients: tuple[ClientCard, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    """Who waits to be let in by this therapist, where the input asks for it."""
    runs_today: tuple[tuple[str, datetime], ...] = ()
    next_appointment: datetime | None = None
    met: datetime | None = None
    invite: Invite | None = None
    run: KeptRun | None = None
    page: NotesPage | None = None
    past: tuple[Past, ...] = ()
    """Homework that is over, the last first, where the input asks for it."""
    draft: Draft | None = None
    look: Look | None = None
    recalled: tuple[KeptRun, ...] = ()
    heed: Heed = field(default_factory=Heed)
    homemade: tuple[str, ...] = ()
    """The texts of own exercises that a therapist gave the client."""
    spare_code: str = ""
