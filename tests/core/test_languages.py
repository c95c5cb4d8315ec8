"""Which language somebody is spoken to in, and that what was drawn in another one still counts."""

from dataclasses import replace

import pytest

from bot.core.changes import Enrolled, InviteSpoken
from bot.core.inputs import Commanded, Input, Reached, Said
from bot.core.library import Library
from bot.core.person import Person, Role
from bot.core.places import Setting
from bot.core.talk.matching import matching
from bot.core.therapist_places import Assigning, Inviting, Proposal
from bot.core.turn import Turn
from handlers.render import render
from tests.core import people
from tests.core.people import labels, said_to, tap, turn_of

START = Commanded(name="start", argument=f"c_{people.SPARE_CODE}")


def bilingual() -> Library:
    """The shipped library, with Spanish on offer whatever is still missing in it."""
    return replace(people.library(), languages=("en", "es"))


def speaking(language: str, person: Person) -> Person:
    """The same person in another language."""
    return replace(person, profile=replace(person.profile, language=language))


# --- the invitation -------------------------------------------------------------------------------


def invited(shelf: Library) -> Turn:
    """The turn that makes an invitation."""
    return turn_of(people.therapist(Inviting()), Said(text="B.C."), shelf=shelf)


def test_therapist_can_choose_a_language_under_the_link() -> None:
    assert labels(invited(bilingual()))[-2:] == ["Greet in English", "Greet in Español"]


def test_there_is_nothing_to_choose_where_there_is_one_language() -> None:
    assert labels(invited(replace(people.library(), languages=("en",)))) == [
        "Copy",
        "Share",
        "Cancel it",
        "Show a code to scan",
        "Only for one contact",
        "Ask me first",
    ]


def test_invitation_takes_the_language_that_was_tapped() -> None:
    turn = turn_of(people.therapist(), tap("greet:es:c_x", stands=True), shelf=bilingual())
    assert turn.changes == (InviteSpoken(code="c_x", language="es"),)
    assert turn.toast == "Greeted in Español."


def test_language_that_there_is_not_is_not_taken() -> None:
    turn = turn_of(people.therapist(), tap("greet:xx:c_x", stands=True), shelf=bilingual())
    assert (turn.changes, turn.toast) == ((), "That one has closed.")


@pytest.mark.parametrize(
    ("phone", "chosen", "greeting"),
    [
        ("en", "es", "Hola."),
        ("es", "en", "Hello."),
        ("es", "", "Hola."),
        ("en", "", "Hello."),
        ("es", "xx", "Hola."),
    ],
)
def test_what_the_therapist_chose_goes_before_the_phone(phone: str, chosen: str, greeting: str) -> None:
    invite = people.invitation(language=chosen)
    turn = turn_of(speaking(phone, people.stranger(invite)), START, shelf=bilingual())
    assert said_to(turn)[0].startswith(greeting)


def test_who_joins_goes_on_in_that_language() -> None:
    person = people.stranger(people.invitation(language="es"))
    agreed = turn_of(person, tap(f"agree:c_{people.SPARE_CODE}", stands=True), shelf=bilingual())
    [joined] = [change for change in agreed.changes if isinstance(change, Enrolled)]
    assert joined.profile.language == "es"
    assert said_to(agreed)[0].startswith("¿Puede")


def test_own_choice_goes_before_everything() -> None:
    person = people.client(invite=people.invitation(language="es"))
    assert said_to(turn_of(person, Commanded(name="pause"), shelf=bilingual())) == ["How long?"]


def test_languages_are_listed_by_what_they_call_themselves() -> None:
    turn = turn_of(people.client(Setting(view="language")), tap("nonsense"), shelf=bilingual())
    assert labels(turn) == ["English", "Español", "Back"]


# --- what goes to somebody else -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "therapist", "heard"),
    [
        ("es", "en", "A.R. asks you for a call."),
        ("en", "es", "A.R. te pide una llamada."),
        ("es", "", "A.R. te pide una llamada."),
    ],
)
def test_therapist_hears_of_a_client_in_their_own_language(client: str, therapist: str, heard: str) -> None:
    person = speaking(client, people.client(therapist_language=therapist))
    turn = turn_of(person, tap("help:call", stands=True), shelf=bilingual())
    assert said_to(turn, "therapist") == [heard]
    assert said_to(turn)[0].startswith("Se lo pasé" if client == "es" else "I've passed")


