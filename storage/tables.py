"""The tables: what is kept, which columns are sealed, and what the database itself holds unique."""

from datetime import date, datetime, time

from sqlalchemy import Index, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables_audit import Audit
from storage.tables_mail import COUNTED, Inbox, Outbox

# A `_sealed` column holds ciphertext bound to its table, column and row; `key_wrapped` opens the person's own.


class Meta(SQLModel, table=True):
    """The database's own wrapped keys."""

    key: str = Field(primary_key=True)
    value: bytes


class Person(SQLModel, table=True):
    """A client or a therapist. `tg_index` is the blind index of the Telegram id, `chat_sealed` the id itself,
    `heed_sealed` what the therapist said that exercises are to heed. A therapist who left has `left_at`; a client who is
    asked to go on with another therapist has theirs in `offered_to`."""

    id: str = Field(primary_key=True)
    role: str
    tg_index: bytes = Field(unique=True)
    code: str = Field(unique=True)
    therapist_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    key_wrapped: bytes
    profile_sealed: bytes
    session_sealed: bytes
    nickname_sealed: bytes | None = None
    chat_sealed: bytes
    heed_sealed: bytes | None = None
    reachable: bool = True
    settled: bool = False
    created_at: datetime
    heard_at: datetime | None = None
    left_at: datetime | None = None
    offered_to: str | None = Field(default=None, foreign_key="person.id", index=True)


class Invite(SQLModel, table=True):
    """An invitation, known by the SHA-256 of its code. A client's nickname is sealed under the therapist's key,
    a therapist's own name under the transit key. `language` is what its bearer is greeted in, empty for their phone's.
    Where it `asks_first`, who opened it waits (`asked_by` is their blind index, `asked_sealed` their chat, their name and
    the code they hold) until the
    therapist lets them in. `only_for` is the blind index of the one account it works for, `tried_at` when another one first
    came with it."""

    hash: str = Field(primary_key=True)
    role: str
    therapist_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    nickname_sealed: bytes | None = None
    name_sealed: bytes | None = None
    language: str = ""
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    ended_at: datetime | None = None
    asks_first: bool = False
    asked_by: bytes | None = None
    asked_sealed: bytes | None = None
    admitted_at: datetime | None = None
    only_for: bytes | None = None
    tried_at: datetime | None = None


class Guess(SQLModel, table=True):
    """How many invitation codes an account sent that stood for nothing, within an hour of the first."""

    tg_index: bytes = Field(primary_key=True)
    since: datetime
    tries: int


class Consent(SQLModel, table=True):
    """Each agreement a person gave, and each change to what it covers."""

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    at: datetime = Field(primary_key=True)
    version: str
    choices_sealed: bytes


class Appointment(SQLModel, table=True):
    """When a client and a therapist meet: a row for each arrangement, of which at most one of a client has not ended.
    `starts_at` is the appointment that came next when it was made, `instead` a JSON list of single dates."""

    __table_args__ = (
        UniqueConstraint("client_id", "version"),
        Index("ix_appointment_now", "client_id", unique=True, sqlite_where=text("ended_at IS NULL")),
    )

    id: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="person.id")
    therapist_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    version: int
    starts_at: datetime | None = None
    local_date: date
    local_time: time
    zone: str
    every_days: int
    instead: str
    before_at: datetime | None = None
    made_at: datetime
    ended_at: datetime | None = None


class Draft(SQLModel, table=True):
    """What a therapist wrote down of a session for a client: each version a row, never overwritten. `words_sealed` holds a
    JSON list with a text for each heading, under the client's key."""

    __table_args__ = (UniqueConstraint("client_id", "version"),)

    id: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="person.id")
    therapist_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    version: int
    met_at: datetime | None = None
    made_at: datetime
    words_sealed: bytes


class Homemade(SQLModel, table=True):
    """A therapist's own exercise, as the file it came in (`words_sealed`, under the client's key): it is there for what was
    given of it, and a later file of that name takes its place."""

    __table_args__ = (UniqueConstraint("client_id", "exercise"),)

    id: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="person.id")
    therapist_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    exercise: str
    made_at: datetime
    words_sealed: bytes


class Assignment(SQLModel, table=True):
    """Homework, or what a client took up of their `own` accord. `kind` is the plan's; occurrences are there for all
    local dates before `planned_until`, which is null where nothing is to plan. `ends_with` is an ISO date or
    "appointment", `ends_at` when that is, `ended_at` when it was over. `life_seconds` is how long its nudges stand, where
    the library does not say so."""

    id: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="person.id", index=True)
    therapist_id: str | None = Field(default=None, foreign_key="person.id")
    own: bool = False
    exercise: str
    kind: str
    plan_sealed: bytes
    words_sealed: bytes
    position: int
    given_at: datetime
    ended_at: datetime | None = None
    ends_with: str = ""
    ends_at: datetime | None = Field(default=None, index=True)
    last_offered_at: datetime | None = None
    planned_until: datetime | None = Field(default=None, index=True)
    life_seconds: int | None = None


