"""Reading a pasted summary: what holds for any text, the kinds and days of an item, and the vocabulary files."""

import tomllib
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.summary import FOLDER, load_wording
from bot.core.summary import MOST_ITEMS, BadWording, Kind, compile_wording, days_in, homework, kind_of
from bot.core.summary_words import folded

WORDING = load_wording()

ALL = frozenset(range(7))

FRAGMENTS = st.sampled_from(
    [
        "Homework:", "Tareas:", "Homework review:", "Insights:", "None", "1. ", "2) ", "a) ", "- ", "• ", "[x] ", "☐ ", "**", "# ", ": ", "; ", ". ",
        "\n", "\n\n", "\r\n", "\t", "    ", "\u200b", "\u202e", "\u200d", "\ud800", "①", "✅ ", "Client will ", "write ", "down three things", "read ", "chapter",
        "Mira to ", "every evening ", "escribir ", "La paciente ", "practicará ", "(", ")", "~~", "...", "é", "e\u0301", "10:30", "?", ",", "’", "and ",
    ]
)  # fmt: skip
PASTES = st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=60).map("".join))


@given(PASTES)
@settings(max_examples=500, deadline=None)
def test_any_text_gives_few_filled_items_of_its_own_words_in_order(text: str) -> None:
    said = "".join(_words_in(text))
    items = homework(text, WORDING)
    assert len(items) <= MOST_ITEMS
    for item in items:
        words = _words_in(item.text)
        assert words
        assert all(word in said for word in words)
        assert item.text == " ".join(item.text.split())


def _words_in(text: str) -> tuple[str, ...]:
    unseen = {"\u200b", "\u200d", "\u202e", "\ud800"}
    shown = "".join(
        letter
        for letter in text
        if (letter not in unseen and unicodedata.category(letter) not in {"Cf", "Cs", "Cc"})
        or letter.isspace()
    )
    return folded(shown.replace("**", "").replace("__", "").replace("~~", "").replace("`", ""))


@given(st.lists(st.sampled_from(["Read", "Call", "Draw", "Walk", "Rest"]), min_size=1, max_size=20))
def test_items_keep_the_order_of_the_text_and_stop_at_the_most(verbs: list[str]) -> None:
    tasks = [f"{verb} number {chr(97 + at)}{chr(97 + at)}" for at, verb in enumerate(verbs)]
    text = "Homework:\n" + "\n".join(f"- {task}" for task in tasks)
    assert [item.text for item in homework(text, WORDING)] == tasks[:MOST_ITEMS]


@pytest.mark.parametrize(
    "filler",
    [
        "a: b. ",
        "1. ",
        "x",
        "* ",
        "Client will ",
        "write a, ",
        "(",
        "Homework: ",
        "Every evening ",
        "And she said so\n",
    ],
)
def test_a_very_long_paste_is_read_too(filler: str) -> None:
    text = (filler * 100_000)[:100_000]
    assert homework(text + "\n\nHomework:\n- Rest on Sunday", WORDING)[-1].text == "Rest on Sunday"


def test_a_sentence_is_judged_by_its_start_however_long_it_is() -> None:
    assert homework("Client will " + "very " * 20_000 + "often write.", WORDING) == ()


KINDS = (
    Kind("mistake", (("mistak",), ("learn", "mistak"))),
    Kind("kind-line", (("self-compassion",), ("kind", "yourself"))),
    Kind("worth", (("proud",), ("like", "about", "yourself"))),
    Kind("box", (("10", "minut"), ("draw",), ("tea",))),
    Kind("anything-kind", (("kind",),)),
)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("Write three things to learn from each MISTAKE", "mistake"),
        ("Practise self compassion", "kind-line"),
        ("practise Self-Compassion", "kind-line"),
        ("Say something kind to yourself", "kind-line"),
        ("Yourself: be kind", "kind-line"),
        ("Do one kind thing", "anything-kind"),
        ("Note what you're proud of", "worth"),
        ("Draw for 10 minutes", "box"),
        ("Drink tea", "box"),
        ("Call the teacher", None),
        ("Wait 10 hours", None),
        ("A míStakén identity", "mistake"),
        ("", None),
        ("???", None),
    ],
)
def test_an_item_is_matched_to_the_kind_with_most_evidence(item: str, kind: str | None) -> None:
    assert kind_of(item, KINDS) == kind


def test_of_equal_kinds_the_earlier_wins_and_longer_evidence_beats_order() -> None:
    first, second = Kind("a", (("walk",),)), Kind("b", (("rest",),))
    assert kind_of("walk and rest", [first, second]) == "a"
    assert kind_of("walk and rest", [second, first]) == "b"
    assert kind_of("walk and stretch", [first, Kind("c", (("stretch",),))]) == "c"


