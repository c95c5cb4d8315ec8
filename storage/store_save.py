"""Performs turns: everything one input led to, in the transaction that marks the input as taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection

from bot.core.person import Person, Profile
from bot.core.scene import id_of_newcomer, id_of_reply
from bot.core.turn import (
    SELF,
    THERAPIST,
    Assigned,
    CardShown,
    Change,
    Enrolled,
    EntryRevised,
    InviteEnded,
    InviteMade,
    Left,
    Reply,
    RunHidden,
    RunSaved,
    Turn,
)
from storage.store_batch import Batch, write
from storage.store_changes import change_small, drop_timer
from storage.store_consents import note_consent
from storage.store_entries import entry_row, hide, revise, run_row
from storage.store_erase import erase
from storage.store_inbox import still_new
from storage.store_invites import end_invite, make_client_invite, redeem
from storage.store_keys import Address, InviteGone, NotYours, Store
from storage.store_outbox import Outgoing, mark_unreachable, outbox_row
from storage.store_people import Member, add_person, member, members, seal_profile, seal_session
from storage.store_plan import assign, replan


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A turn and what it was taken for.

    `update_id` is the update it answers, `timer` (name, subject) the timer that ran out; `heard` says that the
    person themselves did something.
    """

    address: Address
    person: Person
    turn: Turn
    update_id: int | None = None
    timer: tuple[str, str] | None = None
    heard: bool = False


@dataclass(frozen=True, slots=True)
class _Work:
    """What every step of saving needs."""

    store: Store
    conn: Connection
    batch: Batch
    now: datetime


def save(store: Store, conn: Connection, taken: Taken, now: datetime) -> list[Outgoing]:
    """Perform one turn; returns the messages it sends, to whomever, in order.

    A turn for an update that no longer waits changes nothing and sends nothing.

    Raises:
        InviteGone: it enrolled somebody with an invitation that is no longer good. Roll back.
        NotYours: it reached for somebody else's client. Roll back.
    """
    return save_many(store, conn, [taken], now)[0]


def save_many(store: Store, conn: Connection, taken: Sequence[Taken], now: datetime) -> list[list[Outgoing]]:
    """Perform turns of different people, each table written once; like `save` for each of them."""
    fresh = still_new(conn, [each.update_id for each in taken if each.update_id is not None])
    actors = {
        each.id: each
        for each in members(store, conn, ids={each.person.id for each in taken if each.person.id is not None})
    }
    work = _Work(store, conn, Batch(), now)
    for number, each in enumerate(taken):
        if each.update_id is None or each.update_id in fresh:
            _stage(work, number, each, actors)
    return write(conn, work.batch, len(taken), now)


def _stage(work: _Work, number: int, taken: Taken, actors: dict[str, Member]) -> None:
    actor = None if taken.person.id is None else actors[taken.person.id]
    enrolled = next((change for change in taken.turn.changes if isinstance(change, Enrolled)), None)
    if enrolled is not None:
        actor = _enrol(work, taken, enrolled)
    elif actor is not None:
        _stage_person(work, actor, taken)
    for change in taken.turn.changes:
        _perform(work, actor, taken, change)
    if actor is not None:
        work.batch.entries += [entry_row(actor.key, actor.id, entry) for entry in taken.turn.entries]
    for position, reply in enumerate(taken.turn.replies):
        _stage_reply(work, number, actor, taken, (position, reply))
    if taken.update_id is not None:
        work.batch.updates.append(taken.update_id)


def _enrol(work: _Work, taken: Taken, enrolled: Enrolled) -> Member:
    if taken.person.id is not None or taken.address.user is None:
        raise InviteGone
    redeemed = redeem(work.store, work.conn, enrolled.code, enrolled.role, work.now)
    profile = taken.turn.profile or enrolled.profile
    newcomer = add_person(
        work.store,
        work.conn,
        person_id=id_of_newcomer(enrolled.code),
        role=enrolled.role,
        user=taken.address.user,
        therapist_id=redeemed.therapist_id,
        nickname=redeemed.nickname,
        profile=profile,
        session=taken.turn.session,
        now=work.now,
    )
    note_consent(work.conn, newcomer.key, newcomer.id, (None, profile), work.now)
    return newcomer


