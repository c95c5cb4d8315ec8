"""Loads the snapshot of a person that a turn is taken for."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BindParameter, Connection, bindparam, exists, select

from bot.core.lookup import Lookup, seen_from
from bot.core.meeting_places import Arranging
from bot.core.person import Assignment, ClientCard, Invite, Person, Profile, Role, load_plan
from storage.store_appointments import MEETING, MET_BY, around
from storage.store_audit import seen_of
from storage.store_door import newcomers
from storage.store_drafts import draft_for
from storage.store_guesses import has_guessed_enough
from storage.store_handover import offered_to
from storage.store_homemade import homemade_of
from storage.store_invites import invite_behind
from storage.store_keys import Account, Address, Store, place
from storage.store_notes import kept_run, page_of
from storage.store_past import past_homework
from storage.store_people import Member, PersonRow, member, members
from storage.tables import APPOINTMENT, ASSIGNMENT, PERSON, RUN
from storage.vault import ClientKey, VaultError

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)

_OF_CLIENTS: BindParameter[list[str]] = bindparam("clients", expanding=True)
_ASSIGNMENTS = (
    select(ASSIGNMENT)
    .where(
        ASSIGNMENT.c.client_id.in_(_OF_CLIENTS),
        ASSIGNMENT.c.ended_at.is_(None),
        ASSIGNMENT.c.kind.not_in(("after", "session")),
    )
    .order_by(ASSIGNMENT.c.given_at, ASSIGNMENT.c.position)
)
_RUNS = (
    select(RUN.c.client_id, RUN.c.exercise, RUN.c.started_at)
    .where(RUN.c.client_id.in_(_OF_CLIENTS), RUN.c.started_at > bindparam("since"))
    .order_by(RUN.c.started_at)
)
_IS_GIVEN = (
    exists()
    .where(
        ASSIGNMENT.c.client_id == PERSON.c.id,
        ASSIGNMENT.c.ended_at.is_(None),
        ASSIGNMENT.c.own.is_(False),
        ASSIGNMENT.c.kind.not_in(("after", "session")),
    )
    .label("is_given")
)
CARDS = (
    select(PERSON, *MEETING, _IS_GIVEN)
    .outerjoin(APPOINTMENT, MET_BY)
    .where(PERSON.c.role == Role.CLIENT.value)
)
"""The rows of all clients, as `card_of` needs them."""
_CLIENTS = CARDS.where(PERSON.c.therapist_id == bindparam("therapist"))


def load(store: Store, conn: Connection, address: Address, hint: Lookup, now: datetime) -> Person:
    """The person an input is from, with what `hint` points at; a stranger where there is no such person."""
    return load_many(store, conn, [(address, hint)], now)[0]


def load_many(
    store: Store, conn: Connection, asked: Sequence[tuple[Address, Lookup]], now: datetime
) -> list[Person]:
    """One snapshot for each address, in order, with one SELECT for all the people."""
    indexes = [b"" if address.user is None else store.found_by(address.user) for address, _ in asked]
    ids = {address.person for address, _ in asked if address.person is not None}
    named = members(store, conn, indexes={index for index in indexes if index}, ids=ids)
    found = [each for each in named if each.row.left_at is None]
    by_index = {bytes(each.row.tg_index): each for each in found}
    by_id = {each.id: each for each in found}
    people = _snapshots(store, conn, found, now)
    loaded: list[Person] = []
    for (address, hint), index in zip(asked, indexes, strict=True):
        who = by_index.get(index) if address.person is None else by_id.get(address.person)
        person = (
            people[who.id] if who else Person(profile=Profile(language=address.language, name=address.name))
        )
        if hint.code is None:
            hinted = _with_hinted(store, conn, (person, who), hint)
            loaded.append(_with_more(store, conn, (hinted, who), hint, now))
        else:
            account = store.known_by(address)
            loaded.append(replace(person, invite=_invite(store, conn, account, hint.code, now)))
    return loaded


def _invite(store: Store, conn: Connection, account: Account, code: str, now: datetime) -> Invite:
    """What stands behind a code; nothing is looked up for an account that has tried too many."""
    if account.index and has_guessed_enough(conn, account.index, now):
        return Invite(code=code, role=Role.STRANGER, usable=False, too_many=True)
    return invite_behind(store, conn, code, now, account)


def _snapshots(store: Store, conn: Connection, found: Collection[Member], now: datetime) -> dict[str, Person]:
    clients = [each.id for each in found if each.row.role == Role.CLIENT]
    assignments, runs = _assignments(conn, clients), _runs(conn, clients, now)
    homemade = homemade_of(conn, [each for each in found if each.row.role == Role.CLIENT])
    return {
        each.id: replace(
            _client(store, conn, each, assignments[each.id], runs[each.id], now),
            homemade=homemade.get(each.id, ()),
        )
        if each.row.role == Role.CLIENT
        else _therapist(store, conn, each, now)
        for each in found
    }


def _client(
    store: Store,
    conn: Connection,
    who: Member,
    assignments: Sequence[PersonRow],
    runs: Sequence[tuple[str, datetime]],
    now: datetime,
) -> Person:
    met, meets = around(who.appointments(), now)
    therapist = who.therapist_profile(store)
    return Person(
        id=who.id,
        role=Role.CLIENT,
        profile=who.profile(),
        session=who.session(),
        nickname=who.nickname(),
        therapist_name=therapist.name if therapist else "",
        therapist_zone=therapist.zone if therapist else "",
        therapist_left=who.row.their_left_at is not None,
        offered=offered_to(store, conn, who),
        therapist_language=therapist.language if therapist else "",
        brief_before=therapist.brief_before if therapist else 0,
        out_of_hours=_out_of_hours(who, therapist),
        assignments=tuple(open_assignment(who.key, row) for row in assignments),
        runs_today=tuple(runs),
        next_appointment=meets,
        met=met,
        heed=who.heed(),
    )


def _out_of_hours(who: Member, therapist: Profile | None) -> str:
    """Nobody is told to turn to a therapist who has left."""
    return therapist.out_of_hours if therapist and who.row.their_left_at is None else ""


def _therapist(store: Store, conn: Connection, who: Member, now: datetime) -> Person:
    return Person(
        id=who.id,
        role=Role.THERAPIST,
        profile=who.profile(),
        session=who.session(),
        clients=clients_of(store, conn, who.id, now),
        spare_code=secrets.token_urlsafe(16),
    )


def clients_of(store: Store, conn: Connection, therapist_id: str, now: datetime) -> tuple[ClientCard, ...]:
    """A therapist's own clients, by nickname."""
    rows = conn.execute(_CLIENTS, {"therapist": therapist_id}).all()
    cards = [card for row in rows if (card := _card(store, row, now)) is not None]
    return tuple(sorted(cards, key=lambda card: (card.nickname.casefold(), card.code)))


