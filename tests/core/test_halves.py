"""Halves of one exercise: what comes after a run, when, about which run, and what of it is quoted."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.core.changes import FollowUp, RunDeleted, SetAside
from bot.core.exercise import BadExercise, Exercise
from bot.core.inputs import Commanded, NudgesDue, Said, Tapped
from bot.core.library import Library
from bot.core.person import Heed, KeptEntry, KeptRun, Pair, Person
from bot.core.places import Browsing
from bot.core.plan import Quiet
from bot.core.recalling import Wish, wanted
from bot.core.scene import Scene
from bot.core.session import Answering, Prompted
from bot.core.take import take
from bot.core.talk import following
from bot.core.turn import Turn
from tests.core.homemade import Document, choice, homemade, pick, scale, text
from tests.core.people import NOW, RUN_ID, at, client, having, labels, nudge, said_to, settled, tap

OTHER_RUN = "5f0f1d2c-0000-4000-8000-0000000000b2"
AFTER = {"kind": "after", "exercise": "first-half", "wait": "evening"}


def first(**parts: Any) -> Exercise:
    """The half that asks in the day."""
    return homemade(text(), choice("again"), id="first-half", **parts)


def second(*steps: Document, rhythm: Document | None = None, **parts: Any) -> Exercise:
    """The half that comes after it."""
    asked = steps or (text("came", ask=["“{first.what}”: what came of it?", "What came of it?"]),)
    return homemade(
        *asked,
        id="second-half",
        rhythm=rhythm or AFTER,
        recalls={"first": "first-half"},
        assignable=False,
        **parts,
    )


def finished(library: Library, *taps: str, person: Person | None = None, now: datetime = NOW) -> Turn:
    """The first half from beginning to end, its question answered with a line."""
    who = person or client()
    turn = take(who, tap("offer:first-half", stands=True), library, now)
    for given in ("the talk", *taps):
        who = replace(who, session=turn.session)
        tapped = Tapped(do=given, nonce=who.session.nonce)
        turn = take(who, tapped if given in taps else Said(text=given, message=5), library, now)
    return turn


def to_come(turn: Turn) -> list[FollowUp]:
    """What a turn plans."""
    return [change for change in turn.changes if isinstance(change, FollowUp)]


def test_finishing_a_first_half_plans_the_second_once_about_that_run() -> None:
    turn = finished(having(first(), second()), "pick:yes")
    (planned,) = to_come(turn)
    place = take(client(), tap("offer:first-half", stands=True), having(first(), second()), NOW).session.place
    assert isinstance(place, Answering)
    assert planned.about == place.run.id
    assert (planned.assignment.exercise, planned.assignment.own) == ("second-half", True)


def test_stopping_plans_it_only_where_the_file_says_so() -> None:
    assert to_come(finished(having(first(), second()), "stop")) == []
    assert len(to_come(finished(having(first(), second(rhythm=AFTER | {"part": True})), "stop"))) == 1


def test_nothing_given_plans_nothing() -> None:
    library = having(first(), second(rhythm=AFTER | {"part": True}))
    turn = take(client(), tap("offer:first-half", stands=True), library, NOW)
    person = replace(client(), session=turn.session)
    assert to_come(take(person, replace(tap("stop"), nonce=turn.session.nonce), library, NOW)) == []


def test_a_condition_looks_at_the_run_that_ended() -> None:
    rhythm = AFTER | {"when": {"step": "again", "is_one_of": ["yes"]}}
    assert len(to_come(finished(having(first(), second(rhythm=rhythm)), "pick:yes"))) == 1
    assert to_come(finished(having(first(), second(rhythm=rhythm)), "pick:no")) == []


NOON = datetime(2026, 11, 17, 17, tzinfo=UTC)
"""Noon on a Tuesday in New York."""


@pytest.mark.parametrize(
    ("wait", "now", "day", "at"),
    [
        ("evening", NOON, 17, time(20, 30)),
        ("evening", NOON + timedelta(hours=8, minutes=20), 18, time(20, 30)),
        ("evening", NOON + timedelta(hours=9), 18, time(20, 30)),
        ("next evening", NOON, 18, time(20, 30)),
        ("next morning", NOON, 18, time(9)),
        ("4h", NOON, 17, time(16)),
        ("90m", NOON, 17, time(13, 30)),
        ("4h", NOON + timedelta(hours=7), 18, time(7)),
        ("2d", NOON, 19, time(12)),
        ("30d", NOON, 17, time(12)),
    ],
)
def test_it_comes_when_the_file_says_and_never_in_quiet_hours(
    wait: str, now: datetime, day: int, at: time
) -> None:
    scene = Scene(client(), Said(text="x"), having(), now)
    local = following.due(scene, wait).astimezone(scene.zone)
    assert (local.day, local.time()) == (day, at)


def test_days_are_counted_on_the_wall_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 31, 16, tzinfo=UTC)  # noon, the day before the clocks go back
    scene = Scene(client(), Said(text="x"), having(), before)
    assert following.due(scene, "2d").astimezone(scene.zone).time() == time(12)


def test_without_an_evening_hour_there_is_one_all_the_same() -> None:
    person = replace(client(), profile=replace(settled(), evening=None, quiet=Quiet(time(0), time(0))))
    scene = Scene(person, Said(text="x"), having(), NOON)
    assert following.due(scene, "evening").astimezone(scene.zone).time() == following.EVENING


# --- what is quoted ------------------------------------------------------------------------------------


def kept(words: str, id: str = RUN_ID, exercise: str = "first-half", *more: KeptEntry) -> KeptRun:
    """An earlier run with a line in it."""
    return KeptRun(
        id=id,
        exercise=exercise,
        private=True,
        at=NOW,
        entries=(KeptEntry(id="e", step="what", text=words), *more),
    )


def opened(library: Library, person: Person) -> str:
    """The first question of the second half, opened by hand."""
    return said_to(take(person, tap("offer:second-half", stands=True), library, NOW))[0]


def test_an_earlier_run_is_quoted_and_without_one_the_other_wording_stands() -> None:
    library = having(first(), second())
    assert opened(library, replace(client(), recalled=(kept("the talk"),))) == "“the talk”: what came of it?"
    assert opened(library, client()) == "What came of it?"


def test_a_nudge_quotes_the_very_run_it_comes_after() -> None:
    library = having(first(), second())
    older = replace(client(), recalled=(kept("the newest", OTHER_RUN), kept("the one it is about")))
    due = take(older, NudgesDue(due=(nudge("second-half", about=RUN_ID),)), library, NOW)
    assert isinstance(due.session.place, Prompted)
    there = replace(older, session=due.session)
    turn = take(there, replace(tap("yes"), nonce=due.session.nonce), library, NOW)
    assert said_to(turn) == ["“the one it is about”: what came of it?"]


def test_conditions_see_the_choices_of_the_earlier_run() -> None:
    steps = (text("smaller", when={"step": "first.again", "is_one_of": ["no"]}), text("came"))
    library = having(first(), second(*steps))
    choices = {
        label: kept("x", RUN_ID, "first-half", KeptEntry(id="f", step="again", text="", label=label))
        for label in ("Yes", "No")
    }
    asked = {
        label: take(replace(client(), recalled=(run,)), tap("offer:second-half", stands=True), library, NOW)
        for label, run in choices.items()
    }
    places = {label: turn.session.place for label, turn in asked.items()}
    assert {label: place.step for label, place in places.items() if isinstance(place, Answering)} == {
        "Yes": "came",
        "No": "smaller",
    }


KEEP: Document = {
    "say": ["Kept."],
    "keep_as": {
        "card": "coping",
        "title": "Then",
        "lines": ["first: {what}", "with: {again}"],
        "when": {"step": "again", "is_one_of": ["yes"]},
    },
}


def test_a_card_is_drawn_of_the_runs_that_became_one() -> None:
    library = having(first(closing=KEEP), homemade(pick(of="cards.coping"), text(), id="draws"))
    yes, no = (
        KeptEntry(id="y", step="again", text="", label="Yes"),
        KeptEntry(id="n", step="again", text="", label="No"),
    )
    person = replace(
        client(),
        recalled=(kept("breathe", RUN_ID, "first-half", yes), kept("run", OTHER_RUN, "first-half", no)),
    )
    turn = take(person, tap("offer:draws", stands=True), library, NOW)
    assert labels(turn)[0] == "first: breathe; with: Y…"[:24] or labels(turn)[0].startswith(
        "1. first: breathe"
    )
    assert "run" not in said_to(turn)[0]


# --- what is loaded ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "given", "wishes"),
    [
        (client(), tap("offer:second-half", stands=True), (Wish(exercise="first-half"),)),
        (client(), tap("offer:first-half", stands=True), ()),
        (client(), Said(text="hello"), ()),
        (client(), Commanded(name="today"), ()),
        (client(Prompted(occurrence="o", assignment="a", exercise="second-half", expires=NOW, about=RUN_ID)), Said(text="hello"), (Wish(exercise="first-half", run=RUN_ID),)),
        (client(), tap("offer:gone", stands=True), ()),
    ],
)  # fmt: skip
def test_only_what_may_open_an_exercise_loads_what_it_quotes(
    person: Person, given: Any, wishes: tuple[Wish, ...]
) -> None:
    assert wanted(person, given, having(first(), second())) == wishes


def test_cards_are_wished_for_of_every_exercise_that_keeps_that_kind() -> None:
    library = having(first(closing=KEEP), homemade(pick(of="cards.coping"), text(), id="draws"))
    wishes = wanted(client(), tap("offer:draws", stands=True), library)
    assert Wish(exercise="first-half", most=4) in wishes
    assert {wish.exercise for wish in wishes} >= {"first-half", "what-if"}


# --- what does not suit ----------------------------------------------------------------------------------


def test_what_does_not_suit_is_set_aside_with_its_second_half_and_noted() -> None:
    turn = take(client(), tap("unfit:first-half", stands=True), having(first(), second()), NOW)
    assert SetAside(exercises=("first-half", "second-half")) in turn.changes
    assert [entry.text for entry in turn.entries] == ["“Try” doesn't suit me."]


def test_deleting_a_run_forgets_its_numbers() -> None:
    pairs = (
        Pair(exercise="x", run=RUN_ID, before=1, after=2),
        Pair(exercise="x", run=OTHER_RUN, before=3, after=4),
    )
    place = Browsing(view="delete", run=RUN_ID)
    person = replace(client(), session=at(place), run=kept("x"), profile=replace(settled(), pairs=pairs))
    turn = take(person, tap("delete"), having(), NOW)
    assert RunDeleted(run=RUN_ID) in turn.changes
    assert turn.profile is not None
    assert turn.profile.pairs == pairs[1:]


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "parts", "reason"),
    [
        ((text(ask="“{first.what}”?"),), {"recalls": {"first": "first-half"}}, "quotes what may not be there in each of its wordings"),
        ((text(ask=["“{gone.what}”?", "What?"]),), {}, "refers to gone.what"),
        ((text("words"),), {}, "words is a name with a meaning of its own"),
        ((text(),), {"recalls": {"what": "first-half"}}, "what names a step and a recalled run"),
        ((text(), pick(of="gone")), {}, "steps.line refers to gone"),
        ((text(),), {"exits": [{"label": "Out", "say": ["Out."], "note": "Out.", "steps": ["gone"]}]}, "exits.0 refers to gone"),
        ((text(),), {"flags": [{"flag": "ed", "does": "leave_out", "steps": ["gone"]}]}, "flags.0 refers to gone"),
        ((text(),), {"flags": [{"flag": "ed", "does": "leave_out"}]}, "steps belong to leave_out"),
        ((text(),), {"flags": [{"flag": "ed", "does": "tell"}]}, "tell needs what to say"),
        ((text(),), {"rhythm": {"kind": "after", "exercise": "first-half"}}, "a rhythm of the kind after needs wait"),
        ((text(),), {"rhythm": {"kind": "every"}}, "a rhythm of the kind every needs every"),
        ((text(),), {"rhythm": {"kind": "weekly", "count": 2}}, "count does not belong to a rhythm of the kind weekly"),
        ((scale(low="none"),), {}, "low and high belong together"),
        (tuple(text(f"q{n}") for n in range(7)), {}, "7 questions everybody meets, 6 at most"),
        ((text(),), {"why": "a\nb\nc"}, "why has two lines at most"),
        ((text(),), {"closing": {"say": ["Kept."], "compare": {"before": "gone", "after": "what", "say": "x"}}}, "closing refers to gone"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_hold_together_is_refused(
    steps: tuple[Document, ...], parts: Document, reason: str
) -> None:
    with pytest.raises(BadExercise) as refused:
        homemade(*steps, **parts)
    assert reason in str(refused.value)


def test_seven_questions_are_fine_where_one_of_them_is_optional_or_depends() -> None:
    steps = [text(f"q{n}") for n in range(6)]
    homemade(*steps, text("q6", optional=True))
    homemade(*steps, text("q6", when={"step": "q0", "answered": True}))


def test_what_is_to_be_asked_for_comes_only_by_a_tap_and_once() -> None:
    library = having(
        first(closing={"say": ["Kept."], "offers": [{"exercise": "second-half", "label": "Later"}]}),
        second(rhythm=AFTER | {"asked": True}),
    )
    ended = finished(library, "pick:yes")
    assert to_come(ended) == []
    (later,) = (b for reply in ended.replies for row in reply.rows for b in row if b.label == "Later")
    run = later.do.removeprefix("later:")
    person = replace(client(), session=ended.session, run=kept("the talk", run))
    first_tap, second_tap = (
        to_come(take(person, tap(later.do, stands=True), library, NOW)) for _ in range(2)
    )
    assert [each.about for each in first_tap] == [run]
    assert first_tap[0].occurrence == second_tap[0].occurrence


def test_an_offer_of_what_is_off_for_the_client_is_not_made() -> None:
    off = homemade(text(), id="off-for-some", flags=[{"flag": "ed", "does": "confirm"}])
    library = having(
        first(closing={"say": ["Kept."], "offers": [{"exercise": "off-for-some", "label": "That"}]}), off
    )
    assert "That" not in labels(finished(library, "pick:yes"))
    allowed = replace(client(), heed=Heed(confirmed=("ed",)))
    assert "That" in labels(finished(library, "pick:yes", person=allowed))
