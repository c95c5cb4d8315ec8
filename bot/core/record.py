"""What leaves the coach for a file: one value for each answer that was given and each nudge that was planned."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedAnswer:
    """One answer of a run that is shared. Instants are UTC; `zone` is the client's when the run began.

    `number` is the place in a list answer, from 0. An answer that was passed over is `skipped` and has no text;
    a recording has its kind in `media`, and no content of its own.
    """

    client_code: str
    exercise: str
    revision: int
    language: str
    run_id: str
    trigger: str
    run_started: datetime
    run_ended: datetime | None
    run_outcome: str
    assignment_id: str | None
    occurrence_id: str | None
    entry_id: str
    step: str
    number: int
    at: datetime
    zone: str
    text: str
    value: int | None
    label: str
    media: str
    skipped: bool
    revisions: int
    revised_at: datetime | None
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedOccurrence:
    """One planned nudge and what became of it. Instants are UTC; `local_date` and `slot` are in `zone`.

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
