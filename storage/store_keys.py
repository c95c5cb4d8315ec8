"""What the functions of the store need beside a connection: the database's keys, and how a person is addressed."""

from dataclasses import dataclass, field

from bot.core.plan_kinds import Lives
from storage.vault import ClientKey, IndexKey, Vault


class InviteGone(Exception):
    """The invitation was used, ended or has expired since it was shown; nothing of the turn was kept."""


class NotYours(Exception):
    """A turn reached for a client or a person who is not the actor's own; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Store:
    """The opened keys of one database: for whatever belongs to nobody, and for looking people up.

    `lives` says how long nudges stand of the exercises that do not go by quiet hours.
    """

    vault: Vault
    transit: ClientKey
    index: IndexKey
    lives: Lives = field(default_factory=dict)

    def found_by(self, user: int) -> bytes:
        """The blind index of a Telegram user's id."""
        return self.index.of("telegram", str(user))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who an input is from: a Telegram user, or for nudges and timers a person. `language` is the phone's, `name` what the
    user goes by there."""

    user: int | None = None
    person: str | None = None
    language: str = "en"
    name: str = ""


def place(table: str, column: str, row: str | int) -> str:
    """Where a sealed value stands; it opens nowhere else."""
    return f"{table}|{column}|{row}"
