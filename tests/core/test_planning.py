"""An if-then plan: its sentence, what is kept of it, when it is brought up, and every way it can go."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import inputs
from bot.core import session as s
from bot.core.changes import OccurrenceEnded, RunSaved, TimerDropped, TimerSet
from bot.core.person import IfThen, Person
from bot.core.places import Planning
from bot.core.plan import Quiet
from bot.core.run import Answer, Run
from bot.core.scene import Scene
from bot.core.take import take
from bot.core.talk.mentioning import next_mention
from bot.core.talk.planning_screen import of_run
from bot.core.turn import Turn
from bot.core.words import Words
from tests.core import people
from tests.core.soundness import faults

C = TypeVar("C")
CUE, ACT, NO_STACK = (
    Answer(step="cue", text="it rains", entry="e1"),
    Answer(step="act", text="breathe", entry="e2"),
    Answer(step="stack", skipped=True, entry="e3"),
)
RUN = Run(id=people.RUN_ID, exercise="if-then", revision=1, trigger="client", started=people.NOW)
WHOLE = replace(RUN, answers=(CUE, ACT, NO_STACK))
READ = Planning(view="read", run=WHOLE)
NEW_YORK = ZoneInfo(people.NEW_YORK)
WEDNESDAY = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
"""Eight in the morning in New York."""
PLAN = IfThen(
    cue="it rains", act="breathe", kept_at=WEDNESDAY, run=people.RUN_ID, mention=time(8, 55), pinned="row-2"
)
HOUR = datetime(2026, 11, 19, 13, 55, tzinfo=UTC)
"""The hour of the plan on the day after it was kept."""


def with_plan(plan: IfThen | None = PLAN, place: s.AnyPlace | None = None, **profile: Any) -> Person:
    person = people.client(place)
    return replace(person, profile=replace(person.profile, plan=plan, **profile))


def of_kind(turn: Turn, kind: type[C]) -> list[C]:
    return [change for change in turn.changes if isinstance(change, kind)]


def over(person: Person, name: str = "mention", now: datetime = HOUR) -> Turn:
    return people.turn_of(person, inputs.TimerOver(timer=name, subject=""), now=now)


def days_of(turn: Turn, name: str) -> list[datetime]:
    return [change.at for change in of_kind(turn, TimerSet) if change.timer == name]


# --- its sentence -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cue", "act", "stack", "sentence"),
    [
        ("it rains", "breathe", "", "If it rains, then I will breathe."),
        ("If it rains.", "I'll breathe", "", "If it rains, then I will breathe."),
        ("if  it\nrains", "then i will breathe!", "", "If it rains, then I will breathe!."),
        ("ifs and buts", "Then breathe", "with tea", "If ifs and buts, then I will breathe, with tea."),
        ("...", "breathe", "", "If ..., then I will breathe."),
    ],
)  # fmt: skip
def test_sentence_doubles_none_of_its_own_words(cue: str, act: str, stack: str, sentence: str) -> None:
    answers = (
        Answer(step="cue", text=cue),
        Answer(step="act", text=act),
        Answer(step="stack", text=stack, skipped=not stack),
    )
    scene = Scene(people.client(), inputs.Odd(what="other"), people.library(), people.NOW)
    assert of_run(scene, replace(RUN, answers=answers)).text == sentence


def test_sentence_can_be_put_in_another_order_by_a_translation() -> None:
    words = {"xx": Words(sentences={"If {cue}, then I will {act}, {stack}.": "{stack}: {act}, {cue}."})}
    shelf = replace(people.library(), words=words)
    answers = (CUE, ACT, Answer(step="stack", text="with tea"))
    scene = Scene(with_plan(language="xx"), inputs.Odd(what="other"), shelf, people.NOW)
    assert of_run(scene, replace(RUN, answers=answers)).text == "with tea: breathe, it rains."


# --- what is kept -----------------------------------------------------------------------------


def test_half_is_kept_at_once_and_opens_the_run() -> None:
    turn = people.turn_of(people.client(Planning(run=RUN)), people.tap("pick:meeting"))
    assert [(entry.step, entry.label, entry.run) for entry in turn.entries] == [
        ("cue", "Before a meeting", RUN.id)
    ]
    assert [(saved.outcome, saved.ended) for saved in of_kind(turn, RunSaved)] == [("open", None)]


def test_half_said_anew_takes_the_place_of_the_one_before() -> None:
    place = Planning(view="if", run=WHOLE)
    turn = people.turn_of(people.client(place), inputs.Said(text="it snows"))
    then = people.turn_of(people.client(place), inputs.Said(text="it hails"))
    first = people.turn_of(people.client(Planning(run=RUN)), inputs.Said(text="it rains"))
    assert {first.entries[0].id, turn.entries[0].id} == {then.entries[0].id}
    assert isinstance(turn.session.place, Planning)
    assert turn.session.place.view == "read"
    assert not of_kind(turn, RunSaved)


def test_kept_plan_is_shown_pinned_and_asked_about_without_a_sound() -> None:
    turn = people.turn_of(people.client(READ), people.tap("keep"), now=WEDNESDAY)
    card, question = turn.replies
    assert (card.pin, card.edit) == (True, 55)
    assert question.silent
    assert turn.profile is not None
    assert turn.profile.plan is not None
    assert (turn.profile.plan.cue, turn.profile.plan.act, turn.profile.plan.stack) == (
        "it rains",
        "breathe",
        "",
    )
    assert [saved.outcome for saved in of_kind(turn, RunSaved)] == ["done"]


def test_new_plan_is_looked_at_once_after_five_days_at_the_clients_own_hour() -> None:
    turn = people.turn_of(people.client(READ), people.tap("keep"), now=WEDNESDAY)
    [at] = days_of(turn, "tweak")
    assert at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def test_first_look_is_at_noon_for_who_chose_no_evening() -> None:
    person = with_plan(None, READ, evening=None)
    [at] = days_of(people.turn_of(person, people.tap("keep"), now=WEDNESDAY), "tweak")
    assert at.astimezone(NEW_YORK).time() == time(12)


def test_plan_of_someone_who_shares_nothing_is_private() -> None:
    turn = people.turn_of(with_plan(None, Planning(run=RUN), sharing="none"), inputs.Said(text="it rains"))
    assert [saved.private for saved in of_kind(turn, RunSaved)] == [True]
    turn = people.turn_of(with_plan(None, READ, sharing="none"), people.tap("keep"))
    assert [saved.private for saved in of_kind(turn, RunSaved)] == [True]


def test_second_plan_changes_nothing_before_it_is_said_which_goes_in_front() -> None:
    turn = people.turn_of(with_plan(place=READ), people.tap("keep"))
    assert turn.profile is None
    assert people.labels(turn) == ["The new one", "The one before"]


def test_new_plan_in_front_takes_the_old_one_off_the_top() -> None:
    turn = people.turn_of(with_plan(place=replace(READ, view="front")), people.tap("new"))
    assert [reply.edit for reply in turn.replies if reply.unpin] == ["row-2"]
    assert TimerDropped(timer="mention", subject="") in turn.changes


def test_tweaked_plan_keeps_its_hour_and_is_not_looked_at_again() -> None:
    turn = people.turn_of(with_plan(place=replace(READ, tweak=True)), people.tap("keep"), now=WEDNESDAY)
    assert turn.profile is not None
    assert turn.profile.plan is not None
    assert turn.profile.plan.mention == time(8, 55)
    assert days_of(turn, "mention")
    assert not days_of(turn, "tweak")
    assert turn.session.place == s.Resting()


def test_tweak_that_changes_nothing_still_keeps_a_whole_plan() -> None:
    person = with_plan()
    asked = people.turn_of(person, people.tap("plan:tweak", stands=True))
    given_ = replace(people.tap("keep"), nonce=asked.session.nonce)
    turn = people.turn_of(people.after(person, asked), given_)
    assert [(e.step, e.text, e.skipped) for e in turn.entries] == [
        ("cue", "it rains", False),
        ("act", "breathe", False),
        ("stack", "", True),
    ]


def test_dropped_plan_ends_its_timers_and_its_pin() -> None:
    turn = people.turn_of(with_plan(), people.tap("plan:drop", stands=True))
    assert turn.profile is not None
    assert turn.profile.plan is None
    assert set(of_kind(turn, TimerDropped)) == {
        TimerDropped(timer=name, subject="") for name in ("mention", "tweak")
    }
    assert [reply.edit for reply in turn.replies if reply.unpin] == ["row-2"]


@pytest.mark.parametrize("what", ["keep", "stay", "tweak", "drop", "hush", "came:used", "gone", ""])
def test_button_of_a_plan_that_is_gone_has_closed(what: str) -> None:
    turn = people.turn_of(with_plan(None), people.tap(f"plan:{what}", stands=True))
    assert turn.toast
    assert (turn.replies, turn.changes) == ((), ())


def test_nudge_for_a_plan_shows_the_one_there_is() -> None:
    place = s.Prompted(
        occurrence=people.OCCURRENCE,
        assignment="a",
        exercise="if-then",
        expires=people.NOW + timedelta(hours=1),
    )
    turn = people.turn_of(with_plan(place=place), people.tap("yes"))
    assert [(ended.outcome, ended.occurrence) for ended in of_kind(turn, OccurrenceEnded)] == [
        ("done", people.OCCURRENCE)
    ]
    assert "it rains" in people.said_to(turn)[0]


@pytest.mark.parametrize("left_by", [people.tap("stop"), inputs.Commanded(name="mistake")])
def test_nudge_for_a_plan_that_was_not_begun_is_declined_once(left_by: inputs.Input) -> None:
    place = Planning(run=replace(RUN, occurrence=people.OCCURRENCE))
    turn = people.turn_of(people.client(place), left_by)
    assert of_kind(turn, OccurrenceEnded) == [
        OccurrenceEnded(occurrence=people.OCCURRENCE, outcome="declined")
    ]
    assert turn.session.parked is None


def test_help_card_leaves_a_begun_plan_to_be_gone_back_to() -> None:
    turn = people.turn_of(people.client(READ), inputs.Said(text="i want to die"))
    assert turn.session.parked == READ
    assert people.first(turn).kind == "safety"


def test_plan_that_waited_ends_as_half_a_plan_when_another_run_has_to_wait() -> None:
    person = people.client(s.Answering(run=replace(RUN, id=people.OTHER_ID, exercise="note"), step="note"))
    person = replace(person, session=replace(person.session, parked=READ))
    turn = people.turn_of(person, inputs.Commanded(name="mistake"))
    assert [(saved.run.id, saved.outcome) for saved in of_kind(turn, RunSaved) if saved.ended] == [
        (RUN.id, "part")
    ]
    assert TimerSet(timer="idle", subject="", at=people.NOW + timedelta(hours=2)) == turn.changes[-1]


# --- the hour to bring it up ------------------------------------------------------------------


def test_hour_is_not_offered_where_it_is_quiet() -> None:
    person = with_plan(None, READ, quiet=Quiet(time(22), time(9)))
    assert people.labels(people.turn_of(person, people.tap("keep"))) == ["Pick a time", "No"]


def test_hour_in_quiet_hours_is_asked_again() -> None:
    turn = people.turn_of(with_plan(place=Planning(view="time")), inputs.Said(text="6 am"))
    assert "quiet hours" in people.said_to(turn)[0]
    assert turn.profile is None


def test_hour_can_be_typed_where_it_is_only_offered() -> None:
    turn = people.turn_of(
        with_plan(replace(PLAN, mention=None), Planning(view="when")), inputs.Said(text="9:15 am")
    )
    assert turn.profile is not None
    assert turn.profile.plan is not None
    assert turn.profile.plan.mention == time(9, 15)


def test_hour_for_a_plan_that_was_dropped_meanwhile_has_closed() -> None:
    turn = people.turn_of(with_plan(None, Planning(view="when")), people.tap("weekdays"))
    assert (turn.session.place, turn.profile) == (s.Resting(), None)


def test_plan_is_brought_up_on_weekdays_less_often_as_weeks_go_by() -> None:
    now, days = WEDNESDAY, []
    for _ in range(11):
        scene = Scene(with_plan(), inputs.Odd(what="other"), people.library(), now)
        now = next_mention(scene, PLAN).at
        days.append(now.astimezone(NEW_YORK).date())
    first = [date(2026, 11, day) for day in (18, 19, 20, 23, 24)]
    second = [date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30)]
    assert days == [*first, *second, date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)]


def test_plan_kept_on_a_saturday_is_brought_up_on_fridays_in_the_end() -> None:
    kept = replace(PLAN, kept_at=datetime(2026, 11, 21, 15, tzinfo=UTC))
    late = datetime(2026, 12, 7, 12, tzinfo=UTC)
    at = next_mention(Scene(with_plan(kept), inputs.Odd(what="other"), people.library(), late), kept).at
    assert at.astimezone(NEW_YORK).date() == date(2026, 12, 11)


def test_plan_is_brought_up_silently_once_with_a_way_out() -> None:
    turn = over(with_plan())
    said = people.first(turn)
    assert (said.kind, said.silent) == ("nudge", True)
    assert people.labels(turn) == ["Fine", "No more of these"]
    assert len(days_of(turn, "mention")) == 1


@pytest.mark.parametrize(("vague", "covers"), [(True, ["spoiler"]), (False, [])])
def test_plan_is_covered_on_the_lock_screen_where_messages_are_vague(vague: bool, covers: list[str]) -> None:
    turn = over(with_plan(vague=vague))
    assert [span.kind for span in people.first(turn).text.spans] == covers
    looked = over(with_plan(vague=vague), "tweak")
    assert [span.kind for span in people.first(looked).text.spans] == covers


def test_plan_that_comes_by_itself_is_no_longer_than_such_a_message_may_be() -> None:
    long = replace(PLAN, cue="x" * 290, act="y" * 290)
    assert len(people.said_to(over(with_plan(long)))[0]) <= 240
    assert len(people.said_to(over(with_plan(long), "tweak"))[0]) <= 240


QUIET_NOW = Quiet(time(8), time(9, 30))
KEPT_BACK = [
    {"paused": True},
    {"reachable": False},
    {"held_until": HOUR + timedelta(hours=1)},
    {"erasing_at": HOUR + timedelta(hours=1)},
    {"quiet": QUIET_NOW},
]


@pytest.mark.parametrize("profile", [*KEPT_BACK, {"fade": 1}])
def test_plan_is_not_brought_up_where_nothing_may_come_and_goes_on_later(profile: dict[str, Any]) -> None:
    turn = over(with_plan(**profile))
    assert turn.replies == ()
    assert days_of(turn, "mention") == [HOUR + timedelta(days=1)]


@pytest.mark.parametrize("profile", KEPT_BACK)
def test_look_at_the_plan_waits_a_day_where_nothing_may_come(profile: dict[str, Any]) -> None:
    turn = over(with_plan(**profile), "tweak")
    assert turn.replies == ()
    [at] = days_of(turn, "tweak")
    assert timedelta(days=1) <= at - HOUR < timedelta(days=1, hours=2)


def test_plan_waits_while_something_else_is_done() -> None:
    place = s.Answering(run=replace(RUN, exercise="note"), step="note")
    person = with_plan(place=place)
    person = replace(person, session=replace(person.session, touched=HOUR - timedelta(minutes=1)))
    for name in ("mention", "tweak"):
        turn = over(person, name)
        assert turn.replies == ()
        assert days_of(turn, name) == [HOUR + timedelta(minutes=5)]


def test_plan_comes_beside_an_open_question_without_touching_it() -> None:
    place = s.Answering(run=replace(RUN, exercise="note"), step="note")
    person = with_plan(place=place)
    turn = over(replace(person, session=replace(person.session, touched=HOUR - timedelta(hours=1))))
    assert len(turn.replies) == 1
    assert (turn.session.place, turn.session.anchor, turn.session.nonce) == (place, "row-4", 4)


@pytest.mark.parametrize(("late", "comes"), [(0, True), (60, True), (61, False)])
def test_plan_is_brought_up_at_its_hour_or_not_at_all(late: int, comes: bool) -> None:
    turn = over(with_plan(), now=HOUR + timedelta(minutes=late))
    assert bool(turn.replies) is comes
    assert days_of(turn, "mention") == [HOUR + timedelta(days=1)]


@pytest.mark.parametrize("plan", [None, replace(PLAN, mention=None)])
def test_plan_without_an_hour_is_not_brought_up(plan: IfThen | None) -> None:
    turn = over(with_plan(plan))
    assert (turn.replies, turn.changes) == ((), ())


def test_no_more_of_these_leaves_the_plan_where_it_is() -> None:
    turn = people.turn_of(with_plan(), people.tap("plan:hush", stands=True))
    assert turn.profile is not None
    assert turn.profile.plan == replace(PLAN, mention=None)
    assert turn.changes == (TimerDropped(timer="mention", subject=""),)


@pytest.mark.parametrize("which", ["used", "not_used", "not_yet"])
def test_each_answer_to_whether_it_came_up_is_taken_alike(which: str) -> None:
    turn = people.turn_of(with_plan(), people.tap(f"plan:came:{which}", stands=True))
    assert people.said_to(turn) == ["Noted, as it is. A plan only waits for its moment."]
    assert [entry.step for entry in turn.entries] == ["came_up"]
    assert [(saved.outcome, saved.run.id != PLAN.run) for saved in of_kind(turn, RunSaved)] == [
        ("done", True)
    ]


# --- whatever comes ---------------------------------------------------------------------------

VIEWS = ("front", "if", "own_if", "then", "own_then", "stack", "own_stack", "read", "when", "time")


@pytest.mark.parametrize("view", VIEWS)
def test_stored_view_that_makes_no_sense_begins_with_what_is_open(view: Any) -> None:
    for run in (None, RUN, replace(RUN, answers=(CUE,)), replace(RUN, answers=(ACT, NO_STACK))):
        person = people.client(Planning(view=view, run=run))
        for given_ in (people.tap("keep"), people.tap("new"), people.tap("back"), inputs.Said(text="words")):
            turn = people.turn_of(person, given_)
            assert not faults(person, given_, turn)
            assert turn.profile is None


LIVE = 4
said = st.sampled_from(
    ["", " ", "no", "1", "9:15", "late", "if", "Keep it", "x" * 4096, "i want to die"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
answers = st.builds(
    Answer,
    step=st.sampled_from(["cue", "act", "stack", "gone"]),
    entry=st.sampled_from(["", "e1"]),
    text=said,
    choice=st.sampled_from(["", "meeting", "gone"]),
    label=said,
    skipped=st.booleans(),
)
runs = st.sampled_from([RUN, WHOLE, replace(RUN, exercise="note")]) | st.builds(
    replace, st.just(RUN), answers=st.lists(answers, max_size=4).map(tuple)
)
plannings = st.builds(Planning, view=st.sampled_from(VIEWS), tweak=st.booleans(), run=st.none() | runs)
plans = st.builds(
    IfThen,
    cue=said,
    act=said,
    kept_at=st.integers(-60, 60).map(lambda days: people.NOW + timedelta(days=days)),
    run=st.just(people.RUN_ID),
    stack=said,
    mention=st.none() | st.integers(0, 23).map(time),
    pinned=st.sampled_from(["", "row-2"]),
)
acts = st.sampled_from(
    [
        *(
            "pick:meeting",
            "pick:feet",
            "pick:pings",
            "pick:gone",
            "own",
            "no",
            "keep",
            "change:cue",
            "change:act",
            "change:gone",
        ),
        *("new", "old", "weekdays", "time", "back", "stop", "", "continue", "leave"),
        *(
            f"plan:{what}"
            for what in ("", "another", "came:used", "came:", "keep", "stay", "tweak", "drop", "hush", "gone")
        ),
    ]
)
any_input: st.SearchStrategy[inputs.Input] = st.one_of(
    st.builds(inputs.Said, text=said, message=st.just(9)),
    st.builds(inputs.Tapped, do=acts, nonce=st.sampled_from([None, LIVE])),
    st.builds(inputs.Recorded, media=st.just("voice"), file=st.just("f"), caption=said),
    st.builds(inputs.TimerOver, timer=st.sampled_from(["mention", "tweak", "idle"]), subject=st.just("")),
    st.builds(inputs.Commanded, name=st.sampled_from(["plan", "mistake", "today"]), argument=said),
    st.just(inputs.Odd(what="sticker")),
)  # fmt: skip


@given(plannings | st.just(s.Resting()), st.none() | plannings, st.none() | plans, any_input, st.booleans())
@settings(deadline=None, derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_anything_that_meets_a_plan_leads_to_a_sound_turn(
    place: s.AnyPlace, parked: Planning | None, plan: IfThen | None, given_: inputs.Input, vague: bool
) -> None:
    person = with_plan(plan, vague=vague)
    stored = s.dump_session(replace(person.session, place=place, parked=parked))
    person = replace(person, session=s.load_session(stored))
    for shelf in (people.library(), people.without("if-then")):
        turn = take(person, given_, shelf, people.NOW)
        assert not faults(person, given_, turn)
