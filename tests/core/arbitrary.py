"""Strategies for everything that can meet `take`: any input, any person, at any place."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.core import inputs
from bot.core import session as s
from bot.core.person import (
    Assignment,
    Contact,
    Draft,
    Heed,
    IfThen,
    Invite,
    KeptEntry,
    KeptRun,
    Look,
    Newcomer,
    NotesPage,
    Offered,
    Pair,
    Person,
    Profile,
    Role,
    Seen,
)
from bot.core.plan import Fixed, OnDemand, Quiet
from bot.core.quiet_dates import QuietDate
from bot.core.text import clip
from tests.core import people
from tests.core.arbitrary_places import PLACES, broken, sessions
from tests.core.arbitrary_values import (
    CRISES,
    EXERCISES,
    IDS,
    LIVE,
    few,
    ids,
    labels,
    messages,
    moments,
    names,
    nonces,
    plain_text,
    steps,
    texts,
)
from tests.core.homespun import BALCONY
from tests.export import weeks

__all__ = [
    "CRISES", "IDS", "LIVE", "PLACES", "any_input", "broken", "few", "ids", "labels", "meetings", "moments", "nows", "persons", "plain_text",
    "profiles", "sessions", "texts",
]  # fmt: skip

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
    *(f"box:{what}:{IDS[0]}" for what in ("early", "stopped", "on", "more", "free", "how")),
    *("mark:read", "mark:gone", "marked", "on", "exit:0", "exit:9", "tiny", "begin", "pick:10", "pick:00", "unfit:what-if", "unfit:gone"),
    *("box:how:fine:" + IDS[0], "noticed:more", "plan:keep", "plan:tweak", "plan:drop", "pause:over", "fade:back", "note:all", "mine:erase", "own:people"),
    *("agenda:add", "agenda:pick:0", f"agenda:take:{IDS[0]}", "agenda:show", "recap:begin", "ticked", "tick:time", "keep", "next", "clear"),
    *("on:2026-11-30", "at:14:00", "every:7", "every:99", "other", "same", "move", "cancel", "none", "summary", f"meet:{people.CLIENT_ID}"),
    *(f"brief:{what}:{who}" for what in ("show", "page", "paste", "soap", "x") for who in (people.CLIENT_ID, IDS[0])),
    *(f"progress:{what}:{people.CLIENT_ID}" for what in ("front", "entries")), "front", "days", "entries", "search", "at:4", "at:x",
    *("lead:60", "lead:0", "lead:7", "brief", "brief:", "progress", "dates", "yearly", "once", "out:0", "out:7"),
    *(f"offer:{name}" for name in (*EXERCISES, "gone")),
    *(f"{name}:c_{people.SPARE_CODE}" for name in ("hello", "agree", "read", "refuse", "notmine")),
    *(f"{name}:c_{people.SPARE_CODE}" for name in ("askfirst", "asknot", "letin", "lock", "scan")),
    *(f"offered:{answer}:{IDS[0]}" for answer in ("yes", "no", "maybe")),
    "mine:seen", "ends", "end:7", "end:none", "end:date", "end:x",
)  # fmt: skip
TIMERS = (
    "again",
    "left",
    "offer",
    "joined",
    "close",
    "idle",
    "paste",
    "document",
    "gone",
    "bell",
    "erase",
    "hold",
    "lookin",
    "mention",
    "pause",
    "tweak",
    "own",
    "part",
    "step",
    "agenda",
    "recap",
    "review",
    "brief",
    "card",
)
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
    "brief",
    "progress",
    "sessions",
    "clients",
    "settings",
    "box",
    "x" * 32,
)
due = st.builds(
    inputs.Due,
    occurrence=ids,
    assignment=ids,
    exercise=names,
    due=moments,
    expires=moments,
    offered_before=st.one_of(st.none(), moments),
    snoozed=st.integers(0, 3),
)
any_input: st.SearchStrategy[inputs.Input] = st.one_of(
    st.builds(inputs.Said, text=texts, message=messages, forwarded=st.booleans()),
    st.builds(inputs.Edited, text=texts, message=st.integers(1, 99)),
    st.builds(inputs.Tapped, do=st.sampled_from(ACTIONS), nonce=nonces, message=messages),
    st.builds(inputs.Tapped, do=plain_text, nonce=nonces, message=messages),
    st.builds(inputs.Commanded, name=st.sampled_from(COMMANDS), argument=texts, message=messages),
    st.builds(inputs.Recorded, media=st.sampled_from(["voice", "video_note", "video", "photo", "audio", "document"]), file=st.just("file"), caption=texts, message=messages, name=st.sampled_from(["", "a.txt", "a.toml", "a.pdf"]), size=st.sampled_from([0, 10**9])),
    st.builds(inputs.Opened, file=st.just("file"), tasks=few(texts, 14), exercise=st.sampled_from(["", "", BALCONY]), trouble=st.sampled_from(["", "gone", "large", "no text", "fault"])),
    st.builds(inputs.Odd, what=st.sampled_from(["sticker", "place", "contact", "other", "group"]), message=messages, user=st.none() | st.integers(1, 9)),
    st.builds(inputs.NudgesDue, due=few(due)),
    st.builds(inputs.TimerOver, timer=st.sampled_from(TIMERS), subject=st.one_of(st.just(""), ids)),
    st.builds(inputs.Reached, reachable=st.booleans()),
)  # fmt: skip

lines = texts.map(lambda words: clip(words, 200))
"""Words as the flows keep them in a profile: one line, and no longer than they clip it."""
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
    values=few(plain_text, 7),
    week_day=st.integers(0, 6),
    week_at=st.none() | st.just(time(10)),
    senses=few(st.sampled_from(["touch", "sound", "gone"])),
    pairs=few(
        st.builds(Pair, exercise=names, run=ids, before=st.integers(0, 10), after=st.integers(0, 10)), 6
    ),
    noticed=few(st.sampled_from(["touch-nearest", "gone"])),
    fewer=st.booleans(),
    plan=st.none()
    | st.builds(
        IfThen,
        cue=lines,
        act=lines,
        kept_at=moments,
        run=ids,
        stack=lines,
        mention=st.none() | st.just(time(8)),
    ),
    box_for=lines,
    paused=st.booleans(),
    paused_until=st.none() | moments,
    unanswered=st.integers(0, 9),
    fade=st.integers(0, 3),
    people=few(st.builds(Contact, name=labels, phone=st.sampled_from(["988", "+49 151 2345678"]))),
    safety_plan=few(lines, 6),
    quiet_dates=few(
        st.builds(QuietDate, on=st.dates(date(2024, 2, 27), date(2028, 3, 1)), yearly=st.booleans())
    ),
    erasing_at=st.none() | moments,
    out_of_hours=lines,
    card_pinned=st.sampled_from(["", "row-3"]),
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
    entries=few(
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
    nickname=labels,
    asks_first=st.booleans(),
    admitted=st.booleans(),
    held=st.booleans(),
    locked=st.booleans(),
    for_another=st.booleans(),
    told=st.booleans(),
    therapist=labels,
    zone=st.just(people.NEW_YORK),
    country=st.sampled_from(["US", "XX"]),
)


LOOKS = (
    None,
    *(
        Look(record=each, since=weeks.BEGIN)
        for each in (weeks.record(), weeks.a_week(), weeks.in_words(*("{x} <b> " + "x" * 900,) * 6))
    ),
)
_seen = st.builds(
    Seen,
    at=moments,
    by=st.sampled_from(["client", "therapist", "operator", "gone"]),
    name=labels,
    event=st.sampled_from(["file", "read", "gone"]),
    detail=st.just("csv"),
)
_newcomers = st.builds(
    Newcomer, code=st.just(f"c_{people.SPARE_CODE}"), nickname=labels, name=labels | st.just("")
)
pages = st.builds(NotesPage, runs=few(kept_runs, 4), offset=st.integers(0, 40), total=st.integers(0, 50))


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
        therapist_left=draw(st.booleans()) if role is Role.CLIENT else False,
        offered=draw(st.none() | st.builds(Offered, id=ids, name=labels)) if role is Role.CLIENT else None,
        seen=draw(few(_seen)) if role is Role.CLIENT else (),
        therapist_zone=draw(st.sampled_from(["", "Europe/Lisbon"])) if role is Role.CLIENT else "",
        assignments=draw(few(assignments)) if role is Role.CLIENT else (),
        clients=draw(_cards) if role is Role.THERAPIST else (),
        newcomers=draw(few(_newcomers)) if role is Role.THERAPIST else (),
        runs_today=draw(few(st.tuples(names, moments), 6)),
        run=draw(st.none() | kept_runs),
        invite=draw(st.none() | invites),
        page=draw(st.none() | pages) if role is Role.CLIENT else None,
        next_appointment=draw(st.none() | moments) if role is Role.CLIENT else None,
        met=draw(st.none() | moments) if role is Role.CLIENT else None,
        draft=draw(st.none() | st.builds(Draft, texts=few(texts, 6), at=moments, theirs=st.booleans())),
        look=draw(st.sampled_from(LOOKS)) if known else None,
        recalled=draw(few(kept_runs)) if role is Role.CLIENT else (),
        heed=Heed(flags=draw(few(st.sampled_from(["ocd", "ed", "gone"])))),
        spare_code=people.SPARE_CODE,
    )


@st.composite
def meetings(draw: st.DrawFn, kind: str) -> tuple[Person, inputs.Input]:
    """Someone whose session came from the store at such a place, and what reaches them."""
    stored = s.dump_session(draw(sessions(PLACES[kind])))
    role = draw(st.sampled_from(Role))
    return draw(persons(role, s.load_session(stored))), draw(any_input)


def _as_cards(nicknames: Sequence[str]) -> tuple[Any, ...]:
    return tuple(
        people.meeting(people.card(name, id=who)) if number % 2 == 0 else people.card(name, id=who)
        for number, (name, who) in enumerate(zip(nicknames, (people.CLIENT_ID, *IDS), strict=False))
    )


_cards = st.lists(labels, max_size=4).map(_as_cards)
nows = st.integers(0, 48 * 60).map(
    lambda minutes: datetime(2026, 11, 17, tzinfo=UTC) + timedelta(minutes=minutes)
)
