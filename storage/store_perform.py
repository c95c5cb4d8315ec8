"""Performs the changes a turn asks for, or notes them for the batch; each reaches the actor's own circle alone."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.core.changes import (
    Arranged,
    Asked,
    Assigned,
    Change,
    Drafted,
    Enrolled,
    EntryRevised,
    EntryTakenBack,
    FollowUp,
    HandedOver,
    HandoverDeclined,
    Heeded,
    InviteAdmitted,
    InviteAsks,
    InviteEnded,
    InviteKnocked,
    InviteLocked,
    InviteMade,
    InviteSpoken,
    InviteTried,
    Left,
    PutDown,
    Refused,
    RunDeleted,
    RunHidden,
    RunSaved,
    SetAside,
    TakenUp,
    TimerDropped,
    TimerSet,
)
from storage.store_arrange import arrange
from storage.store_audit import SOMEBODY_ELSES, note_refused, role_of
from storage.store_batch import Batch
from storage.store_changes import change_small
from storage.store_door import admit, ask_first, lock_invite
from storage.store_drafts import note_draft
from storage.store_entries import delete_run, hide, revise, run_row, take_back
from storage.store_erase import erase
from storage.store_follow import ask_around, cancel_about, follow_up
from storage.store_handover import answer_offer
from storage.store_homework import assign, put_down, set_aside, take_up
from storage.store_invites import end_invite, make_client_invite, speak_invite
from storage.store_keys import NotYours, Store
from storage.store_people import Member, member, set_heed
from storage.store_plan import replan


@dataclass(frozen=True, slots=True)
class Work:
    """What every step of saving needs."""

    store: Store
    conn: Connection
    batch: Batch
    now: datetime


def perform(work: Work, actor: Member | None, zone: str, change: Change) -> None:
    """Perform one change of a turn that `actor` took; `zone` is where their wall clock stands.

    Raises:
        NotYours: it reaches for somebody else's rows.
    """
    match change:
        case InviteEnded(code=code):
            end_invite(work.conn, actor.id if actor else None, code, work.now)
        case Enrolled():
            pass
        case _ if actor is not None:
            _perform(work, actor, zone, change)
        case InviteMade() | Assigned() | Arranged() | Drafted() | Heeded() | Left() | HandedOver():
            raise NotYours
        case _:
            # A stranger leaves no trace, not even of the card that was shown.
            pass


def _perform(work: Work, actor: Member, zone: str, change: Change) -> None:
    match change:
        case RunSaved():
            work.batch.runs.append(run_row(actor.key, actor.id, zone, change))
        case TimerSet(timer=timer, subject=subject, at=at):
            work.batch.timers[actor.id, timer, subject] = at
        case TimerDropped(timer=timer, subject=subject):
            work.batch.timers[actor.id, timer, subject] = None
        case EntryRevised():
            work.batch.later.append(partial(revise, work.conn, actor.key, actor.id, change, work.now))
        case EntryTakenBack():
            # At once: an answer in its place is written with the batch.
            take_back(work.conn, actor.key, actor.id, change)
        case RunHidden():
            work.batch.later.append(partial(hide, work.conn, actor.id, change))
        case (
            Assigned()
            | Arranged()
            | Drafted()
            | Heeded()
            | Left()
            | HandedOver()
            | HandoverDeclined()
            | Refused()
        ):
            _perform_on_others(work, actor, change)
        case InviteMade() | InviteSpoken() | InviteAsks() | InviteAdmitted() | InviteLocked():
            _perform_invite(work, actor, change)
        case TakenUp() | PutDown() | SetAside() | FollowUp() | Asked():
            _perform_homework(work, actor, zone, change)
        case RunDeleted(run=run):
            work.batch.later.append(partial(delete_run, work.conn, actor.id, change))
            work.batch.later.append(partial(cancel_about, work.conn, actor.id, run, work.now))
        case Enrolled() | InviteEnded() | InviteKnocked() | InviteTried():
            pass
        case _:
            change_small(work.conn, actor.id, change, work.now)


def _perform_homework(
    work: Work, actor: Member, zone: str, change: TakenUp | PutDown | SetAside | FollowUp | Asked
) -> None:
    match change:
        case TakenUp():
            take_up(work.conn, actor, change, work.now)
            work.batch.later.append(partial(replan, work.store, work.conn, actor.id, work.now))
        case PutDown():
            put_down(work.conn, actor, change, work.now)
        case SetAside():
            set_aside(work.conn, actor, change, work.now)
        case Asked():
            # At once: what became of one that stays away is told in the same turn.
            ask_around(work.conn, actor, zone, change, work.now)
        case FollowUp():
            work.batch.later.append(partial(follow_up, work.conn, actor, zone, change, work.now))


def _perform_on_others(
    work: Work,
    actor: Member,
    change: Assigned | Arranged | Drafted | Heeded | Left | HandedOver | HandoverDeclined | Refused,
) -> None:
    match change:
        case HandedOver() | HandoverDeclined():
            answer_offer(work.conn, actor, change, work.now)
        case Assigned(client=client):
            assign(work.store, work.conn, actor.id, change, work.now)
            work.batch.later.append(partial(replan, work.store, work.conn, client, work.now))
        case Arranged(client=client):
            arrange(work.store, work.conn, actor.id, change, work.now)
            work.batch.later.append(partial(replan, work.store, work.conn, client, work.now))
        case Heeded(client=client, heed=heed):
            set_heed(work.store, work.conn, actor.id, client, heed)
        case Drafted():
            note_draft(work.store, work.conn, actor.id, change, work.now)
        case Refused(client=client):
            by = role_of(actor)
            note_refused(work.store, work.conn, by, SOMEBODY_ELSES, work.now, who=actor, client=client)
        case Left(person=person):
            if own_circle(work, actor, person).id == actor.therapist_id:
                raise NotYours
            work.batch.later.append(partial(erase, work.store, work.conn, person, work.now))


def _perform_invite(
    work: Work, actor: Member, change: InviteMade | InviteSpoken | InviteAsks | InviteAdmitted | InviteLocked
) -> None:
    match change:
        case InviteMade():
            make_client_invite(work.store, work.conn, actor.id, change, work.now)
        case InviteSpoken():
            speak_invite(work.conn, actor.id, change)
        case InviteAsks():
            ask_first(work.conn, actor.id, change)
        case InviteLocked():
            lock_invite(work.store, work.conn, actor.id, change)
        case InviteAdmitted():
            admit(work.conn, actor.id, change, work.now)


def own_circle(work: Work, actor: Member, person_id: str) -> Member:
    """The actor, one of their clients, or their therapist: nobody else can be reached."""
    if person_id == actor.id:
        return actor
    other = member(work.store, work.conn, person_id)
    if (
        other is None
        or other.row.left_at is not None
        or (other.therapist_id != actor.id and actor.therapist_id != other.id)
    ):
        raise NotYours
    return other