def _stage_person(work: _Work, actor: Member, taken: Taken) -> None:
    if taken.timer is not None:
        drop_timer(work.conn, actor.id, *taken.timer)
    session = seal_session(actor.key, actor.id, taken.turn.session)
    heard = work.now if taken.heard else None
    work.batch.sessions.append({"who": actor.id, "session": session, "heard": heard})
    if taken.turn.profile is not None:
        _stage_profile(work, actor, taken.person.profile, taken.turn.profile)


def _stage_profile(work: _Work, actor: Member, before: Profile, after: Profile) -> None:
    sealed = seal_profile(actor.key, actor.id, after)
    row = {"who": actor.id, "profile": sealed, "ready": after.settled, "open": after.reachable}
    work.batch.profiles.append(row)
    note_consent(work.conn, actor.key, actor.id, (before, after), work.now)
    if before.reachable and not after.reachable:
        work.batch.later.append(partial(mark_unreachable, work.conn, actor.id, work.now))
    if _planning(before) != _planning(after):
        work.batch.later.append(partial(replan, work.store, work.conn, actor.id, work.now))


def _planning(profile: Profile) -> tuple[object, ...]:
    return (profile.hours, profile.settled, profile.reachable)


def _perform(work: _Work, actor: Member | None, taken: Taken, change: Change) -> None:
    match change:
        case InviteEnded(code=code):
            end_invite(work.conn, actor.id if actor else None, code, work.now)
        case Enrolled():
            pass
        case _ if actor is None:
            # A stranger leaves no trace but an answer; the card is shown to them all the same.
            if not isinstance(change, CardShown):
                raise NotYours
        case RunSaved():
            zone = (taken.turn.profile or taken.person.profile).zone
            work.batch.runs.append(run_row(actor.key, actor.id, zone, change))
        case InviteMade():
            make_client_invite(work.store, work.conn, actor.id, change, work.now)
        case Assigned():
            assign(work.store, work.conn, actor.id, change, work.now)
            work.batch.later.append(partial(replan, work.store, work.conn, change.client, work.now))
        case EntryRevised():
            work.batch.later.append(partial(revise, work.conn, actor.key, actor.id, change, work.now))
        case RunHidden():
            work.batch.later.append(partial(hide, work.conn, actor.id, change))
        case Left(person=person):
            _own_circle(work, actor, person)
            work.batch.later.append(partial(erase, work.store, work.conn, person))
        case _:
            change_small(work.conn, actor.id, change, work.now)


def _stage_reply(
    work: _Work, number: int, actor: Member | None, taken: Taken, placed: tuple[int, Reply]
) -> None:
    position, reply = placed
    found = _addressee(work, actor, taken.address, reply.to)
    if found is None:
        return
    person_id, chat = found
    if reply.kind == "nudge" and reply.occurrence is not None and person_id is not None:
        work.batch.nudges.append((person_id, reply.occurrence))
    row = outbox_row(
        work.store,
        reply_id=_reply_id(actor, taken, position),
        person_id=None if _leaves(taken.turn, person_id) else person_id,
        chat=chat,
        reply=reply,
        now=work.now,
    )
    work.batch.replies.append((number, chat, reply, row))


def _reply_id(actor: Member | None, taken: Taken, position: int) -> str:
    if actor is not None:
        return id_of_reply(actor.id, taken.turn.session.turn, position)
    return str(uuid5(NAMESPACE_URL, f"update:{taken.update_id}:{position}"))


def _leaves(turn: Turn, person_id: str | None) -> bool:
    return any(isinstance(change, Left) and change.person == person_id for change in turn.changes)


def _addressee(work: _Work, actor: Member | None, address: Address, to: str) -> tuple[str | None, int] | None:
    """Whose chat a reply goes to; None where the client has no therapist any more."""
    if to == SELF:
        chat = address.user if address.user is not None else actor.chat() if actor else None
        if chat is None:
            raise LookupError("a reply without anybody to send it to")
        return (actor.id if actor else None), chat
    if actor is None:
        raise NotYours
    if to == THERAPIST:
        their_chat = actor.therapist_chat(work.store)
        return None if their_chat is None else (actor.therapist_id, their_chat)
    other = _own_circle(work, actor, to)
    return other.id, other.chat()


def _own_circle(work: _Work, actor: Member, person_id: str) -> Member:
    """The actor, one of their clients, or their therapist: nobody else can be reached."""
    if person_id == actor.id:
        return actor
    other = member(work.store, work.conn, person_id)
    if other is None or (other.therapist_id != actor.id and actor.therapist_id != other.id):
        raise NotYours
    return other
