"""How the local Telegram reads formatted text: HTML, entities, trimming, UTF-16 offsets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phone.entities import clean, cut, parse_entities, units
from bot.phone.refusals import Refusal
from bot.phone.tg_html import parse_html


def spans(source: str) -> list[tuple[str, str]]:
    """Type and covered text of each entity of an HTML source, in order."""
    text, entities = clean(*parse_html(source))
    return [(entity["type"], cut(text, entity["offset"], entity["length"])) for entity in entities]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>one</b> <i>two</i>", [("bold", "one"), ("italic", "two")]),
        ("<strong>a</strong><em>b</em><u>c</u><ins>d</ins>", [("bold", "a"), ("italic", "b"), ("underline", "c"), ("underline", "d")]),
        ("<s>a</s><strike>b</strike><del>c</del>", [("strikethrough", "a"), ("strikethrough", "b"), ("strikethrough", "c")]),
        ("🌱<b>é <i>🌱</i></b>", [("bold", "é 🌱"), ("italic", "🌱")]),
        ("<tg-spoiler>hid</tg-spoiler> <span class='tg-spoiler'>den</span>", [("spoiler", "hid"), ("spoiler", "den")]),
        ("<blockquote>q</blockquote>", [("blockquote", "q")]),
        ("<blockquote expandable>q</blockquote>", [("expandable_blockquote", "q")]),
        ('<a href="https://example.org/?a=1&amp;b=2">link</a>', [("text_link", "link")]),
        ('<a href="nowhere">link</a>', []),
        ("<code>x</code> <pre>y</pre>", [("code", "x"), ("pre", "y")]),
        ('<tg-time unix="1795380000" format="r">soon</tg-time>', [("date_time", "soon")]),
        ("a &lt;b&gt; &amp; &quot; &#128293; &nbsp;", []),
        ("<b></b>x", []),
        ("<B>loud</B>", [("bold", "loud")]),
    ],
)  # fmt: skip
def test_html_becomes_entities(source: str, expected: list[tuple[str, str]]) -> None:
    assert spans(source) == expected


def test_html_references_are_decoded_and_unknown_ones_left() -> None:
    assert parse_html("&lt;3 &amp; &#x1F331; &nbsp; &copy;")[0] == "<3 & 🌱 &nbsp; &copy;"


def test_html_extras_are_kept() -> None:
    _, [link] = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')
    assert link["url"] == "https://example.org/?a=1&b=2"
    _, [time] = parse_html('<tg-time unix="1795380000" format="wDT">x</tg-time>')
    assert (time["unix_time"], time["date_time_format"]) == (1795380000, "wDT")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>hi", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <foo>x</foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("é <foo>x</foo>", 'Unsupported start tag "foo" at byte offset 3'),
        ("i <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x"', 'Unclosed start tag "a" at byte offset 0'),
    ],
)
def test_html_is_refused_with_its_byte_offset(source: str, why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {why}"


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)


@given(before=plain, inside=plain, after=plain)
def test_html_entity_covers_exactly_what_its_tag_wraps(before: str, inside: str, after: str) -> None:
    escaped = [piece.replace("&", "&amp;").replace("<", "&lt;") for piece in (before, inside, after)]
    text, entities = parse_html(f"{escaped[0]}<b>{escaped[1]}</b>{escaped[2]}")
    assert text == before + inside + after
    assert [cut(text, e["offset"], e["length"]) for e in entities] == [inside]


@given(lead=st.sampled_from(["", " ", "\n\n", " \n "]), word=plain, tail=st.sampled_from(["", " ", "\n"]))
def test_trimming_shifts_entities_with_their_words(lead: str, word: str, tail: str) -> None:
    bare = word.strip(" \n")
    text, entities = clean(
        f"{lead}{word}{tail}", [{"type": "bold", "offset": units(lead), "length": units(word)}]
    )
    assert text == bare
    assert [cut(text, e["offset"], e["length"]) for e in entities if e["type"] == "bold"] == [bare]


def test_entity_past_the_end_is_refused_and_one_behind_it_dropped() -> None:
    with pytest.raises(Refusal) as refusal:
        clean("test", [{"type": "bold", "offset": 0, "length": 100}])
    assert refusal.value.description == (
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100"
    )
    assert clean("test", [{"type": "bold", "offset": 4, "length": 1}]) == ("test", [])
    assert clean("test", [{"type": "bold", "offset": 0, "length": 0}]) == ("test", [])


@pytest.mark.parametrize(("offset", "length"), [(1, 1), (0, 1)])
def test_entity_may_not_split_a_character(offset: int, length: int) -> None:
    with pytest.raises(Refusal) as refusal:
        clean("🌱", [{"type": "bold", "offset": offset, "length": length}])
    assert "in a middle of a UTF-16 symbol" in refusal.value.description


def test_control_characters_become_blanks_and_returns_vanish() -> None:
    text, entities = clean("a\r\nb\tc", [{"type": "bold", "offset": 3, "length": 1}])
    assert (text, entities) == ("a\nb c", [{"type": "bold", "offset": 2, "length": 1}])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start c_abc", ["/start"]),
        ("/pause@between_bot now", ["/pause@between_bot"]),
        ("and/or 1/2 /", []),
        ("see https://example.org/a, then /help", ["https://example.org/a", "/help"]),
    ],
)
def test_commands_and_links_are_found_in_plain_text(text: str, found: list[str]) -> None:
    kept, entities = clean(text, [])
    assert [cut(kept, e["offset"], e["length"]) for e in entities] == found


def test_nothing_is_found_inside_code() -> None:
    assert spans("<code>/start</code>") == [("code", "/start")]


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        ({"type": "sparkle", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "bold", "length": 1}, 'Can\'t find field "offset"'),
        ({"type": "bold", "offset": "x", "length": 1}, 'Field "offset" must be a valid Number'),
        ("bold", "expected an Object"),
        ({"type": "date_time", "offset": 0, "length": 1, "unix_time": "soon"}, 'Field "unix_time" must be a valid Number'),
        ({"type": "date_time", "offset": 0, "length": 1, "unix_time": 1, "date_time_format": "x"}, "Invalid date-time format specified"),
    ],
)  # fmt: skip
def test_unreadable_entity_is_refused(entity: Any, why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_entities([entity])
    assert refusal.value.description == f"Bad Request: can't parse MessageEntity: {why}"


def test_wrong_link_is_refused_and_found_kinds_are_ignored() -> None:
    with pytest.raises(Refusal) as refusal:
        parse_entities([{"type": "text_link", "offset": 0, "length": 1, "url": "localhost"}])
    assert refusal.value.description == "Bad Request: entity URL 'localhost' is invalid: Wrong HTTP URL"
    assert parse_entities([{"type": "bot_command", "offset": 0, "length": 1}]) == []
    with pytest.raises(Refusal, match="can't parse entities JSON object"):
        parse_entities({"type": "bold"})


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org"},
        {"type": "text_link", "offset": 0, "length": 1, "url": "tg://user?id=1"},
        {"type": "pre", "offset": 0, "length": 1, "language": "python"},
        {"type": "custom_emoji", "offset": 0, "length": 1, "custom_emoji_id": "5"},
        {"type": "date_time", "offset": 0, "length": 1, "unix_time": 1, "date_time_format": "r"},
        {"type": "expandable_blockquote", "offset": 0, "length": 1},
    ],
)
def test_entity_with_extras_is_taken_whole(entity: dict[str, Any]) -> None:
    assert parse_entities([entity]) == [entity]
