"""Makes a brief of one client's rows: by rules alone, and of what is shared alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.appointment import Appointments, Instead, next_start
from bot.core.brief.days import days, gaps
from bot.core.brief.homework import has_something, pieces
from bot.core.brief.quotes import answers_to, first_thing, if_then, noticed, to_bring
from bot.core.brief.scales import guesses, scales, sizes, values
from bot.core.brief.value import Brief
from bot.core.record import Arrangement, SharedRecord
from bot.core.speech import Speech
from bot.core.wall import UnknownZone

BEFORE_SESSION = timedelta(days=1)
"""So long before an appointment answers open that a client shares only before a session."""


def made_of(
    record: SharedRecord, speech: Speech, since: datetime | None, until: datetime, name: str = ""
) -> Brief:
    """The brief of one client over [since, until); `name` is what the reader calls them, "" for the code alone.

    Whatever of `record` was hidden by the client is not in it, so nothing of that can be in the brief but its number.
    """
    meets = meets_next(record, until)
    shares = shared(record)
    bare = Brief(
        code=record.code,
        name=name,
        zone=zone_of(record),
        since=since,
        until=until,
        meets=meets,
        shares=shares,
        cards=record.cards,
        private=record.kept_private,
        hidden=shares == "before_session" and not is_open(meets, until),
    )
    return bare if bare.hidden else _filled(bare, record, speech)


def shared(record: SharedRecord) -> str:
    """What the client agreed to share by the end of the range; "" where no agreement is on record."""
    chosen = record.consents[-1].choices.get("sharing") if record.consents else ""
    return chosen if isinstance(chosen, str) else ""


def is_open(meets: datetime | None, now: datetime) -> bool:
    """Whether answers that are shared before a session can be read now."""
    return meets is not None and meets - now <= BEFORE_SESSION


def zone_of(record: SharedRecord) -> str:
    """The client's zone, as it last was; "" where nothing tells it."""
    runs = record.runs[-1].zone if record.runs else ""
    return runs or (record.occurrences[-1].zone if record.occurrences else "")


def _filled(brief: Brief, record: SharedRecord, speech: Speech) -> Brief:
    runs = tuple(run for run in record.runs if has_something(run))
    moments = [*(run.started_at for run in runs), *(each.planned_at for each in record.occurrences)]
    start = brief.since or min(moments, default=brief.until)
    shown = days(record, (start, brief.until), speech.zone)
    return replace(
        brief,
        first=first_thing(runs, speech),
        bring=to_bring(runs),
        pieces=pieces(record, speech),
        scales=scales(runs, speech),
        sizes=sizes(runs, speech),
        guesses=guesses(runs, speech),
        values=values(runs, speech),
        chose=answers_to(runs, "values", "pick", speech)[-1:]
        + answers_to(runs, "values", "version", speech)[-1:],
        plan=if_then(runs, speech),
        noticed=noticed(runs, speech),
        gaps=gaps(record, shown),
        days=shown,
        runs=len(runs),
    )


# --- when they meet ---------------------------------------------------------------------------------


def meets_next(record: SharedRecord, now: datetime) -> datetime | None:
    """When the two meet next by what stands arranged; None where nothing does, or its zone is not known here."""
    standing = next((each for each in record.sessions if each.ended_at is None), None)
    if standing is None:
        return None
    try:
        return next_start(_appointments(standing), now)
    except UnknownZone:
        return None


def _appointments(each: Arrangement) -> Appointments:
    return Appointments(
        on=each.first,
        at=time.fromisoformat(each.hour),
        zone=each.zone,
        every=each.every_days,
        instead=tuple(_instead(each)),
    )


def _instead(each: Arrangement) -> Iterator[Instead]:
    for other in json.loads(each.others):
        on, at = other.get("on"), other.get("at")
        yield Instead(
            was=date.fromisoformat(other["was"]),
            on=date.fromisoformat(on) if on else None,
            at=time.fromisoformat(at) if at else None,
        )
