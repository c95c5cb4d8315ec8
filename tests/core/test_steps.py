"""Every kind of step: what a tap, a word and the bell make of it, and what is kept."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core.changes import OccurrenceEnded, RunSaved, TimerDropped, TimerSet
from bot.core.exercise import Exercise
from bot.core.inputs import Input, Said, TimerOver
from bot.core.library import Library
from bot.core.person import Heed, Person
from bot.core.session import Answering, Resting
from bot.core.take import take
from bot.core.turn import Entry, Turn
from tests.core.homemade import Document, choice, homemade, many, pause, pick, scale, several, text
from tests.core.people import NOW, client, having, labels, nudge, nudges, said_to, settled, tap


@dataclass
class Doing:
    """A client who does an exercise, turn by turn."""

    exercise: Exercise
    person: Person = field(default_factory=client)
    now: datetime = NOW
    entries: list[Entry] = field(default_factory=list)

    @property
    def library(self) -> Library:
        return having(self.exercise)

    @property
    def step(self) -> str:
        place = self.person.session.place
        return place.step if isinstance(place, Answering) else ""

    def begin(self) -> Turn:
        """Open it."""
        return self.take(tap(f"offer:{self.exercise.id}", stands=True))

    def tap(self, do: str) -> Turn:
        """Tap a button of the open question."""
        return self.take(replace(tap(do), nonce=self.person.session.nonce))

    def say(self, words: str) -> Turn:
        """Type."""
        return self.take(Said(text=words, message=7))

    def take(self, given: Input, after: timedelta = timedelta(minutes=5)) -> Turn:
        """One turn, some time later."""
        self.now += after
        turn = take(self.person, given, self.library, self.now)
        self.person = replace(self.person, session=turn.session, profile=turn.profile or self.person.profile)
        self.entries += turn.entries
        return turn


def started(*steps: Document, **parts: Any) -> Doing:
    """At the first question of an exercise of these steps."""
    doing = Doing(homemade(*steps, **parts))
    doing.begin()
    return doing


def outcome(turn: Turn) -> str:
    """How the run stands after a turn."""
    return next((change.outcome for change in turn.changes if isinstance(change, RunSaved)), "")


# --- a scale -----------------------------------------------------------------------------------------


def test_a_scale_shows_its_numbers_in_two_rows_and_says_what_its_ends_mean() -> None:
    doing = Doing(homemade(scale(low="none", high="all of it")))
    turn = doing.begin()
    assert said_to(turn) == ["How big?\n0 is none, 10 is all of it."]
    assert [len(row) for row in turn.replies[0].rows] == [6, 5, 2]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("10", 10), ("0", 0), ("7/10", 7), ("7 / 10", 7), ("8 of 10", 8), ("03", 3)],
)
def test_a_number_can_be_typed_the_way_people_write_it(typed: str, number: int) -> None:
    doing = started(scale())
    doing.say(typed)
    assert [(entry.value, entry.label) for entry in doing.entries] == [(number, str(number))]


@pytest.mark.parametrize("typed", ["11", "99", "100", "7/5", "huge", "-1"])
def test_what_is_no_number_of_the_scale_is_asked_for_again(typed: str) -> None:
    doing = started(scale())
    turn = doing.say(typed)
    assert doing.entries == []
    assert doing.step == "size"
    assert "How big?" in said_to(turn)[0]


def test_a_number_that_is_not_on_the_scale_is_not_added_to_the_answer_before() -> None:
    doing = started(text(), scale())
    doing.say("a line")
    doing.now -= timedelta(minutes=4, seconds=50)
    turn = doing.say("11")
    assert said_to(turn)[0].startswith("A number from 0 to 10")


@pytest.mark.parametrize(
    "do", ["pick:11", "pick:x", "pick:-1", "pick:", "pick:٣٣٣", "on", "marked", "mark:sun"]
)
def test_a_button_that_the_step_does_not_have_asks_again(do: str) -> None:
    doing = started(scale())
    doing.tap(do)
    assert (doing.step, doing.entries) == ("size", [])


# --- several -----------------------------------------------------------------------------------------


def test_several_are_tapped_on_and_off_and_each_is_an_answer_of_its_own() -> None:
    doing = started(many(), text())
    doing.tap("mark:rain")
    doing.tap("mark:sun")
    turn = doing.tap("mark:snow")
    assert labels(turn)[:4] == ["● Sun", "● Rain", "● Snow", "Done"]
    doing.tap("mark:rain")
    doing.tap("marked")
    assert [(entry.step, entry.number, entry.label) for entry in doing.entries] == [
        ("some", 0, "Sun"),
        ("some", 1, "Snow"),
    ]
    assert doing.step == "what"


def test_none_of_several_is_a_question_passed_over() -> None:
    doing = started(many(), text())
    doing.tap("marked")
    assert [entry.skipped for entry in doing.entries] == [True]
    assert doing.step == "what"


def test_no_more_than_the_most_can_be_on() -> None:
    doing = started(many(most=1))
    doing.tap("mark:sun")
    turn = doing.tap("mark:rain")
    assert labels(turn)[:2] == ["● Sun", "○ Rain"]


def test_their_names_can_be_typed_and_own_words_count_beside_them() -> None:
    doing = started(many(own=True), text())
    doing.say("rain")
    doing.say("fog over the river")
    assert doing.step == "some"
    doing.tap("marked")
    assert [(entry.number, entry.text, entry.label) for entry in doing.entries] == [
        (0, "fog over the river", ""),
        (1, "", "Rain"),
    ]


def test_stopping_keeps_what_was_ticked() -> None:
    doing = started(many(), text())
    doing.tap("mark:sun")
    turn = doing.tap("stop")
    assert [entry.label for entry in doing.entries] == ["Sun"]
    assert outcome(turn) == "part"


# --- a pause -----------------------------------------------------------------------------------------


def test_a_pause_rings_by_itself_and_goes_on_with_a_new_message() -> None:
    doing = Doing(homemade(pause(seconds=20), text()))
    turn = doing.begin()
    run = turn.session.place.run.id  # type: ignore[union-attr]
    assert TimerSet(timer="step", subject=run, at=doing.now + timedelta(seconds=20)) in turn.changes
    over = doing.take(TimerOver(timer="step", subject=run), after=timedelta(seconds=20))
    assert doing.step == "what"
    assert over.replies[0].edit is None
    assert not over.replies[0].silent


def test_going_on_earlier_takes_the_bell_away() -> None:
    doing = started(pause(seconds=20), text())
    turn = doing.tap("on")
    assert doing.step == "what"
    assert any(isinstance(change, TimerDropped) and change.timer == "step" for change in turn.changes)
    assert [(entry.step, entry.label, entry.text) for entry in doing.entries] == [("rest", "Done", "")]


def test_a_bell_for_somebody_who_is_elsewhere_rings_for_nobody() -> None:
    doing = started(pause(seconds=20), text())
    run = doing.person.session.place.run.id  # type: ignore[union-attr]
    doing.tap("on")
    turn = doing.take(TimerOver(timer="step", subject=run))
    assert (doing.step, said_to(turn)) == ("what", [])


def test_a_pause_without_seconds_waits_for_as_long_as_it_takes() -> None:
    doing = Doing(homemade(pause(go="I'm back"), text()))
    turn = doing.begin()
    assert labels(turn)[0] == "I'm back"
    assert not any(isinstance(change, TimerSet) and change.timer == "step" for change in turn.changes)


# --- picking -----------------------------------------------------------------------------------------


def test_a_line_is_picked_out_of_an_earlier_list() -> None:
    doing = started(several(), pick(), text(ask="“{line}”?"))
    doing.say("to sit down")
    doing.tap("another")
    doing.say("to say no")
    turn = doing.tap("enough")
    assert labels(turn)[:2] == ["to sit down", "to say no"]
    turn = doing.tap("pick:1")
    assert said_to(turn) == ["“to say no”?"]


def test_where_there_is_nothing_to_pick_from_the_step_is_passed_over() -> None:
    doing = started(several(), pick(), text())
    doing.tap("skip")
    assert doing.step == "what"


def test_a_pick_that_takes_other_words_is_passed_over_as_well() -> None:
    doing = Doing(homemade(text(), pick(of="values", own=True), text(id="then")))
    doing.begin()
    doing.say("a swim")
    assert doing.step == "then"


def test_a_single_line_is_picked_without_a_question() -> None:
    doing = started(several(), pick(), text(ask="“{line}”?"))
    doing.say("to sit down.")
    turn = doing.tap("enough")
    assert said_to(turn) == ["“to sit down”?"]
    assert [(entry.step, entry.label) for entry in doing.entries] == [("lines", ""), ("line", "to sit down.")]


def test_back_from_what_was_not_asked_leads_to_the_question_before_it() -> None:
    doing = started(several(), pick(), text(id="how", ask="“{line}”?"))
    doing.say("to sit down")
    doing.tap("enough")
    doing.tap("back")
    assert doing.step == "lines"
    doing.say("to say no")
    turn = doing.tap("enough")
    assert said_to(turn) == ["“to say no”?"]
    assert [entry.label for entry in doing.entries if entry.step == "line"] == ["to sit down", "to say no"]


def test_long_lines_stand_in_the_message_and_numbers_on_the_buttons() -> None:
    doing = started(several(), pick())
    doing.say("a line that is much too long for any button")
    doing.tap("another")
    doing.say("a short one")
    turn = doing.tap("enough")
    assert said_to(turn) == ["Which line?\n1. a line that is much too long for any button\n2. a short one"]
    assert labels(turn)[0].startswith("1. a line")


def test_values_are_there_to_pick_from() -> None:
    person = replace(client(), profile=replace(settled(), values=("fairness", "rest")))
    doing = Doing(homemade(pick(of="values"), text()), person=person)
    assert labels(doing.begin())[:2] == ["fairness", "rest"]


# --- ways through ------------------------------------------------------------------------------------


def test_other_words_are_an_answer_where_a_choice_allows_it() -> None:
    doing = started(choice(own=True), text())
    doing.say("both, somehow")
    assert [(entry.text, entry.label) for entry in doing.entries] == [("both, somehow", "")]


def test_a_wording_that_quotes_is_taken_where_there_is_something_to_quote() -> None:
    asks = ["“{what}”, how big?", "How big was it?"]
    said, skipped = started(text(), scale(ask=asks)), started(text(), scale(ask=asks))
    assert said_to(said.say("the talk")) == ["“the talk”, how big?"]
    assert said_to(skipped.tap("skip")) == ["How big was it?"]


def test_another_set_of_wordings_stands_where_its_condition_holds() -> None:
    other = [{"when": {"step": "which", "is_one_of": ["yes"]}, "ask": ["Plainly: what?"]}]
    assert said_to(started(choice(), text(ask_when=other)).tap("pick:yes")) == ["Plainly: what?"]
    assert said_to(started(choice(), text(ask_when=other)).tap("pick:no")) == ["What?"]


def test_the_half_minute_version_is_there_until_something_was_answered() -> None:
    doing = Doing(homemade(text(), scale(), text("more"), tiny=["what"]))
    assert "Half a minute" in labels(doing.begin())
    assert "Half a minute" not in labels(doing.tap("tiny"))
    turn = doing.say("a line")
    assert outcome(turn) == "done"


def test_an_exercise_of_a_minute_has_no_half_minute_version() -> None:
    doing = Doing(homemade(text(), text(id="more"), minutes=1))
    assert "Half a minute" not in labels(doing.begin())


def test_what_it_is_for_can_be_said_before_the_first_question() -> None:
    doing = Doing(homemade(text(), scale(), opens="why", tiny=["what"]))
    turn = doing.begin()
    assert said_to(turn) == ["To see.\nAbout 3 minutes."]
    assert labels(turn) == ["Begin", "Half a minute", "Not now"]
    assert said_to(doing.tap("begin")) == ["What?"]


def test_words_before_the_first_question_are_its_answer() -> None:
    doing = started(text(), scale(), opens="why")
    doing.say("it was about the talk")
    assert (doing.step, [entry.text for entry in doing.entries]) == ("size", ["it was about the talk"])


def test_not_now_before_the_first_question_keeps_nothing() -> None:
    doing = started(text(), opens="why")
    turn = doing.tap("stop")
    assert isinstance(doing.person.session.place, Resting)
    assert (doing.entries, outcome(turn)) == ([], "part")


def test_a_step_that_a_flag_leaves_out_is_not_asked() -> None:
    flags = [{"flag": "ocd", "does": "leave_out", "steps": ["size"]}]
    person = replace(client(), heed=Heed(flags=("ocd",)))
    doing = Doing(homemade(text(), scale(), text("more"), flags=flags), person=person)
    doing.begin()
    doing.say("a line")
    assert doing.step == "more"


def test_an_exit_ends_the_run_as_it_is_with_a_note_in_the_files_words() -> None:
    way = {
        "label": "It is real",
        "say": ["I've stopped.", "{therapist} can help."],
        "note": "Stopped: real.",
        "steps": ["what"],
    }
    doing = Doing(homemade(text(), text("more"), exits=[way]))
    assert labels(doing.begin())[-1] == "It is real"
    turn = doing.tap("exit:0")
    assert said_to(turn) == ["I've stopped.\nVale can help."]
    assert [(entry.step, entry.text) for entry in turn.entries] == [("note", "Stopped: real.")]
    ended = [(c.run.exercise, c.outcome) for c in turn.changes if isinstance(c, RunSaved)]
    assert ended == [("try-it", "part"), ("for-session", "done")]


def test_an_exit_stands_under_its_own_steps_alone() -> None:
    way = {"label": "It is real", "say": ["Stopped."], "note": "Stopped.", "steps": ["what"]}
    doing = started(text(), text("more"), exits=[way])
    assert "It is real" not in labels(doing.say("a line"))


def test_two_numbers_are_said_side_by_side_and_from_three_pairs_on_as_averages() -> None:
    compare = {
        "before": "one",
        "after": "two",
        "say": "{before} and {after}.",
        "averages": "{count}: {before}, {after}.",
    }
    doing = Doing(homemade(scale("one"), scale("two"), closing={"say": ["Kept."], "compare": compare}))
    said = []
    for one, two in ((8, 2), (7, 3), (6, 3)):
        doing.begin()
        doing.tap(f"pick:{one}")
        said.append(said_to(doing.tap(f"pick:{two}"))[0])
    assert said == ["8 and 2.\n\nKept.", "7 and 3.\n\nKept.", "3: 7, 3.\n\nKept."]


def test_nothing_is_compared_where_one_of_the_numbers_is_missing() -> None:
    compare = {"before": "one", "after": "two", "say": "{before} and {after}."}
    doing = started(scale("one"), scale("two"), closing={"say": ["Kept."], "compare": compare})
    doing.tap("skip")
    assert said_to(doing.tap("pick:4")) == ["Kept."]


def test_what_was_ticked_is_kept_when_nobody_comes_back() -> None:
    doing = started(many(), text())
    doing.tap("mark:snow")
    turn = doing.take(TimerOver(timer="idle", subject=""), after=timedelta(hours=2))
    assert [(entry.step, entry.label) for entry in turn.entries] == [("some", "Snow")]
    assert outcome(turn) == "part"


def test_how_long_a_run_waits_is_said_in_its_file() -> None:
    doing = Doing(homemade(text(), text("more"), expiry={"idle": "1d"}))
    turn = doing.begin()
    assert TimerSet(timer="idle", subject="", at=doing.now + timedelta(days=1)) in turn.changes
    doing.say("a line")
    early = doing.take(TimerOver(timer="idle", subject=""), after=timedelta(hours=3))
    assert outcome(early) == ""
    assert TimerSet(timer="idle", subject="", at=doing.now + timedelta(hours=21)) in early.changes
    assert outcome(doing.take(TimerOver(timer="idle", subject=""), after=timedelta(hours=21))) == "part"


def test_what_is_off_for_a_client_says_so_and_begins_nothing() -> None:
    flags = [{"flag": "ed", "does": "confirm"}, {"flag": "ocd", "does": "off"}]
    library = homemade(text(), flags=flags)
    for heed, is_off in (
        (Heed(), True),
        (Heed(confirmed=("ed",)), False),
        (Heed(flags=("ocd",), confirmed=("ed",)), True),
    ):
        doing = Doing(library, person=replace(client(), heed=heed))
        turn = doing.begin()
        assert (said_to(turn)[0].startswith("That one is off for now."), doing.step == "") == (is_off, is_off)


def test_a_nudge_of_what_is_off_is_not_offered() -> None:
    off = homemade(text(), flags=[{"flag": "ocd", "does": "off"}])
    person = replace(client(), heed=Heed(flags=("ocd",)))
    turn = take(person, nudges(nudge("try-it")), having(off), NOW)
    assert said_to(turn) == []
    assert [c.reason for c in turn.changes if isinstance(c, OccurrenceEnded)] == ["off for this client"]


def test_a_bell_does_not_end_a_pause_that_has_none() -> None:
    doing = started(pause(seconds=20), pause("still"), text())
    run = doing.person.session.place.run.id  # type: ignore[union-attr]
    doing.tap("on")
    doing.take(TimerOver(timer="step", subject=run))
    assert doing.step == "still"


# --- quoting -----------------------------------------------------------------------------------------


def test_a_full_stop_is_not_quoted_where_the_sentence_goes_on() -> None:
    doing = started(text(), text(id="then", ask="“{what}”: and then?"))
    assert said_to(doing.say("They find me odd.")) == ["“They find me odd”: and then?"]


@pytest.mark.parametrize("words", ["Then what?", "And so on ...", "And so on…"])
def test_what_else_ends_a_line_is_quoted_with_it(words: str) -> None:
    doing = started(text(), text(id="then", ask="“{what}”: and then?"))
    assert said_to(doing.say(words)) == [f"“{words}”: and then?"]


def test_lines_of_a_list_stand_after_one_another_without_full_stops_between() -> None:
    doing = started(several(), text(id="then", ask="{lines} And then?"))
    doing.say("Sleep.")
    doing.tap("another")
    doing.say("A meal.")
    assert said_to(doing.tap("enough")) == ["Sleep; A meal. And then?"]