class Occurrence(SQLModel, table=True):
    """One planned nudge: `send_state` planned, sending, sent, unknown, failed or never; `outcome` once it is over.

    `about` is the run it comes after, and no foreign key: the run may be deleted, and then the nudge is cancelled.
    """

    __table_args__ = (
        UniqueConstraint("assignment_id", "local_date", "slot"),
        Index("ix_occurrence_due", "send_state", "due_at"),
    )

    id: str = Field(primary_key=True)
    assignment_id: str = Field(foreign_key="assignment.id")
    client_id: str = Field(foreign_key="person.id", index=True)
    local_date: date
    slot: int
    zone: str
    planned_at: datetime
    due_at: datetime
    expires_at: datetime
    send_state: str = "planned"
    outcome: str | None = None
    reason: str = ""
    sent_at: datetime | None = None
    first_reaction_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    reminder_at: datetime | None = None
    snoozed: int = 0
    about: str = Field(default="", index=True)


class Timer(SQLModel, table=True):
    """A moment at which a person's conversation moves by itself."""

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    timer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class Run(SQLModel, table=True):
    """One doing of an exercise. `zone` is the client's when it began."""

    __table_args__ = (Index("ix_run_of", "client_id", "started_at"),)

    id: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="person.id")
    exercise: str
    revision: int
    language: str
    trigger: str
    # Neither is a foreign key: an answer is kept even where the nudge it belongs to is gone.
    assignment_id: str | None = None
    occurrence_id: str | None = None
    zone: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str
    private: bool = False
    words_sealed: bytes


class Entry(SQLModel, table=True):
    """One answer. `value_sealed` holds text, value, label, media and file as one JSON object."""

    __table_args__ = (Index("ix_entry_message", "client_id", "message"), COUNTED)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    client_id: str = Field(foreign_key="person.id")
    run_id: str = Field(foreign_key="run.id", index=True)
    step: str
    number: int
    at: datetime
    skipped: bool = False
    value_sealed: bytes
    message: int | None = None
    revisions: int = 0
    revised_at: datetime | None = None
    # Given anew, or not asked for any more: emptied, and in no list and no file.
    taken_back: bool = False


class Media(SQLModel, table=True):
    """The recording of an answer: `state` wanted, kept (a sealed file of that name's entry lies in the folder) or gone.
    `name` is what it is called in a file for people, `size` its bytes before sealing."""

    entry_id: str = Field(primary_key=True, foreign_key="entry.id")
    client_id: str = Field(foreign_key="person.id", index=True)
    state: str = Field(default="wanted", index=True)
    name: str = ""
    size: int = 0
    attempts: int = 0
    not_before: datetime


class Access(SQLModel, table=True):
    """A file was made of what a client shared: by a therapist, or by the operator."""

    __table_args__ = COUNTED

    seq: int | None = Field(default=None, primary_key=True)
    client_id: str = Field(foreign_key="person.id", index=True)
    therapist_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    by: str
    at: datetime
    form: str
    since: datetime | None = None
    until: datetime


class Receipt(SQLModel, table=True):
    """All that is left of a person who was erased. It is `clean` once no trace stands in the file or beside it."""

    __table_args__ = COUNTED

    seq: int | None = Field(default=None, primary_key=True)
    code: str
    at: datetime
    runs: int
    answers: int
    nudges: int
    recordings: int
    clean: bool = Field(default=False, index=True)


class SafetyEvent(SQLModel, table=True):
    """The help card was shown: when, how strong the signal was and where, never the words.

    `answer` is "safe" or "other" (not about now) once the client says so, by a tap on the card.
    """

    __tablename__ = "safety_event"

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    tier: str
    at: datetime
    exercise: str = ""
    answer: str = ""


def table_of(model: type[SQLModel]) -> Table:
    """The Core table under a model: all reading and writing goes through it."""
    table: Table = model.__dict__["__table__"]
    return table


META, PERSON, INVITE, CONSENT = (table_of(model) for model in (Meta, Person, Invite, Consent))
APPOINTMENT, DRAFT, HOMEMADE = table_of(Appointment), table_of(Draft), table_of(Homemade)
ASSIGNMENT, OCCURRENCE, TIMER = (table_of(model) for model in (Assignment, Occurrence, Timer))
RUN, ENTRY, MEDIA, SAFETY_EVENT = (table_of(model) for model in (Run, Entry, Media, SafetyEvent))
ACCESS, GUESS, RECEIPT = table_of(Access), table_of(Guess), table_of(Receipt)
INBOX, OUTBOX, AUDIT = table_of(Inbox), table_of(Outbox), table_of(Audit)
METADATA = SQLModel.metadata
