"""The drawn picture: as wide as a phone, in black and white, the same each time, and nothing in it acts."""

import io
import re
import struct
from dataclasses import replace

import pytest
from pypdf import PdfReader

from bot.core.brief.made import made_of
from bot.core.brief.pictures import pictures
from bot.core.picture import Chart, Line, Picture
from bot.core.record import SharedRecord
from bot.export.typesetting import PICTURE, NotPrinted, drawn
from tests.export.weeks import BEGIN, NOW, a_week, a_year, speech

HOSTILE = '#panic(1) *x* $y$ <b> @z `c` #read("/etc/passwd") \\'
ARABIC = "مرحبا"


def of(record: SharedRecord, language: str = "en") -> list[Picture]:
    """The pictures of a record."""
    words = speech(language)
    return [each.picture for each in pictures(record, made_of(record, words, BEGIN, NOW), words)]


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def words_on(picture: Picture) -> str:
    """What can be read on it, without blanks."""
    pages = PdfReader(io.BytesIO(drawn(picture, "pdf"))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_a_picture_is_as_wide_as_a_phone_and_small() -> None:
    for each in of(a_week()):
        png = drawn(each)
        width, height = size(png)
        assert 1000 <= width <= 1200
        assert 400 <= height <= 2400
        assert len(png) < 300_000


def test_a_year_and_four_charts_fit_what_telegram_takes() -> None:
    chart = of(a_year())[0].charts[0]
    width, height = size(drawn(replace(of(a_year())[0], charts=(chart,) * 4)))
    assert width + height < 10_000


def test_the_same_numbers_are_the_same_picture() -> None:
    picture = of(a_week())[1]
    assert drawn(picture) == drawn(picture)


def test_what_is_missing_changes_the_picture() -> None:
    lines = ((0.0, 1), (0.5, None), (1.0, 3)), ((0.0, 1), (1.0, 3))
    made = [
        Picture(
            title="x",
            of="x",
            first="a",
            last="b",
            charts=(Chart(title="x", count="", ticks=((0, "0"), (4, "4")), lines=(Line(points=points),)),),
        )
        for points in lines
    ]
    assert drawn(made[0]) != drawn(made[1])


def test_no_colour_is_needed_to_read_it() -> None:
    template = PICTURE.read_text("utf-8").replace("Noto Color Emoji", "")
    assert "luma(" in template
    assert not re.search(r"rgb|red|green|blue|color|gradient|#\w{6}\"", template)


def test_words_are_shown_and_never_act() -> None:
    chart = Chart(title=HOSTILE, count=HOSTILE, ticks=((0, HOSTILE), (4, "4")), lines=(Line(name=HOSTILE, points=((0.5, 2),)),))  # fmt: skip
    picture = Picture(title=HOSTILE, of=HOSTILE, first=HOSTILE, last=HOSTILE, charts=(replace(chart, lines=chart.lines * 2),), notes=(HOSTILE,))  # fmt: skip
    assert words_on(picture).count("".join(HOSTILE.split())) >= 7


def test_words_from_right_to_left_are_on_it() -> None:
    (scales, sizes) = of(a_week(), "ar")
    assert scales.direction == sizes.direction == "rtl"
    assert size(drawn(replace(scales, title=ARABIC)))


def test_a_picture_that_cannot_be_drawn_quotes_nothing() -> None:
    with pytest.raises(NotPrinted) as caught:
        drawn(Picture(title="a secret line", of="", first="", last="", charts=()))
    assert "secret" not in str(caught.value)
