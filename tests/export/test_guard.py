"""Words in a table never act as formulas, and what guards them comes off again without a trace."""

import unicodedata
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.export.guard import guard, unguard, visible

ANY_TEXT = st.text(alphabet=st.characters())
LOOKS_LIKE_A_FORMULA = st.text(alphabet="'= +-@\t\r\n\0＝＋－＠\u200b\ufeff\u31641a.", max_size=12)

LEADS = (
    "",
    " ",
    "   ",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u2028",
    "\u3164",
    "\x0b",
)
SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "﹢",
    "﹣",
    "﹫",
    "\t",
    "\r",
    "\n",
    "\0",
    "\t=",
    "\r\n+",
)
PAYLOADS = ('HYPERLINK("http://example.org","x")', "cmd|' /C calc'!A0", "SUM(1,1)", "1+1")
HOSTILE = ["".join(parts) for parts in product(LEADS, SIGNS, PAYLOADS)]


def acts(cell: str) -> bool:
    """Whether some spreadsheet would compute the cell: the first character with ink on it decides."""
    if cell[:1] in ("\t", "\r", "\n", "\0"):
        return True
    inked = (
        c for c in cell if unicodedata.category(c) not in ("Zs", "Zl", "Zp", "Cc", "Cf") and c != "\u3164"
    )
    first = unicodedata.normalize("NFKC", next(inked, ""))
    return first[:1] in ("=", "+", "-", "@") and not is_number(cell)


def is_number(cell: str) -> bool:
    return cell.isascii() and cell.removeprefix("-").replace(".", "", 1).isdecimal()


def test_no_formula_survives_among_several_hundred_hostile_cells() -> None:
    assert sum(acts(cell) for cell in HOSTILE) > 600
    assert [cell for cell in HOSTILE if acts(guard(cell))] == []


@given(st.one_of(ANY_TEXT, LOOKS_LIKE_A_FORMULA))
def test_guard_leaves_nothing_that_acts(text: str) -> None:
    assert not acts(guard(visible(text)))


@given(st.one_of(ANY_TEXT, LOOKS_LIKE_A_FORMULA))
def test_unguard_gives_back_exactly_what_was_guarded(text: str) -> None:
    assert unguard(guard(text)) == text


def test_guard_knows_every_character_that_may_stand_in_front() -> None:
    kinds = ("Cc", "Cf", "Zs", "Zl", "Zp", "Sm", "Sk", "So", "Sc", "Pd", "Pc", "Po", "Mn")
    every = [
        visible(c) for c in map(chr, range(0x110000)) if c == "\u3164" or unicodedata.category(c) in kinds
    ]
    assert len(every) > 5_000
    assert [hex(ord(one)) for one in every if acts(guard(f"{one}=1"))] == []
    assert [hex(ord(one)) for one in every if unguard(guard(f"'{one}1")) != f"'{one}1"] == []


@pytest.mark.parametrize("text", ["'=1+1", "''=1+1", "' =1+1", "'\t", "'", "''", "'quoted'", "'-5", "'-5x"])
def test_unguard_keeps_the_apostrophe_a_client_wrote(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["-5", "-0.25", "7", "a=b", "it's", "'tis", "", "🙂 - fine", "1+1", "¿Qué?"])
def test_guard_leaves_harmless_cells_alone(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize("text", ["-5 + A1", "--5", "-", "-.5", "+49 30 1234", "-٣", "-5\n"])
def test_guard_takes_only_whole_numbers_for_numbers(text: str) -> None:
    assert guard(text) == f"'{text}"


@given(ANY_TEXT)
def test_visible_text_fits_into_xml_and_utf8(text: str) -> None:
    ET.fromstring(f"<a>{visible(text).replace('&', '').replace('<', '')}</a>")  # noqa: S314 - made one line above


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn"))))
def test_visible_keeps_every_character_that_a_file_can_hold(text: str) -> None:
    assert visible(text) == text


def test_visible_shows_what_it_replaces() -> None:
    assert visible("a\0b\x1bc\ud83dd\uffffe") == "a␀b␛c\ufffdd\ufffde"
    assert (
        visible("tab\tline\nreturn\r\u202eright to left\u202c")
        == "tab\tline\nreturn\r\u202eright to left\u202c"
    )