@pytest.mark.parametrize(
    ("given", "heard"),
    [
        (tap("askchange", stands=True), "A A.R. le gustaría que una tarea fuera distinta."),
        (tap("mine:alone", stands=True), "A.R. se guarda las respuestas nuevas."),
        (Said(text="i want to die"), "Le mostré a A.R. la tarjeta de ayuda (ahora)."),
        (Reached(reachable=False), "A.R. cerró el chat conmigo. No voy a escribir ahí."),
    ],
)
def test_whatever_a_therapist_is_told_is_in_their_language(given: Input, heard: str) -> None:
    turn = turn_of(people.client(therapist_language="es"), given, shelf=bilingual())
    [told] = said_to(turn, "therapist")
    assert told.startswith(heard)


def test_inviter_hears_of_a_stranger_in_their_own_language() -> None:
    person = people.stranger(people.invitation(language="es", therapist_language="en"))
    turn = turn_of(person, tap(f"notmine:c_{people.SPARE_CODE}", stands=True), shelf=bilingual())
    assert said_to(turn) == ["Entonces este enlace no era para ti. No se guarda nada."]
    assert said_to(turn, "therapist")[0].startswith("An invitation was opened")


def test_homework_is_announced_in_the_clients_language() -> None:
    kept = (Proposal(words="a kind line", exercise="kind-line"),)
    place = Assigning(step="preview", client=people.CLIENT_ID, proposals=kept)
    card = replace(people.card(), language="es")
    turn = turn_of(people.therapist(place, clients=(card,)), tap("send"), shelf=bilingual())
    assert said_to(turn) == ["Sent."]
    assert said_to(turn, people.CLIENT_ID) == ["Vale te dejó una cosa pequeña."]


# --- the keyboard, after a switch -----------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("I made a mistake", "answering"),
        ("Me equivoqué", "answering"),
        ("me equivoque", "answering"),
        ("Ten minutes", "boxing"),
        ("Diez minutos", "boxing"),
    ],
)
def test_keyboard_of_any_language_starts_its_exercise(language: str, label: str, place: str) -> None:
    turn = turn_of(speaking(language, people.client()), Said(text=label), shelf=bilingual())
    assert turn.session.place.kind == place


def test_text_field_says_in_the_new_language_what_it_is_for() -> None:
    turn = turn_of(people.client(Setting(view="language")), tap("speak:es"), shelf=bilingual())
    [drawn] = [reply for reply in turn.replies if reply.keyboard]
    assert (drawn.keyboard, drawn.hint) == ((("Me equivoqué", "Diez minutos"), ("Hoy",)), "Toca o escribe")
    call = render(7, drawn, None)
    assert call is not None
    assert call.params["reply_markup"]["input_field_placeholder"] == "Toca o escribe"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("label", ["Today", "today", "Hoy"])
def test_today_is_known_in_any_language(language: str, label: str) -> None:
    turn = turn_of(speaking(language, people.client()), Said(text=label), shelf=bilingual())
    expected = turn_of(speaking(language, people.client()), Commanded(name="today"), shelf=bilingual())
    assert said_to(turn) == said_to(expected)


@pytest.mark.parametrize("typed", ["Revision semanal", "revisión semanal.", "\u2068Revisión\u2069 semanal"])
def test_label_may_be_typed_without_accents_and_marks_even_where_it_has_to_be_whole(typed: str) -> None:
    assert (
        matching(typed, [("Revisión semanal", "weekly"), ("Idioma", "language")], loosely=False) == "weekly"
    )


@pytest.mark.parametrize("typed", ["Mas tarde", "más tarde", "MÁS TARDE."])
def test_label_may_be_typed_without_its_accents(typed: str) -> None:
    asked = turn_of(
        speaking("es", people.client(assignments=(people.given_to("kind-line", days=range(7)),))),
        people.nudges(people.nudge("kind-line")),
        shelf=bilingual(),
    )
    person = people.after(speaking("es", people.client()), asked)
    assert "¿Cuándo?" in said_to(turn_of(person, Said(text=typed), shelf=bilingual()))


def test_role_of_nobody_is_needed_to_be_greeted() -> None:
    assert people.stranger().role is Role.STRANGER
    assert said_to(turn_of(speaking("es", people.stranger()), Said(text="hola"), shelf=bilingual()))[0] == (
        "Funciono con invitación. Quien te da terapia, si me usa, puede enviarte un enlace."
    )
