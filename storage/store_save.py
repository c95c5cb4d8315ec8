"""Performs turns: everything one input led to, in the transaction that marks the input as taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection

from bot.core.changes import Change, Enrolled, InviteKnocked, InviteTried, Left
from bot.core.person import Person, Profile, Role
from bot.core.scene import id_of_newcomer, id_of_reply
from bot.core.turn import NEWCOMER, SELF, THERAPIST, Entry, Reply, Turn
from storage.audit import Deed, note
from storage.store_access import admit_order
from storage.store_audit import ANOTHERS_LINK, WRONG_CODE, note_agreement, note_turn, raw_of
from storage.store_batch import Batch, write
from storage.store_consents import note_consent
from storage.store_door import knock, note_tried, who_asked
from storage.store_entries import entry_row
from storage.store_guesses import note_guess
from storage.store_inbox import still_new
from storage.store_invites import inviter, note_redeemer, redeem
from storage.store_keys import Address, InviteGone, NotYours, Store
from storage.store_outbox import Outgoing, mark_unreachable, message_of, outbox_row
from storage.store_people import Member, add_person, members, seal_profile, seal_session
from storage.store_perform import Work, own_circle, perform
from storage.store_plan import replan


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
    work = Work(store, conn, Batch(), now)
    for number, each in enumerate(taken):
        if each.update_id is None or each.update_id in fresh:
            _stage(work, number, each, actors)
    return write(conn, work.batch, len(taken), now)


def _stage(work: Work, number: int, taken: Taken, actors: dict[str, Member]) -> None:
    actor = None if taken.person.id is None else actors[taken.person.id]
    enrolled = next((change for change in taken.turn.changes if isinstance(change, Enrolled)), None)
    if enrolled is not None:
        actor = _enrol(work, taken, enrolled)
    elif actor is not None:
        _stage_person(work, actor, taken)
    zone = (taken.turn.profile or taken.person.profile).zone
    for change in taken.turn.changes:
        _at_the_door(work, actor, taken, change)
        perform(work, actor, zone, change)
        if actor is not None and not isinstance(change, Enrolled):
            note_turn(work.store, work.conn, actor, change, work.now)
    if actor is not None:
        _stage_entries(work, actor, taken.turn.entries)
    for position, reply in enumerate(taken.turn.replies):
        _stage_reply(work, number, actor, taken, (position, reply))
    _count_guess(work, taken)
    if taken.update_id is not None:
        work.batch.updates.append(taken.update_id)


def _count_guess(work: Work, taken: Taken) -> None:
    """A code that stood for nothing counts; a therapist's taps under an old link of theirs do not."""
    invite, user, role = taken.person.invite, taken.address.user, taken.person.role
    if user is None or invite is None or invite.usable or invite.too_many or role is Role.THERAPIST:
        return
    note_guess(work.conn, work.store.found_by(user), work.now)
    if role is Role.STRANGER:
        what = ANOTHERS_LINK if invite.for_another else WRONG_CODE
        note(
            raw_of(work.conn),
            work.store.index,
            Deed(at=work.now, by="stranger", event="refused", detail=what),
        )


def _at_the_door(work: Work, actor: Member | None, taken: Taken, change: Change) -> None:
    """What somebody of whom nothing is kept leaves with an invitation: it remembers who asks to be let in until it ends,
    and that another account came than the one it is for, not which."""
    match change:
        case InviteKnocked() if actor is None and taken.address.user is not None:
            knock(work.store, work.conn, change, taken.address, work.now)
        case InviteTried() if actor is None:
            note_tried(work.conn, change, work.now)


def _stage_entries(work: Work, actor: Member, entries: Sequence[Entry]) -> None:
    for entry in entries:
        work.batch.entries.append(entry_row(actor.key, actor.id, entry))
        (work.batch.recorded if entry.file else work.batch.written).append((entry.id, actor.id))


def _enrol(work: Work, taken: Taken, enrolled: Enrolled) -> Member:
    if taken.person.id is not None or taken.address.user is None:
        raise InviteGone
    redeemed = redeem(
        work.store,
        work.conn,
        enrolled.code,
        enrolled.role,
        work.now,
        work.store.known_by(taken.address),
    )
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
    note_redeemer(work.conn, enrolled.code, newcomer.id)
    note_consent(work.conn, newcomer.key, newcomer.id, (None, profile), work.now)
    note_turn(work.store, work.conn, newcomer, enrolled, work.now)
    return newcomer


