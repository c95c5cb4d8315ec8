"""Finds the rows of people, opens what is sealed in them, and makes new ones."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from bot.core.appointment import Appointments
from bot.core.person import Heed, Profile, Role, dump_heed, dump_profile, load_heed, load_profile
from bot.core.session import Session, dump_session, load_session
from storage.store_appointments import MEETING, MET_BY, appointments_in
from storage.store_keys import NotYours, Store, place
from storage.tables import APPOINTMENT, PERSON
from storage.vault import ClientKey

PersonRow = Row[Any]

_P, _T = PERSON, PERSON.alias("therapist")
_COLUMNS = (
    *_P.c,
    _T.c.key_wrapped.label("their_key"),
    _T.c.profile_sealed.label("their_profile"),
    _T.c.chat_sealed.label("their_chat"),
    _T.c.left_at.label("their_left_at"),
    *MEETING,
)
_WITH_THERAPIST = _P.outerjoin(_T, _P.c.therapist_id == _T.c.id).outerjoin(APPOINTMENT, MET_BY)
_BY_INDEX = _P.c.tg_index.in_(bindparam("indexes", expanding=True))
_BY_ID = _P.c.id.in_(bindparam("ids", expanding=True))
_FIND = select(*_COLUMNS).select_from(_WITH_THERAPIST).where(or_(_BY_INDEX, _BY_ID))
_FIND_BY_INDEX = select(*_COLUMNS).select_from(_WITH_THERAPIST).where(_BY_INDEX)
_FIND_BY_ID = select(*_COLUMNS).select_from(_WITH_THERAPIST).where(_BY_ID)
_CODE_TAKEN = select(_P.c.id).where(_P.c.code == bindparam("code"))
_ADD = insert(PERSON)
_SET_HEED = update(_P).where(_P.c.id == bindparam("this")).values(heed_sealed=bindparam("heed"))

# No letter or digit that is easily read as another one.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Member:
    """A person's row with the key that opens it."""

    row: PersonRow
    key: ClientKey

    @property
    def id(self) -> str:
        return str(self.row.id)

    @property
    def therapist_id(self) -> str | None:
        return None if self.row.therapist_id is None else str(self.row.therapist_id)

    def profile(self) -> Profile:
        """What the person chose; whether the chat is open is known best by the row."""
        profile = load_profile(
            self.key.open(self.row.profile_sealed, where=place("person", "profile", self.id))
        )
        reachable = bool(self.row.reachable)
        return profile if profile.reachable == reachable else replace(profile, reachable=reachable)

    def session(self) -> Session:
        """Where the person stands."""
        return load_session(self.key.open(self.row.session_sealed, where=place("person", "session", self.id)))

    def nickname(self) -> str:
        """What the therapist calls the client."""
        sealed = self.row.nickname_sealed
        return (
            ""
            if sealed is None
            else self.key.open(sealed, where=place("person", "nickname", self.id)).decode()
        )

    def heed(self) -> Heed:
        """What exercises are to heed of this client."""
        sealed = self.row.heed_sealed
        return (
            Heed()
            if sealed is None
            else load_heed(self.key.open(sealed, where=place("person", "heed", self.id)))
        )

    def appointments(self) -> Appointments | None:
        """When the client and the therapist meet, where that was read beside the person."""
        return appointments_in(self.row)

    def chat(self) -> int:
        """The Telegram id."""
        return int(self.key.open(self.row.chat_sealed, where=place("person", "chat", self.id)))

    def therapist_chat(self, store: Store) -> int | None:
        """The Telegram id of the client's therapist; None where there is nobody who could read it any more."""
        if self.row.their_key is None or self.row.their_left_at is not None:
            return None
        key = store.vault.open_client_key(self.row.their_key)
        return int(key.open(self.row.their_chat, where=place("person", "chat", self.row.therapist_id)))

    def therapist_name(self, store: Store) -> str:
        """What the client's therapist is called."""
        profile = self.therapist_profile(store)
        return profile.name if profile else ""

    def therapist_profile(self, store: Store) -> Profile | None:
        """What the client's therapist chose."""
        if self.row.their_key is None:
            return None
        key = store.vault.open_client_key(self.row.their_key)
        where = place("person", "profile", self.row.therapist_id)
        return load_profile(key.open(self.row.their_profile, where=where))


def members(
    store: Store, conn: Connection, *, indexes: Collection[bytes] = (), ids: Collection[str] = ()
) -> list[Member]:
    """Everybody named, by blind index or by id, in one SELECT; whoever is not there is left out."""
    if not indexes and not ids:
        return []
    if not ids:
        rows: Iterable[PersonRow] = conn.execute(_FIND_BY_INDEX, {"indexes": list(indexes)})
    elif not indexes:
        rows = conn.execute(_FIND_BY_ID, {"ids": list(ids)})
    else:
        rows = conn.execute(_FIND, {"indexes": list(indexes), "ids": list(ids)})
    return [Member(row, store.vault.open_client_key(row.key_wrapped)) for row in rows]


def member(store: Store, conn: Connection, person_id: str) -> Member | None:
    """One person by id."""
    return next(iter(members(store, conn, ids=[person_id])), None)


def add_person(
    store: Store,
    conn: Connection,
    *,
    person_id: str,
    role: Role,
    user: int,
    therapist_id: str | None,
    nickname: str,
    profile: Profile,
    session: Session,
    now: datetime,
) -> Member:
    """A new row with a key of its own."""
    wrapped = store.vault.new_client_key()
    key = store.vault.open_client_key(wrapped)
    conn.execute(
        _ADD,
        {
            "id": person_id,
            "role": role.value,
            "tg_index": store.found_by(user),
            "code": _new_code(conn),
            "therapist_id": therapist_id,
            "key_wrapped": wrapped,
            "nickname_sealed": key.seal(nickname.encode(), where=place("person", "nickname", person_id)),
            "chat_sealed": key.seal(str(user).encode(), where=place("person", "chat", person_id)),
            "created_at": now,
            "heard_at": now,
            "session_sealed": seal_session(key, person_id, session),
            "profile_sealed": seal_profile(key, person_id, profile),
            "reachable": profile.reachable,
            "settled": profile.settled,
        },
    )
    found = member(store, conn, person_id)
    if found is None:
        raise LookupError("a person that was just added is not there")
    return found


def seal_session(key: ClientKey, person_id: str, session: Session) -> bytes:
    """A session as the row keeps it."""
    return key.seal(dump_session(session), where=place("person", "session", person_id))


def seal_profile(key: ClientKey, person_id: str, profile: Profile) -> bytes:
    """A profile as the row keeps it."""
    return key.seal(dump_profile(profile), where=place("person", "profile", person_id))


def _new_code(conn: Connection) -> str:
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        if conn.scalar(_CODE_TAKEN, {"code": code}) is None:
            return code


def set_heed(store: Store, conn: Connection, therapist_id: str, client_id: str, heed: Heed) -> None:
    """What exercises are to heed of a client, as their own therapist says. Raises NotYours."""
    client = member(store, conn, client_id)
    if client is None or client.therapist_id != therapist_id:
        raise NotYours
    sealed = client.key.seal(dump_heed(heed), where=place("person", "heed", client.id))
    conn.execute(_SET_HEED, {"this": client.id, "heed": sealed})
