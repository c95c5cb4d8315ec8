"""Values: how they become the client's own, the weekly look at them, and the ten minutes it may end with."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import inputs
from bot.core import session as s
from bot.core.changes import Assigned, OccurrenceEnded, OccurrenceMoved, OccurrenceStarted, RunSaved, TimerSet
from bot.core.exercise import BadExercise, parse_exercise
from bot.core.inputs import Recorded, Said
from bot.core.library import Library
from bot.core.person import KeptEntry, KeptRun, Person, Profile, Role
from bot.core.places import CheckingIn
from bot.core.plan import Fixed, OnDemand, Quiet, Random, Weekly
from bot.core.run import Answer, Run
from bot.core.scene import Scene
from bot.core.session import Answering, Prompted, Resting
from bot.core.take import take
from bot.core.talk import becoming
from bot.core.talk.rhythms import plan_of, rhythm
from bot.core.therapist_places import Assigning
from bot.core.turn import Turn
from tests.core import arbitrary, arbitrary_places, people
from tests.core.arbitrary_values import messages, nonces, texts
from tests.core.people import NOW, OCCURRENCE, RUN_ID, client, labels, nudge, nudges, said_to, tap, turn_of
from tests.core.soundness import faults

SUNDAY = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
"""Six in the evening in New York."""
VALUES = ("Creativity", "Fairness", "Community")
PROMPTED = Prompted(
    occurrence=OCCURRENCE,
    assignment="assignment-values-check-in",
    exercise="values-check-in",
    expires=SUNDAY + timedelta(minutes=90),
)


def with_profile(**changed: object) -> Profile:
    return replace(people.settled(), **{"values": VALUES, **changed})  # type: ignore[arg-type]  # the callers name the fields


def run(*answers: Answer, occurrence: str | None = None) -> Run:
    return Run(
        id=RUN_ID,
        exercise="values-check-in",
        revision=1,
        trigger="client",
        started=SUNDAY,
        occurrence=occurrence,
        answers=answers,
    )


NEAR = tuple(Answer(step="near", text=value, label="Near", value=3) for value in VALUES)


def at(view: Any, *, index: int = 0, **changed: object) -> Person:
    place = CheckingIn(run=run(*NEAR[:index]), view=view, index=index)
    return client(replace(place, **changed), profile=with_profile())  # type: ignore[arg-type]  # the callers name the fields


def turn_on(person: Person, given_: inputs.Input, *, shelf: Library | None = None) -> Turn:
    return turn_of(person, given_, now=SUNDAY, shelf=shelf)


def there(turn: Turn) -> CheckingIn:
    assert isinstance(turn.session.place, CheckingIn)
    return turn.session.place


def ended(turn: Turn) -> list[tuple[str, str]]:
    return [(c.outcome, c.reason) for c in turn.changes if isinstance(c, OccurrenceEnded)]


def outcomes(turn: Turn) -> list[str]:
    return [c.outcome for c in turn.changes if isinstance(c, RunSaved)]


def held(turn: Turn) -> list[datetime]:
    return [c.at for c in turn.changes if isinstance(c, TimerSet) and c.timer == "hold"]


# --- the nudge ----------------------------------------------------------------------------------


def test_a_values_nudge_is_silent_and_asks_in_its_own_words() -> None:
    turn = turn_on(
        client(profile=with_profile()), nudges(nudge("values-check-in", due=SUNDAY, expires=PROMPTED.expires))
    )
    assert [r.silent for r in turn.replies if r.text.text] == [True]
    assert labels(turn) == ["Yes", "Later", "Not this week"]
    assert [c.timer for c in turn.changes if isinstance(c, TimerSet)] == ["close"]


def test_yes_opens_the_run_and_its_first_value() -> None:
    turn = turn_on(client(PROMPTED, profile=with_profile()), tap("yes"))
    assert there(turn).run.occurrence == OCCURRENCE
    assert there(turn).run.assignment == "assignment-values-check-in"
    assert OccurrenceStarted(occurrence=OCCURRENCE) in turn.changes
    assert outcomes(turn) == ["open"]
    assert "Creativity" in said_to(turn)[0]


def test_a_yes_that_is_typed_counts_and_other_words_ask_again() -> None:
    assert isinstance(
        turn_on(client(PROMPTED, profile=with_profile()), Said(text="1")).session.place, CheckingIn
    )
    again = turn_on(client(PROMPTED, profile=with_profile()), Said(text="what a week it was"))
    assert again.session.place == PROMPTED
    assert labels(again) == ["Yes", "Later", "Not this week"]


@pytest.mark.parametrize("values", [(), VALUES])
def test_without_values_they_come_first_and_the_nudge_is_done_with_them(values: tuple[str, ...]) -> None:
    turn = turn_on(client(PROMPTED, profile=with_profile(values=values)), tap("yes"))
    place = turn.session.place
    if values:
        assert isinstance(place, CheckingIn)
    else:
        assert isinstance(place, Answering)
        assert (place.run.exercise, place.run.occurrence) == ("values", OCCURRENCE)


def test_without_values_and_without_their_exercise_it_closes_kindly() -> None:
    shelf = people.without("values")
    turn = turn_on(client(PROMPTED, profile=with_profile(values=())), tap("yes"), shelf=shelf)
    assert turn.session.place == Resting()
    assert said_to(turn) == ["That one has closed."]


def test_it_can_be_put_off_to_any_hour_of_the_day_and_lives_anew() -> None:
    turn = turn_on(client(replace(PROMPTED, choosing=True), profile=with_profile()), tap("in:1"))
    [moved] = [c for c in turn.changes if isinstance(c, OccurrenceMoved)]
    assert (moved.due, moved.expires) == (SUNDAY + timedelta(hours=2), SUNDAY + timedelta(minutes=210))
    late = SUNDAY + timedelta(hours=2, minutes=30)
    early = turn_of(client(PROMPTED, profile=with_profile()), tap("later"), now=late)
    assert labels(early) == ["In 20 min", "Tomorrow", "Back"]


def test_tomorrow_it_lives_for_ninety_minutes_again() -> None:
    turn = turn_on(client(replace(PROMPTED, choosing=True), profile=with_profile()), tap("in:2"))
    [moved] = [c for c in turn.changes if isinstance(c, OccurrenceMoved)]
    assert moved.expires == moved.due + timedelta(minutes=90)


def test_someone_who_shares_nothing_has_a_private_run() -> None:
    turn = turn_on(client(PROMPTED, profile=with_profile(sharing="none")), tap("yes"))
    assert [c.private for c in turn.changes if isinstance(c, RunSaved)] == [True]


# --- how near -----------------------------------------------------------------------------------


def test_each_value_is_a_row_of_its_own() -> None:
    turn = turn_on(at("near", index=1), tap("pick:some"))
    assert [(e.step, e.number, e.text, e.label, e.value) for e in turn.entries] == [
        ("near", 1, "Fairness", "Some way", 2)
    ]


def test_a_typed_rating_is_no_wording_that_an_edit_could_change() -> None:
    assert [e.message for e in turn_on(at("near"), Said(text="far off", message=9)).entries] == [None]


def test_a_value_passed_over_keeps_its_place_in_the_list() -> None:
    skipped = turn_on(at("near"), tap("skip"))
    then = turn_on(people.after(at("near"), replace_nonce(skipped)), tap("pick:near"))
    assert [(e.number, e.skipped, e.text) for e in skipped.entries] == [(0, True, "")]
    assert [(e.number, e.skipped, e.text) for e in then.entries] == [(1, False, "Fairness")]
    assert skipped.entries[0].id != then.entries[0].id


def replace_nonce(turn: Turn) -> Turn:
    return replace(turn, session=replace(turn.session, nonce=4))


def test_going_back_asks_for_the_same_row_anew() -> None:
    first = turn_on(at("near"), tap("pick:near"))
    back = turn_on(people.after(at("near"), replace_nonce(first)), tap("back"))
    again = turn_on(people.after(at("near"), replace_nonce(back)), tap("pick:far"))
    assert again.entries[0].id == first.entries[0].id
    assert len(there(again).run.answers) == 1


def test_the_first_value_has_no_way_back_and_the_last_leads_to_the_choice() -> None:
    assert "Back" not in labels(turn_on(at("near"), tap("pick:gone")))
    assert there(turn_on(at("near", index=2), tap("pick:far"))).view == "pick"


def test_a_stale_choice_or_odd_words_ask_again() -> None:
    assert there(turn_on(at("near"), tap("pick:gone"))).index == 0
    said = said_to(turn_on(at("near"), Said(text="it was a lot")))
    assert said[0].startswith("Tap one, or type it your way.")


def test_stopping_keeps_what_was_given_as_half() -> None:
    turn = turn_on(at("near", index=1), tap("stop"))
    assert outcomes(turn) == ["part"]
    assert said_to(turn) == ["Stopped here. What you gave is kept."]


def test_nothing_given_is_fine_too() -> None:
    person = at("pick", index=0)
    assert said_to(turn_on(person, tap("none"))) == ["All right. Nothing to keep, and that's fine."]


def test_values_taken_off_meanwhile_close_it_without_a_loss() -> None:
    person = replace(at("near", index=2), profile=with_profile(values=("Creativity",)))
    turn = turn_on(person, tap("pick:near"))
    assert outcomes(turn) == ["part"]
    assert turn.session.place == Resting()


@pytest.mark.parametrize(("name", "shelf"), [("kind-line", ()), ("values-check-in", ("values-check-in",))])
def test_another_exercise_or_none_closes_it_without_a_loss(name: str, shelf: tuple[str, ...]) -> None:
    person = at("near", index=1)
    place = CheckingIn(run=replace(run(*NEAR[:1]), exercise=name), index=1)
    person = replace(person, session=replace(person.session, place=place))
    turn = turn_on(person, tap("pick:near"), shelf=people.without(*shelf))
    assert outcomes(turn) == ["part"]
    assert turn.session.place == Resting()
    assert not turn.entries


def test_going_back_to_a_value_that_is_gone_stays_where_it_is() -> None:
    person = replace(at("pick", index=3), profile=with_profile(values=()))
    assert there(turn_on(person, tap("back"))).view == "pick"


# --- ten minutes of one -------------------------------------------------------------------------


def test_the_picked_value_goes_along() -> None:
    turn = turn_on(at("pick", index=3), tap("pick:1"))
    assert (there(turn).view, there(turn).picked) == ("version", "Fairness")
    assert [(e.step, e.text) for e in turn.entries] == [("pick", "Fairness")]


@pytest.mark.parametrize("do", ["pick:3", "pick:²", "pick:99999", "at:5"])
def test_a_value_that_is_not_there_is_not_picked(do: str) -> None:
    assert there(turn_on(at("pick", index=3), tap(do))).view == "pick"


def test_ideas_change_nothing_and_differ_from_turn_to_turn() -> None:
    person = at("version", index=3, picked="Fairness")
    first = turn_on(person, tap("ideas"))
    later = replace(person, session=replace(person.session, turn=5))
    assert there(first).view == "version"
    assert said_to(first)[0].count("•") == 3
    assert said_to(first) != said_to(turn_on(later, tap("ideas")))


def test_a_version_is_kept_and_quoted_back() -> None:
    turn = turn_on(at("version", index=3, picked="Fairness"), Said(text="ask Kim how she is", message=9))
    assert [(e.step, e.text, e.message) for e in turn.entries] == [("version", "ask Kim how she is", 9)]
    assert "“ask Kim how she is”" in said_to(turn)[0]
    assert turn.session.last_kept is not None


def test_free_words_are_a_version_even_when_they_come_near_a_button() -> None:
    turn = turn_on(at("version", index=3, picked="Fairness"), Said(text="skipp rope", message=9))
    assert [e.text for e in turn.entries] == ["skipp rope"]


def test_passing_over_the_version_ends_it_with_what_was_given() -> None:
    turn = turn_on(at("version", index=3, picked="Fairness"), tap("skip"))
    assert outcomes(turn) == ["done"]


def test_two_hours_are_offered_outside_the_quiet() -> None:
    turn = turn_on(at("when", index=3, version="draw"), tap("again"))
    assert labels(turn)[:2] == ["Tue 8 PM", "Sat 10 AM"]
    quiet = replace(at("when", index=3), profile=with_profile(quiet=Quiet(time(19), time(11))))
    assert labels(turn_on(quiet, tap("again")))[:2] == ["Wed 11 AM", "Sat 11 AM"]
    noon = replace(at("when", index=3), profile=with_profile(quiet=Quiet(time(19, 30), time(12))))
    assert labels(turn_on(noon, tap("again")))[:2] == ["Wed 12 PM", "Sat 12 PM"]
    half = replace(at("when", index=3), profile=with_profile(quiet=Quiet(time(0), time(12, 30))))
    assert labels(turn_on(half, tap("again")))[:2] == ["Tue 8 PM", "Sat 12:30 PM"]


def test_the_hour_that_was_tapped_is_held_with_the_clients_words_in_the_profile() -> None:
    person = at("when", index=3, version="draw the rain", run=run(*NEAR, occurrence=OCCURRENCE))
    do = people.actions(turn_on(person, tap("again")))[1]
    turn = turn_on(person, tap(do))
    assert held(turn) == [datetime(2026, 11, 28, 15, 0, tzinfo=UTC)]
    assert turn.profile is not None
    assert turn.profile.box_for == "draw the rain"
    assert ended(turn) == [("done", "")]
    assert all("draw" not in c.subject for c in turn.changes if isinstance(c, TimerSet))


@pytest.mark.parametrize(
    "do", ["at:0", "at:²", "at:", "at:99999999999", "at:29923139", "at:29943301", "at:29925150"]
)
def test_an_hour_that_is_past_too_far_or_in_the_quiet_is_not_held(do: str) -> None:
    turn = turn_on(at("when", index=3), tap(do))
    assert not held(turn)
    assert there(turn).view == "when"


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("Sat 10 AM", "2026-11-28T10:00"),
        ("saturday at 10", "2026-11-28T10:00"),
        ("on Thursday at 7", "2026-11-26T19:00"),
        ("tomorrow 8 am", "2026-11-23T08:00"),
        ("today at 9", "2026-11-22T21:00"),
        ("19:30", "2026-11-22T19:30"),
        ("5 pm", "2026-11-23T17:00"),
        ("half past eight", "2026-11-22T20:30"),
        ("Sunday 7 pm", "2026-11-22T19:00"),
        ("Sunday 5 pm", "2026-11-29T17:00"),
        ("el sábado a las 10", "2026-11-28T10:00"),
        ("lunes a las 8 y media de la noche", "2026-11-23T20:30"),
        ("mañana a las 8 de la mañana", "2026-11-23T08:00"),
        ("mañana por la tarde a las 5", "2026-11-23T17:00"),
        ("a las 8 de la mañana", "2026-11-23T08:00"),
        ("hoy a las 9", "2026-11-22T21:00"),
    ],
)
def test_a_typed_hour_is_read(said: str, then: str) -> None:
    person = at("time", index=3)
    [found] = held(turn_on(person, Said(text=said)))
    assert (
        found.astimezone(Scene(person, Said(text=""), people.library(), SUNDAY).zone).isoformat()[:16] == then
    )


@pytest.mark.parametrize("said", ["soon", "Sat", "11:30 pm", "today at 3 am", "25:00", ""])
def test_an_hour_that_cannot_be_is_asked_for_again(said: str) -> None:
    turn = turn_on(at("time", index=3), Said(text=said))
    assert there(turn).view == "time"
    assert not held(turn)


def test_a_text_straight_after_the_version_belongs_to_it_and_can_be_taken_out() -> None:
    person = at("version", index=3, picked="Fairness")
    kept = people.after(person, replace_nonce(turn_on(person, Said(text="draw", message=9))))
    added = turn_on(kept, Said(text="with ink", message=10))
    assert there(added).version == there(added).run.answers[-1].text == "draw\nwith ink"
    assert there(added).run.answers[0] == NEAR[0]
    back = turn_on(people.after(kept, replace_nonce(added)), tap("undo"))
    assert there(back).version == "draw"
    again = turn_on(people.after(kept, replace_nonce(back)), tap("undo"))
    assert there(again).version == "draw"


def test_after_two_minutes_words_are_no_longer_added() -> None:
    person = at("version", index=3, picked="Fairness")
    kept = people.after(person, replace_nonce(turn_on(person, Said(text="draw", message=9))))
    late = turn_of(kept, Said(text="with ink"), now=SUNDAY + timedelta(minutes=3))
    assert there(late).version == "draw"


def test_words_are_not_added_to_another_run() -> None:
    person = at("version", index=3, picked="Fairness")
    kept = people.after(person, replace_nonce(turn_on(person, Said(text="draw", message=9))))
    assert kept.session.last_kept is not None
    other = replace(kept.session, last_kept=replace(kept.session.last_kept, run="other"))
    assert there(turn_on(replace(kept, session=other), Said(text="with ink"))).version == "draw"


def test_a_typed_button_is_no_version() -> None:
    turn = turn_on(at("version", index=3, picked="Fairness"), Said(text="Skip", message=9))
    assert outcomes(turn) == ["done"]
    assert not turn.entries


def test_a_recording_is_a_version_too() -> None:
    given_ = Recorded(media="voice", file="f", message=9)
    turn = turn_on(at("version", index=3, picked="Fairness"), given_)
    assert [(e.step, e.media) for e in turn.entries] == [("version", "voice")]
    assert turn.reaction == "❤"


@pytest.mark.parametrize(("view", "before"), [("time", "when"), ("when", "version"), ("version", "pick")])
def test_every_step_leads_back(view: str, before: str) -> None:
    assert there(turn_on(at(view, index=3, picked="Fairness"), tap("back"))).view == before


def test_silence_for_two_hours_keeps_the_half() -> None:
    person = at("near", index=1)
    now = NOW + timedelta(hours=3)
    turn = turn_of(person, inputs.TimerOver(timer="idle", subject=""), now=now)
    assert outcomes(turn) == ["part"]
    assert turn.session.place == Resting()


def test_starting_it_twice_goes_on_with_the_first() -> None:
    turn = turn_on(at("near", index=1), tap("offer:values-check-in", stands=True))
    assert there(turn).run.id == RUN_ID
    assert there(turn).index == 1


def test_a_rating_shows_of_what_it_is_and_is_no_wording_to_change() -> None:
    entry = KeptEntry(id="near-0", step="near", text="Fairness", label="Near", value=3)
    kept = KeptRun(id=RUN_ID, exercise="values-check-in", private=False, entries=(entry,))
    hidden = turn_on(client(run=kept), tap(f"private:{RUN_ID}", stands=True))
    assert said_to(hidden)[0].startswith("Fairness: Near\n")
    change = turn_on(client(run=kept), tap(f"change:{RUN_ID}", stands=True))
    assert said_to(change) == ["There are no words in it to change."]


# --- values of one's own ------------------------------------------------------------------------


def naming(*words: str, step: str = "matter", view: Any = "more") -> Person:
    answers = tuple(Answer(step="matter", entry=f"e{n}", text=each) for n, each in enumerate(words))
    doing = Run(id=RUN_ID, exercise="values", revision=1, trigger="client", started=SUNDAY, answers=answers)
    return client(Answering(run=doing, step=step, view=view))


def values_after(turn: Turn) -> tuple[str, ...]:
    return turn.profile.values if turn.profile else ()


def test_what_was_named_becomes_the_values_once_the_run_is_over() -> None:
    person = naming("Creativity", "fairness", "creativity", step="shown", view="ask")
    assert values_after(turn_on(person, tap("skip"))) == ("Creativity", "fairness")


def test_stopping_half_way_keeps_the_values_that_were_named() -> None:
    assert values_after(turn_on(naming("Creativity"), tap("stop"))) == ("Creativity",)


def test_a_run_that_names_none_leaves_the_earlier_values() -> None:
    person = replace(naming(step="matter", view="ask"), profile=with_profile())
    turn = turn_on(person, tap("stop"))
    assert turn.profile is None or turn.profile.values == VALUES


def test_a_long_value_is_cut_to_fit_a_question() -> None:
    [value] = values_after(turn_on(naming("word " * 80), tap("stop")))
    assert len(value) <= 60


def test_other_exercises_change_no_values() -> None:
    doing = Run(
        id=RUN_ID,
        exercise="who-you-are",
        revision=1,
        trigger="client",
        started=SUNDAY,
        answers=(Answer(step="like", text="patient"),),
    )
    turn = turn_on(client(Answering(run=doing, step="like", view="more")), tap("stop"))
    assert turn.profile is None or not turn.profile.values


def test_only_a_list_can_become_values() -> None:
    document = people.exercise("values").model_dump(mode="json", exclude_none=True)
    document["steps"][2]["becomes"] = "values"
    with pytest.raises(BadExercise, match="becomes"):
        parse_exercise(document)
    document["steps"][2].pop("becomes")
    document["steps"][0]["becomes"] = "sharing"
    with pytest.raises(BadExercise, match="becomes"):
        parse_exercise(document)


# --- when it comes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "days", "plan", "words"),
    [
        ("weekly", (), Weekly(), "once a week"),
        ("random", tuple(range(7)), Random(days=tuple(range(7))), "once a day, around the noticing hour"),
        ("random", (0, 2), Random(days=(0, 2)), "Mon, Wed, around the noticing hour"),
        ("random", (), OnDemand(), "whenever it fits"),
        ("fixed", (0, 2), Fixed(days=(0, 2)), "Mon, Wed in the evening"),
        ("fixed", (), OnDemand(), "whenever it fits"),
        ("on_demand", (), OnDemand(), "whenever it fits"),
    ],
)
def test_a_rhythm_is_a_plan_and_words(kind: Any, days: tuple[int, ...], plan: Any, words: str) -> None:
    scene = Scene(client(), Said(text=""), people.library(), SUNDAY)
    assert plan_of(kind, days) == plan
    assert rhythm(scene, plan).text == words


@pytest.mark.parametrize("plan", [Fixed(days=()), Random(days=())])
def test_a_plan_without_days_comes_whenever_it_fits(plan: Any) -> None:
    scene = Scene(client(), Said(text=""), people.library(), SUNDAY)
    assert rhythm(scene, plan).text == "whenever it fits"


def plan_given(words: str, *taps: str) -> Any:
    """The plan a client gets of homework pasted as `words`, after these taps in its review."""
    person = people.therapist(Assigning(step="paste", client=people.CLIENT_ID))
    turn = turn_of(person, Said(text=f"Homework:\n- {words}"))
    for do in (*taps, "keep", "send"):
        person = people.after(person, replace_nonce(turn))
        turn = turn_of(person, tap(do))
    [assigned] = [c for c in turn.changes if isinstance(c, Assigned)]
    return assigned.assignments[0].plan


@pytest.mark.parametrize(
    ("words", "plan"),
    [
        ("values check-in", Weekly()),
        ("check your values once a week", Weekly()),
        ("values check on Monday and Thursday", Fixed(days=(0, 3))),
        ("sensory exploration", Random(days=tuple(range(7)))),
        ("notice with your senses on Monday and Friday", Random(days=(0, 4))),
        ("write down your values", OnDemand()),
    ],
)
def test_pasted_homework_gets_the_rhythm_of_its_exercise(words: str, plan: Any) -> None:
    assert plan_given(words) == plan


def test_a_day_tapped_for_something_weekly_makes_it_come_on_that_evening() -> None:
    assert plan_given("values check-in", "days", "day:4", "back") == Fixed(days=(4,))
    assert plan_given("sensory exploration", "days", "day:4", "back") == Random(days=(0, 1, 2, 3, 5, 6))


def test_another_kind_brings_its_own_rhythm() -> None:
    assert plan_given("write about work", "kinds", "kind:values-check-in") == Weekly()


def test_short_lived_are_noticings_and_check_ins() -> None:
    assert set(people.library().lives()) >= {"noticing", "values-check-in"}


# --- anything at all ----------------------------------------------------------------------------

ACTIONS = (
    *("pick:far", "pick:right", "pick:gone", "pick:0", "pick:4", "pick:²", "skip", "back", "stop", "none", "ideas"),
    *("at:29925840", "at:0", "at:²", "time", "no", "undo", "again", "offer:values-check-in", "offer:values"),
)  # fmt: skip
_given = st.one_of(
    st.builds(inputs.Tapped, do=st.sampled_from(ACTIONS), nonce=nonces, message=messages),
    st.builds(
        inputs.Said,
        text=st.sampled_from(["near", "2", "none", "Sat 10 AM", "skip", "undo", "no need"]) | texts,
    ),
    st.builds(
        inputs.Recorded, media=st.sampled_from(["voice", "photo"]), file=st.just("file"), caption=texts
    ),
    st.builds(inputs.Odd, what=st.sampled_from(["sticker", "other"])),
    st.builds(inputs.TimerOver, timer=st.sampled_from(["idle", "close"]), subject=st.just("")),
)
SHELVES = (people.library(), people.without("values"), people.without("values-check-in"))
_runs = st.builds(
    lambda place, many: replace(
        place, run=replace(place.run, exercise="values-check-in", answers=NEAR[:many])
    ),
    arbitrary_places.checking_in,
    st.integers(0, 3),
)


@given(st.data())
@settings(deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_in_leads_to_a_sound_turn(data: st.DataObject) -> None:
    session = data.draw(arbitrary.sessions(_runs))
    person = data.draw(arbitrary.persons(Role.CLIENT, s.load_session(s.dump_session(session))))
    given_, now = data.draw(_given), data.draw(arbitrary.nows)
    shelf = SHELVES[data.draw(st.integers(0, 2))]
    turn = take(person, given_, shelf, now)
    assert not faults(person, given_, turn)
    assert turn == take(person, given_, shelf, now)


def test_a_value_is_kept_without_its_full_stop() -> None:
    answers = (Answer(step="matter", text="Being fair."), Answer(step="matter", text="Rest"))
    run = Run(id=RUN_ID, exercise="values", revision=1, trigger="client", started=NOW, answers=answers)
    exercise = people.library().exercise("en", "values")
    assert exercise is not None
    scene = Scene(person=client(), given=tap("enough"), library=people.library(), now=NOW)
    profile = becoming.profile_after(scene, exercise, run)
    assert profile is not None
    assert profile.values == ("Being fair", "Rest")
