"""What leaves the coach for a file: what one client shares, and every nudge that was planned for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

RecordingState = Literal["", "wanted", "kept", "gone"]


class SharedAnswer(NamedTuple):
    """One answer of a run. A tuple, since a practice's year has millions of them.

    `number` is the place in a list answer, from 0. An answer that was passed over is `skipped` and has no text; a
    recording has its kind in `media`. `prompt` is which of several questions it answers, where there are several.
    """

    id: str
    step: str
    number: int
    at: datetime
    text: str
    value: int | None
    label: str
    media: str
    skipped: bool
    revisions: int = 0
    revised_at: datetime | None = None
    prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRecording:
    """What became of what was recorded or photographed for an answer; `name` and `size` once it is kept."""

    state: RecordingState
    name: str = ""
    size: int = 0


class SharedRun(NamedTuple):
    """One doing of an exercise that is shared, with its answers in the order they were kept. Instants are UTC;
    `zone` is the client's when it began, `words` are those the exercise was given with."""

    id: str
    exercise: str
    revision: int
    language: str
    trigger: str
    zone: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    assignment_id: str | None
    occurrence_id: str | None
    words: str
    answers: tuple[SharedAnswer, ...]
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedHomework:
    """One piece of homework, or what the client took up of their `own` accord, with its plan as it is kept."""

    id: str
    exercise: str
    own: bool
    kind: str
    plan: Mapping[str, object]
    words: str
    given_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedConsent:
    """What was agreed to; `choices` as they then were."""

    at: datetime
    version: str
    choices: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAccess:
    """A file that was made of what the client shares; [since, until) is the range it covers."""

    at: datetime
    by: str
    form: str
    since: datetime | None
    until: datetime


class ExportedOccurrence(NamedTuple):
    """One planned nudge and what became of it; a tuple as answers are. Instants are UTC; `local_date` and `slot` are in `zone`.

    `trigger` is the kind of the plan it comes from; `first_reaction_at` when the client first began it, put it off or
    declined it.
    """

    client_code: str
    id: str
    assignment_id: str
    exercise: str
    trigger: str
    local_date: date
    slot: int
    zone: str
    planned_at: datetime
    due_at: datetime
    expires_at: datetime
    send_state: str
    outcome: str | None
    reason: str
    sent_at: datetime | None
    first_reaction_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    reminder_at: datetime | None
    snoozed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """When client and therapist meet by one arrangement; `next_at` is the session that came next when it was made.
    `others` tells of single dates that were moved or left out, as JSON."""

    version: int
    made_at: datetime
    ended_at: datetime | None
    next_at: datetime | None
    first: date
    hour: str
    zone: str
    every_days: int
    others: str = "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSummary:
    """What the therapist wrote down of a session for the client, a text for each of the headings in order."""

    version: int
    made_at: datetime
    met_at: datetime | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRecord:
    """Everything that one client shares of a range. `recordings` go by the id of their answer.

    Runs come by their start, nudges by the moment they were planned for, all else by its time. `kept_private` is how many
    runs were marked private; `cards` when the help card was shown, None where the client does not agree to have it told.
    From `closed_since` on something of the range is not open to the therapist yet, and so is not in it. `homemade` are the
    texts of own exercises that a therapist gave them.
    """

    id: str
    code: str
    runs: tuple[SharedRun, ...] = ()
    occurrences: tuple[ExportedOccurrence, ...] = ()
    homework: tuple[SharedHomework, ...] = ()
    consents: tuple[SharedConsent, ...] = ()
    accesses: tuple[SharedAccess, ...] = ()
    recordings: Mapping[str, SharedRecording] = field(default_factory=dict)
    sessions: tuple[Arrangement, ...] = ()
    summaries: tuple[WrittenSummary, ...] = ()
    kept_private: int = 0
    cards: tuple[datetime, ...] | None = None
    closed_since: datetime | None = None
    homemade: tuple[str, ...] = ()
