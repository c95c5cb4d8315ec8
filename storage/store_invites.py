"""Invitations: made, shown, redeemed once, ended; of each code a hash is kept, and no more unless somebody waits."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.core.changes import InviteMade, InviteSpoken
from bot.core.person import Invite, Role
from storage.store_keys import Account, InviteGone, NotYours, Store, place
from storage.store_people import Member, member
from storage.tables import INVITE

THERAPISTS_DAYS = timedelta(days=7)
NOBODY = Account()

_HASH = re.compile(r"[0-9a-f]{16,64}")
USABLE = INVITE.c.used_at.is_(None) & INVITE.c.ended_at.is_(None) & (INVITE.c.expires_at > bindparam("now"))
BY_HASH = INVITE.c.hash == bindparam("this")
IS_THEIRS = INVITE.c.asked_by == bindparam("index", type_=INVITE.c.asked_by.type)
IS_FOR = INVITE.c.only_for.is_(None) | INVITE.c.only_for.in_(
    [bindparam(name, type_=INVITE.c.only_for.type) for name in ("index", "named")]
)
_MAY_ENTER = INVITE.c.asks_first.is_(False) | (INVITE.c.admitted_at.is_not(None) & IS_THEIRS)
_ADD = insert(INVITE)
_MADE_BY = select(INVITE.c.therapist_id).where(BY_HASH)
_LOOK = select(INVITE).where(BY_HASH, USABLE)
_REDEEM = (
    update(INVITE)
    .where(BY_HASH, USABLE, INVITE.c.role == bindparam("wanted"), _MAY_ENTER, IS_FOR)
    .values(used_at=bindparam("now"), asked_sealed=None)
    .returning(INVITE.c.hash, INVITE.c.therapist_id, INVITE.c.nickname_sealed)
)
_BROUGHT = update(INVITE).where(BY_HASH).values(used_by=bindparam("person"))
_UNUSED = INVITE.c.used_at.is_(None) & INVITE.c.ended_at.is_(None)
_SPEAK = (
    update(INVITE)
    .where(BY_HASH, INVITE.c.therapist_id == bindparam("owner"), _UNUSED)
    .values(language=bindparam("spoken"))
)
OWN = (INVITE.c.therapist_id == bindparam("owner")) & _UNUSED
_END_HELD = update(INVITE).where(BY_HASH, _UNUSED).values(ended_at=bindparam("now"), asked_sealed=None)
_ENDOWN = (
    update(INVITE)
    .where(INVITE.c.hash.startswith(bindparam("start")), INVITE.c.therapist_id == bindparam("owner"), _UNUSED)
    .values(ended_at=bindparam("now"), asked_sealed=None)
)


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What an invitation brought: whose client this is, and what that therapist calls them."""

    therapist_id: str | None
    nickname: str


def make_therapist_invite(store: Store, conn: Connection, name: str, now: datetime) -> str:
    """Invite a therapist for seven days; returns the code, which is kept nowhere."""
    code = f"t_{secrets.token_urlsafe(16)}"
    digest = hash_of(code)
    name_sealed = store.transit.seal(name.encode(), where=place("invite", "name", digest))
    conn.execute(
        _ADD, _row(digest, Role.THERAPIST, now, now + THERAPISTS_DAYS) | {"name_sealed": name_sealed}
    )
    return code


def make_client_invite(
    store: Store, conn: Connection, therapist_id: str, made: InviteMade, now: datetime
) -> None:
    """Keep an invitation that a therapist's turn made. Raises NotYours for anybody else."""
    therapist = member(store, conn, therapist_id)
    if therapist is None or therapist.row.role != Role.THERAPIST:
        raise NotYours
    digest = hash_of(made.code)
    sealed = therapist.key.seal(made.nickname.encode(), where=place("invite", "nickname", digest))
    whose = {"therapist_id": therapist_id, "nickname_sealed": sealed, "asks_first": made.asks_first}
    conn.execute(_ADD, _row(digest, Role.CLIENT, now, made.expires) | whose)