def _card(store: Store, row: Any, now: datetime) -> ClientCard | None:
    """One client's card; a row that cannot be opened is left out, so that the others can still be reached."""
    try:
        return card_of(Member(row, store.vault.open_client_key(row.key_wrapped)), now)
    except VaultError as problem:
        log.warning("a client's row cannot be opened: %s", type(problem).__name__)
        return None


def card_of(client: Member, now: datetime | None = None) -> ClientCard:
    """What a therapist sees of a client's row, one of `CARDS`; only at a moment there is a next appointment."""
    appointments, profile = client.appointments(), client.profile()
    met, meets = around(appointments, now) if now else (None, None)
    return ClientCard(
        id=client.id,
        code=client.row.code,
        nickname=client.nickname(),
        zone=profile.zone,
        language=profile.language,
        notices=profile.noticing is not None,
        given=client.row.is_given,
        settled=client.row.settled,
        reachable=client.row.reachable,
        heard=client.row.heard_at,
        appointments=appointments,
        next_appointment=meets,
        met=met,
        heed=client.heed(),
    )


def open_assignment(key: ClientKey, row: Any) -> Assignment:
    """A row of homework, read."""
    return Assignment(
        id=row.id,
        exercise=row.exercise,
        plan=load_plan(key.open(row.plan_sealed, where=place("assignment", "plan", row.id))),
        words=key.open(row.words_sealed, where=place("assignment", "words", row.id)).decode(),
        given_at=row.given_at,
        own=row.own,
        until=_until(row.ends_with),
        ends_at=row.ends_at,
        life=None if row.life_seconds is None else timedelta(seconds=row.life_seconds),
    )


def _until(ends_with: str) -> date | Literal["appointment"] | None:
    if ends_with == "appointment":
        return "appointment"
    return date.fromisoformat(ends_with) if ends_with else None


def _assignments(conn: Connection, clients: list[str]) -> defaultdict[str, list[Any]]:
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for row in conn.execute(_ASSIGNMENTS, {"clients": clients}) if clients else ():
        grouped[row.client_id].append(row)
    return grouped


def _runs(
    conn: Connection, clients: list[str], now: datetime
) -> defaultdict[str, list[tuple[str, datetime]]]:
    grouped: defaultdict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for row in conn.execute(_RUNS, {"clients": clients, "since": now - A_DAY}) if clients else ():
        grouped[row.client_id].append((row.exercise, row.started_at))
    return grouped


def _with_more(
    store: Store, conn: Connection, found: tuple[Person, Member | None], hint: Lookup, now: datetime
) -> Person:
    """With what stands of a session's summary, since a therapist who is arranging may want to go on with it; or with
    those who wait to be let in."""
    person, who = found
    where = person.session.place
    if who is not None and hint.newcomers and person.role is Role.THERAPIST:
        return replace(person, newcomers=newcomers(store, conn, who, now))
    if who is not None and hint.draft and person.role is Role.CLIENT:
        return replace(person, draft=draft_for(conn, who, now, own=True))
    if not isinstance(where, Arranging) or where.client not in {each.id for each in person.clients}:
        return person
    client = member(store, conn, where.client or "")
    return replace(person, draft=draft_for(conn, client, now, own=False)) if client else person


def _with_hinted(store: Store, conn: Connection, found: tuple[Person, Member | None], hint: Lookup) -> Person:
    person, who = found
    if who is None or who.row.role != Role.CLIENT:
        return person
    if hint.seen:
        return replace(person, seen=seen_of(store, conn, who))
    seen = seen_from(hint, person.session.place)
    if seen.past:
        return replace(person, past=past_homework(conn, who))
    if seen.page_offset is not None:
        return replace(person, page=page_of(conn, who, seen))
    if seen.run is None and seen.message is None:
        return person
    return replace(person, run=kept_run(conn, who, seen))
