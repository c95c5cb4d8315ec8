"""Pasted summaries in every form that homework comes in, English and Spanish, all written for this test."""

import pytest

from bot.content.summary import load_wording
from bot.core.summary import days_in, homework

WORDING = load_wording()

READ, CALL, WALK = "Read chapter two", "Call your sister", "Walk round the lake"
THREE = [READ, CALL, WALK]


def tasks(text: str) -> list[str]:
    return [item.text for item in homework(text, WORDING)]


HEADINGS = [
    "Homework:", "Homework", "HOMEWORK", "Homework assigned:", "Assigned homework:", "Assigned:", "Between sessions:",
    "Between-session tasks", "For next time:", "This week:", "Action items:", "Action Items", "To do:", "To-do", "TODO:",
    "Tasks:", "Practice:", "Plan for the week:", "## Homework", "### Homework:", "**Homework**", "**Homework:**",
    "__Homework__:", "4. Homework:", "4) Homework", "**4. Homework**", "IV. Homework", "📝 Homework:", "✅ Homework",
    "📝 **Homework**", "Homework :", "Homework for this week:", "Homework (due Friday):", "Homework for next session",
    "Mira's homework until we meet again:", "New homework", "- Homework:", "> Homework:", "Home practice:", "HW:",
    "Homework —", "Homework / practice:", "Homework & action steps:", "Until we meet again:", "Next steps:",
    "Tareas:", "Tareas", "TAREAS", "Deberes:", "Tarea para casa:", "Para la semana:", "Entre sesiones", "Acuerdos:",
    "Para practicar:", "**Tareas para esta semana:**", "## Tareas asignadas", "3. Tareas:", "Tareas para la próxima sesión:",
    "Mira agreed to:", "Please try the following:", "Before we meet again, please:",
]  # fmt: skip

