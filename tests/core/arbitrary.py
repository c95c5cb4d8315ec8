"""Strategies for everything that can meet `take`: any input, any place, any session a store may hand back, any person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from hypothesis import strategies as st

from bot.core import session as s
from bot.core.person import Assignment, Invite, KeptEntry, KeptRun, Person, Profile, Role
from bot.core.plan import Fixed, OnDemand, Quiet
from bot.core.run import Answer, Run
from tests.core import people

EXERCISES = tuple(sorted({each.id for each in people.library().exercises.values()}))
STEPS = tuple(sorted({step.id for each in people.library().exercises.values() for step in each.steps}))
IDS = tuple(str(uuid5(NAMESPACE_URL, f"{n}")) for n in range(4))
ACTIONS = (
    *("yes", "no", "later", "back", "in:0", "in:1", "in:2", "in:00002", "pick:big", "pick:0", "pick:7", "skip", "stop"),
    *("undo", "enough", "door:0", "door:9", "doors", "example", "another", "ask", "go", "rest", "note", "mistake"),
    *("session", "leave", "continue", "done", "look", "askchange", "share:0", "country", "country:US", "country:XX"),
    *("same", "zone:0", "zone:00009", "match", "fix", "type", "quiet:1", "at:0", "morning", "hour:0", "none", "vague"),
    *("full", "keep", "leave", "kinds", "kind:kind-line", "kind:gone", "days", "day:3", "day:9", "own:note", "own:gone"),
    *("preview", "picked", "line", "change", "send", "list", "all", "who:all", "since:month", "as:csv", "as:json"),
    *("help:breathe", "help:safe", "help:other", "help:now", "help:call", "help:", "do:invite", "do:privacy"),
    *(f"{name}:{who}" for name in ("why", "because", "give", "cancel", "change", "insist", "private", "shown", "who") for who in IDS[:2]),
    *(f"because:{IDS[0]}:{why}" for why in ("time", "energy", "fit", "unsaid", "else")),
    *(f"offer:{name}" for name in (*EXERCISES, "gone")),
    *(f"{name}:c_{people.SPARE_CODE}" for name in ("hello", "agree", "read", "refuse", "notmine")),
)  # fmt: skip
COMMANDS = (
    "start",
    "today",
    "mistake",
    "sos",
    "privacy",
    "help",
    "invite",
    "assign",
    "export",
    "clients",
    "box",
    "x" * 32,
)
ODDITIES = (
    *(
        "",
        " ",
        "\u2060",
        "1",
        "0",
        "2",
        "00019",
        "9" * 400,
        "²",
        "Big",
        "mediun",
        "Stop here",
        "Today",
        "I made a mistake",
    ),
    *(
        "10 PM - 7 AM",
        "25:99",
        "London",
        "A.R.",
        "Keep",
        "{words} {therapist} {template}",
        "\u202eabc",
        "👩‍👩‍👧" * 40,
    ),
    *(
        "Homework:\n- read a page each evening\n- be kind to yourself on Monday",
        "word " * 819,
        "Homework: " + "walk far " * 440,
    ),
)
CRISES = ("i want to kill myself", "I'm going to end my life tonight", "quiero morirme", "i want to die")

plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
texts = st.one_of(
    plain_text,
    st.sampled_from(ODDITIES),
    st.sampled_from(CRISES),
    st.sampled_from(["x", "é", "🙂"]).map(lambda c: c * 4096),
)
names = st.one_of(st.sampled_from(EXERCISES), st.sampled_from(["gone", "", "E09"]))
steps = st.one_of(st.sampled_from(STEPS), st.sampled_from(["gone", "words", "therapist", ""]))
ids = st.sampled_from(IDS)
moments = st.integers(-72 * 60, 72 * 60).map(lambda minutes: people.NOW + timedelta(minutes=minutes))
numbers = st.one_of(st.none(), st.integers(-3, 12))
LIVE = 7
nonces = st.sampled_from([None, LIVE, LIVE, LIVE, 3])
messages = st.one_of(st.none(), st.integers(1, 10**9))
labels = st.one_of(
    st.sampled_from(["A.R.", "J", "x" * 40, "🙂🙂"]), plain_text.filter(lambda words: bool(words.split()))
)


def _few(each: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, max_size=most).map(tuple)


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
    answers=_few(answers, 5),
)
_here = st.sampled_from(
    [(each.id, step.id) for each in people.library().exercises.values() for step in each.steps]
)
"""Steps that there are, so that a run is not always at one that is gone."""


def _at(run: Run, where: tuple[str, str], view: Any, door: int | None) -> s.Answering:
    return s.Answering(run=replace(run, exercise=where[0]), step=where[1], view=view, door=door)


views = st.sampled_from(["ask", "more", "doors", "example", "breather"])
answering = st.builds(_at, runs, _here, views, numbers) | st.builds(
    s.Answering,
    run=runs,
    step=steps,
    view=st.sampled_from(["ask", "more", "doors", "example", "breather"]),
    door=numbers,
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
changing = st.builds(s.Changing, run=ids, answers=_few(answers, 9), chosen=numbers)
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
        ["sharing", "notice", "country", "clock", "check", "quiet", "evening", "noticing", "screen"]
    ),
    typing=st.booleans(),
    found=st.sampled_from([(), ("morning",), ("Europe/London", "America/Toronto")]),
)
proposals = st.builds(
    s.Proposal, words=texts, exercise=names, days=_few(st.integers(0, 6)), keep=st.booleans()
)
assigning = st.builds(
    s.Assigning,
    step=st.sampled_from(["who", "paste", "review", "kinds", "days", "preview", "line", "pick"]),
    client=st.one_of(st.none(), st.sampled_from([people.CLIENT_ID, *IDS])),
    texts=_few(texts, 2),
    pasted=_few(st.integers(1, 99), 2),
    proposals=_few(proposals, 12),
    index=st.integers(-2, 13),
    line=plain_text,
)
exporting = st.builds(
    s.Exporting,
    step=st.sampled_from(["who", "since", "format", "send"]),
    client=st.one_of(st.none(), st.sampled_from([people.CLIENT_ID, "all", *IDS])),
    since=st.sampled_from([None, "month", "everything"]),
    format=st.sampled_from([None, "csv", "json"]),
)
PLACES: Mapping[str, st.SearchStrategy[Any]] = {
    "resting": st.builds(s.Resting),
    "prompted": prompted,
    "answering": answering,
    "changing": changing,
    "unsorted": unsorted,
    "settling": settling,
    "inviting": st.builds(s.Inviting),
    "assigning": assigning,
    "exporting": exporting,
}
AWAITED = frozenset(
    {
        "noticing",
        "checking_in",
        "boxing",
        "planning",
        "browsing",
        "setting",
        "pausing",
        "returning",
        "reopening",
        "erasing",
    }
)
"""Places whose flows are still being written; each moves up into PLACES with its flow."""
last_kept = st.builds(s.LastKept, entry=ids, run=ids, text=texts, until=moments, before=st.none() | texts)
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
    )


due = st.builds(
    s.Due,
    occurrence=ids,
    assignment=ids,
    exercise=names,
    due=moments,
    expires=moments,
    offered_before=st.one_of(st.none(), moments),
    snoozed=st.integers(0, 3),
)
inputs: st.SearchStrategy[s.Input] = st.one_of(
    st.builds(s.Said, text=texts, message=messages, forwarded=st.booleans()),
    st.builds(s.Edited, text=texts, message=st.integers(1, 99)),
    st.builds(s.Tapped, do=st.sampled_from(ACTIONS), nonce=nonces, message=messages),
    st.builds(s.Tapped, do=plain_text, nonce=nonces, message=messages),
    st.builds(s.Commanded, name=st.sampled_from(COMMANDS), argument=texts, message=messages),
    st.builds(s.Recorded, media=st.sampled_from(["voice", "video_note", "video", "photo", "audio", "document"]), file=st.just("file"), caption=texts, message=messages),
    st.builds(s.Odd, what=st.sampled_from(["sticker", "place", "contact", "other", "group"]), message=messages),
    st.builds(s.NudgesDue, due=_few(due)),
    st.builds(s.TimerOver, timer=st.sampled_from(["again", "close", "idle", "paste", "gone"]), subject=st.one_of(st.just(""), ids)),
    st.builds(s.Reached, reachable=st.booleans()),
)  # fmt: skip

profiles = st.builds(
    Profile,
    name=labels,
    language=st.sampled_from(["en", "es", "xx"]),
    country=st.sampled_from(["US", "GB", "XX"]),
    zone=st.sampled_from(["UTC", people.NEW_YORK, "Asia/Kathmandu", "Pacific/Apia"]),
    quiet=st.sampled_from([Quiet(time(22), time(7)), Quiet(time(9), time(8)), Quiet(time(0), time(0))]),
    evening=st.one_of(st.none(), st.just(time(20, 30))),
    vague=st.booleans(),
    sharing=st.sampled_from(["all", "before_session", "none"]),
    tell_therapist=st.booleans(),
    settled=st.booleans(),
    reachable=st.booleans(),
    held_until=st.one_of(st.none(), moments),
    not_up_to_it=st.integers(0, 4),
)
assignments = st.builds(
    Assignment,
    id=ids,
    exercise=names,
    plan=st.one_of(st.builds(OnDemand), st.just(Fixed(days=(1, 3)))),
    words=texts,
)
kept_runs = st.builds(
    KeptRun,
    id=ids,
    exercise=names,
    private=st.booleans(),
    entries=_few(
        st.builds(
            KeptEntry,
            id=ids,
            step=steps,
            text=texts,
            label=plain_text,
            skipped=st.booleans(),
            message=messages,
            revisions=st.integers(0, 5),
        ),
        12,
    ),
)
invites = st.builds(
    Invite,
    code=st.just(f"c_{people.SPARE_CODE}"),
    role=st.sampled_from([Role.CLIENT, Role.THERAPIST]),
    usable=st.booleans(),
    therapist=labels,
    zone=st.just(people.NEW_YORK),
    country=st.sampled_from(["US", "XX"]),
)


@st.composite
def persons(draw: st.DrawFn, role: Role, session: s.Session) -> Person:
    """Anybody of that role at that place, with whatever else a store may hand back; nothing is stored of a stranger."""
    known = role is not Role.STRANGER
    return Person(
        id=people.CLIENT_ID if known else None,
        role=role,
        profile=draw(profiles),
        session=session if known else s.Session(),
        nickname=draw(labels) if role is Role.CLIENT else "",
        therapist_name=draw(labels) if role is Role.CLIENT else "",
        assignments=draw(_few(assignments)) if role is Role.CLIENT else (),
        clients=draw(_cards) if role is Role.THERAPIST else (),
        runs_today=draw(_few(st.tuples(names, moments), 6)),
        run=draw(st.none() | kept_runs),
        invite=draw(st.none() | invites),
        spare_code=people.SPARE_CODE,
    )


@st.composite
def meetings(draw: st.DrawFn, kind: str) -> tuple[Person, s.Input]:
    """Someone whose session came from the store at such a place, and what reaches them."""
    stored = s.dump_session(draw(sessions(PLACES[kind])))
    role = draw(st.sampled_from(Role))
    return draw(persons(role, s.load_session(stored))), draw(inputs)


def _as_cards(nicknames: Sequence[str]) -> tuple[Any, ...]:
    return tuple(
        people.card(name, id=who) for name, who in zip(nicknames, (people.CLIENT_ID, *IDS), strict=False)
    )


_cards = st.lists(labels, max_size=4).map(_as_cards)
nows = st.integers(0, 48 * 60).map(
    lambda minutes: datetime(2026, 11, 17, tzinfo=UTC) + timedelta(minutes=minutes)
)
