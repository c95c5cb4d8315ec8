"""The table of who did what to whom and when: rows are only ever added, each tied to the one before it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables_mail import COUNTED


class Audit(SQLModel, table=True):
    """One thing that was done, without a word of what anybody said. `who` and `about` are blind indexes of people, which
    tell nothing once their rows are gone; `link` is made of this row and of the link before it, with a key."""

    __table_args__ = COUNTED

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime
    by: str
    who: bytes | None = None
    about: bytes | None = Field(default=None, index=True)
    event: str
    detail: str = ""
    link: bytes