MARKS = [
    ("1. ", "2. ", "3. "), ("1) ", "2) ", "3) "), ("(1) ", "(2) ", "(3) "), ("1- ", "2- ", "3- "), ("1.", "2.", "3."), ("1 - ", "2 - ", "3 - "),
    ("①", "②", "③"), ("1️⃣ ", "2️⃣ ", "3️⃣ "), ("a) ", "b) ", "c) "), ("a. ", "b. ", "c. "), ("A) ", "B) ", "C) "), ("i. ", "ii. ", "iii. "),
    ("(a) ", "(b) ", "(c) "), ("#1 ", "#2 ", "#3 "), ("1: ", "2: ", "3: "), ("- 1. ", "- 2. ", "- 3. "), ("**1.** ", "**2.** ", "**3.** "),
    *[(f"{mark} ",) * 3 for mark in ["-", "*", "•", "–", "—", "▪", "◦", "‣", "·", "→", "+", "[ ]", "- [ ]", "☐", "👉", "⬜", "[]", "1. [ ]", "*  ", "•\t", "o\t"]],
    ("-",) * 3, ("•",) * 3, ("  - ",) * 3, ("\t1. ", "\t2. ", "\t3. "), ("> - ",) * 3,
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_homework_heading_in_any_wording_opens_the_list(heading: str, gap: str) -> None:
    listed = "\n".join(f"{at}. {task}" for at, task in enumerate(THREE, start=1))
    assert tasks(f"We spoke about the move.\n\n{heading}{gap}{listed}\n\nMood: better") == THREE


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r"])
def test_items_are_found_under_any_list_mark(marks: tuple[str, ...], gap: str) -> None:
    listed = gap.join(mark + task for mark, task in zip(marks, THREE, strict=True))
    assert tasks(f"Homework:{gap}{listed}{gap}Insights:{gap}- She sees the pattern") == THREE


@pytest.mark.parametrize(
    "closer",
    [
        "Insights:", "Insights", "**Insights**", "## Insights", "Next session: Monday at ten", "Next session", "Mood: 6/10", "MOOD",
        "Plan de seguridad:", "Plan de seguridad", "Próxima sesión: lunes", "Observaciones", "5. Risk:", "5. Risk", "Quote of the day:",
        "Safety plan", "Techniques introduced:", "SUPERVISION", "### Medication", "**Supervision**", "Session feedback:",
        "Risk: none", "Signed by: the therapist", "---\nShe left in good spirits.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("marks", [("1. ", "2. "), ("- ", "- "), ("", "")])
def test_the_next_heading_ends_the_part(closer: str, marks: tuple[str, str]) -> None:
    text = f"4. Homework:\n{marks[0]}{READ}\n{marks[1]}{CALL}\n\n{closer}\n- Write to the bank\n"
    assert tasks(text) == [READ, CALL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework: 1) read chapter two 2) practise the pause", ["read chapter two", "practise the pause"]),
        ("Homework: 1. Read chapter two 2. Practise the pause 3. Rest", ["Read chapter two", "Practise the pause", "Rest"]),
        ("Homework: a) read chapter two; b) practise the pause", ["read chapter two", "practise the pause"]),
        ("Homework: (1) read chapter two, (2) practise the pause", ["read chapter two", "practise the pause"]),
        ("Homework: ① read chapter two ② practise the pause", ["read chapter two", "practise the pause"]),
        ("Homework: read chapter two; call Sam", ["read chapter two", "call Sam"]),
        ("Homework: read chapter two; call Sam; and walk.", ["read chapter two", "call Sam", "walk"]),
        ("Homework: • read chapter two • call Sam", ["read chapter two", "call Sam"]),
        ("Homework - read chapter two", ["read chapter two"]),
        ("Homework – read chapter two", ["read chapter two"]),
        ("Homework: - read chapter two - call Sam", ["read chapter two", "call Sam"]),
        ("Homework: thought record on Monday", ["thought record on Monday"]),
        ("**Homework:** read chapter two.", ["read chapter two"]),
        ("Homework:\nRead chapter two", ["Read chapter two"]),
        ("Homework:\nRead chapter two. Call Sam on Friday.", ["Read chapter two", "Call Sam on Friday"]),
        ("Homework: Mira will keep a worry log at 8 p.m. each day. She will call Sam.", ["keep a worry log at 8 p.m. each day", "call Sam"]),
        ("Homework: read chapter two, call your sister, and walk round the lake.", ["read chapter two", "call your sister", "walk round the lake"]),
        ("Homework: sit for five minutes and notice the rain", ["sit for five minutes and notice the rain"]),
        ("Homework: read chapter two, and on Wednesday call Sam about the lake.", ["read chapter two", "on Wednesday call Sam about the lake"]),
        ("Homework: read chapter two, and call Sam about it on Wednesday.", ["read chapter two, and call Sam about it on Wednesday"]),
        ("Tareas: leer el capítulo dos, y el miércoles llamar a Sam.", ["leer el capítulo dos", "el miércoles llamar a Sam"]),
        ("Homework: Read chapter two. For example the part on rest. Call Sam.", ["Read chapter two. For example the part on rest", "Call Sam"]),
        ("Homework: Practise the pause. Mira seemed tired and tearful. Next session on Monday.", ["Practise the pause"]),
        ("Homework\nread chapter two\ncall sam\nwalk at noon", ["read chapter two", "call sam", "walk at noon"]),
        ("Tareas: 1) leer el capítulo dos 2) llamar a Sam", ["leer el capítulo dos", "llamar a Sam"]),
        ("Tareas: leer el capítulo dos; llamar a Sam", ["leer el capítulo dos", "llamar a Sam"]),
        ("Deberes: La paciente practicará la pausa. Se compromete a escribir una carta.", ["practicará la pausa", "escribir una carta"]),
        ("Mood was low. Homework: read chapter two. Next session: Monday.", ["read chapter two"]),
        ("Summary: hard week. Homework assigned: 1. Read chapter two 2. Call Sam 3. Rest (no phone) Insights: - She copes", ["Read chapter two", "Call Sam", "Rest (no phone)"]),
        ("We talked about grief. For homework: write a letter to him", ["write a letter to him"]),
        ("Homework 1: read chapter two\nHomework 2: call Sam", ["read chapter two", "call Sam"]),
        ("Homework:\n\nThought record each evening.\n\nMood: fair", ["Thought record each evening"]),
    ],
)  # fmt: skip
def test_homework_on_the_headings_line_or_in_prose_is_parted(text: str, expected: list[str]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\n1. Write down what went\n   Well at work\n2. Call Sam", ["Write down what went Well at work", "Call Sam"]),
        ("Homework:\n1. Write down what went\nwell at work\n2. Call Sam", ["Write down what went well at work", "Call Sam"]),
        ("Homework:\n- Write a short and honest letter to your older self and\nPaul, without sending it\n- Call Sam", ["Write a short and honest letter to your older self and Paul, without sending it", "Call Sam"]),
        ("Homework:\n- Notice one moment of ease a day at the office of\n  Dr. Brand\n\n- Call Sam", ["Notice one moment of ease a day at the office of Dr. Brand", "Call Sam"]),
        ("Homework:\n1.\n   Read chapter two\n2. Call Sam", ["Read chapter two", "Call Sam"]),
        ("Homework:\n1. Sleep routine\n   - lights out at eleven\n   - no phone\n2. Call Sam", ["Sleep routine; lights out at eleven; no phone", "Call Sam"]),
        ("Homework:\n1. Sleep:\n- lights out at eleven\n- no phone\n2. Call Sam", ["Sleep: lights out at eleven; no phone", "Call Sam"]),
        ("Homework:\n1. Sleep routine\na) lights out at eleven\nb) no phone\n2. Call Sam", ["Sleep routine; lights out at eleven; no phone", "Call Sam"]),
        ("Homework:\n- Walk\n    - with the dog\n- Call Sam", ["Walk; with the dog", "Call Sam"]),
        ("Homework:\n1. Read chapter two\nFrequency: daily\n2. Call Sam\nMood: fair", ["Read chapter two; daily", "Call Sam"]),
        ("Homework:\n[x] Read chapter one\n[ ] Read chapter two\n☑ Call Sam\n☐ Walk", ["Read chapter two", "Walk"]),
        ("Homework:\n✓ Read chapter one\n✔️ Call Sam\n✅ Walk\n- Rest", ["Rest"]),
        ("Homework:\n1. Read chapter one (done)\n2. Walk - done\n3. Call Sam\n4. ~~Rest~~\n5. Sleep ✓", ["Call Sam"]),
        ("Homework:\n- Client will read chapter two\n- Mira to call Sam\n- You agreed to walk at noon\n- To rest", ["read chapter two", "call Sam", "walk at noon", "rest"]),
        ("Homework:\n- Read **chapter two** and `note` *one* thing;\n- Call Sam.", ["Read chapter two and note one thing", "Call Sam"]),
        ("Homework:\n- Read chapter two\n- read  chapter two\n- Call Sam", ["Read chapter two", "Call Sam"]),
        ("Homework:\n- Three good things\n- Body scan at night\n- Mood diary\n- Practice\n- Reflection", ["Three good things", "Body scan at night", "Mood diary", "Practice", "Reflection"]),
        ("Plan for the week:\nMonday: walk at noon\nTuesday: call Sam", ["Monday: walk at noon", "Tuesday: call Sam"]),
        ("Homework:\nDaily:\n- breathe for a minute\nOn Sunday:\n- call Sam", ["Daily: breathe for a minute", "On Sunday: call Sam"]),
        ("Homework:\n1. 2-3 times a week, walk\n2. 10 minutes of drawing\n3. 5-minute pause", ["2-3 times a week, walk", "10 minutes of drawing", "5-minute pause"]),
        ("Homework:\nPlease do the following:\n- Read chapter two\n- Call Sam", ["Read chapter two", "Call Sam"]),
        ("Homework:\n- Read chapter two\n\nWe also spoke about her father and the funeral.\n- grief\n- guilt", ["Read chapter two"]),
        ("Homework:\nRead chapter two.\n\nCall Sam on Friday.\n\nShe left in good spirits.", ["Read chapter two", "Call Sam on Friday"]),
        ("Homework:\n- Read chapter two\nInsights:\n- She copes\nAction items:\n- Call Sam", ["Read chapter two", "Call Sam"]),
        ("\ufeffHomework\u200b:\u2028\u200e-\u00a0Read\u00a0\u00a0chapter\ttwo \r\n\u202b• Don’t check “mail” after nine\u202c", ["Read chapter two", "Don’t check “mail” after nine"]),
        ("4. Homework\n- Read chapter two\n- Call Sam\n5. What stood out\n- Write to the bank", ["Read chapter two", "Call Sam"]),
        ("Homework\n========\n\n* Read chapter two\n* Call Sam", ["Read chapter two", "Call Sam"]),
        ("# Homework\n## Body\n- Stretch\n## Mind\n- Read chapter two\n# Other\n- Grief", ["Stretch", "Read chapter two"]),
        ("Action items:\n- Read chapter two\n- Homework review:\n- Call Sam", ["Read chapter two"]),
        ("- Homework:\n- Read chapter two\n- Mood: low\n- Write to the bank", ["Read chapter two"]),
        ("Homework:\n  - Read chapter two\n- Mood: low\n- Write to the bank", ["Read chapter two"]),
        ("- Homework\n  - Read chapter two\n  - Call Sam\n- Mood\n  - low", ["Read chapter two", "Call Sam"]),
        ("# Homework\n## Body\n- Stretching at noon\n# Other\n- Grief", ["Stretching at noon"]),
        ("Homework: some small things:\n   - Mood diary", ["Mood diary"]),
        ("1. Homework:\n1. Read chapter two\n2. Call Sam", ["Read chapter two", "Call Sam"]),
        ("Homework: Read chapter two\n   - Call Sam", ["Read chapter two", "Call Sam"]),
        ("Homework:\n1. Read chapter two\n   2. Call Sam", ["Read chapter two", "Call Sam"]),
        ("Tareas:\n- Escribir tres cosas\n  buenas del día\n- Practicar la pausa\n\nSe la vio tranquila.", ["Escribir tres cosas buenas del día", "Practicar la pausa"]),
    ],
)  # fmt: skip
def test_list_items_are_read_whole_and_apart(text: str, expected: list[str]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\t\n", "...", "- \n- \n1.", "Homework:", "Homework: none", "Homework: None.", "Homework: N/A", "No homework this week", "No homework this week.",
        "Homework: none this week", "Homework:\n- None", "Homework: nothing new", "No new homework was set.", "Sin tareas", "Tareas: ninguna", "Sin tareas esta semana.", "No hay tareas",
        "Homework review: did 2 of 3", "Homework review:\n1. Read chapter one\n2. Call Sam", "Homework from last week:\n- Read chapter one", "Previous homework:\n- Call Sam",
        "Last week's homework: call Sam", "Review of homework\n- Call Sam", "Homework completed:\n- Read chapter one", "Homework (review):\n- Call Sam", "Homework compliance: good",
        "Homework: completed two of three", "Homework: she did not do it", "Revisión de tareas:\n- Leer el capítulo", "Tareas de la semana pasada:\n- Llamar a Sam", "Tareas anteriores\n1. Leer",
        "Session Summary:\n\nTopics:\n- Work stress\n- Writing exams\n\nTechniques:\n- Practice self-kindness\n- Breathe slowly",
        "She felt better this week. We talked about her father. He had called twice.", "Work is stressful. Sleep has improved. Practice was hard.",
        "This week: Mira had two arguments at home.", "This week:\n- had a panic attack on Tuesday\n- was late twice", "Therapist will send the sheet. I will call the clinic. We will review the plan.",
        "Homework: none.\n\nMood: fair\n\nShe smiled.\n\nTry to rest.",
        "Goal to write more. Ability to call friends improved.", "La paciente se sintió mejor. Hablamos de su padre.", "😀😀😀", "Thank you and see you on Monday!",
    ],
)  # fmt: skip
def test_what_is_no_new_homework_gives_nothing(text: str) -> None:
    assert tasks(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was a hard week. Client will write a letter to him. Mood was low.", ["write a letter to him"]),
        ("Mira to practise the pause before meetings.", ["practise the pause before meetings"]),
        ("Try a ten minute walk at noon. She smiled.", ["Try a ten minute walk at noon"]),
        ("We spoke of rest. She agreed to walk daily and agreed to call Sam.", ["walk daily and agreed to call Sam"]),
        ("I'd like you to notice one kind voice a day. Warm wishes.", ["notice one kind voice a day"]),
        ("I’d like you to notice one kind voice a day.", ["notice one kind voice a day"]),
        ("Agreed to keep a sleep log.", ["keep a sleep log"]),
        ("Please write down three wins each evening.", ["write down three wins each evening"]),
        ("When a mistake happens, write one thing it taught you.", ["When a mistake happens, write one thing it taught you"]),
        ("Every evening write down one win. She laughed at that.", ["Every evening write down one win"]),
        ("For homework, Mira will read chapter two.", ["read chapter two"]),
        ("This week she will try to rest on Sunday.", ["try to rest on Sunday"]),
        ("Homework is to read chapter two.", ["read chapter two"]),
        ("Plan: Client will complete a thought record daily. Therapist to email the sheet.", ["complete a thought record daily"]),
        ("Client was asked to track her sleep. Client will continue to practise the pause.", ["track her sleep", "continue to practise the pause"]),
        ("A.R. will draw for ten minutes.", ["draw for ten minutes"]),
        ("1. Read chapter two\n2. Practise the pause", ["Read chapter two", "Practise the pause"]),
        ("Topics:\n- Client will need time\n- Guilt\n- Client will write to her aunt", ["write to her aunt"]),
        ("Homework review: did 2 of 3.\n\nNext: Client will call Sam.", ["call Sam"]),
        ("Mira agreed to:\n- write to her aunt\n- walk at noon", ["write to her aunt", "walk at noon"]),
        ("La paciente practicará la pausa cada noche. Se la vio bien.", ["practicará la pausa cada noche"]),
        ("Tamsin va a escribir una carta.", ["escribir una carta"]),
        ("Tamsin escribirá una carta.", ["escribirá una carta"]),
        ("Se compromete a caminar a diario.", ["caminar a diario"]),
        ("Me gustaría que escribas tres logros. Fue una buena semana.", ["escribas tres logros"]),
        ("Cuando cometas un error, escribe qué aprendiste.", ["Cuando cometas un error, escribe qué aprendiste"]),
        ("Intenta descansar el domingo.", ["Intenta descansar el domingo"]),
        ("Acordamos que va a llamar a su hermana.", ["llamar a su hermana"]),
    ],
)  # fmt: skip
def test_without_a_heading_what_the_client_is_asked_to_do_is_found(text: str, expected: list[str]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Homework:\n- a) {0} b) {1} c) {2}", "Homework:\na) {0} b) {1} c) {2}", "Homework:\na) {0}; b) {1}; c) {2}.",
        "Homework:\n- (a) {0}, (b) {1}, and (c) {2}", "Homework:\n(a) {0}, (b) {1} and (c) {2}", "Homework: A) {0} B) {1} C) {2}",
        "Homework: a. {0} b. {1} c. {2}", "Homework:\n* A. {0} B. {1} C. {2}", "Homework:\na.) {0} b.) {1} c.) {2}",
        "Homework:\na- {0} b- {1} c- {2}", "Homework:\n[a] {0} [b] {1} [c] {2}", "Homework:\n1. a) {0} b) {1} c) {2}",
        "Homework:\n- This week: a) {0} b) {1} c) {2}", "Homework:\n• a) {0} b) {1} • c) {2}", "Homework:\ni) {0} ii) {1} iii) {2}",
        "Homework: (i) {0} (ii) {1} (iii) {2}", "Client will a) {0}, b) {1} and c) {2}.", "She agreed to: a) {0} b) {1} c) {2}.",
        "- Homework: a) {0}, b) {1}, c) {2}", "Homework:\n– a: {0} b: {1} c: {2}", "Tareas: a) {0} b) {1} y c) {2}",
    ],
)  # fmt: skip
def test_lettered_items_on_one_line_are_parted(text: str) -> None:
    three = ["read chapter two", "call Sam", "walk at noon"]
    assert tasks(text.format(*three)) == three


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\n- Every evening: a) write one line b) read it aloud", ["Every evening: write one line", "Every evening: read it aloud"]),
        ("Homework:\n- Choose chapter a) or b)", ["Choose chapter a) or b)"]),
        ("Homework:\n- Take vitamin A. and rest", ["Take vitamin A. and rest"]),
        ("Homework:\n- A. Meier and B. Schulz: call them", ["Meier and B. Schulz: call them"]),
        ("Homework:\n- read part b) and part c)", ["read part b) and part c)"]),
    ],
)  # fmt: skip
def test_letters_that_are_no_list_stay_where_they_are(text: str, expected: list[str]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "**What I'd like you to try**", "What I’d like you to do:", "## What to try", "Invitations for the week:", "Suggestions:", "Behavioural experiments",
        "**Lo que te propongo**", "Sugerencias:", "Propuestas para la semana",
    ],
)  # fmt: skip
def test_a_softer_heading_opens_the_list_too(heading: str) -> None:
    listed = [
        "When you freeze, name three things",
        "Every other evening: one line on how you are",
        "Sunday: how near were the three?",
    ]
    text = f"{heading}\n" + "\n".join(f"- {task}" for task in listed) + "\n\nMood: fair"
    assert tasks(text) == listed


