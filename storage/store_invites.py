"""Invitations: made, shown, redeemed once, ended; only a hash of each code is kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, insert, select, update

from bot.core.changes import (
    InviteAdmitted,
    InviteAsks,
    InviteKnocked,
    InviteLocked,
    InviteMade,
    InviteSpoken,
    InviteTried,
)
from bot.core.person import Invite, Role
from storage.store_keys import Account, Address, InviteGone, NotYours, Store, place
from storage.store_people import Member, member
from storage.tables import INVITE

THERAPISTS_DAYS = timedelta(days=7)
NOBODY = Account()

_HASH = re.compile(r"[0-9a-f]{16,64}")
_USABLE = INVITE.c.used_at.is_(None) & INVITE.c.ended_at.is_(None) & (INVITE.c.expires_at > bindparam("now"))
_BY_HASH = INVITE.c.hash == bindparam("this")
_IS_THEIRS = INVITE.c.asked_by == bindparam("index", type_=INVITE.c.asked_by.type)
_IS_FOR = INVITE.c.only_for.is_(None) | INVITE.c.only_for.in_(
    [bindparam(name, type_=INVITE.c.only_for.type) for name in ("index", "named")]
)
_MAY_ENTER = INVITE.c.asks_first.is_(False) | (INVITE.c.admitted_at.is_not(None) & _IS_THEIRS)
_ADD = insert(INVITE)
_MADE_BY = select(INVITE.c.therapist_id).where(_BY_HASH)
_LOOK = select(INVITE).where(_BY_HASH, _USABLE)
_REDEEM = (
    update(INVITE)
    .where(_BY_HASH, _USABLE, INVITE.c.role == bindparam("wanted"), _MAY_ENTER, _IS_FOR)
    .values(used_at=bindparam("now"))
    .returning(INVITE.c.hash, INVITE.c.therapist_id, INVITE.c.nickname_sealed)
)
_BROUGHT = update(INVITE).where(_BY_HASH).values(used_by=bindparam("person"))
_UNUSED = INVITE.c.used_at.is_(None) & INVITE.c.ended_at.is_(None)
_SPEAK = (
    update(INVITE)
    .where(_BY_HASH, INVITE.c.therapist_id == bindparam("owner"), _UNUSED)
    .values(language=bindparam("spoken"))
)
_OWN = (INVITE.c.therapist_id == bindparam("owner")) & _UNUSED
_ASK = update(INVITE).where(_BY_HASH, _OWN).values(asks_first=bindparam("first"))
_KNOCK = (
    update(INVITE)
    .where(_BY_HASH, _USABLE, INVITE.c.asks_first, INVITE.c.asked_by.is_(None) | _IS_THEIRS, _IS_FOR)
    .values(
        asked_by=bindparam("index"),
        asked_sealed=bindparam("chat"),
        language=case((INVITE.c.language == "", bindparam("spoken")), else_=INVITE.c.language),
    )
)
_ADMIT = (
    update(INVITE).where(_BY_HASH, _OWN, INVITE.c.asked_by.is_not(None)).values(admitted_at=bindparam("now"))
)
_WHO_ASKED = select(INVITE.c.asked_sealed).where(_BY_HASH, _OWN)
_FOR = bindparam("index", type_=INVITE.c.only_for.type)
_STILL_ASKS = _FOR.is_(None) | (INVITE.c.asked_by == _FOR)
_LOCK = (
    update(INVITE)
    .where(_BY_HASH, _OWN)
    .values(
        only_for=_FOR,
        tried_at=None,
        # Whoever waited to be let in, and is somebody else, waits no longer.
        **{
            column.name: case((_STILL_ASKS, column), else_=None)
            for column in (INVITE.c.asked_by, INVITE.c.asked_sealed, INVITE.c.admitted_at)
        },
    )
)
_TRIED = update(INVITE).where(_BY_HASH, INVITE.c.tried_at.is_(None)).values(tried_at=bindparam("now"))
_END_HELD = update(INVITE).where(_BY_HASH, _UNUSED).values(ended_at=bindparam("now"))
_END_OWN = (
    update(INVITE)
    .where(INVITE.c.hash.startswith(bindparam("start")), INVITE.c.therapist_id == bindparam("owner"), _UNUSED)
    .values(ended_at=bindparam("now"))
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
            nickname=_nickname(therapist, row),
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
        nickname=_nickname(therapist, row),
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
    return Redeemed(therapist.id, _nickname(therapist, row))


def note_redeemer(conn: Connection, code: str, person_id: str) -> None:
    """Say whom an invitation that was just used brought, so that it goes when they go."""
    conn.execute(_BROUGHT, {"this": hash_of(code), "person": person_id})


def speak_invite(conn: Connection, therapist_id: str, spoken: InviteSpoken) -> None:
    """Have an unused invitation of that therapist's greet in another language."""
    given = {"this": hash_of(spoken.code), "owner": therapist_id, "spoken": spoken.language}
    conn.execute(_SPEAK, given)


