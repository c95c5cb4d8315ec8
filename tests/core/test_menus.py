"""The client's own menus at their edges: what may not be opened, what is forgotten, who is told, what is never sent."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.core.changes import Left as Gone
from bot.core.changes import RunDeleted, TimerDropped, TimerSet
from bot.core.inputs import Commanded, Said, TimerOver
from bot.core.library import Library
from bot.core.person import Contact, KeptEntry, KeptRun, NotesPage, Person
from bot.core.places import Browsing, Erasing, Setting
from bot.core.run import Answer, Run
from bot.core.session import Answering, Left, Prompted, Settling
from bot.core.turn import FileOrder
from bot.core.words import Words
from tests.core import people
from tests.core.people import NOW, client, kept_run, labels, said_to, tap, turn_of

NOTES = Commanded(name="notes")


def open_run() -> Run:
    answer = Answer(step="what", entry="entry-0", text="forgot the keys")
    return Run(
        id=people.RUN_ID,
        exercise="mistake-note",
        revision=1,
        trigger="client",
        started=NOW,
        answers=(answer,),
    )


def page(*runs: KeptRun, total: int | None = None, offset: int = 0) -> NotesPage:
    return NotesPage(runs=runs, offset=offset, total=len(runs) if total is None else total)


def with_profile(person: Person, **changed: object) -> Person:
    return replace(person, profile=replace(person.profile, **changed))  # type: ignore[arg-type]  # the callers name the fields


# --- notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "do", ["note:all", "own:plan", "own:people", "mine:erase", "mine:copy", "mine:alone"]
)
def test_no_menu_pushes_the_first_questions_aside(do: str) -> None:
    place = Settling(step="quiet")
    turn = turn_of(client(place), tap(do, stands=True))
    assert (turn.toast, turn.session.place, turn.replies) == ("That one has closed.", place, ())


@pytest.mark.parametrize("do", ["note:open:", "note:delete:", "note:private:"])
def test_note_that_is_still_being_written_is_no_note_yet(do: str) -> None:
    place = Answering(run=open_run(), step="size_now")
    turn = turn_of(client(place, run=kept_run("forgot the keys")), tap(do + people.RUN_ID, stands=True))
    assert (turn.toast, turn.session.place, turn.changes) == ("That one has closed.", place, ())


def test_deleted_note_cannot_be_carried_on() -> None:
    left = Left(place=Answering(run=open_run(), step="size_now"), at=NOW)
    person = client(Browsing(view="delete", run=people.RUN_ID), run=kept_run("forgot the keys"))
    turn = turn_of(replace(person, session=replace(person.session, left=left)), tap("delete"))
    assert turn.changes == (RunDeleted(run=people.RUN_ID),)
    assert turn.session.left is None


def test_deleting_another_note_leaves_it_to_be_carried_on() -> None:
    left = Left(place=Answering(run=replace(open_run(), id="other"), step="size_now"), at=NOW)
    person = client(Browsing(view="delete", run=people.RUN_ID), run=kept_run("forgot the keys"))
    turn = turn_of(replace(person, session=replace(person.session, left=left)), tap("delete"))
    assert turn.session.left == left


def test_delete_needs_its_question_first() -> None:
    turn = turn_of(client(Browsing(view="one", run=people.RUN_ID), run=kept_run("a")), tap("delete"))
    assert turn.changes == ()


def test_page_past_the_end_leads_back() -> None:
    turn = turn_of(client(Browsing(offset=8), page=page(total=5, offset=8)), tap("page:8"))
    assert said_to(turn) == ["Nothing further back."]
    assert labels(turn)[0] == "Newer"


def test_long_note_is_cut_to_one_message_by_answer() -> None:
    run = kept_run(*("w" * 4096 for _ in range(5)))
    [text] = said_to(turn_of(client(Browsing(), run=run), tap(f"note:open:{people.RUN_ID}")))
    assert len(text) <= 4096
    assert text.count("…") == 5


def test_note_of_two_thousand_characters_is_shown_whole() -> None:
    run = kept_run("w" * 1500, "v" * 1500)
    [text] = said_to(turn_of(client(Browsing(), run=run), tap(f"note:open:{people.RUN_ID}")))
    assert "w" * 1500 in text
    assert "v" * 1500 in text


def checked_in() -> KeptRun:
    near = KeptEntry(id="entry-0", step="near", text="Being there for my sister", label="Some way")
    return KeptRun(id=people.RUN_ID, exercise="values-check-in", private=False, entries=(near,), at=NOW)


def test_nearness_to_a_value_is_shown_only_when_asked_for() -> None:
    listed = turn_of(client(page=page(checked_in())), NOTES)
    assert "Some way" not in said_to(listed)[0]
    assert "Values" in labels(listed)
    asked = turn_of(client(Browsing(), page=page(checked_in())), tap("only:values-check-in"))
    assert "Being there for my sister: some way" in said_to(asked)[0]


# --- settings --------------------------------------------------------------------------------------


def test_hours_that_swallow_the_noticing_hour_ask_for_another() -> None:
    person = with_profile(client(Settling(step="quiet", alone=True, typing=True)), noticing=time(21, 30))
    turn = turn_of(person, Said(text="9 PM - 7 AM"))
    assert turn.session.place == Settling(step="noticing", alone=True)


def test_setting_noticing_off_puts_it_down() -> None:
    person = with_profile(client(Settling(step="noticing", alone=True)), noticing=time(15))
    assert [type(c).__name__ for c in turn_of(person, tap("none")).changes] == ["PutDown"]


def in_spanish(library: Library) -> Library:
    note = library.exercises["en", "note"].model_copy(update={"language": "es"})
    words = {"Today": "Hoy", "Kept.": "Guardado.", "what is on, and what is open": "lo que hay"}
    spoken = {"es": Words(sentences=words)}
    exercises = {**library.exercises, ("es", "note"): note}
    return replace(library, exercises=exercises, words=spoken, languages=("en", "es"))


def test_another_language_draws_the_keyboard_anew() -> None:
    shelf = in_spanish(people.library())
    turn = turn_of(client(Setting(view="language")), tap("speak:es"), shelf=shelf)
    assert turn.profile is not None
    assert turn.profile.language == "es"
    assert said_to(turn)[0].startswith("Guardado.")
    assert [reply.keyboard[-1] for reply in turn.replies if reply.keyboard] == [("Hoy",)]
    (listed,) = [dict(reply.commands) for reply in turn.replies if reply.commands]
    assert listed["today"] == "lo que hay"


def test_language_there_is_nothing_in_is_not_spoken() -> None:
    assert turn_of(client(Setting(view="language")), tap("speak:xx")).profile is None


def test_menu_left_for_long_takes_no_values() -> None:
    person = client(Setting(view="values"))
    turn = turn_of(person, Said(text="music"), now=NOW + timedelta(hours=2))
    assert said_to(turn) == ["Shall I keep that?"]
    assert turn.profile is None


def test_command_puts_a_menu_away() -> None:
    turn = turn_of(client(Setting(view="values")), Commanded(name="today"))
    assert turn.session.place.kind == "resting"


def test_command_leaves_an_open_question_where_it_is() -> None:
    place = Answering(run=open_run(), step="size_now")
    assert turn_of(client(place), Commanded(name="today")).session.place == place


# --- the card ---------------------------------------------------------------------------------------


def test_contact_is_dialled_by_digits_alone() -> None:
    person = with_profile(client(), people=(Contact(name="Mara", phone="+49 (151) 234-5678"),))
    turn = turn_of(person, tap("help:people", stands=True))
    assert [reply.contact for reply in turn.replies if reply.contact] == [("+491512345678", "Mara")]


def test_full_plan_takes_no_more_and_keeps_what_waits() -> None:
    place = Setting(view="plan", drafts=("one more",))
    person = with_profile(client(place), safety_plan=tuple(f"line {n}" for n in range(6)))
    turn = turn_of(person, tap("keep"))
    assert (turn.profile, turn.session.place) == (None, place)


def test_line_that_brought_the_card_stays_offered_beside_another() -> None:
    person = client(Setting(view="plan", drafts=("When I want to die I call",)))
    turn = turn_of(person, Said(text="Go for a walk"))
    assert labels(turn)[:2] == ["Keep it", "Leave it out"]


def test_sos_of_a_therapist_offers_no_card_of_their_own() -> None:
    assert "Write my plan" not in labels(turn_of(people.therapist(), Commanded(name="sos")))


# --- privacy ----------------------------------------------------------------------------------------


def test_copy_holds_the_client_alone() -> None:
    orders = [reply.file for reply in turn_of(client(), tap("mine:send", stands=True)).replies if reply.file]
    assert orders == [FileOrder(clients=(people.CLIENT_ID,), format="copy", since=None, until=NOW)]


def test_erasing_takes_the_whole_word() -> None:
    turn = turn_of(client(Erasing()), Said(text="erase"))
    assert turn.profile is None
    assert said_to(turn) == ["Shall I keep that?"]


def test_erasing_sets_its_hour() -> None:
    turn = turn_of(client(Erasing()), tap("erase"))
    at = NOW + timedelta(hours=24)
    assert turn.changes == (TimerSet(timer="erase", subject="", at=at),)
    assert turn.profile is not None
    assert turn.profile.erasing_at == at


def test_erasing_is_not_begun_twice() -> None:
    person = with_profile(client(), erasing_at=NOW + timedelta(hours=3))
    assert turn_of(person, tap("mine:erase", stands=True)).toast == "That one has closed."


def test_undone_erasing_forgets_its_hour() -> None:
    person = with_profile(client(), erasing_at=NOW + timedelta(hours=3))
    turn = turn_of(person, tap("mine:undo", stands=True))
    assert turn.changes == (TimerDropped(timer="erase", subject=""),)


def test_stray_timer_erases_nobody() -> None:
    turn = turn_of(client(), TimerOver(timer="erase", subject=""))
    assert (turn.changes, turn.replies) == ((), ())


def test_timer_before_its_hour_waits_for_it() -> None:
    at = NOW + timedelta(hours=3)
    turn = turn_of(with_profile(client(), erasing_at=at), TimerOver(timer="erase", subject=""))
    assert turn.changes == (TimerSet(timer="erase", subject="", at=at),)


def test_erased_client_is_told_last_and_without_a_sound() -> None:
    turn = turn_of(with_profile(client(), erasing_at=NOW), TimerOver(timer="erase", subject=""))
    assert turn.changes == (Gone(person=people.CLIENT_ID),)
    (last,) = [reply for reply in turn.replies if reply.text.text]
    assert (last.silent, last.keyless) == (True, True)


# --- today -------------------------------------------------------------------------------------------


def test_open_prompt_can_be_taken_up_from_today() -> None:
    place = Prompted(
        occurrence=people.OCCURRENCE,
        assignment="assignment-who-you-are",
        exercise="who-you-are",
        expires=NOW + timedelta(minutes=90),
    )
    shown = turn_of(client(place), Commanded(name="today"))
    assert (said_to(shown), labels(shown)) == (["Open: Who you are"], ["Go on"])
    again = turn_of(people.after(client(place), shown), tap("today:on", stands=True))
    assert labels(again) == ["Yes, now", "Later", "Not today"]


def test_nothing_open_has_closed() -> None:
    assert turn_of(client(), tap("today:on", stands=True)).toast == "That one has closed."


# --- homework in the client's words -------------------------------------------------------------------


def test_what_was_picked_from_the_list_is_told_by_what_it_is() -> None:
    person = client(assignments=(people.given_to("mood", words="Mood"),))
    [card] = said_to(turn_of(person, Commanded(name="today")))
    assert "• one number for the day, and a line if you like (Mood, whenever it fits)" in card


def test_what_fits_no_exercise_is_called_by_its_words_alone() -> None:
    turn = turn_of(
        client(assignments=(people.given_to("own-words", words="call Mia"),)), Commanded(name="today")
    )
    assert "• call Mia (whenever it fits)" in said_to(turn)[0]
    assert "call Mia" in labels(turn)
