"""The printed page: read back with a reader of PDFs, so that what stands on it is what was given, and nothing acts."""

import io
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from bot.core.brief.made import made_of
from bot.core.brief.value import ENOUGH
from bot.core.record import SharedRecord
from bot.core.speech import Speech
from bot.export import typesetting
from bot.export.brief_files import write_briefs
from bot.export.brief_page import DENSE, breakable, direction_of, page_of
from bot.export.selection import PrivateRun, Selection
from bot.export.typesetting import NotPrinted, needs_more_fonts, printed
from tests.export.weeks import BEGIN, NOW, a_week, a_year, in_words, making, record, speech

ARABIC = "مرحبا، كان الاجتماع صعبًا لكنني بقيت هادئًا."
FONTS = Path("/usr/share/fonts")
PIECES = ("#", "*", "_", "$x$", "`c`", "<b>", "</b>", "@ref", "//", "/*", "*/", "\\u{41}", "[a](b)", "]", "{", "}", "~",
          "#import", "#sys", "#read(\"/etc/passwd\")", "=", "+", "-", "<lbl>", "&amp;", "\\", "\"", "'", "--", "...", "%", "^", "é")  # fmt: skip
SELECTION = Selection(clients=("C-7KQ2",), since=BEGIN, until=NOW, made_at=NOW, app_version="0.1.0")


def page(of: SharedRecord, language: str = "en") -> dict[str, object]:
    """What is handed to the printer."""
    return page_of(made_of(of, speech(language), BEGIN, NOW), speech(language), "0.1.0")


def read(pdf: bytes) -> PdfReader:
    """A page, opened."""
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Everything on it without blanks: where lines break is the printer's business."""
    found = "".join(sheet.extract_text() for sheet in read(pdf).pages)
    return plain(found)


def plain(text: str) -> str:
    """`text` without what a page may set otherwise: blanks, places to break, joined letters."""
    return "".join(normalize("NFKC", text).replace("\u200b", "").split())


@lru_cache(maxsize=1)
def week() -> bytes:
    """The page of a normal week."""
    return printed(page(a_week()), NOW)


# --- what stands on it ------------------------------------------------------------------------------


def test_a_normal_week_is_one_page_with_everything_on_it() -> None:
    assert len(read(week()).pages) == 1
    found = text_of(week())
    for words in ("FIRST THING TO TALK ABOUT", "The argument on Tuesday", "n = 5", "expected 7, came 3", "1 kept private",
                  "Not a clinical assessment", "measures · mood/mood", "why kindness feels fake", "on 4 days"):  # fmt: skip
        assert plain(words) in found, words


def test_the_client_is_named_by_code_alone() -> None:
    assert "C-7KQ2" in text_of(week())
    assert "A.R." not in text_of(week())


def test_the_same_rows_at_the_same_moment_are_the_same_page() -> None:
    assert printed(page(a_week()), NOW) == week()


@pytest.mark.parametrize("of", [record(), a_year()], ids=["empty", "year"])
def test_nothing_and_a_year_fit_on_one_page(of: SharedRecord) -> None:
    assert len(read(printed(page(of), NOW)).pages) == 1


@pytest.mark.skipif(not any(FONTS.rglob("*Emoji*")), reason="no font with emoji is installed")
def test_emoji_are_on_it() -> None:
    assert "😀" in text_of(printed(page(in_words("I felt 😀 and 👍🏽 today ❤️")), NOW))


def test_arabic_signs_without_a_font_and_the_longest_answers_are_on_it() -> None:
    words = (ARABIC, "I felt 😀 and 👍🏽 today ❤️", "x" * 4096, "word " * 819, "日本語")
    pdf = printed(page(in_words(*words)), NOW)
    assert len(read(pdf).pages) == 1
    found = text_of(pdf)
    assert found.count("x") >= 290
    letters = {sign for sign in found if "\u0600" <= sign <= "\u06ff"}
    assert len(letters & set(ARABIC)) >= 10


def test_a_page_in_arabic_runs_from_right_to_left() -> None:
    arabic = page(a_week(), "ar")
    assert arabic["direction"] == "rtl"
    assert len(read(printed(arabic, NOW)).pages) == 1