def ask_first(conn: Connection, therapist_id: str, asks: InviteAsks) -> None:
    """Have the therapist asked, or not, before who opens an unused invitation of theirs goes on."""
    conn.execute(_ASK, {"this": hash_of(asks.code), "owner": therapist_id, "first": asks.first})


def lock_invite(store: Store, conn: Connection, therapist_id: str, locked: InviteLocked) -> None:
    """Have an unused invitation of that therapist's work for one account alone, or for anybody again."""
    index = store.called(locked.username) if locked.username else None
    index = index if locked.user is None else store.found_by(locked.user)
    conn.execute(_LOCK, {"this": hash_of(locked.code), "owner": therapist_id, "index": index})


def note_tried(conn: Connection, tried: InviteTried, now: datetime) -> None:
    """The therapist is told that somebody else came with an invitation."""
    conn.execute(_TRIED, {"this": hash_of(tried.code), "now": now})


def knock(store: Store, conn: Connection, knocked: InviteKnocked, address: Address, now: datetime) -> None:
    """Keep an invitation that asks first for the account that opened it, and for nobody else from now on."""
    digest, account = hash_of(knocked.code), store.known_by(address)
    given = {
        "this": digest,
        "now": now,
        "index": account.index,
        "named": account.named,
        "chat": store.transit.seal(str(address.user).encode(), where=place("invite", "asked", digest)),
        "spoken": address.language,
    }
    conn.execute(_KNOCK, given)


def admit(conn: Connection, therapist_id: str, admitted: InviteAdmitted, now: datetime) -> None:
    """Let in who asked, as the therapist who made the invitation says."""
    conn.execute(_ADMIT, {"this": hash_of(admitted.code), "owner": therapist_id, "now": now})


def who_asked(store: Store, conn: Connection, therapist_id: str, code: str) -> int | None:
    """The chat of who waits to be let in by that therapist; None where nobody does."""
    digest = hash_of(code)
    sealed = conn.scalar(_WHO_ASKED, {"this": digest, "owner": therapist_id})
    return None if sealed is None else int(store.transit.open(sealed, where=place("invite", "asked", digest)))


def end_invite(conn: Connection, actor: str | None, code: str, now: datetime) -> None:
    """End an unused invitation: whoever it was for by its code, and the therapist who made it by code or hash.

    The first 16 hex digits of a hash will do, since a button has no room for all 64.
    """
    if actor is None:
        conn.execute(_END_HELD, {"this": hash_of(code), "now": now})
    else:
        start = code if _HASH.fullmatch(code) else hash_of(code)
        conn.execute(_END_OWN, {"start": start, "owner": actor, "now": now})


def hash_of(code: str) -> str:
    """SHA-256 in hex: enough for a random code of 128 bits."""
    return hashlib.sha256(code.encode()).hexdigest()


def _nickname(therapist: Member, row: Row[Any]) -> str:
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
