"""Every place a session may come back at from the store, with arbitrary contents, fitting the content or not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from bot.core import meeting_places, places, therapist_places
from bot.core import session as s
from bot.core.run import Answer, Recalled, Run
from bot.core.text import clip
from tests.core import people
from tests.core.arbitrary_values import (
    IDS,
    LIVE,
    few,
    ids,
    messages,
    moments,
    names,
    numbers,
    plain_text,
    steps,
    texts,
)
from tests.core.homespun import BALCONY

answers = st.builds(
    Answer,
    step=steps,
    entry=ids,
    text=texts,
    choice=steps,
    value=numbers,
    label=plain_text,
    skipped=st.booleans(),
)
runs = st.builds(
    Run,
    id=ids,
    exercise=names,
    revision=st.integers(1, 3),
    trigger=st.sampled_from(["client", "nudge", "offer", "therapist"]),
    started=moments,
    assignment=st.one_of(st.none(), ids),
    occurrence=st.one_of(st.none(), ids),
    words=texts,
    tiny=st.booleans(),
    answers=few(answers, 5),
    recalled=few(
        st.builds(Recalled, name=st.sampled_from(["first", "cards"]), run=ids, answers=few(answers, 4))
    ),
)
_here = st.sampled_from(
    [(each.id, step.id) for each in people.library().exercises.values() for step in each.steps]
)
"""Steps that there are, so that a run is not always at one that is gone."""


def _at(run: Run, where: tuple[str, str], given: dict[str, Any]) -> s.Answering:
    return s.Answering(run=replace(run, exercise=where[0]), step=where[1], **given)


_given = st.fixed_dictionaries(
    {
        "view": st.sampled_from(["ask", "more", "doors", "example", "breather", "why"]),
        "door": numbers,
        "marked": few(steps),
        "until": st.none() | moments,
    }
)
answering = st.builds(_at, runs, _here, _given) | st.builds(
    lambda run, step, given: s.Answering(run=run, step=step, **given), runs, steps, _given
)
prompted = st.builds(
    s.Prompted,
    occurrence=ids,
    assignment=ids,
    exercise=names,
    expires=moments,
    choosing=st.booleans(),
    snoozed=st.integers(0, 3),
)
changing = st.builds(s.Changing, run=ids, answers=few(answers, 9), chosen=numbers)
unsorted = st.builds(
    s.Unsorted,
    text=texts,
    message=messages,
    file=st.sampled_from(["", "file"]),
    media=st.sampled_from(["", "voice", "photo"]),
)
settling = st.builds(
    s.Settling,
    step=st.sampled_from(
        ["sharing", "notice", "country", "clock", "lines", "check", "quiet", "evening", "noticing", "screen"]
    ),
    alone=st.booleans(),
    homework=st.booleans(),
    typing=st.booleans(),
    found=st.sampled_from(
        [(), ("morning",), ("Europe/London GB", "America/Toronto"), ("GB",), ("07:00", "21:00"), ("PT", "")]
    ),
)
proposals = st.builds(
    therapist_places.Proposal,
    words=texts,
    exercise=names,
    days=st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    until=st.sampled_from(["appointment", None, date(2026, 12, 1)]),
    keep=st.booleans(),
)
assigning = st.builds(
    therapist_places.Assigning,
    step=st.sampled_from(
        ["who", "paste", "review", "kinds", "days", "ends", "end", "preview", "line", "pick", "heed"]
    ),
    opening=few(st.just("file"), 2),
    files=few(st.sampled_from([BALCONY, "no exercise"]), 2),
    client=st.one_of(st.none(), st.sampled_from([people.CLIENT_ID, *IDS])),
    texts=few(texts, 2),
    pasted=few(st.integers(1, 99), 2),
    proposals=few(proposals, 12),
    index=st.integers(-2, 13),
    line=plain_text,
)
exporting = st.builds(
    therapist_places.Exporting,
    step=st.sampled_from(["who", "since", "format", "lock"]),
    client=st.one_of(st.none(), st.sampled_from([people.CLIENT_ID, "all", *IDS])),
    since=st.sampled_from([None, "session", "month", "everything"]),
    format=st.sampled_from([None, "csv", "xlsx", "json", "fhir", "pdf"]),
    recordings=st.booleans(),
)
looking = st.builds(
    therapist_places.Looking,
    view=st.sampled_from(["who", "front", "days", "entries", "search"]),
    client=st.one_of(st.none(), st.sampled_from([people.CLIENT_ID, *IDS])),
    offset=st.integers(-1, 9),
    words=plain_text,
    brief=st.booleans(),
)
locking = st.builds(
    therapist_places.Locking,
    code=st.just(f"c_{people.SPARE_CODE}"),
    client=plain_text,
    locked=st.booleans(),
)
out_of_hours = st.builds(therapist_places.OutOfHours)
arranging = st.builds(
    meeting_places.Arranging,
    step=st.sampled_from(["who", "menu", "day", "hour", "rhythm", "days", "brief"]),
    client=st.one_of(st.none(), st.sampled_from([people.CLIENT_ID, *IDS])),
    on=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    at=st.none() | st.just(time(14)),
    moving=st.none() | moments,
)
drafting = st.builds(
    meeting_places.Drafting,
    client=st.sampled_from([people.CLIENT_ID, *IDS]),
    index=st.integers(0, 7),
    texts=few(texts, 6),
)
recapping = st.builds(
    meeting_places.Recapping,
    run=runs,
    index=st.integers(0, 7),
    texts=few(texts, 6),
    theirs=st.booleans(),
)
reviewing = st.builds(
    meeting_places.Reviewing,
    run=runs,
    pieces=few(st.builds(meeting_places.Piece, assignment=ids, title=plain_text), 3),
    step=st.sampled_from(["went", "way", "helped", "next", "showed", "first", "gone"]),
    index=st.integers(0, 3),
    ticked=few(st.sampled_from(["time", "gone"])),
)
noticing = st.builds(
    places.Noticing,
    prompt=st.sampled_from(["touch-nearest", "gone", ""]),
    exercise=st.sampled_from(["noticing", "gone"]),
    view=st.sampled_from(["ask", "when", "done", "word", "senses"]),
    occurrence=st.none() | ids,
    assignment=st.none() | ids,
    expires=st.none() | moments,
    snoozed=st.integers(0, 3),
    run=st.none() | runs,
)
checking_in = st.builds(
    places.CheckingIn,
    run=runs,
    view=st.sampled_from(["near", "pick", "version", "when", "time"]),
    index=st.integers(-2, 6),
    picked=plain_text,
    version=texts,
)
boxing = st.builds(
    places.Boxing,
    view=st.sampled_from(["what", "own", "ready", "how"]),
    choice=steps,
    label=texts,
    minutes=st.integers(1, 60),
    held=st.booleans(),
    run=st.none() | runs,
)
planning = st.builds(
    places.Planning,
    view=st.sampled_from(
        ["front", "if", "own_if", "then", "own_then", "stack", "own_stack", "read", "when", "time"]
    ),
    tweak=st.booleans(),
    run=st.none() | runs,
)
browsing = st.builds(
    places.Browsing,
    offset=st.integers(-4, 40),
    query=texts,
    exercise=names,
    view=st.sampled_from(["page", "search", "one", "delete"]),
    run=ids | st.just(""),
)
setting = st.builds(
    places.Setting,
    view=st.sampled_from(["menu", "language", "weekly", "weekly_time", "people", "plan", "values", "dates"]),
    drafts=few(texts),
    on=st.none() | st.dates(date(2026, 1, 1), date(2028, 3, 1)),
)
PLACES: Mapping[str, st.SearchStrategy[Any]] = {
    "resting": st.builds(s.Resting),
    "prompted": prompted,
    "answering": answering,
    "changing": changing,
    "unsorted": unsorted,
    "settling": settling,
    "inviting": st.builds(therapist_places.Inviting),
    "locking": locking,
    "assigning": assigning,
    "exporting": exporting,
    "looking": looking,
    "out_of_hours": out_of_hours,
    "arranging": arranging,
    "drafting": drafting,
    "recapping": recapping,
    "reviewing": reviewing,
    "noticing": noticing,
    "checking_in": checking_in,
    "boxing": boxing,
    "planning": planning,
    "browsing": browsing,
    "setting": setting,
    "pausing": st.builds(places.Pausing),
    "returning": st.builds(places.Returning, view=st.sampled_from(["suit", "again", "time"])),
    "reopening": st.builds(places.Reopening, exercise=names),
    "erasing": st.builds(places.Erasing),
}
"""Every kind of place, with whatever may be stored in it."""
last_kept = st.builds(s.LastKept, entry=ids, run=ids, text=texts, until=moments, before=st.none() | texts)
boxes = st.builds(
    s.Box,
    run=runs,
    label=texts.map(lambda words: clip(words, 60)),
    minutes=st.integers(1, 60),
    until=moments,
    message=st.sampled_from(["", "row-2"]),
    rung=st.booleans(),
)
broken = (
    *(b"", b"{}", b"[]", b"\xff", b'{"turn": 3}', b'{"turn": -1}', b'{"turn": "many"}', b'{"place": null}'),
    *(
        b'{"turn": 5, "place": {"kind": "lost"}}',
        b'{"turn": 5, "place": {"kind": "answering", "step": "gone"}}',
    ),
)


def sessions(place: st.SearchStrategy[Any]) -> st.SearchStrategy[s.Session]:
    """A session at such a place."""
    return st.builds(
        s.Session,
        turn=st.integers(0, 10**6),
        place=place,
        parked=st.none() | answering,
        anchor=st.none() | st.just("row"),
        nonce=st.just(LIVE),
        touched=st.none() | moments,
        last_kept=st.none() | last_kept,
        box=st.none() | boxes,
        left=st.none() | st.builds(s.Left, place=answering, at=moments),
    )
