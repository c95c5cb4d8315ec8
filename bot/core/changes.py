"""What a turn changes beyond session and entries: data only, performed by the store."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.core.appointment import Appointments
from bot.core.person import Assignment, Heed, Profile, Role
from bot.core.run import Run
from bot.core.safety import Tier

Outcome = Literal[
    "done", "part", "declined", "expired", "cancelled", "held_safety", "not_offered", "undeliverable"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSaved:
    """A run as it now stands; `ended` with outcome done or part once it is over."""

    run: Run
    language: str
    ended: datetime | None = None
    outcome: Literal["open", "done", "part"] = "open"
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRevised:
    """A kept answer said anew; the earlier wording is replaced, the revision counted."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTakenBack:
    """A kept answer that is given anew, or that is not asked for any more. Its row stays, emptied, in no list and no
    file, with whatever stood beside it in the same place; an answer of that id given after it fills the row again."""

    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHidden:
    """A run marked private, or shown again."""

    run: str
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceMoved:
    """A planned nudge that comes later: snoozed by the client, or held while something else is open."""

    occurrence: str
    due: datetime
    expires: datetime | None = None
    snoozed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceEnded:
    """What became of a planned nudge, and why where there is a why. The first outcome stands."""

    occurrence: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceStarted:
    """The client took a nudge up."""

    occurrence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGiven:
    """Why a nudge was declined, in one of a few words."""

    occurrence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerSet:
    """Wake this person at `at`; a timer of the same name and subject is moved."""

    timer: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerDropped:
    """Forget a timer, if it is still there."""

    timer: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """The holder of an invitation agreed. `profile` is what is known so far."""

    code: str
    role: Role
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteMade:
    """An invitation for one client, good until `expires`. Only a hash of the code is kept."""

    code: str
    nickname: str
    expires: datetime
    asks_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteSpoken:
    """Whoever opens an invitation is greeted in this language, whatever their phone speaks."""

    code: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteAsks:
    """Whether the therapist is asked before whoever opens an invitation of theirs goes on."""

    code: str
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteLocked:
    """An invitation works for one account alone: that of a Telegram id, or of a name there; with neither for anybody."""

    code: str
    user: int | None = None
    username: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteTried:
    """Somebody came with an invitation that is for another account; the therapist hears of it once."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteKnocked:
    """Somebody without a row would go on with an invitation that asks first; the first who does is who it is kept for."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteAdmitted:
    """The therapist lets in who asked to."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteEnded:
    """An invitation that can no longer be used: cancelled by the therapist (by its hash) or refused (by its code)."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Homework for a client, each piece with its plan, in place of what was given earlier; `files` are the texts of the
    therapist's own exercises among it, by exercise."""

    client: str
    assignments: tuple[Assignment, ...]
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """When a client and their therapist meet from now on; None where nothing is arranged any more."""

    client: str
    appointments: Appointments | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What the therapist wrote down of a session for a client, a text for each heading: the next version of it."""

    client: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """Something the client does of their own accord, with a plan: takes the place of an own one of that exercise."""

    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class PutDown:
    """The client's own doing of an exercise ends; what was planned for it is cancelled."""

    exercise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What exercises are to heed of a client from now on, as their therapist says."""

    client: str
    heed: Heed


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One nudge of an exercise that comes after the run `about`; a repeat of it changes nothing. Its homework is the
    client's own and is there from the first such nudge on; once that has ended, nothing is planned any more."""

    occurrence: str
    assignment: Assignment
    about: str
    local_date: date
    due: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message around a session goes out now, or was to: a nudge called `name`, whose homework is no more than what it
    hangs on. A repeat of it changes nothing; what became of one that stays away is told beside it."""

    occurrence: str
    assignment: Assignment
    name: str
    local_date: date
    planned: datetime
    due: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Exercises that do not suit the client: all homework of them ends, and what was planned for it is cancelled."""

    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDeleted:
    """A run goes for good: its row, its answers, its recordings."""

    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A therapist asked for something of somebody who is not a client of theirs, and did not get it."""

    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShown:
    """The help card was shown. Only time, tier and where are kept, never the words."""

    tier: Tier
    at: datetime
    exercise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswered:
    """What the client said to the last card: that they are safe, or that it was meant otherwise. It closes nothing."""

    answer: Literal["safe", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The client goes on with the therapist who was offered: from now on it is they who can read what is shared."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverDeclined:
    """The client would rather not go on with the therapist who was offered."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A person's row ends here: they refused before anything was kept, or took their agreement back."""

    person: str


Change = (
    RunSaved
    | EntryRevised
    | EntryTakenBack
    | RunHidden
    | OccurrenceMoved
    | OccurrenceEnded
    | OccurrenceStarted
    | ReasonGiven
    | TimerSet
    | TimerDropped
    | Enrolled
    | InviteMade
    | InviteSpoken
    | InviteEnded
    | InviteAsks
    | InviteLocked
    | InviteTried
    | InviteKnocked
    | InviteAdmitted
    | Assigned
    | Arranged
    | Drafted
    | CardShown
    | CardAnswered
    | Refused
    | Left
    | HandedOver
    | HandoverDeclined
    | TakenUp
    | PutDown
    | RunDeleted
    | FollowUp
    | Asked
    | Heeded
    | SetAside
)
