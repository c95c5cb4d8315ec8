"""Clients' weeks and years as records, for what is made of them: every name in them is invented."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zlib import crc32

from bot.core.record import (
    Arrangement,
    ExportedOccurrence,
    SharedAnswer,
    SharedConsent,
    SharedHomework,
    SharedRecord,
    SharedRun,
)
from bot.core.speech import Speech, speech_of
from tests.core import people

ZONE = "America/New_York"
BEGIN = datetime(2026, 11, 16, 14, tzinfo=UTC)
"""A Monday morning in New York."""
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
"""The Monday after, two hours before the session."""
Given = tuple[str, str, int | None]
"""Words, the label of a button, a number."""


def speech(language: str = "en") -> Speech:
    """How the therapist is spoken to."""
    return speech_of(people.library(), language, ZONE)


@dataclass(slots=True)
class Making:
    """Makes rows with ids that are the same each time."""

    number: Iterator[int]

    def run(
        self, exercise: str, at: datetime, *given: tuple[str, str | int | Given], **changed: Any
    ) -> SharedRun:
        """A doing with these answers (question, what it got), a minute apart."""
        name = f"{next(self.number):08x}-0000-4000-8000-000000000000"
        answers = [_answer(f"{name}-{n}", at, n, step, got) for n, (step, got) in enumerate(given)]
        run = SharedRun(
            id=name,
            exercise=exercise,
            revision=1,
            language="en",
            trigger="nudge",
            zone=ZONE,
            started_at=at,
            ended_at=at + timedelta(minutes=5),
            outcome="done",
            assignment_id=None,
            occurrence_id=None,
            words="",
            answers=tuple(_numbered(answers)),
        )
        return run._replace(**changed)

    def nudge(self, piece: str, at: datetime, outcome: str | None, **changed: Any) -> ExportedOccurrence:
        """A nudge of a piece that was sent, and what became of it."""
        nudge = ExportedOccurrence(
            client_code="C-7KQ2",
            id=f"nudge-{next(self.number)}",
            assignment_id=piece,
            exercise=piece.partition("-")[2],
            trigger="fixed",
            local_date=(at - timedelta(hours=5)).date(),
            slot=0,
            zone=ZONE,
            planned_at=at,
            due_at=at,
            expires_at=at + timedelta(hours=2),
            send_state="sent",
            outcome=outcome,
            reason="",
            sent_at=at,
            first_reaction_at=None,
            started_at=None,
            ended_at=None,
            reminder_at=None,
            snoozed=0,
        )
        return nudge._replace(**changed)


def making() -> Making:
    """A fresh maker of rows."""
    return Making(count(1))


def id_of(exercise: str) -> str:
    """The id of a piece of homework."""
    return f"{crc32(exercise.encode()):08x}-{exercise}"


def piece(exercise: str, words: str = "", name: str = "", kind: str = "fixed") -> SharedHomework:
    """A piece of homework that stands since the beginning."""
    return SharedHomework(
        id=name or id_of(exercise),
        exercise=exercise,
        own=False,
        kind=kind,
        plan={"kind": "fixed", "days": [0, 2, 4]},
        words=words,
        given_at=BEGIN,
        ended_at=None,
    )


def consent(sharing: str = "all", tell: bool = True) -> SharedConsent:
    """What was agreed to before the beginning."""
    choices = {"sharing": sharing, "tell_therapist": tell, "country": "US"}
    return SharedConsent(at=BEGIN - timedelta(days=9), version="2026-11", choices=choices)


MEETING = Arrangement(
    version=1,
    made_at=BEGIN,
    ended_at=None,
    next_at=BEGIN + timedelta(days=7),
    first=date(2026, 11, 16),
    hour="14:00",
    zone=ZONE,
    every_days=7,
)


def record(**changed: Any) -> SharedRecord:
    """A client who shares everything, with nothing kept yet."""
    bare = SharedRecord(
        id=people.CLIENT_ID, code="C-7KQ2", consents=(consent(),), sessions=(MEETING,), cards=()
    )
    return replace(bare, **changed)


def a_week() -> SharedRecord:
    """A normal week: four mistakes, two kind lines, mood, a box, values, a plan, a look back."""
    make = making()
    runs = [each for day in range(7) for each in _day(make, day, BEGIN + timedelta(days=day))]
    runs += list(_end_of_week(make))
    nudges = [
        make.nudge(id_of("kind-line"), BEGIN + timedelta(days=day, hours=10), outcome, reason=reason)
        for day, outcome, reason in (
            (0, "done", ""),
            (2, "declined", "fit"),
            (4, "done", ""),
            (6, "expired", ""),
        )
    ]
    nudges += [
        make.nudge(id_of("mood"), BEGIN + timedelta(days=day, hours=9), ("done", "expired")[day in (2, 6)])
        for day in range(7)
    ]
    nudges.append(
        make.nudge(
            id_of("mood"),
            BEGIN + timedelta(days=5),
            "not_offered",
            reason="paused",
            send_state="never",
            sent_at=None,
        )
    )
    return record(
        runs=tuple(sorted(runs, key=lambda each: each.started_at)),
        occurrences=tuple(sorted(nudges, key=lambda each: each.planned_at)),
        homework=(
            piece("mistake-note", "three things to learn from each mistake", kind="on_demand"),
            piece("kind-line", "practice self-compassion when facing challenges"),
            piece("mood"),
        ),
        kept_private=1,
    )


def _day(make: Making, day: int, at: datetime) -> Iterator[SharedRun]:
    if day not in (2, 6):
        mood = (4, 5, 0, 3, 6, 6, 0)[day]
        yield make.run(
            "mood", at + timedelta(hours=9), ("mood", mood), ("line", "slept well" if day == 4 else "")
        )
    if day in (0, 1, 3, 4):
        felt, later = ((4, "Big"), (2, "Small")) if day else ((5, "Huge"), (3, "Medium"))
        what = (
            "sent the draft instead of the final version",
            "called him by the wrong name",
            "",
            "missed my stop",
            "left the window open in the rain",
        )[day]
        yield make.run(
            "mistake-note",
            at + timedelta(hours=2),
            ("what", what),
            ("size_now", ("", felt[1], felt[0])),
            ("size_month", ("", later[1], later[0])),
            ("lesson", "I can ask someone to look before I send"),
        )
    if day in (0, 4):
        yield make.run(
            "kind-line",
            at + timedelta(hours=10),
            ("hard", "the meeting that went past me"),
            ("friend", "You were tired, and you were still polite."),
            ("self", "I was tired, and I was still polite."),
            outcome="part" if day else "done",
        )


def _end_of_week(make: Making) -> Iterator[SharedRun]:
    last = BEGIN + timedelta(days=5)
    yield make.run("box", last, ("what", ("", "sketch the rain", None)))
    yield make.run("realistic-standards", last - timedelta(days=2), ("task", "the report"), ("bad", 7))
    yield make.run(
        "realistic-standards-evening", last - timedelta(days=1), ("what", "nobody said a word"), ("bad", 3)
    )
    near = [
        ("near", ("Creativity", "Some way", 2)),
        ("near", ("Fairness", "Near", 3)),
        ("near", ("Community", "Far off", 1)),
    ]
    yield make.run(
        "values-check-in", last, *near, ("pick", "Creativity"), ("version", "sketch the rain, badly")
    )
    yield make.run("if-then", last, ("cue", "it's the minute before a meeting"), ("act", "feel my feet"))
    yield make.run("for-session", last, ("note", "why kindness feels fake"))
    look = last + timedelta(hours=3)
    kind = "A kind line"
    yield make.run(
        "session-review",
        look,
        ("went", (kind, "Some of it", 1)),
        ("way", (kind, "It felt awkward", None)),
        ("helped", (kind, "4", 4)),
        ("next", (kind, "Change it", None)),
        ("showed", "I am softer with others than with myself."),
        ("first", "The argument on Tuesday, and what I made of it."),
    )


def a_year() -> SharedRecord:
    """2,190 answers of a year: a mistake note of five and a mood a day."""
    make, runs = making(), []
    for day in range(365):
        at = NOW - timedelta(days=365 - day)
        runs.append(
            make.run(
                "mistake-note",
                at,
                ("what", f"the small thing of day {day}, told in a line"),
                ("size_now", ("", "Medium", 1 + day % 5)),
                ("size_month", ("", "Small", 1 + day % 3)),
                ("lesson", "ask first"),
                ("lesson", "leave it for an hour"),
            )
        )
        runs.append(make.run("mood", at + timedelta(hours=3), ("mood", (day * 7) % 11)))
    nudges = [
        make.nudge(id_of("mood"), NOW - timedelta(days=365 - day), ("done", "expired", "declined")[day % 3])
        for day in range(365)
    ]
    return record(
        runs=tuple(runs), occurrences=tuple(nudges), homework=(piece("mistake-note"), piece("mood"))
    )


def in_words(*texts: str) -> SharedRecord:
    """Notes with these words, one for the session."""
    make = making()
    runs = [make.run("note", BEGIN + timedelta(hours=n), ("note", text)) for n, text in enumerate(texts)]
    first = make.run("session-review", BEGIN + timedelta(days=4), ("first", texts[0]))
    return record(runs=(*runs, first), homework=(piece("own-words", texts[-1]),))


def _answer(name: str, at: datetime, place: int, step: str, got: str | int | Given) -> SharedAnswer:
    text, label, value = (
        ("", str(got), got) if isinstance(got, int) else (got, "", None) if isinstance(got, str) else got
    )
    return SharedAnswer(
        id=name,
        step=step,
        number=0,
        at=at + timedelta(minutes=place),
        text=text,
        value=value,
        label=label,
        media="",
        skipped=not (text or label),
    )


def _numbered(answers: Sequence[SharedAnswer]) -> Iterator[SharedAnswer]:
    """Several answers to one question are places of a list."""
    for place, answer in enumerate(answers):
        yield answer._replace(number=sum(each.step == answer.step for each in answers[:place]))
