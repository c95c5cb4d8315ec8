"""A box of minutes: setting it up, its one bell in every circumstance, and the hour it was asked for."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core import inputs
from bot.core import session as s
from bot.core.changes import OccurrenceEnded, Outcome, RunDeleted, RunSaved, TimerDropped, TimerSet
from bot.core.person import IfThen, Person
from bot.core.places import Boxing
from bot.core.plan import Quiet
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene
from bot.core.staging import staged
from bot.core.take import take
from bot.core.talk import boxing
from bot.core.talk.boxing_screen import LENGTHS, length_in
from bot.core.text import clip
from bot.core.turn import Turn
from tests.core import people
from tests.core.soundness import faults

C = TypeVar("C")
RUN = Run(id=people.RUN_ID, exercise="box", revision=1, trigger="client", started=people.NOW)
BOX = s.Box(
    run=replace(RUN, answers=(Answer(step="what", choice="read", label="Read", entry="e"),)),
    label="Reading",
    minutes=10,
    until=people.NOW + timedelta(minutes=10),
    message="row-3",
)
RUNG = replace(BOX, rung=True)
NIGHT = people.NOW.replace(hour=4)
READY = Boxing(view="ready", choice="read", run=RUN)
WHAT = Boxing(run=RUN)


def with_box(box: s.Box | None = BOX, place: s.AnyPlace | None = None, **profile: Any) -> Person:
    person = people.client(place)
    chosen = replace(person.profile, **profile)
    return replace(person, session=replace(person.session, box=box), profile=chosen)


def bell(person: Person, *, late: timedelta = timedelta(0), run: str = RUN.id) -> Turn:
    return people.turn_of(person, inputs.TimerOver(timer="bell", subject=run), now=BOX.until + late)


def of_kind(turn: Turn, kind: type[C]) -> list[C]:
    return [change for change in turn.changes if isinstance(change, kind)]


# --- setting it up ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "what", "minutes"),
    [
        ("15", "", 15),
        ("5 minutes", "", 5),
        ("walk, 25 min.", "walk", 25),
        ("walk for 2 minutes", "walk", 2),
        ("for 5 min", "", 5),
        ("chapter 15", "chapter 15", None),
        ("run 100 m", "run 100 m", None),
        ("5 minutes of piano", "5 minutes of piano", None),
        ("1234", "1234", None),
        ("20 MINUTEN", "", 20),
    ],
)
def test_length_is_read_from_what_was_typed(typed: str, what: str, minutes: int | None) -> None:
    scene = Scene(people.client(), inputs.Said(text=typed), people.library(), people.NOW)
    assert length_in(scene, typed) == (what, minutes)


@pytest.mark.parametrize("minutes", LENGTHS)
def test_box_rings_after_the_minutes_that_were_chosen(minutes: int) -> None:
    turn = people.turn_of(people.client(replace(READY, minutes=minutes)), people.tap("start"))
    until = people.NOW + timedelta(minutes=minutes)
    assert TimerSet(timer="bell", subject=RUN.id, at=until) in turn.changes
    assert turn.session.box is not None
    assert (turn.session.box.until, turn.session.box.minutes) == (until, minutes)


def test_box_says_until_when_in_two_ways_that_the_phone_keeps_right() -> None:
    turn = people.turn_of(people.client(READY), people.tap("start"))
    until = int((people.NOW + timedelta(minutes=10)).timestamp())
    spans = [span for span in people.first(turn).text.spans if span.kind == "moment"]
    assert [(span.at, span.form) for span in spans] == [(until, "t"), (until, "r")]


def test_box_leaves_the_client_free_for_something_else() -> None:
    assert people.turn_of(people.client(READY), people.tap("start")).session.place == s.Resting()


def test_box_of_someone_who_shares_nothing_is_private() -> None:
    person = with_box(None, READY, sharing="none")
    [saved] = of_kind(people.turn_of(person, people.tap("start")), RunSaved)
    assert saved.private
    [over] = of_kind(bell(with_box(sharing="none")), RunSaved)
    assert over.private


def test_box_names_the_plan_that_it_is_for() -> None:
    plan = IfThen(cue="it rains", act="make tea", kept_at=people.NOW, run="r")
    person = with_box(None, WHAT, plan=plan)
    turn = people.turn_of(person, inputs.Said(text="My plan"))
    assert people.said_to(turn) == ["“make tea”. I ring at the end, so the phone can lie face down."]
    assert "My plan" not in people.labels(people.turn_of(with_box(None, WHAT), people.tap("again")))


def test_box_that_is_for_nothing_yet_does_not_start() -> None:
    turn = people.turn_of(people.client(Boxing(view="ready", run=RUN)), people.tap("start"))
    assert turn.session.box is None


def test_recording_does_not_name_a_box_and_says_where_help_is() -> None:
    given_ = inputs.Recorded(media="voice", file="f", message=9)
    turn = people.turn_of(people.client(replace(WHAT, view="own")), given_)
    assert "/sos" in people.said_to(turn)[0]
    assert turn.session.place == replace(WHAT, view="own")


def test_second_box_waits_for_the_first_and_can_end_it() -> None:
    turn = people.turn_of(with_box(), inputs.Commanded(name="box"))
    assert people.actions(turn) == ["box:early"]
    assert turn.session.box == BOX


def test_nudge_for_a_box_while_one_runs_was_not_offered() -> None:
    place = s.Prompted(
        occurrence=people.OCCURRENCE, assignment="a", exercise="box", expires=people.NOW + timedelta(hours=1)
    )
    turn = people.turn_of(with_box(place=place), people.tap("yes"))
    [ended] = of_kind(turn, OccurrenceEnded)
    assert (ended.occurrence, ended.outcome) == (people.OCCURRENCE, "not_offered")
    assert turn.session.place == s.Resting()


def test_nudge_for_a_box_ends_with_the_box() -> None:
    place = s.Prompted(
        occurrence=people.OCCURRENCE, assignment="a", exercise="box", expires=people.NOW + timedelta(hours=1)
    )
    person = with_box(None, place)
    for given_ in (people.tap("yes"), inputs.Said(text="Read"), inputs.Said(text="Start")):
        turn = people.turn_of(
            person,
            replace(given_, nonce=person.session.nonce) if isinstance(given_, inputs.Tapped) else given_,
        )
        assert not of_kind(turn, OccurrenceEnded)
        person = people.after(person, turn)
    assert person.session.box is not None
    [ended] = of_kind(bell(person, run=person.session.box.run.id), OccurrenceEnded)
    assert ended == OccurrenceEnded(occurrence=people.OCCURRENCE, outcome="done")


@pytest.mark.parametrize(
    ("left_by", "outcome"),
    [
        (people.tap("stop"), "declined"),
        (inputs.Commanded(name="mistake"), "declined"),
        (inputs.Said(text="i want to die"), "held_safety"),
    ],
)
def test_nudge_for_a_box_that_was_not_begun_ends_once(left_by: inputs.Input, outcome: Outcome) -> None:
    place = replace(WHAT, run=replace(RUN, occurrence=people.OCCURRENCE))
    turn = people.turn_of(people.client(place), left_by)
    assert of_kind(turn, OccurrenceEnded) == [OccurrenceEnded(occurrence=people.OCCURRENCE, outcome=outcome)]


# --- the bell ---------------------------------------------------------------------------------


def test_bell_is_one_new_message_that_is_never_sent_twice() -> None:
    turn = bell(with_box())
    rung = people.first(turn)
    assert (rung.kind, rung.edit, rung.silent, rung.occurrence) == ("nudge", None, False, None)
    assert people.actions(turn) == [f"box:stopped:{RUN.id}", f"box:on:{RUN.id}"]
    again = people.turn_of(people.after(with_box(), turn), inputs.TimerOver(timer="bell", subject=RUN.id))
    assert (again.replies, again.changes) == ((), ())


def test_bell_takes_the_button_off_the_message_that_said_until_when() -> None:
    [stripped] = [reply for reply in bell(with_box()).replies if reply.bare]
    assert stripped.edit == "row-3"


def test_bell_ends_the_run_with_the_minutes_it_had() -> None:
    turn = bell(with_box())
    [saved] = of_kind(turn, RunSaved)
    assert (saved.outcome, saved.ended) == ("done", BOX.until)
    assert [(entry.step, entry.value, entry.run) for entry in turn.entries] == [("minutes", 10, RUN.id)]


def test_bell_leaves_an_open_question_as_it_is() -> None:
    place = s.Answering(run=replace(RUN, exercise="note"), step="note")
    turn = bell(with_box(place=place))
    assert (turn.session.place, turn.session.anchor, turn.session.nonce) == (place, "row-4", 4)
    assert all(reply.edit != "row-4" for reply in turn.replies)


@pytest.mark.parametrize(("late", "says_so"), [(5, False), (6, True), (600, True)])
def test_bell_says_so_when_it_is_more_than_five_minutes_late(late: int, says_so: bool) -> None:
    turn = bell(with_box(quiet=Quiet(BOX.until.time(), BOX.until.time())), late=timedelta(minutes=late))
    assert ("late" in people.said_to(turn)[0]) is says_so


def test_bell_makes_no_sound_in_quiet_hours() -> None:
    person = with_box(replace(BOX, until=NIGHT))
    turn = people.turn_of(person, inputs.TimerOver(timer="bell", subject=RUN.id), now=NIGHT)
    assert people.first(turn).silent
    assert people.said_to(turn)[0].startswith("Time.")


def test_bell_rings_in_a_pause_since_it_was_asked_for() -> None:
    assert people.first(bell(with_box(paused=True))).kind == "nudge"


def test_bell_after_the_help_card_is_silent_and_asks_nothing() -> None:
    turn = bell(with_box(held_until=BOX.until + timedelta(minutes=1)))
    assert people.first(turn).silent
    assert people.actions(turn) == []
    assert turn.session.box is None
    assert of_kind(turn, RunSaved)


def test_bell_of_a_closed_chat_ends_the_box_without_a_word() -> None:
    turn = bell(with_box(reachable=False))
    assert turn.replies == ()
    assert turn.session.box is None
    assert of_kind(turn, RunSaved)


@pytest.mark.parametrize("box", [None, RUNG, replace(BOX, run=replace(RUN, id=people.OTHER_ID))])
def test_bell_without_its_box_does_nothing(box: s.Box | None) -> None:
    turn = bell(with_box(box))
    assert (turn.replies, turn.changes, turn.session.box) == ((), (), box)


def test_bells_are_worded_differently_from_turn_to_turn() -> None:
    spoken = set()
    for number in range(4):
        person = with_box()
        spoken.add(people.said_to(bell(replace(person, session=replace(person.session, turn=number))))[0])
    assert len(spoken) == 4


# --- after it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (599, 9), (3600, 10)])
def test_stopping_early_keeps_the_minutes_that_were_spent(seconds: int, minutes: int) -> None:
    at = people.NOW + timedelta(seconds=seconds)
    turn = people.turn_of(with_box(), people.tap("box:early", stands=True), now=at)
    assert [entry.value for entry in turn.entries] == [minutes]
    assert TimerDropped(timer="bell", subject=RUN.id) in turn.changes
    assert turn.session.box is None


def test_stopping_early_leaves_an_open_question_open() -> None:
    place = s.Answering(run=replace(RUN, exercise="note"), step="note")
    turn = people.turn_of(with_box(place=place), people.tap("box:early", stands=True))
    assert (turn.session.place, turn.session.anchor) == (place, "row-4")


def test_stopped_in_the_middle_of_something_asks_with_buttons_that_stand() -> None:
    place = s.Answering(run=replace(RUN, exercise="note"), step="note")
    turn = people.turn_of(with_box(RUNG, place), people.tap(f"box:stopped:{RUN.id}", stands=True))
    assert turn.session.place == place
    assert all(button.stands for row in people.first(turn).rows for button in row)
    then = people.turn_of(
        people.after(with_box(RUNG, place), turn), people.tap(f"box:how:nice:{RUN.id}", stands=True)
    )
    assert [(entry.step, entry.label) for entry in then.entries] == [("how", "Nice")]
    assert then.session.place == place
    assert then.session.box is None


def test_how_it_was_can_be_recorded() -> None:
    person = with_box(RUNG, Boxing(view="how", run=RUN))
    turn = people.turn_of(person, inputs.Recorded(media="voice", file="f", message=9))
    assert [(entry.step, entry.media) for entry in turn.entries] == [("how", "voice")]
    assert "/sos" in people.said_to(turn)[0]


def test_how_it_was_is_asked_again_after_a_sticker() -> None:
    person = with_box(RUNG, Boxing(view="how", run=RUN))
    turn = people.turn_of(person, inputs.Odd(what="sticker"))
    assert people.labels(turn) == ["Restless", "Fine", "Nice", "Skip"]


def test_ten_more_is_a_box_of_its_own_for_the_same_thing() -> None:
    turn = people.turn_of(with_box(RUNG), people.tap(f"box:more:{RUN.id}", stands=True))
    assert turn.session.box is not None
    assert turn.session.box.run.id != RUN.id
    assert (turn.session.box.label, turn.session.box.minutes) == ("Reading", 10)
    assert [(entry.step, entry.label) for entry in turn.entries] == [("what", "Read")]


@pytest.mark.parametrize("what", ["stopped", "on", "more", "free", "how:nice", "gone"])
@pytest.mark.parametrize("box", [None, BOX, RUNG])
def test_button_of_another_box_has_closed(what: str, box: s.Box | None) -> None:
    turn = people.turn_of(with_box(box), people.tap(f"box:{what}:{people.OTHER_ID}", stands=True))
    assert turn.toast
    assert (turn.replies, turn.changes, turn.entries) == ((), (), ())


@pytest.mark.parametrize("what", ["stopped", "on", "more", "free", "how:nice"])
def test_button_of_a_bell_that_has_not_rung_does_nothing(what: str) -> None:
    turn = people.turn_of(with_box(BOX), people.tap(f"box:{what}:{RUN.id}", stands=True))
    assert turn.toast
    assert turn.session.box == BOX


def test_box_that_never_rang_ends_when_the_next_begins() -> None:
    other = replace(READY, run=replace(RUN, id=people.OTHER_ID))
    turn = people.turn_of(with_box(place=other), people.tap("start"))
    assert [saved.run.id for saved in of_kind(turn, RunSaved) if saved.ended] == [RUN.id]
    assert TimerDropped(timer="bell", subject=RUN.id) in turn.changes


def test_box_whose_run_was_deleted_is_asked_about_no_more() -> None:
    scene = Scene(with_box(RUNG), inputs.Odd(what="other"), people.library(), people.NOW)
    assert staged(scene, Move(changes=(RunDeleted(run=RUN.id),))).session.box is None
    assert staged(scene, Move(changes=(RunDeleted(run="another"),))).session.box == RUNG


# --- asked for earlier ------------------------------------------------------------------------


def hold(person: Person, *, subject: str = "", now: datetime = people.NOW) -> Turn:
    return people.turn_of(person, inputs.TimerOver(timer="hold", subject=subject), now=now)


def test_minutes_asked_for_come_up_silently_and_vaguely() -> None:
    turn = hold(with_box(None, box_for="sketch the rain"))
    said = people.first(turn)
    assert (said.kind, said.silent) == ("nudge", True)
    assert "rain" not in said.text.text
    assert people.labels(turn) == ["Start", "In 2 hours", "Not today"]
    assert turn.profile is not None
    assert turn.profile.box_for == ""


def test_minutes_asked_for_are_named_where_full_words_were_chosen() -> None:
    turn = hold(with_box(None, box_for="sketch the rain", vague=False))
    assert "“sketch the rain”" in people.said_to(turn)[0]


def test_minutes_asked_for_start_with_what_they_were_for() -> None:
    person = with_box(None, box_for="sketch the rain")
    asked = hold(person)
    turn = people.turn_of(
        people.after(person, asked), replace(people.tap("start"), nonce=asked.session.nonce)
    )
    assert turn.session.box is not None
    assert turn.session.box.label == "“sketch the rain”"
    assert TimerDropped(timer="hold", subject=boxing.LET_GO) in turn.changes


@pytest.mark.parametrize(
    "profile",
    [
        {"paused": True},
        {"reachable": False},
        {"held_until": people.NOW + timedelta(hours=1)},
        {"erasing_at": people.NOW + timedelta(hours=1)},
        {"quiet": Quiet(people.NOW.replace(hour=20).time(), people.NOW.replace(hour=21).time())},
    ],
)
def test_minutes_asked_for_do_not_come_where_nothing_may(profile: dict[str, Any]) -> None:
    turn = hold(with_box(None, box_for="tea", **profile))
    assert (turn.replies, turn.changes) == ((), ())


def test_minutes_asked_for_wait_while_something_else_is_done() -> None:
    place = s.Answering(run=replace(RUN, exercise="note"), step="note")
    turn = hold(with_box(None, place, box_for="tea"))
    assert turn.replies == ()
    assert turn.changes == (TimerSet(timer="hold", subject="", at=people.NOW + timedelta(minutes=5)),)
    assert turn.profile is None


def test_minutes_asked_for_do_not_come_into_a_box() -> None:
    assert hold(with_box(box_for="tea")).replies == ()


def test_offer_nobody_answered_becomes_a_plain_line() -> None:
    place = replace(READY, held=True)
    turn = hold(with_box(None, place), subject=boxing.LET_GO)
    assert people.first(turn).edit == "row-4"
    assert turn.session.place == s.Resting()
    kept = hold(with_box(None, READY), subject=boxing.LET_GO)
    assert (kept.replies, kept.session.place) == ((), READY)


def test_offer_put_off_comes_again_with_the_same_words() -> None:
    person = with_box(None, replace(READY, choice="", label="tea", held=True))
    turn = people.turn_of(person, people.tap("later"), now=people.NOW - timedelta(hours=4))
    assert turn.profile is not None
    assert turn.profile.box_for == "tea"
    at = people.NOW - timedelta(hours=2)
    assert TimerSet(timer="hold", subject="", at=at) in turn.changes


def test_offer_can_be_put_off_twice_and_then_only_be_taken_or_left() -> None:
    early = people.NOW - timedelta(hours=8)
    person = with_box(None, replace(READY, held=True, label="tea", choice=""))
    for times in (1, 2):
        put_off = people.after(person, people.turn_of(person, people.tap("later"), now=early))
        assert put_off.profile.box_put_off == times
        offered = hold(put_off, now=early)
        person = replace(
            people.after(put_off, offered), session=replace(offered.session, nonce=4, anchor="row-4")
        )
    assert "In 2 hours" not in people.labels(offered)
    assert person.profile.box_put_off == 0
    late = people.turn_of(person, people.tap("later"), now=early)
    assert not of_kind(late, TimerSet)


def test_offer_is_not_put_off_into_quiet_hours() -> None:
    turn = people.turn_of(with_box(None, replace(READY, held=True)), people.tap("later"))
    assert not of_kind(turn, TimerSet)
    assert turn.session.place == s.Resting()


# --- whatever comes ---------------------------------------------------------------------------

LIVE = 4
said = st.sampled_from(
    ["", " ", "1", "15", "5 min", "tea, 5 min", "20", "Read", "x" * 4096, "i want to die"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
runs = st.sampled_from(
    [RUN, BOX.run, replace(RUN, exercise="note"), replace(RUN, occurrence=people.OCCURRENCE)]
)
minutes = st.sampled_from([2, 10, 25, 7, -1])
boxings = st.builds(
    Boxing,
    view=st.sampled_from(["what", "own", "ready", "how"]),
    choice=st.sampled_from(["", "read", "plan", "gone"]),
    label=said,
    minutes=minutes,
    held=st.booleans(),
    run=st.none() | runs,
)
boxes = st.builds(
    s.Box,
    run=runs,
    label=said.map(lambda words: clip(words, 60)),
    minutes=minutes,
    until=st.integers(-500, 500).map(lambda late: people.NOW + timedelta(minutes=late)),
    message=st.sampled_from(["", "row"]),
    rung=st.booleans(),
)
acts = st.sampled_from(
    [
        *(
            "pick:read",
            "pick:plan",
            "pick:restless",
            "pick:gone",
            "own",
            "start",
            "back",
            "stop",
            "skip",
            "later",
            "no",
            "",
        ),
        *(
            f"box:{do}"
            for do in ("", "early", "stopped", "how", "how:nice", f"on:{RUN.id}", f"how:gone:{RUN.id}")
        ),
        *(f"box:{do}:{RUN.id}" for do in ("stopped", "on", "more", "free", "how:nice", "how:skip")),
    ]
)
any_input: st.SearchStrategy[inputs.Input] = st.one_of(
    st.builds(inputs.Said, text=said, message=st.just(9)),
    st.builds(inputs.Tapped, do=acts, nonce=st.sampled_from([None, LIVE])),
    st.builds(inputs.Recorded, media=st.just("voice"), file=st.just("f"), caption=said),
    st.builds(inputs.TimerOver, timer=st.sampled_from(["bell", "hold", "idle"]), subject=st.sampled_from(["", RUN.id, boxing.LET_GO])),
    st.builds(inputs.Commanded, name=st.sampled_from(["box", "mistake", "today"]), argument=said),
    st.just(inputs.Odd(what="sticker")),
)  # fmt: skip


@given(boxings | st.just(s.Resting()), st.none() | boxes, any_input, st.booleans())
@settings(deadline=None, derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_anything_that_meets_a_box_leads_to_a_sound_turn(
    place: s.AnyPlace, box: s.Box | None, given_: inputs.Input, vague: bool
) -> None:
    person = with_box(box, place, vague=vague)
    person = replace(person, session=s.load_session(s.dump_session(person.session)))
    for shelf in (people.library(), people.without("box")):
        turn = take(person, given_, shelf, people.NOW)
        assert not faults(person, given_, turn)
