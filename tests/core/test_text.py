"""Text with marks: fields, spans, joining, clipping, and that nobody's words can become markup."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text import Rich, Span, clip, fields_of, fill, joined, marked, moment, rich, utf16_length

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def shown(whole: Rich) -> list[tuple[str, str]]:
    """Each mark with the characters under it."""
    return [(span.kind, whole.text[span.start : span.end]) for span in whole.spans]


def test_fill_puts_fields_where_their_names_stand() -> None:
    assert fill("{a} and {b}", a="x", b=2) == Rich("x and 2")


def test_fill_reads_names_in_the_template_alone() -> None:
    assert fill("{a}", a="{b} *bold* <b>", b="no").text == "{b} *bold* <b>"


def test_fill_leaves_an_unknown_name_as_it_is_written() -> None:
    assert fill("{a} {b}", a="x").text == "x {b}"


def test_fill_moves_the_marks_of_its_fields() -> None:
    whole = fill("It says: {a}, {b}", a=marked("quote", "yes"), b=marked("bold", "no"))
    assert shown(whole) == [("quote", "yes"), ("bold", "no")]


@pytest.mark.parametrize(
    ("template", "names"), [("{a} {b_2}", {"a", "b_2"}), ("{ a }", set()), ("plain", set())]
)
def test_fields_of_names_what_a_template_asks_for(template: str, names: set[str]) -> None:
    assert fields_of(template) == names


def test_marked_keeps_what_is_marked_inside() -> None:
    assert shown(marked("quote", joined(["a", marked("italic", "b")], " "))) == [
        ("quote", "a b"),
        ("italic", "b"),
    ]


def test_marked_gives_nothing_no_mark() -> None:
    assert marked("bold", "") == Rich("")


def test_moment_carries_the_instant_and_the_words_for_old_apps() -> None:
    at = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
    assert moment(at, "t", "8:30 PM") == Rich("8:30 PM", (Span("moment", 0, 7, at=1794965400, form="t"),))


def test_joined_leaves_out_what_is_empty() -> None:
    assert joined(["", "a", Rich(""), "b"], " - ") == Rich("a - b")


@given(st.lists(words.map(lambda each: marked("bold", each)), max_size=5), words)
@settings(deadline=None, derandomize=True, max_examples=200)
def test_joined_marks_the_same_characters_as_its_parts(parts: list[Rich], between: str) -> None:
    whole = joined(parts, between)
    assert [text for _, text in shown(whole)] == [part.text for part in parts if part.text]


@pytest.mark.parametrize(
    ("said", "limit", "clipped"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a b\n c", 9, "a b c"), ("ab cd", 4, "ab…"), ("  ", 5, "")],
)
def test_clip_makes_one_line_of_at_most_so_many_characters(said: str, limit: int, clipped: str) -> None:
    assert clip(said, limit) == clipped


@given(st.text(max_size=60), st.integers(1, 40))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_clip_never_exceeds_its_limit_nor_breaks_a_line(said: str, limit: int) -> None:
    line = clip(said, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(("text", "units"), [("abc", 3), ("é", 1), ("🙂", 2), ("", 0), ("a🙂b", 4)])
def test_utf16_length_counts_as_telegram_does(text: str, units: int) -> None:
    assert utf16_length(text) == units


def test_rich_leaves_marked_text_alone_and_writes_numbers_out() -> None:
    assert rich(7) == Rich("7")
    assert rich(marked("bold", "x")) is not None
    assert (Rich("a") + marked("bold", "b")).spans == (Span("bold", 1, 2),)
