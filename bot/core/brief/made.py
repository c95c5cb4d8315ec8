"""Makes a brief of one client's rows: by rules alone, and of what is shared alone."""

from dataclasses import replace
from datetime import datetime

from bot.core.appointment import next_start
from bot.core.brief.days import days, gaps
from bot.core.brief.homework import has_something, pieces
from bot.core.brief.quotes import answers_to, first_thing, if_then, noticed, to_bring
from bot.core.brief.scales import guesses, scales, sizes, values
from bot.core.brief.value import Brief
from bot.core.record import SharedRecord
from bot.core.speech import Speech
from bot.core.terms import appointments_of
from bot.core.wall import UnknownZone


def made_of(
    record: SharedRecord, speech: Speech, since: datetime | None, until: datetime, name: str = ""
) -> Brief:
    """The brief of one client over [since, until); `name` is what the reader calls them, "" for the code alone.

    Whatever of it was hidden by the client, or opens later, is not in `record`, so nothing of that can be in the brief.
    Where all of it opens later no count is made either: it would be of nothing.
    """
    bare = Brief(
        code=record.code,
        name=name,
        zone=zone_of(record),
        since=since,
        until=until,
        meets=meets_next(record, until),
        shares=shared(record),
        cards=record.cards,
        private=record.kept_private,
        closed_since=record.closed_since,
    )
    return replace(bare, hidden=True) if _is_closed(record, until) else _filled(bare, record, speech)


def _is_closed(record: SharedRecord, until: datetime) -> bool:
    """Whether everything there may be opens later."""
    is_empty = not record.runs and not any(each.planned_at < until for each in record.occurrences)
    return record.closed_since is not None and is_empty


def shared(record: SharedRecord) -> str:
    """What the client agreed to share by the end of the range; "" where no agreement is on record."""
    chosen = record.consents[-1].choices.get("sharing") if record.consents else ""
    return chosen if isinstance(chosen, str) else ""


def zone_of(record: SharedRecord) -> str:
    """The client's zone, as it last was; "" where nothing tells it."""
    runs = record.runs[-1].zone if record.runs else ""
    return runs or (record.occurrences[-1].zone if record.occurrences else "")


def _filled(brief: Brief, record: SharedRecord, speech: Speech) -> Brief:
    runs = tuple(run for run in record.runs if has_something(run))
    moments = [*(run.started_at for run in runs), *(each.planned_at for each in record.occurrences)]
    start = brief.since or min(moments, default=brief.until)
    end = brief.closed_since or brief.until
    shown = days(record, (start, max(start, end)), speech.zone)
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
        return next_start(appointments_of(standing), now)
    except UnknownZone:
        return None
