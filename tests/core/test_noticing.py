"""A small noticing: what is drawn, put off, declined, added to, and when it keeps out of the way."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import inputs
from bot.core import session as s
from bot.core.changes import OccurrenceEnded, OccurrenceMoved, RunSaved, TakenUp, TimerDropped, TimerSet
from bot.core.inputs import Odd, Said, TimerOver
from bot.core.lookup import lookup
from bot.core.person import KeptEntry, KeptRun, Person, Profile, Role
from bot.core.places import Noticing
from bot.core.plan import Quiet, Random
from bot.core.run import Answer, Run
from bot.core.session import Prompted, Resting, Unsorted
from bot.core.take import take
from bot.core.turn import Turn
from tests.core import arbitrary, arbitrary_places, people
from tests.core.arbitrary_values import IDS, messages, nonces, texts
from tests.core.people import NOW, OCCURRENCE, RUN_ID, client, labels, nudge, nudges, said_to, tap, turn_of
from tests.core.soundness import faults

AFTERNOON = NOW - timedelta(hours=5)
"""Half past three in New York."""
PROMPT = "touch-ground"
OPEN = Noticing(
    prompt=PROMPT,
    occurrence=OCCURRENCE,
    assignment="assignment-noticing",
    expires=AFTERNOON + timedelta(minutes=90),
)
ASKED_FOR = Noticing(prompt=PROMPT)
HOMEWORK = people.given_to("noticing", days=range(7))


def with_profile(**changed: object) -> Profile:
    return replace(people.settled(), **changed)  # type: ignore[arg-type]  # the callers name the fields


def ended(turn: Turn) -> list[tuple[str, str]]:
    return [(c.outcome, c.reason) for c in turn.changes if isinstance(c, OccurrenceEnded)]


def moved(turn: Turn) -> OccurrenceMoved:
    [move] = [c for c in turn.changes if isinstance(c, OccurrenceMoved)]
    return move


def there(turn: Turn) -> Noticing:
    assert isinstance(turn.session.place, Noticing)
    return turn.session.place


# --- offering -----------------------------------------------------------------------------------


def test_a_noticing_comes_silently_and_closes_when_it_expires() -> None:
    due = nudge("noticing", expires=AFTERNOON + timedelta(minutes=90))
    turn = turn_of(client(), nudges(due), now=AFTERNOON)
    asked = next(reply for reply in turn.replies if reply.text.text)
    assert (asked.kind, asked.silent, asked.occurrence) == ("nudge", True, OCCURRENCE)
    assert [(c.timer, c.at) for c in turn.changes if isinstance(c, TimerSet)] == [("close", due.expires)]


def test_a_noticing_is_asked_about_once_only() -> None:
    turn = turn_of(client(OPEN), TimerOver(timer="again", subject=OCCURRENCE), now=AFTERNOON)
    assert not turn.replies
    assert turn.session.place == OPEN


def test_drawn_prompts_are_remembered() -> None:
    seen = ("touch-nearest", "smell-cup")
    turn = turn_of(client(profile=with_profile(noticed=seen)), nudges(nudge("noticing")), now=AFTERNOON)
    assert turn.profile is not None
    assert turn.profile.noticed == (*seen, there(turn).prompt)


def test_only_senses_that_are_on_are_asked_about() -> None:
    for number in range(20):
        person = client(profile=with_profile(senses=("smell",)))
        turn = turn_of(person, nudges(nudge("noticing", occurrence=IDS[number % 4])), now=AFTERNOON)
        assert there(turn).prompt.startswith("smell-")


def test_with_no_prompt_to_be_had_nothing_is_offered() -> None:
    shelf = replace(people.library(), senses={})
    turn = turn_of(client(), nudges(nudge("noticing")), now=AFTERNOON, shelf=shelf)
    assert ended(turn) == [("not_offered", "nothing to ask with")]
    assert not said_to(turn)


def test_the_word_about_the_road_comes_with_the_first_of_a_round_only() -> None:
    first = turn_of(client(), nudges(nudge("noticing")), now=AFTERNOON)
    later = turn_of(
        client(profile=with_profile(noticed=("smell-cup",))), nudges(nudge("noticing")), now=AFTERNOON
    )
    again = turn_of(client(), nudges(nudge("noticing", snoozed=1)), now=AFTERNOON)
    assert "driving" in said_to(first)[0]
    assert "driving" not in said_to(later)[0]
    assert "driving" not in said_to(again)[0]


def test_fewer_leaves_out_every_other_date_but_nothing_that_was_put_off() -> None:
    person = client(profile=with_profile(fewer=True))
    for day in range(4):
        now = AFTERNOON + timedelta(days=day)
        due = nudge("noticing", due=now, expires=now + timedelta(minutes=90))
        out = ended(turn_of(person, nudges(due), now=now)) == [("not_offered", "fewer, as asked")]
        assert out == (day % 2 == 0)
        assert not ended(turn_of(person, nudges(replace(due, snoozed=1)), now=now))


def test_fewer_is_about_noticings_alone() -> None:
    person = client(profile=with_profile(fewer=True))
    assert not ended(turn_of(person, nudges(nudge("kind-line", due=AFTERNOON)), now=AFTERNOON))


def test_a_noticing_waits_while_homework_stands_open() -> None:
    homework = Prompted(
        occurrence=IDS[0], assignment="a", exercise="kind-line", expires=NOW + timedelta(hours=1)
    )
    due = nudge("noticing", due=AFTERNOON, expires=AFTERNOON + timedelta(minutes=90))
    turn = turn_of(client(homework), nudges(due), now=AFTERNOON)
    assert moved(turn).due == AFTERNOON + timedelta(minutes=5)
    assert turn.session.place == homework


def test_a_noticing_that_cannot_wait_any_longer_was_not_offered() -> None:
    homework = Prompted(
        occurrence=IDS[0], assignment="a", exercise="kind-line", expires=NOW + timedelta(hours=1)
    )
    due = nudge("noticing", due=AFTERNOON, expires=AFTERNOON + timedelta(minutes=4))
    assert ended(turn_of(client(homework), nudges(due), now=AFTERNOON)) == [
        ("not_offered", "something else was open")
    ]


def test_of_two_due_at_once_homework_goes_first_and_the_noticing_waits() -> None:
    noticed = nudge("noticing", IDS[1], due=AFTERNOON, expires=AFTERNOON + timedelta(minutes=90))
    homework = nudge("kind-line", due=AFTERNOON, offered_before=AFTERNOON - timedelta(days=1))
    turn = turn_of(client(), nudges(noticed, homework), now=AFTERNOON)
    assert isinstance(turn.session.place, Prompted)
    assert moved(turn).occurrence == IDS[1]


def test_of_two_noticings_due_at_once_one_is_asked() -> None:
    first, second = nudge("noticing", IDS[0], due=AFTERNOON), nudge("noticing", IDS[1], due=AFTERNOON)
    turn = turn_of(client(), nudges(first, second), now=AFTERNOON)
    assert ended(turn) == [("not_offered", "one question at a time")]


@pytest.mark.parametrize(
    ("place", "comes"),
    [
        (Resting(), True),
        (OPEN, True),
        (replace(ASKED_FOR, view="done"), True),
        (replace(ASKED_FOR, view="senses"), True),
        (ASKED_FOR, False),
        (Prompted(occurrence=IDS[0], assignment="a", exercise="who-you-are", expires=NOW), True),
    ],
)
def test_homework_waits_only_for_what_the_client_is_in_the_middle_of(place: Any, comes: bool) -> None:
    turn = turn_of(client(place), nudges(nudge("kind-line", due=AFTERNOON)), now=NOW)
    assert isinstance(turn.session.place, Prompted) == comes
    assert bool([c for c in turn.changes if isinstance(c, OccurrenceMoved)]) != comes


def test_what_would_wait_into_the_quiet_was_not_offered() -> None:
    late = NOW + timedelta(minutes=86)
    person = replace(client(ASKED_FOR), session=replace(people.at(ASKED_FOR), touched=late))
    due = nudge("kind-line", due=late, expires=late + timedelta(hours=9))
    assert ended(turn_of(person, nudges(due), now=late)) == [("not_offered", "something else was open")]


def test_nothing_is_offered_in_a_pause() -> None:
    turn = turn_of(client(profile=with_profile(paused=True)), nudges(nudge("noticing")), now=AFTERNOON)
    assert ended(turn) == [("not_offered", "paused")]


@pytest.mark.parametrize("view", ["ask", "when"])
def test_an_open_noticing_that_is_pushed_aside_waits(view: Any) -> None:
    place = replace(OPEN, view=view)
    turn = turn_of(client(place), inputs.Commanded(name="mistake"), now=AFTERNOON)
    assert not ended(turn)
    assert [each.place for each in turn.session.aside] == [place]


def test_an_answered_noticing_is_pushed_aside_without_a_trace() -> None:
    place = replace(OPEN, view="done", run=run())
    assert not ended(turn_of(client(place), inputs.Commanded(name="mistake"), now=AFTERNOON))


def test_a_noticing_nobody_answers_closes_on_its_own_message() -> None:
    turn = turn_of(
        client(OPEN), TimerOver(timer="close", subject=OCCURRENCE), now=AFTERNOON + timedelta(minutes=90)
    )
    assert ended(turn) == [("expired", "no answer")]
    assert turn.session.place == Resting()
    assert (turn.replies[0].edit, turn.replies[0].rows) == ("row-4", ())


def test_a_closing_time_of_another_noticing_closes_nothing() -> None:
    turn = turn_of(client(OPEN), TimerOver(timer="close", subject=IDS[0]), now=AFTERNOON)
    assert turn.session.place == OPEN
    assert not turn.changes


def test_crisis_words_end_an_open_noticing() -> None:
    turn = turn_of(client(OPEN), Said(text="i want to kill myself"), now=AFTERNOON)
    assert ended(turn) == [("held_safety", "after the help card")]
    assert TimerDropped(timer="close", subject=OCCURRENCE) in turn.changes


def test_a_closed_chat_ends_an_open_noticing() -> None:
    turn = turn_of(client(OPEN), inputs.Reached(reachable=False), now=AFTERNOON)
    assert ended(turn) == [("not_offered", "chat closed by the client")]
    assert turn.session.place == Resting()


# --- answering ----------------------------------------------------------------------------------


def test_one_tap_is_a_whole_run() -> None:
    turn = turn_of(client(OPEN), tap("pick:soft"), now=AFTERNOON)
    [entry] = turn.entries
    [saved] = [c for c in turn.changes if isinstance(c, RunSaved)]
    assert (entry.step, entry.label, entry.text, entry.message) == ("noticed", "Soft", "", None)
    assert (saved.outcome, saved.ended, saved.run.occurrence) == ("done", AFTERNOON, OCCURRENCE)
    assert (saved.run.trigger, saved.run.assignment) == ("nudge", "assignment-noticing")
    assert entry.prompt == saved.run.answers[0].prompt == PROMPT
    assert ended(turn) == [("done", "")]
    assert TimerDropped(timer="close", subject=OCCURRENCE) in turn.changes


@pytest.mark.parametrize("said", ["soft", "2", "Soft.", "sofft"])
def test_a_typed_label_or_number_counts_as_the_tap(said: str) -> None:
    turn = turn_of(client(OPEN), Said(text=said, message=9), now=AFTERNOON)
    assert [(e.label, e.text, e.message) for e in turn.entries] == [("Soft", "", None)]


def test_other_words_are_an_answer_too() -> None:
    turn = turn_of(client(OPEN), Said(text="like moss", message=9), now=AFTERNOON)
    assert [(e.step, e.text, e.label, e.message) for e in turn.entries] == [("noticed", "like moss", "", 9)]
    assert turn.reaction == "✍"


def test_an_answer_of_someone_who_shares_nothing_is_private() -> None:
    turn = turn_of(client(OPEN, profile=with_profile(sharing="none")), tap("pick:soft"), now=AFTERNOON)
    assert [c.private for c in turn.changes if isinstance(c, RunSaved)] == [True]


def test_a_stale_choice_asks_again() -> None:
    turn = turn_of(client(OPEN), tap("pick:gone"), now=AFTERNOON)
    assert there(turn) == OPEN
    assert labels(turn) == ["Firm", "Soft", "Later", "Not now"]


def test_a_prompt_that_is_gone_closes_kindly() -> None:
    turn = turn_of(client(replace(OPEN, prompt="gone")), tap("pick:soft"), now=AFTERNOON)
    assert turn.session.place == Resting()
    assert said_to(turn) == ["That one has closed."]


def test_not_now_is_shown_to_nobody() -> None:
    turn = turn_of(client(OPEN), tap("no"), now=AFTERNOON)
    assert ended(turn) == [("declined", "")]
    assert said_to(turn, "therapist") == []
    assert not turn.entries


def test_one_that_was_asked_for_can_be_left_and_not_put_off() -> None:
    asked = turn_of(client(), tap("offer:noticing", stands=True), now=AFTERNOON)
    assert labels(asked)[2:] == ["Stop here"]
    assert turn_of(client(ASKED_FOR), tap("later"), now=AFTERNOON).session.place == ASKED_FOR
    assert turn_of(client(ASKED_FOR), tap("in:0"), now=AFTERNOON).session.place == ASKED_FOR
    assert turn_of(client(ASKED_FOR), tap("stop"), now=AFTERNOON).session.place == Resting()


def test_asking_for_one_while_one_stands_open_asks_that_one_again() -> None:
    turn = turn_of(client(OPEN), tap("offer:noticing", stands=True), now=AFTERNOON)
    assert there(turn) == OPEN
    assert not ended(turn)


@pytest.mark.parametrize("place", [replace(ASKED_FOR, view="done"), replace(OPEN, prompt="gone")])
def test_asking_for_one_draws_anew_where_none_can_be_asked_again(place: Noticing) -> None:
    turn = turn_of(client(place), tap("offer:noticing", stands=True), now=AFTERNOON)
    assert there(turn).view == "ask"
    assert there(turn).occurrence is None
    assert len(labels(turn)) == 3


def test_an_exercise_that_is_gone_closes_kindly() -> None:
    turn = turn_of(client(OPEN), tap("pick:soft"), now=AFTERNOON, shelf=people.without("noticing"))
    assert said_to(turn) == ["That one has closed."]
    assert not turn.entries


@pytest.mark.parametrize(("view", "given_"), [("when", Said(text="in a bit")), ("ask", Odd(what="sticker"))])
def test_what_answers_nothing_is_asked_again(view: Any, given_: inputs.Input) -> None:
    turn = turn_of(client(replace(OPEN, view=view)), given_, now=AFTERNOON)
    assert there(turn).view == view
    assert not turn.entries


def test_the_rate_is_offered_only_where_something_is_planned() -> None:
    planned = turn_of(client(OPEN, assignments=(HOMEWORK,)), tap("pick:soft"), now=AFTERNOON)
    alone = turn_of(client(ASKED_FOR), tap("pick:soft"), now=AFTERNOON)
    assert "Fewer of these" in labels(planned)
    assert "Fewer of these" not in labels(alone)


def test_after_the_quiet_the_evening_question_can_be_had_back() -> None:
    turn = turn_of(client(ASKED_FOR, profile=with_profile(fade=3)), tap("pick:soft"), now=AFTERNOON)
    assert "Evening question back" in labels(turn)
    assert "fade:again" in people.actions(turn)


# --- putting off --------------------------------------------------------------------------------


def when(**changed: object) -> Person:
    return client(replace(OPEN, view="when"), profile=with_profile(**changed))


def test_it_comes_back_with_the_same_question_and_a_life_of_its_own() -> None:
    first = turn_of(client(), nudges(nudge("noticing")), now=AFTERNOON)
    person = people.after(client(), first)
    off = turn_of(replace(person, session=replace(person.session, nonce=4)), tap("in:1"), now=AFTERNOON)
    assert (moved(off).due, moved(off).expires) == (
        AFTERNOON + timedelta(hours=2),
        AFTERNOON + timedelta(minutes=210),
    )
    back = turn_of(people.after(person, off), nudges(nudge("noticing", snoozed=1)), now=moved(off).due)
    assert there(back).prompt == there(first).prompt


def test_only_hours_outside_the_quiet_are_offered() -> None:
    turn = turn_of(client(replace(OPEN, view="ask")), tap("later"), now=NOW + timedelta(minutes=20))
    assert labels(turn) == ["20 min", "Tomorrow", "Back", "Never mind"]
    late = turn_of(client(replace(OPEN, view="ask")), tap("later"), now=NOW + timedelta(minutes=80))
    assert labels(late) == ["Tomorrow", "Back", "Never mind"]
    asleep = turn_of(client(replace(OPEN, view="ask")), tap("later"), now=NOW + timedelta(hours=3))
    assert labels(asleep) == ["Tomorrow", "Back", "Never mind"]


def test_an_hour_that_no_longer_fits_is_not_taken() -> None:
    turn = turn_of(when(), tap("in:1"), now=NOW)
    assert there(turn).view == "when"
    assert not turn.changes


def test_tomorrow_never_falls_into_the_quiet() -> None:
    turn = turn_of(when(quiet=Quiet(time(15), time(18))), tap("in:2"), now=AFTERNOON)
    assert moved(turn).due == AFTERNOON + timedelta(days=1, hours=2, minutes=30)
    assert moved(turn).expires == moved(turn).due + timedelta(minutes=90)


def test_after_two_snoozes_there_is_no_later() -> None:
    person = client(replace(OPEN, snoozed=2))
    assert turn_of(person, tap("later"), now=AFTERNOON).session.place == replace(OPEN, snoozed=2)
    assert labels(turn_of(person, tap("back"), now=AFTERNOON)) == ["Firm", "Soft", "Not today"]


def test_never_mind_ends_what_was_put_off_even_after_it_came_back() -> None:
    person = client()
    person = replace(person, session=replace(person.session, put_off=((OCCURRENCE, "row-3"),)))
    asleep = turn_of(person, tap(f"noticed:never:{OCCURRENCE}", stands=True), now=AFTERNOON)
    assert asleep.session.put_off == ()
    assert ended(asleep) == [("declined", "")]
    back = turn_of(client(OPEN), tap(f"noticed:never:{OCCURRENCE}", stands=True), now=AFTERNOON)
    assert back.session.place == Resting()
    other = turn_of(client(OPEN), tap(f"noticed:never:{IDS[0]}", stands=True), now=AFTERNOON)
    assert other.session.place == OPEN


def test_never_mind_is_over_once_it_was_answered() -> None:
    turn = turn_of(client(), tap(f"noticed:never:{OCCURRENCE}", stands=True), now=AFTERNOON)
    assert (turn.toast, turn.changes) == ("That one has closed.", ())
    assert [(reply.edit, reply.bare) for reply in turn.replies] == [(55, True)]


def test_a_noticing_that_knocks_again_takes_never_mind_away() -> None:
    person = client()
    person = replace(
        person, session=replace(person.session, put_off=((OCCURRENCE, "row-3"), (IDS[0], "row-2")))
    )
    turn = turn_of(person, nudges(nudge("noticing", snoozed=1)), now=AFTERNOON)
    assert ("row-3", True) in [(reply.edit, reply.bare) for reply in turn.replies]
    assert turn.session.put_off == ((IDS[0], "row-2"),)


# --- afterwards ---------------------------------------------------------------------------------


def run() -> Run:
    answers = (Answer(step="noticed", entry=IDS[0], label="Soft"),)
    return Run(
        id=RUN_ID, exercise="noticing", revision=1, trigger="nudge", started=AFTERNOON, answers=answers
    )


def answered(view: Any = "done", *, minutes: int = 1) -> Person:
    place = Noticing(prompt=PROMPT, view=view, run=run())
    person = client(place)
    return replace(
        person, session=replace(person.session, touched=AFTERNOON - timedelta(minutes=minutes), nonce=None)
    )


def test_a_text_straight_after_goes_with_it() -> None:
    turn = turn_of(answered(), Said(text="like moss", message=9), now=AFTERNOON)
    assert [(e.run, e.step, e.number, e.text) for e in turn.entries] == [(RUN_ID, "word", 0, "like moss")]


def test_a_second_text_is_a_second_row() -> None:
    first = turn_of(answered(), Said(text="like moss", message=9), now=AFTERNOON)
    second = turn_of(
        people.after(answered(), first),
        Said(text="and cold", message=10),
        now=AFTERNOON + timedelta(minutes=1),
    )
    assert [e.number for e in second.entries] == [1]
    assert second.entries[0].id != first.entries[0].id


@pytest.mark.parametrize(("view", "minutes"), [("done", 10), ("word", 120), ("senses", 1)])
def test_later_words_have_nothing_to_do_with_it(view: str, minutes: int) -> None:
    turn = turn_of(answered(view, minutes=minutes), Said(text="call the plumber"), now=AFTERNOON)
    assert isinstance(turn.session.place, Unsorted)
    assert not turn.entries


def test_an_odd_thing_afterwards_is_answered_as_at_rest() -> None:
    assert turn_of(answered(), Odd(what="sticker"), now=AFTERNOON).reaction == "👌"
    asked = turn_of(answered("word"), Odd(what="sticker"), now=AFTERNOON)
    assert labels(asked) == ["Leave it"]


def test_a_word_can_be_added_for_ever() -> None:
    button = tap(f"noticed:word:{RUN_ID}", stands=True)
    assert lookup(button).run == RUN_ID
    kept = KeptRun(
        id=RUN_ID,
        exercise="noticing",
        private=False,
        entries=(KeptEntry(id=IDS[0], step="word", text="like moss"),),
    )
    turn = turn_of(client(run=kept), button, now=AFTERNOON)
    assert there(turn).view == "word"
    then = turn_of(people.after(client(), turn), Said(text="and cold", message=9), now=AFTERNOON)
    assert [(e.run, e.step, e.number) for e in then.entries] == [(RUN_ID, "word", 1)]


@pytest.mark.parametrize("found", [None, people.kept_run("a note")])
def test_a_word_for_a_run_that_is_gone_or_another_kind_is_closed(found: KeptRun | None) -> None:
    turn = turn_of(client(run=found), tap(f"noticed:word:{RUN_ID}", stands=True), now=AFTERNOON)
    assert turn.toast == "That one has closed."
    assert turn.session.place == Resting()


def test_only_the_whole_label_leaves_free_words_out() -> None:
    left = turn_of(answered("word"), Said(text="leave it"), now=AFTERNOON)
    kept = turn_of(answered("word"), Said(text="lea", message=9), now=AFTERNOON)
    assert not left.entries
    assert [e.text for e in kept.entries] == ["lea"]
    assert all(button.stands for row in kept.replies[0].rows for button in row)


def test_a_switch_is_meant_by_its_number_too_and_an_unknown_one_is_closed() -> None:
    turn = turn_of(answered("senses"), Said(text="2"), now=AFTERNOON)
    assert turn.profile is not None
    assert "sound" not in turn.profile.senses
    assert turn_of(client(), tap("noticed:gone", stands=True)).toast == "That one has closed."


def test_switches_do_not_push_an_open_question_aside() -> None:
    turn = turn_of(client(OPEN), tap("noticed:kinds", stands=True), now=AFTERNOON)
    assert turn.session.place == OPEN
    assert not ended(turn)


def test_one_sense_stays_on() -> None:
    turn = turn_of(client(profile=with_profile(senses=("smell",))), tap("noticed:smell", stands=True))
    assert turn.toast == "One of them stays on."
    assert turn.profile is None or turn.profile.senses == ("smell",)


def test_an_answered_noticing_lets_other_nudges_in() -> None:
    turn = turn_of(answered(), nudges(nudge("kind-line", due=AFTERNOON)), now=AFTERNOON)
    assert isinstance(turn.session.place, Prompted)


# --- a noticing of one's own --------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "many"), [(time(15), 1), (None, 0)])
def test_a_noticing_hour_is_taken_up_when_the_first_questions_end(hour: Any, many: int) -> None:
    profile = replace(people.settled(), settled=False, noticing=hour)
    turn = turn_of(client(s.Settling(step="screen"), profile=profile), tap("vague"))
    own = [c.assignment for c in turn.changes if isinstance(c, TakenUp)]
    assert len(own) == many
    assert all(each.own and each.plan == Random(days=tuple(range(7))) for each in own)


def test_what_the_therapist_gave_already_is_not_taken_up_beside_it() -> None:
    profile = replace(people.settled(), settled=False, noticing=time(15))
    place = s.Settling(step="screen")
    given_ = turn_of(client(place, profile=profile, assignments=(HOMEWORK,)), tap("vague"))
    own = turn_of(client(place, profile=profile, assignments=(replace(HOMEWORK, own=True),)), tap("vague"))
    assert not [c for c in given_.changes if isinstance(c, TakenUp)]
    assert [c for c in own.changes if isinstance(c, TakenUp)]


def test_nothing_is_taken_up_where_there_is_no_such_exercise() -> None:
    profile = replace(people.settled(), settled=False, noticing=time(15))
    shelf = people.without("noticing")
    turn = turn_of(client(s.Settling(step="screen"), profile=profile), tap("vague"), shelf=shelf)
    assert not [c for c in turn.changes if isinstance(c, TakenUp)]


# --- anything at all ----------------------------------------------------------------------------

ACTIONS = (
    *("pick:firm", "pick:soft", "pick:gone", "pick:", "later", "in:0", "in:1", "in:2", "in:3", "in:²", "back", "no"),
    *("stop", "leave", "noticed:fewer", "noticed:before", "noticed:kinds", "noticed:touch", "noticed:gone", "noticed:"),
    *(f"noticed:{what}:{IDS[0]}" for what in ("word", "never", "touch")),
    "offer:noticing",
)  # fmt: skip
_given = st.one_of(
    st.builds(inputs.Tapped, do=st.sampled_from(ACTIONS), nonce=nonces, message=messages),
    st.builds(
        inputs.Said,
        text=st.sampled_from(["soft", "2", "later", "done", "touch", "leave it", "Never mind"]) | texts,
    ),
    st.builds(
        inputs.Recorded, media=st.sampled_from(["voice", "photo"]), file=st.just("file"), caption=texts
    ),
    st.builds(inputs.Odd, what=st.sampled_from(["sticker", "other"])),
    st.builds(
        inputs.TimerOver, timer=st.sampled_from(["again", "close", "idle"]), subject=st.sampled_from(IDS)
    ),
)
SHELVES = (people.library(), people.without("noticing"), replace(people.library(), senses={}))
_places = arbitrary_places.noticing.map(lambda place: replace(place, prompt=place.prompt and PROMPT))


@given(st.data())
@settings(deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_in_leads_to_a_sound_turn(data: st.DataObject) -> None:
    session = data.draw(arbitrary.sessions(_places))
    person = data.draw(arbitrary.persons(Role.CLIENT, s.load_session(s.dump_session(session))))
    given_, now = data.draw(_given), data.draw(arbitrary.nows)
    shelf = SHELVES[data.draw(st.integers(0, 2))]
    turn = take(person, given_, shelf, now)
    assert not faults(person, given_, turn)
    assert turn == take(person, given_, shelf, now)