def _stage_person(work: Work, actor: Member, taken: Taken) -> None:
    if taken.timer is not None:
        work.batch.timers[(actor.id, *taken.timer)] = None
    session = seal_session(actor.key, actor.id, taken.turn.session)
    heard = work.now if taken.heard else None
    work.batch.sessions.append({"who": actor.id, "session": session, "heard": heard})
    if taken.turn.profile is not None:
        _stage_profile(work, actor, taken.person.profile, taken.turn.profile)


def _stage_profile(work: Work, actor: Member, before: Profile, after: Profile) -> None:
    sealed = seal_profile(actor.key, actor.id, after)
    row = {"who": actor.id, "profile": sealed, "ready": after.settled, "open": after.reachable}
    work.batch.profiles.append(row)
    if note_consent(work.conn, actor.key, actor.id, (before, after), work.now):
        note_agreement(work.store, work.conn, actor, after, work.now)
    if before.reachable and not after.reachable:
        work.batch.later.append(partial(mark_unreachable, work.conn, actor.id, work.now))
    if _planning(before) != _planning(after):
        work.batch.later.append(partial(replan, work.store, work.conn, actor.id, work.now))


def _planning(profile: Profile) -> tuple[object, ...]:
    return (profile.hours, profile.settled, profile.reachable)


def _stage_reply(
    work: Work, number: int, actor: Member | None, taken: Taken, placed: tuple[int, Reply]
) -> None:
    position, reply = placed
    found = _addressee(work, actor, taken, reply.to)
    if found is None:
        return
    person_id, chat = found
    if reply.kind == "nudge" and reply.occurrence is not None and person_id is not None:
        work.batch.nudges.append((person_id, reply.occurrence))
    if reply.file is not None:
        admit_order(work.store, work.conn, actor, person_id, reply.file, work.now)
    if _leaves(taken.turn, person_id):
        reply, person_id = _standing_alone(work, reply), None
    row = outbox_row(
        work.store,
        reply_id=_reply_id(actor, taken, position),
        person_id=person_id,
        chat=chat,
        reply=reply,
        now=work.now,
    )
    work.batch.replies.append((number, chat, reply, row))


def _reply_id(actor: Member | None, taken: Taken, position: int) -> str:
    if actor is not None:
        return id_of_reply(actor.id, taken.turn.session.turn, position)
    return str(uuid5(NAMESPACE_URL, f"update:{taken.update_id}:{position}"))


def _standing_alone(work: Work, reply: Reply) -> Reply:
    """`reply` once the rows it names are gone: what it changes is known by Telegram's number alone."""
    return replace(reply, edit=message_of(work.conn, reply.edit)) if isinstance(reply.edit, str) else reply


def _leaves(turn: Turn, person_id: str | None) -> bool:
    return any(isinstance(change, Left) and change.person == person_id for change in turn.changes)


def _addressee(work: Work, actor: Member | None, taken: Taken, to: str) -> tuple[str | None, int] | None:
    """Whose chat a reply goes to; None where there is nobody to send it to."""
    if to == SELF:
        chat = taken.address.user if taken.address.user is not None else actor.chat() if actor else None
        if chat is None and taken.address.person is not None:
            return None  # erased since the timer was read
        if chat is None:
            raise LookupError("a reply without anybody to send it to")
        return (actor.id if actor else None), chat
    if actor is None:
        return _inviter(work, taken, to)
    if to == THERAPIST:
        their_chat = actor.therapist_chat(work.store)
        return None if their_chat is None else (actor.therapist_id, their_chat)
    if to.startswith(NEWCOMER):
        newcomer = who_asked(work.store, work.conn, actor.id, to.removeprefix(NEWCOMER))
        return None if newcomer is None else (None, newcomer)
    other = own_circle(work, actor, to)
    return other.id, other.chat()


def _inviter(work: Work, taken: Taken, to: str) -> tuple[str, int] | None:
    """The therapist behind the invitation that a stranger holds: nobody else can be reached by one."""
    if to != THERAPIST or taken.person.invite is None:
        raise NotYours
    therapist = inviter(work.store, work.conn, taken.person.invite.code)
    return None if therapist is None else (therapist.id, therapist.chat())
