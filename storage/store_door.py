"""Who stands at the door with an invitation: kept for one account, asked about first, let in by the therapist."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, case, select, update

from bot.core.changes import InviteAdmitted, InviteAsks, InviteKnocked, InviteLocked, InviteTried
from bot.core.person import Newcomer
from storage.store_invites import BY_HASH, IS_FOR, IS_THEIRS, OWN, USABLE, hash_of, nickname_of
from storage.store_keys import Address, Store, place
from storage.store_people import Member
from storage.tables import INVITE

SHOWN = 5
"""So many who wait are shown at once; the others come up once these were answered."""

_ASK = update(INVITE).where(BY_HASH, OWN).values(asks_first=bindparam("first"))
_KNOCK = (
    update(INVITE)
    .where(BY_HASH, USABLE, INVITE.c.asks_first, INVITE.c.asked_by.is_(None) | IS_THEIRS, IS_FOR)
    .values(
        asked_by=bindparam("index"),
        asked_sealed=bindparam("asked"),
        language=case((INVITE.c.language == "", bindparam("spoken")), else_=INVITE.c.language),
    )
)
_ADMIT = (
    update(INVITE).where(BY_HASH, OWN, INVITE.c.asked_by.is_not(None)).values(admitted_at=bindparam("now"))
)
_WHO_ASKED = select(INVITE.c.asked_sealed).where(BY_HASH, OWN)
_FOR = bindparam("index", type_=INVITE.c.only_for.type)
_STILL_ASKS = _FOR.is_(None) | (INVITE.c.asked_by == _FOR)
_LOCK = (
    update(INVITE)
    .where(BY_HASH, OWN)
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
_TRIED = update(INVITE).where(BY_HASH, INVITE.c.tried_at.is_(None)).values(tried_at=bindparam("now"))
_WAITING = (
    select(INVITE)
    .where(
        OWN, USABLE, INVITE.c.asks_first, INVITE.c.asked_sealed.is_not(None), INVITE.c.admitted_at.is_(None)
    )
    .order_by(INVITE.c.created_at, INVITE.c.hash)
    .limit(SHOWN)
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who waits at the door: their chat, the code they hold, and what they go by at Telegram."""

    chat: int
    code: str
    name: str


_ASKED = TypeAdapter(_Asked)


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
    asked = _ASKED.dump_json(_Asked(address.user or 0, knocked.code, address.name))
    given = {
        "this": digest,
        "now": now,
        "index": account.index,
        "named": account.named,
        "asked": store.transit.seal(asked, where=place("invite", "asked", digest)),
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
    return None if sealed is None else _opened(store, sealed, digest).chat


def newcomers(store: Store, conn: Connection, therapist: Member, now: datetime) -> tuple[Newcomer, ...]:
    """Those who wait to be let in by that therapist, the longest invited first."""
    rows = conn.execute(_WAITING, {"owner": therapist.id, "now": now}).all()
    asked = [(_opened(store, row.asked_sealed, row.hash), nickname_of(therapist, row)) for row in rows]
    return tuple(Newcomer(code=each.code, nickname=nickname, name=each.name) for each, nickname in asked)


def _opened(store: Store, sealed: bytes, digest: str) -> _Asked:
    return _ASKED.validate_json(store.transit.open(sealed, where=place("invite", "asked", digest)))
