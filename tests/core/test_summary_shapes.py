"""Shapes that homework comes in when people write it by hand: labels under a task, days before one, lists in a sentence,
what is somebody else's, and what is said along with it. English and Spanish, all written for this test."""

import pytest

from bot.content.summary import load_wording
from bot.core.summary import days_in, homework

WORDING = load_wording()
DAILY = "0123456"

Task = tuple[str, str]
"""A task, and the weekdays it names as digits (0 is Monday), empty where it names none."""


def tasks(text: str) -> list[Task]:
    found = [item.text for item in homework(text, WORDING)]
    return [(each, "".join(map(str, sorted(days_in(each, WORDING) or ())))) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\nThu: twenty minutes with the guitar", [("Thu: twenty minutes with the guitar", "3")]),
        ("Plan for the week:\nMon: a swim\nThu: ring the dentist", [("Mon: a swim", "0"), ("Thu: ring the dentist", "3")]),
        ("Homework:\n- Sat - a walk without the phone", [("Sat - a walk without the phone", "5")]),
        ("Homework:\n- Sun, a slow breakfast", [("Sun, a slow breakfast", "6")]),
        ("Homework:\n- Fri evening: a bath", [("Fri evening: a bath", "4")]),
        ("Homework:\n1. (Tue) ask for help once", [("(Tue) ask for help once", "1")]),
        ("Homework:\nTue/Thu: yoga at lunch", [("Tue/Thu: yoga at lunch", "13")]),
        ("Homework:\nMon-Wed: one page of the novel", [("Mon-Wed: one page of the novel", "012")]),
        ("Homework:\nWednesday:\n- ten minutes at the piano\nSaturday:\n- bake something", [("Wednesday: ten minutes at the piano", "2"), ("Saturday: bake something", "5")]),
        ("Homework:\nWed:\n- ten minutes at the piano", [("Wed: ten minutes at the piano", "2")]),
        ("Homework:\nWeekend: sleep in once", [("Weekend: sleep in once", "56")]),
        ("Tareas:\nMié: veinte minutos de guitarra", [("Mié: veinte minutos de guitarra", "2")]),
        ("Tareas:\n- Vie: un baño largo\n- Dom: desayunar sin prisa", [("Vie: un baño largo", "4"), ("Dom: desayunar sin prisa", "6")]),
        ("Tareas:\nSábado por la tarde: pintar un rato", [("Sábado por la tarde: pintar un rato", "5")]),
        ("Homework:\n- the sun: sit in it for five minutes", [("the sun: sit in it for five minutes", "")]),
    ],
)  # fmt: skip
def test_a_day_that_stands_before_a_task_is_its_day(text: str, expected: list[Task]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\n1. Write one line before bed\nWhy: to end the day kindly\nHow often: every evening", [("Write one line before bed; every evening", DAILY)]),
        ("Homework:\n- Stretch at the desk\n  Why: your shoulders\n  How often: Mon and Thu", [("Stretch at the desk; Mon and Thu", "03")]),
        ("Homework:\n- Stretch at the desk\n  - Why: your shoulders\n  - How often: three times a week", [("Stretch at the desk; three times a week", "024")]),
        ("Homework:\n1. Draw something badly\nRationale: it loosens the standard\nFrequency: twice a week\n\n2. Ring your aunt\nRationale: she asked after you", [("Draw something badly; twice a week", "03"), ("Ring your aunt", "")]),
        ("Homework:\n- **Task:** Leave one email unsent overnight\n- **Why:** to see what happens\n- **How often:** Tuesdays", [("Leave one email unsent overnight; Tuesdays", "1")]),
        ("Homework:\nTask: Keep a log of kind voices\nPurpose: noticing them\nWhen: weekends", [("Keep a log of kind voices; weekends", "56")]),
        ("Homework:\n1. Sit on the balcony.\nWhen: after dinner on Sunday.\nHow long: five minutes.", [("Sit on the balcony; after dinner on Sunday; five minutes", "6")]),
        ("Homework:\n- Slow breathing\n\tGoal: calmer mornings\n\tTime: each morning", [("Slow breathing; each morning", DAILY)]),
        ("Tareas:\n1. Escribir una línea antes de dormir\nPor qué: cerrar el día con calma\nFrecuencia: cada noche", [("Escribir una línea antes de dormir; cada noche", DAILY)]),
        ("Tareas:\n- Caminar por el parque\n  - Para qué: despejarse\n  - Cuándo: martes y jueves", [("Caminar por el parque; martes y jueves", "13")]),
        ("Tareas:\n- Dejar un correo sin contestar\n  Objetivo: ver qué pasa\n  Cada cuánto: dos veces por semana", [("Dejar un correo sin contestar; dos veces por semana", "03")]),
    ],
)  # fmt: skip
def test_labelled_lines_belong_to_the_task_above(text: str, expected: list[Task]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This week focus on: - saying no once - leaving at five - one real lunch", ["saying no once", "leaving at five", "one real lunch"]),
        ("Homework: work on: - saying no once - leaving at five", ["saying no once", "leaving at five"]),
        ("Until we meet again, please practise: - the pause - the kind line", ["the pause", "the kind line"]),
        ("She agreed to try: - a walk at noon - a call to her sister - one page of the diary", ["a walk at noon", "a call to her sister", "one page of the diary"]),
        ("Focus on: * saying no once * leaving at five", ["saying no once", "leaving at five"]),
        ("Focus on: 1) saying no once 2) leaving at five", ["saying no once", "leaving at five"]),
        ("Esta semana céntrate en: - decir que no una vez - salir a las cinco", ["decir que no una vez", "salir a las cinco"]),
        ("Tareas: practicar: - la pausa - la frase amable", ["la pausa", "la frase amable"]),
        ("Homework: read the leaflet - it is short - on Monday", ["read the leaflet - it is short - on Monday"]),
    ],
)  # fmt: skip
def test_a_list_in_one_line_behind_its_lead_is_parted(text: str, expected: list[str]) -> None:
    assert [each for each, _ in tasks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\n- Therapist: mail the worksheet\n- Client: fill it in", ["fill it in"]),
        ("Homework:\n- Dr. Lund: book a visit\n- Keep the sleep log", ["Dr. Lund: book a visit", "Keep the sleep log"]),
        ("Action items:\nTherapist: mail the worksheet\nClient: fill it in", ["fill it in"]),
        ("Action items:\n- [Therapist] mail the worksheet\n- [Client] fill it in", ["fill it in"]),
        ("Action items:\n- Therapist - mail the worksheet\n- Client - fill it in", ["fill it in"]),
        ("Action items:\n- (me) look up the group\n- Me: ring the clinic\n- Ring your sister", ["Ring your sister"]),
        ("Tareas:\n- Terapeuta: enviar la hoja\n- Paciente: rellenar la hoja", ["rellenar la hoja"]),
        ("Tareas:\n- Psicóloga: llamar al colegio\n- Llevar el diario de sueño", ["Llevar el diario de sueño"]),
        ("Homework:\n- Partner: tell him one thing", ["Partner: tell him one thing"]),
        ("Homework:\n- Mother: write her the card", ["Mother: write her the card"]),
    ],
)  # fmt: skip
def test_who_stands_before_a_task_says_whose_it_is(text: str, expected: list[str]) -> None:
    assert [each for each, _ in tasks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework (carried over):\n- Finish the letter\n\nNew:\n- Walk at noon", ["Finish the letter", "Walk at noon"]),
        ("Homework carried forward\n- Finish the letter", ["Finish the letter"]),
        ("Homework (continued):\n- Finish the letter", ["Finish the letter"]),
        ("Homework\nCarried over:\n- Finish the letter\nNew:\n- Walk at noon", ["Finish the letter", "Walk at noon"]),
        ("Homework\nOngoing:\n- Sleep log\nNew this week:\n- Walk at noon", ["Sleep log", "Walk at noon"]),
        ("Homework:\nOld:\n- Read chapter one\nNew:\n- Walk at noon", ["Walk at noon"]),
        ("Homework review:\n- did the letter\nNew:\n- Walk at noon", ["Walk at noon"]),
        ("New homework:\n- Walk at noon", ["Walk at noon"]),
        ("Tareas (pendientes):\n- Terminar la carta\nNuevas:\n- Caminar a mediodía", ["Terminar la carta", "Caminar a mediodía"]),
        ("Tareas que continúan:\n- Terminar la carta\n\nNuevas:\n- Caminar a mediodía", ["Terminar la carta", "Caminar a mediodía"]),
        ("Tareas\nNueva:\n- Caminar a mediodía", ["Caminar a mediodía"]),
    ],
)  # fmt: skip
def test_what_goes_on_and_what_is_new_is_all_homework(text: str, expected: list[str]) -> None:
    assert [each for each, _ in tasks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le pedí que anotara un momento de calma al día. Se fue tranquila.", ["anotara un momento de calma al día"]),
        ("Le sugerí que llamara a su hermana el jueves.", ["llamara a su hermana el jueves"]),
        ("Le propuse que hiciera una pausa antes de contestar.", ["hiciera una pausa antes de contestar"]),
        ("Le he pedido que lea el folleto.", ["lea el folleto"]),
        ("Le animé a que saliera a caminar los lunes.", ["saliera a caminar los lunes"]),
        ("Le recomendé dormir sin el móvil en la habitación.", ["dormir sin el móvil en la habitación"]),
        ("Tareas: le pedí que pensara en dos cosas buenas; también le pedí que descansara el domingo.", ["pensara en dos cosas buenas", "descansara el domingo"]),
        ("Te pedí que buscaras un rato para ti.", ["buscaras un rato para ti"]),
        ("I asked her to jot down one calm moment a day. She left at ease.", ["jot down one calm moment a day"]),
        ("I suggested that he call his sister on Thursday.", ["call his sister on Thursday"]),
        ("We thought she could take a pause before answering.", ["take a pause before answering"]),
        ("Asked him to sleep without the phone in the room.", ["sleep without the phone in the room"]),
    ],
)  # fmt: skip
def test_what_the_therapist_asked_for_is_told_in_the_past(text: str, expected: list[str]) -> None:
    assert [each for each, _ in tasks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tareas:\n- Leer el folleto\n\nSi algo te cuesta, llámame.", ["Leer el folleto"]),
        ("Tareas:\n- Leer el folleto\n- Si tienes dudas, escríbeme", ["Leer el folleto"]),
        ("Tareas: leer el folleto. Si no te sale, no pasa nada.", ["leer el folleto"]),
        ("Tareas: leer el folleto. Cualquier duda, me avisas.", ["leer el folleto"]),
        ("Homework:\n- Read the leaflet\n\nIf you get stuck, drop me a line.", ["Read the leaflet"]),
        ("Homework:\n- Read the leaflet\n- If anything comes up, call me", ["Read the leaflet"]),
        ("Homework: read the leaflet. If it gets too much, leave it and tell me on Monday.", ["read the leaflet"]),
        ("Homework: read the leaflet. Any questions, just email me.", ["read the leaflet"]),
        ("Homework: read the leaflet. If a mistake happens, write one line about it.", ["read the leaflet", "If a mistake happens, write one line about it"]),
        ("Tareas: leer el folleto. Si te equivocas, escribe una línea.", ["leer el folleto", "Si te equivocas, escribe una línea"]),
        ("Homework:\n- Write me a letter you never send", ["Write me a letter you never send"]),
    ],
)  # fmt: skip
def test_an_offer_to_get_in_touch_is_no_task(text: str, expected: list[str]) -> None:
    assert [each for each, _ in tasks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\n1. Slow steps. How often: once a day. Why: sleep.\n2. Sketch. When: Mondays.", [("Slow steps; once a day", DAILY), ("Sketch; Mondays", "0")]),
        ("Tareas:\n- Pasos lentos. Frecuencia: cada noche. Objetivo: dormir.", [("Pasos lentos; cada noche", DAILY)]),
        ("Task: Kind line\nWhy: it softens\nHow often: weekdays\n\nTask: A box\nHow often: Sundays", [("Kind line; weekdays", "01234"), ("A box; Sundays", "6")]),
        ("Homework\nExercise 1: Thought diary\nWhen: Sundays\nExercise 2: A swim\nWhen: Fridays", [("Thought diary; Sundays", "6"), ("A swim; Fridays", "4")]),
        ("Plan\n- Thu eve: ring your aunt\n- Next appointment: 3 June", [("Thu eve: ring your aunt", "3")]),
        ("Quedamos en que dibujaría los domingos.", [("dibujaría los domingos", "6")]),
        ("To do:\n- Me: find the group\n- You: ring the surgery", [("ring the surgery", "")]),
        ("Homework:\n- A walk at noon", [("A walk at noon", "")]),
    ],
)  # fmt: skip
def test_labels_and_days_are_found_wherever_they_stand(text: str, expected: list[Task]) -> None:
    assert tasks(text) == expected
