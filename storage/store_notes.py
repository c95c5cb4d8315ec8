"""Reads a client's own runs back to them: one by one, by the message they were typed in, or a page at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from unicodedata import combining, normalize

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, or_, select

from bot.core.lookup import PAGE, Lookup
from bot.core.person import KeptEntry, KeptRun, NotesPage
from storage.store_entries import load_value
from storage.store_people import Member
from storage.tables import ENTRY, RUN
from storage.vault import ClientKey

_R, _E = RUN.c, ENTRY.c
SHOWN = (_R.id, _R.exercise, _R.private, _R.started_at)
_OWN = _R.client_id == bindparam("client")
_RUN = select(*SHOWN).where(_R.id == bindparam("run"), _OWN)
_RUN_TYPED_IN = select(_E.run_id).where(
    _E.client_id == bindparam("client"), _E.message == bindparam("message")
)
_RUNS: BindParameter[list[str]] = bindparam("runs", expanding=True)
_STANDS = _E.taken_back.is_(False)
_ENTRIES = select(ENTRY).where(_E.run_id.in_(_RUNS), _STANDS).order_by(_E.seq)
_GIVEN = _E.skipped.is_(False) & _STANDS
_FINISHED = (
    _OWN
    & _R.outcome.in_(("done", "part"))
    & or_(bindparam("exercise") == "", _R.exercise == bindparam("exercise"))
)
_NEWEST = (_R.started_at.desc(), _R.id.desc())
_WITH_ANSWERS = _FINISHED & exists().where(_E.run_id == _R.id, _GIVEN)
_COUNT = select(func.count()).select_from(RUN).where(_WITH_ANSWERS)
_PAGE = select(*SHOWN).where(_WITH_ANSWERS).order_by(*_NEWEST).limit(PAGE).offset(bindparam("offset"))
_NAMED = select(*SHOWN).where(_R.id.in_(_RUNS)).order_by(*_NEWEST)
_ANSWERS = (
    select(_E.run_id, _E.id, _E.value_sealed)
    .join(RUN, _R.id == _E.run_id)
    .where(_FINISHED, _GIVEN)
    .order_by(*_NEWEST)
)


def kept_run(conn: Connection, who: Member, hint: Lookup) -> KeptRun | None:
    """The client's own run that the input names, or that it was typed in."""
    name = hint.run or conn.scalar(_RUN_TYPED_IN, {"client": who.id, "message": hint.message})
    rows = conn.execute(_RUN, {"run": name, "client": who.id}).all() if name else []
    return next(iter(read_runs(conn, who.key, rows)), None)


def page_of(conn: Connection, who: Member, hint: Lookup) -> NotesPage:
    """The page of the client's own runs that `hint` asks for; see `bot.core.lookup`."""
    asked = {"client": who.id, "exercise": hint.page_exercise}
    offset = hint.page_offset or 0
    if hint.page_query:
        found = _holding(conn, who.key, asked, hint.page_query)
        shown = found[offset : offset + PAGE]
        rows, total = (conn.execute(_NAMED, {"runs": shown}).all() if shown else []), len(found)
    else:
        rows, total = conn.execute(_PAGE, asked | {"offset": offset}).all(), conn.scalar(_COUNT, asked) or 0
    return NotesPage(runs=read_runs(conn, who.key, rows), offset=offset, total=total)


def _holding(conn: Connection, key: ClientKey, asked: dict[str, str], query: str) -> list[str]:
    """The runs with an answer that holds every word of `query`, newest first; answers are opened in memory alone."""
    words = _plain(query).split()
    found: dict[str, None] = {}
    for row in conn.execute(_ANSWERS, asked):
        if row.run_id in found:
            continue
        value = load_value(key, row.id, row.value_sealed)
        text = _plain(f"{value.text}\n{value.label}")
        if all(word in text for word in words):
            found[row.run_id] = None
    return list(found)


def _plain(text: str) -> str:
    """`text` without what searching overlooks: capitals and accents."""
    return "".join(sign for sign in normalize("NFKD", text).casefold() if not combining(sign))


def read_runs(conn: Connection, key: ClientKey, rows: Sequence[Any]) -> tuple[KeptRun, ...]:
    """Rows of runs with their answers, in the order of the rows."""
    entries: defaultdict[str, list[KeptEntry]] = defaultdict(list)
    for row in conn.execute(_ENTRIES, {"runs": [row.id for row in rows]}) if rows else ():
        entries[row.run_id].append(_kept_entry(key, row))
    return tuple(
        KeptRun(
            id=row.id,
            exercise=row.exercise,
            private=row.private,
            entries=tuple(entries[row.id]),
            at=row.started_at,
        )
        for row in rows
    )


def _kept_entry(key: ClientKey, row: Any) -> KeptEntry:
    value = load_value(key, row.id, row.value_sealed)
    return KeptEntry(
        id=row.id,
        step=row.step,
        text=value.text,
        label=value.label,
        value=value.value,
        media=value.media,
        skipped=row.skipped,
        message=row.message,
        revisions=row.revisions,
    )