def test_500_hostile_lines_are_shown_as_they_are() -> None:
    chance = Random(7)  # noqa: S311  # what is written, not what locks it
    hostile = ["".join(chance.choices(PIECES, k=chance.randrange(3, 9))) + f" n{n}" for n in range(500)]
    data = page(record())
    data["last"] = [{"title": "#panic(1)", "lines": hostile}]
    found = text_of(printed(data, NOW))
    missing = [each for each in hostile if plain(each) not in found]
    assert missing == []


# --- what is drawn, and what is not -------------------------------------------------------------------


def charts(of: SharedRecord) -> list[dict[str, object]]:
    """The charts of a page."""
    scales = page(of)["scales"]
    assert isinstance(scales, dict)
    return list(scales["charts"])


@pytest.mark.parametrize(("count", "drawn"), [(ENOUGH - 1, 0), (ENOUGH, 1)])
def test_nothing_is_drawn_of_fewer_than_three_numbers(count: int, drawn: int) -> None:
    make = making()
    runs = tuple(make.run("mood", BEGIN + timedelta(days=n), ("mood", 4 + n)) for n in range(count))
    assert len(charts(record(runs=runs))) == drawn
    assert plain("Mood: 4, 5 (n = 2)") in text_of(printed(page(record(runs=runs[:2])), NOW))


def test_many_numbers_become_the_lowest_and_highest_of_each_week() -> None:
    for chart in charts(a_year()):
        bars = chart["bars"]
        assert isinstance(bars, list)
        assert chart["points"] == []
        assert len(bars) == 53
        assert all(lowest <= highest for _, lowest, highest in bars)
    assert DENSE < 365


def test_places_in_time_are_between_the_ends() -> None:
    for chart in charts(a_week()):
        points = chart["points"]
        assert isinstance(points, list)
        assert [points[0][0], points[-1][0]] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "way"), [("a", "ltr"), (ARABIC, "rtl"), ("1, ب", "rtl"), ("", "ltr"), ("😀 x", "ltr")]
)
def test_words_run_as_their_first_letter_does(text: str, way: str) -> None:
    assert direction_of(text) == way


def test_a_long_word_may_break_anywhere_and_a_short_one_stays() -> None:
    assert breakable("short words stay as they are") == "short words stay as they are"
    assert breakable("x" * 80).replace("\u200b", "") == "x" * 80
    assert "\u200b" in breakable("x" * 80)


def test_the_machines_fonts_are_looked_through_only_where_they_are_needed() -> None:
    assert not needs_more_fonts(f"plain, “quoted” – {ARABIC} Привет › ñ")
    assert needs_more_fonts("😀")
    assert needs_more_fonts("日本")


# --- the process it is printed in ----------------------------------------------------------------------


def test_a_page_that_cannot_be_laid_out_says_so_and_quotes_nothing() -> None:
    with pytest.raises(NotPrinted) as caught:
        printed({"page": "a secret line"}, NOW)
    assert "secret" not in str(caught.value)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)
    with pytest.raises(NotPrinted, match="too long"):
        printed(page(record()), NOW)


def test_a_page_that_takes_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MEBIBYTES", 64)
    with pytest.raises(NotPrinted):
        printed(page(record()), NOW)


# --- as files -------------------------------------------------------------------------------------------


def test_a_page_for_each_client(tmp_path: Path) -> None:
    (path,) = write_briefs(tmp_path, [a_week()], SELECTION, speech(), "pdf")
    assert path.name == "brief-C-7KQ2-2026-11-23.pdf"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == week()


def test_text_to_read_and_to_paste(tmp_path: Path) -> None:
    paths = write_briefs(tmp_path, [a_week()], SELECTION, speech(), "md")
    endings = [path.name.removeprefix("brief-C-7KQ2-2026-11-23") for path in paths]
    assert endings == [".md", ".txt", "-soap.txt", "-dap.txt", "-birp.txt", "-girp.txt"]
    assert all("why kindness feels fake" in path.read_text("utf-8") for path in paths)


def test_a_private_run_that_slipped_in_stops_the_page(tmp_path: Path) -> None:
    bad = replace(a_week(), runs=(a_week().runs[0]._replace(shared=False),))
    with pytest.raises(PrivateRun):
        write_briefs(tmp_path, [bad], SELECTION, speech(), "pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_spanish_page_is_spanish() -> None:
    spanish: Speech = speech("es")
    assert spanish.say("Homework") != "Homework"
    assert plain(spanish.say("Homework").upper()) in text_of(printed(page(a_week(), "es"), NOW))
