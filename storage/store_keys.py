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

    def called(self, username: str) -> bytes:
        """The blind index of a name that a Telegram user is called by."""
        return self.index.of("username", username.casefold())

    def known_by(self, address: "Address") -> "Account":
        """How an account that something came from is known."""
        return Account(
            index=b"" if address.user is None else self.found_by(address.user),
            named=self.called(address.username) if address.username else b"",
        )


@dataclass(frozen=True, slots=True)
class Account:
    """The blind indexes of a Telegram account: of its number, and of the name it is called by, empty without one."""

    index: bytes = b""
    named: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who an input is from: a Telegram user, or for nudges and timers a person. `language` is the phone's, `name` what the
    user goes by there, `username` the name that finds them, where they have one."""

    user: int | None = None
    person: str | None = None
    language: str = "en"
    name: str = ""
    username: str = ""


def place(table: str, column: str, row: str | int) -> str:
    """Where a sealed value stands; it opens nowhere else."""
    return f"{table}|{column}|{row}"