def test_a_kind_without_keywords_fits_nothing() -> None:
    assert kind_of("anything", [Kind("empty", ()), Kind("hollow", ((),)), Kind("marks", (("--",),))]) is None


@pytest.mark.parametrize(
    ("item", "days"),
    [
        ("Walk on Mondays and Thursdays", {0, 3}), ("Walk on Monday, Wednesday and Friday", {0, 2, 4}), ("Walk Mon/Wed/Fri", {0, 2, 4}),
        ("Every evening write a line", ALL), ("Breathe daily", ALL), ("Breathe twice a day", ALL), ("Read 10 minutes a day", ALL), ("Read each night", ALL),
        ("Journal on weekdays", {0, 1, 2, 3, 4}), ("Rest at weekends", {5, 6}), ("Weekdays and Sunday", {0, 1, 2, 3, 4, 6}), ("Walk every other day", {0, 2, 4, 6}),
        ("Walk three times a week", {0, 2, 4}), ("Walk 3 times per week", {0, 2, 4}), ("Walk 3x a week", {0, 2, 4}), ("Walk 3x/week", {0, 2, 4}), ("Walk three or four times a week", {0, 2, 4}),
        ("Draw twice a week", {0, 3}), ("Draw once a week", {0}), ("Draw two evenings a week", {0, 3}), ("Draw five days a week", {0, 1, 2, 3, 4}), ("Draw seven days a week", ALL),
        ("Monday to Friday: walk", {0, 1, 2, 3, 4}), ("Walk Fri-Sun", {4, 5, 6}), ("Walk from Friday to Monday", {4, 5, 6, 0}), ("Every day except Sunday", {0, 1, 2, 3, 4, 5}),
        ("Every Monday evening", {0}), ("Walk on Sat", {5}), ("Notice the sun", None), ("Notice where you sat", None), ("Finish it by Friday", None), ("Think of Monday's talk", None),
        ("Write a letter", None), ("Spend a day offline", None), ("Each time it rains, listen", None), ("Rest for three days", None), ("", None),
        ("Caminar los lunes y jueves", {0, 3}), ("Escribir cada noche", ALL), ("Respirar a diario", ALL), ("Todos los días", ALL), ("Caminar tres veces por semana", {0, 2, 4}),
        ("Caminar 2 veces a la semana", {0, 3}), ("De lunes a viernes", {0, 1, 2, 3, 4}), ("Entre semana", {0, 1, 2, 3, 4}), ("Descansar el fin de semana", {5, 6}), ("Cada día menos el domingo", {0, 1, 2, 3, 4, 5}),
        ("Caminar los sabados", {5}), ("Mirar el mar", None), ("Antes del lunes", None), ("Llamar a su hermana", None),
    ],
)  # fmt: skip
def test_the_days_an_item_names_are_found(item: str, days: set[int] | None) -> None:
    assert days_in(item, WORDING) == days


@given(st.text(max_size=200))
def test_days_are_weekdays_or_nothing_said(text: str) -> None:
    days = days_in(text, WORDING)
    assert days is None or (days and days <= ALL)


def _document() -> dict[str, object]:
    return tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))


def _part(document: dict[str, object], name: str) -> dict[str, object]:
    part = document[name]
    assert isinstance(part, dict)
    return part


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda d: d.update(extra=1), "en: extra"),
        (lambda d: d.pop("days"), "en: days"),
        (lambda d: _part(d, "headings").update(strong=[""]), "en: headings.strong"),
        (lambda d: _part(d, "headings").update(strong=["--"]), "no word"),
        (lambda d: _part(d, "sentences").update(clients=["the client"]), "more than one word"),
        (lambda d: _part(d, "sentences").update(addresses=["{them} will"]), "unknown slot"),
        (lambda d: _part(d, "days").update(names=[["Monday"]]), "en: days.names"),
        (lambda d: _part(d, "days").update(groups=[{"says": ["x"], "days": [7]}]), "en: days.groups"),
    ],
)
def test_a_wrong_vocabulary_is_refused_by_name(
    spoil: Callable[[dict[str, object]], object], complaint: str
) -> None:
    document = _document()
    spoil(document)
    with pytest.raises(BadWording, match=complaint):
        compile_wording([document])


def test_no_vocabulary_at_all_is_refused() -> None:
    with pytest.raises(BadWording, match="no summary vocabulary"):
        compile_wording([])


def test_a_vocabulary_file_that_is_no_toml_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("summary")
    (folder / "xx.toml").write_text("language = ", encoding="utf-8")
    with pytest.raises(BadWording, match=r"xx\.toml"):
        load_wording(folder)


def test_every_language_reads_its_own_summaries_beside_the_others() -> None:
    text = "Tareas:\n- Leer\n\nInsights:\n- Walk\n\nHomework:\n- Read"
    assert [item.text for item in homework(text, WORDING)] == ["Leer", "Read"]