@pytest.mark.parametrize(
    "agenda",
    ["For next session:", "Plan for next session:", "For our next session", "Para la próxima sesión:"],
)
@pytest.mark.parametrize("homework_first", [True, False])
def test_what_the_next_session_is_for_is_no_homework_beside_homework(
    agenda: str, *, homework_first: bool
) -> None:
    given, later = f"Homework:\n- {READ}\n- {CALL}", f"{agenda}\n- Explore the move\n- Review the log"
    assert tasks("\n\n".join([given, later] if homework_first else [later, given])) == [READ, CALL]


def test_with_no_other_heading_for_next_session_opens_the_homework() -> None:
    assert tasks(f"For next session:\n- {READ}\n- {CALL}") == [READ, CALL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Homework:\n-thought record\n-10 min walk daily\n-2-3 calls\n-gratitude list", ["thought record", "10 min walk daily", "2-3 calls", "gratitude list"]),
        ("Homework\n\n| # | Task | When |\n|---|:---:|---|\n| 1 | Read chapter two | on Monday |\n| 2 | Call Sam | |\n| 3 | Walk | ✓ |", ["Read chapter two, on Monday", "Call Sam"]),
        ("**Homework:** (1) read chapter two; (2) write the letter to your aunt\n**Next:** 2 Dec", ["read chapter two", "write the letter to your aunt"]),
        ("Homework:\n- Read chapter two\n- Call Sam\n📅 See you Tuesday at five", ["Read chapter two", "Call Sam"]),
        ("Esta semana te propongo: 1) leer el capítulo 2) llamar a Sam. Nos vemos el miércoles.", ["leer el capítulo", "llamar a Sam"]),
        ("Homework:\n- Read chapter two\n- Therapist to send the handout\n- I will call the clinic\n- Terapeuta enviará la hoja\n- Call Sam", ["Read chapter two", "Call Sam"]),
        ("Homework:\n- Partner: tell him one thing\n- I-statements with Sam", ["Partner: tell him one thing", "I-statements with Sam"]),
        ("You said you would try to rest. You also said you'd call Sam.", ["try to rest", "call Sam"]),
        ("Homework: keep a note of kind voices. I'd also like you to try one walk.", ["keep a note of kind voices", "try one walk"]),
        ("Plan:\n- Client to log worries\n- Follow up in two weeks", ["log worries"]),
    ],
)  # fmt: skip
def test_what_stands_around_the_tasks_is_left_out(text: str, expected: list[str]) -> None:
    assert tasks(text) == expected


@pytest.mark.parametrize(
    ("text", "days"), [("Diario de errores", None), ("un paseo diario", frozenset(range(7)))]
)
def test_a_diary_in_spanish_is_not_daily(text: str, days: frozenset[int] | None) -> None:
    assert days_in(text, WORDING) == days