def invite_behind(
    store: Store, conn: Connection, code: str, now: datetime, account: Account = NOBODY
) -> Invite:
    """The invitation as it stands for that account; wrong, used, ended and expired ones look alike.

    `therapist` is who invites a client; for a therapist's invitation it is the therapist's own name.
    """
    row = conn.execute(_LOOK, {"this": hash_of(code), "now": now}).one_or_none()
    if row is None:
        return Invite(code=code, role=Role.STRANGER, usable=False)
    if row.role == Role.THERAPIST:
        return Invite(code=code, role=Role.THERAPIST, usable=True, therapist=_name(store, row))
    therapist = member(store, conn, row.therapist_id)
    if therapist is None:
        return Invite(code=code, role=Role.STRANGER, usable=False)
    profile = therapist.profile()
    if _is_for_another(row, account, therapist):
        return Invite(
            code=code,
            role=Role.STRANGER,
            usable=False,
            for_another=True,
            told=row.tried_at is not None,
            nickname=nickname_of(therapist, row),
            therapist_language=profile.language,
        )
    return Invite(
        code=code,
        role=Role.CLIENT,
        usable=True,
        locked=row.only_for is not None,
        therapist=profile.name,
        therapist_language=profile.language,
        zone=profile.zone,
        language=row.language,
        country=profile.country,
        nickname=nickname_of(therapist, row),
        asks_first=row.asks_first,
        admitted=row.admitted_at is not None and row.asked_by == account.index,
        held=row.asked_by is not None and row.asked_by != account.index,
    )


def _is_for_another(row: Row[Any], account: Account, therapist: Member) -> bool:
    """Whether an invitation is kept for another account; who made it sees it as it is."""
    if row.only_for is None or row.only_for in (account.index, account.named):
        return False
    return bytes(therapist.row.tg_index) != account.index


def inviter(store: Store, conn: Connection, code: str) -> Member | None:
    """The therapist who made a client's invitation, whatever has become of it."""
    therapist_id = conn.scalar(_MADE_BY, {"this": hash_of(code)})
    return None if therapist_id is None else member(store, conn, therapist_id)


def redeem(
    store: Store, conn: Connection, code: str, role: Role, now: datetime, account: Account = NOBODY
) -> Redeemed:
    """Use an invitation up, for that account.

    Raises:
        InviteGone: someone was quicker, or it has ended or expired.
    """
    digest = hash_of(code)
    whose = {"index": account.index, "named": account.named}
    row = conn.execute(_REDEEM, {"this": digest, "now": now, "wanted": role.value} | whose).one_or_none()
    if row is None:
        raise InviteGone
    therapist = member(store, conn, row.therapist_id) if row.therapist_id else None
    if therapist is None or row.nickname_sealed is None:
        return Redeemed(row.therapist_id, "")
    return Redeemed(therapist.id, nickname_of(therapist, row))


def note_redeemer(conn: Connection, code: str, person_id: str) -> None:
    """Say whom an invitation that was just used brought, so that it goes when they go."""
    conn.execute(_BROUGHT, {"this": hash_of(code), "person": person_id})


def speak_invite(conn: Connection, therapist_id: str, spoken: InviteSpoken) -> None:
    """Have an unused invitation of that therapist's greet in another language."""
    given = {"this": hash_of(spoken.code), "owner": therapist_id, "spoken": spoken.language}
    conn.execute(_SPEAK, given)


def end_invite(conn: Connection, actor: str | None, code: str, now: datetime) -> None:
    """End an unused invitation: whoever it was for by its code, and the therapist who made it by code or hash.

    The first 16 hex digits of a hash will do, since a button has no room for all 64.
    """
    if actor is None:
        conn.execute(_END_HELD, {"this": hash_of(code), "now": now})
    else:
        start = code if _HASH.fullmatch(code) else hash_of(code)
        conn.execute(_ENDOWN, {"start": start, "owner": actor, "now": now})


def hash_of(code: str) -> str:
    """SHA-256 in hex: enough for a random code of 128 bits."""
    return hashlib.sha256(code.encode()).hexdigest()


def nickname_of(therapist: Member, row: Row[Any]) -> str:
    """What the therapist who made an invitation calls whom it is for."""
    sealed, where = row.nickname_sealed, place("invite", "nickname", row.hash)
    return "" if sealed is None else therapist.key.open(sealed, where=where).decode()


def _name(store: Store, row: Row[Any]) -> str:
    return store.transit.open(row.name_sealed, where=place("invite", "name", row.hash)).decode()


def _row(digest: str, role: Role, now: datetime, expires: datetime) -> dict[str, Any]:
    return {
        "hash": digest,
        "role": role.value,
        "language": "",
        "created_at": now,
        "expires_at": expires,
        "asks_first": False,
    }
