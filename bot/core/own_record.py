"""All that is kept of one client, as it leaves for their own copy: private runs too, and who else had files made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.person import Profile, Seen
from bot.core.plan import Plan
from bot.core.record import Arrangement, ExportedOccurrence, WrittenSummary

RecordingState = Literal["", "wanted", "kept", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """One answer. `recording` says what became of what was recorded for it, `recording_name` what it is called."""

    id: str
    step: str
    number: int
    at: datetime
    text: str
    value: int | None
    label: str
    media: str
    skipped: bool
    revisions: int
    revised_at: datetime | None
    recording: RecordingState
    recording_name: str
    recording_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRun:
    """One doing of an exercise, with its answers in order. `words` are those it was given with."""

    id: str
    exercise: str
    revision: int
    language: str
    trigger: str
    zone: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    private: bool
    words: str
    answers: tuple[OwnAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHomework:
    """What the therapist gave, or the client took up of their `own` accord; over once it has `ended_at`."""

    id: str
    exercise: str
    own: bool
    plan: Plan
    words: str
    given_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnConsent:
    """What was agreed to; `choices` as they then were."""

    at: datetime
    version: str
    choices: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard:
    """The help card was shown."""

    at: datetime
    tier: str
    exercise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTimer:
    """What the coach will do by itself."""

    name: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccess:
    """A file that was made of what the client shares; [since, until) is the range it covers."""

    at: datetime
    by: Literal["therapist", "operator"]
    form: str
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """Everything of one client. `session` is where the conversation stands, as JSON, `deeds` who did what with what is theirs.
    Instants are UTC."""

    code: str
    therapist: str
    joined_at: datetime
    heard_at: datetime | None
    profile: Profile
    session: bytes
    consents: tuple[OwnConsent, ...]
    homework: tuple[OwnHomework, ...]
    runs: tuple[OwnRun, ...]
    nudges: tuple[ExportedOccurrence, ...]
    cards: tuple[OwnCard, ...]
    timers: tuple[OwnTimer, ...]
    accesses: tuple[OwnAccess, ...]
    sessions: tuple[Arrangement, ...] = ()
    deeds: tuple[Seen, ...] = ()
    summaries: tuple[WrittenSummary, ...] = ()
    homemade: tuple[str, ...] = ()
