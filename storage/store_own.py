"""Reads all that is kept of one client, for nobody but that client."""

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from bot.core.own_record import (
    OwnAccess,
    OwnAnswer,
    OwnCard,
    OwnConsent,
    OwnHomework,
    OwnRecord,
    OwnRun,
    OwnTimer,
)
from bot.core.person import Role
from bot.core.record import Arrangement, WrittenSummary
from bot.core.session import dump_session
from storage.store_audit import all_done
from storage.store_drafts import drafts_of
from storage.store_entries import load_value
from storage.store_export import export_occurrences
from storage.store_homemade import homemade_of
from storage.store_keys import Store, place
from storage.store_load import open_assignment
from storage.store_people import Member, member
from storage.tables import ACCESS, APPOINTMENT, ASSIGNMENT, CONSENT, ENTRY, MEDIA, RUN, SAFETY_EVENT, TIMER
from storage.vault import ClientKey

_WHO: BindParameter[str] = bindparam("who")
_RUNS = select(RUN).where(RUN.c.client_id == _WHO).order_by(RUN.c.started_at, RUN.c.id)
_ANSWERS = (
    select(ENTRY, MEDIA.c.state, MEDIA.c.name, MEDIA.c.size)
    .outerjoin(MEDIA, MEDIA.c.entry_id == ENTRY.c.id)
    .where(ENTRY.c.client_id == _WHO, ENTRY.c.taken_back.is_(False))
    .order_by(ENTRY.c.seq)
)
_HOMEWORK = (
    select(ASSIGNMENT)
    .where(ASSIGNMENT.c.client_id == _WHO)
    .order_by(ASSIGNMENT.c.given_at, ASSIGNMENT.c.position)
)
_CONSENTS = select(CONSENT).where(CONSENT.c.person_id == _WHO).order_by(CONSENT.c.at)
_CARDS = select(SAFETY_EVENT).where(SAFETY_EVENT.c.person_id == _WHO).order_by(SAFETY_EVENT.c.at)
_TIMERS = select(TIMER).where(TIMER.c.person_id == _WHO).order_by(TIMER.c.at)
_ACCESSES = select(ACCESS).where(ACCESS.c.client_id == _WHO).order_by(ACCESS.c.seq)
_SESSIONS = select(APPOINTMENT).where(APPOINTMENT.c.client_id == _WHO).order_by(APPOINTMENT.c.version)
_EVER = datetime.max.replace(tzinfo=UTC, year=9998)


def own_record(store: Store, conn: Connection, client_id: str) -> OwnRecord | None:
    """Everything of this client; None where there is no such client. To be shown to nobody else."""
    who = member(store, conn, client_id)
    if who is None or who.row.role != Role.CLIENT:
        return None
    given = {"who": client_id}
    return OwnRecord(
        code=who.row.code,
        therapist=who.therapist_name(store),
        joined_at=who.row.created_at,
        heard_at=who.row.heard_at,
        profile=who.profile(),
        session=dump_session(who.session()),
        consents=tuple(_consent(who, row) for row in conn.execute(_CONSENTS, given)),
        homework=tuple(_homework(who.key, row) for row in conn.execute(_HOMEWORK, given)),
        runs=_runs(conn, who),
        nudges=tuple(export_occurrences(conn, [client_id], None, _EVER)),
        cards=tuple(
            OwnCard(at=row.at, tier=row.tier, exercise=row.exercise) for row in conn.execute(_CARDS, given)
        ),
        timers=tuple(
            OwnTimer(name=row.timer, subject=row.subject, at=row.at) for row in conn.execute(_TIMERS, given)
        ),
        accesses=tuple(_access(row) for row in conn.execute(_ACCESSES, given)),
        deeds=all_done(store, conn, who),
        sessions=tuple(_sessions(row) for row in conn.execute(_SESSIONS, given)),
        summaries=tuple(
            WrittenSummary(version=each.version, made_at=each.made_at, met_at=each.met_at, texts=each.texts)
            for each in drafts_of(conn, who)
        ),
        homemade=homemade_of(conn, [who]).get(who.id, ()),
    )


def open_recording(store: Store, conn: Connection, client_id: str, entry: str, sealed: bytes) -> bytes:
    """The bytes of one of this client's recordings. Raises SealBroken where it is not theirs."""
    who = member(store, conn, client_id)
    if who is None:
        raise LookupError("nobody by that id")
    return who.key.open(sealed, where=place("media", "bytes", entry))


def _runs(conn: Connection, who: Member) -> tuple[OwnRun, ...]:
    answers: defaultdict[str, list[OwnAnswer]] = defaultdict(list)
    for row in conn.execute(_ANSWERS, {"who": who.id}):
        answers[row.run_id].append(_answer(who.key, row))
    return tuple(
        OwnRun(
            id=row.id,
            exercise=row.exercise,
            revision=row.revision,
            language=row.language,
            trigger=row.trigger,
            zone=row.zone,
            started_at=row.started_at,
            ended_at=row.ended_at,
            outcome=row.outcome,
            private=row.private,
            words=who.key.open(row.words_sealed, where=place("run", "words", row.id)).decode(),
            answers=tuple(answers[row.id]),
        )
        for row in conn.execute(_RUNS, {"who": who.id})
    )


def _answer(key: ClientKey, row: Any) -> OwnAnswer:
    value = load_value(key, row.id, row.value_sealed)
    return OwnAnswer(
        id=row.id,
        step=row.step,
        number=row.number,
        at=row.at,
        text=value.text,
        value=value.value,
        label=value.label,
        media=value.media,
        skipped=row.skipped,
        revisions=row.revisions,
        revised_at=row.revised_at,
        recording=row.state or "",
        recording_name=row.name or "",
        recording_size=row.size or 0,
    )


def _homework(key: ClientKey, row: Any) -> OwnHomework:
    given = open_assignment(key, row)
    return OwnHomework(
        id=given.id,
        exercise=given.exercise,
        own=given.own,
        plan=given.plan,
        words=given.words,
        given_at=row.given_at,
        ended_at=row.ended_at,
    )


def _consent(who: Member, row: Any) -> OwnConsent:
    where = place("consent", "choices", f"{who.id}|{row.at.isoformat()}")
    return OwnConsent(
        at=row.at, version=row.version, choices=json.loads(who.key.open(row.choices_sealed, where=where))
    )


def _sessions(row: Any) -> Arrangement:
    return Arrangement(
        version=row.version,
        made_at=row.made_at,
        ended_at=row.ended_at,
        next_at=row.starts_at,
        first=row.local_date,
        hour=f"{row.local_time:%H:%M}",
        zone=row.zone,
        every_days=row.every_days,
        others=row.instead,
    )


def _access(row: Any) -> OwnAccess:
    return OwnAccess(at=row.at, by=row.by, form=row.form, since=row.since, until=row.until)
