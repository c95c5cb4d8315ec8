"""The tables of what comes in and what goes out."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

# Sequences never give a number twice: a message that was sent keeps its place for good.
COUNTED = {"sqlite_autoincrement": True}


class Inbox(SQLModel, table=True):
    """Updates as they came, in order of arrival: `state` new, done or dead."""

    __table_args__ = COUNTED

    seq: int | None = Field(default=None, primary_key=True)
    update_id: int = Field(unique=True, sa_type=BigInteger)
    body_sealed: bytes | None = None
    received_at: datetime
    state: str = Field(default="new", index=True)
    attempts: int = 0
    error_class: str = ""


class Outbox(SQLModel, table=True):
    """Messages to send: `state` due, claimed, sent, unknown or failed. The body goes when the message is through."""

    __table_args__ = COUNTED

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    body_sealed: bytes | None = None
    kind: str
    state: str = Field(index=True)
    not_before: datetime
    attempts: int = 0
    message_id: int | None = None
    occurrence_id: str | None = Field(default=None, index=True)
    created_at: datetime
    sent_at: datetime | None = None
    error_class: str = ""
