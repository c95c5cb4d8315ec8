"""Wall times and quiet hours are read the way people write them, and left alone when unclear."""

from datetime import time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.zones import parse_clock_time, parse_hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:30", time(8, 30)),
        ("20:30", time(20, 30)),
        ("8.30 pm", time(20, 30)),
        ("8 PM", time(20)),
        ("8p", time(20)),
        ("8:30 p.m.", time(20, 30)),
        ("8:30 P. M.", time(20, 30)),
        ("830pm", time(20, 30)),
        ("2030", time(20, 30)),
        ("20h30", time(20, 30)),
        ("20h", time(20)),
        ("20 Uhr", time(20)),
        ("20 30", time(20, 30)),
        ("at 9 pm", time(21)),
        ("Around 9 pm!", time(21)),
        ("9 in the evening", time(21)),
        ("9 in the morning", time(9)),
        ("11 at night", time(23)),
        ("12 at night", time(0)),
        ("half past eight pm", time(20, 30)),
        ("half past eight", time(8, 30)),
        ("quarter to nine", time(8, 45)),
        ("quarter to one", time(12, 45)),
        ("quarter past nine", time(9, 15)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("12", time(12)),
        ("0:15", time(0, 15)),
        ("24:00", time(0)),
        ("0", time(0)),
        ("08", time(8)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("20:30 pm", time(20, 30)),
        ("a las 8 y media", time(8, 30)),
        ("a las ocho y media de la noche", time(20, 30)),
        ("las 20:30", time(20, 30)),
        ("hacia las 22:00", time(22)),
        ("21 horas", time(21)),
        ("a la una y cuarto de la tarde", time(13, 15)),
        ("9 menos cuarto de la noche", time(20, 45)),
        ("a las 8 y veinte", time(8, 20)),
        ("8 de la mañana", time(8)),
        ("8 de la manana", time(8)),
        ("por la noche a las 9", time(21)),
        ("8:30 p. m.", time(20, 30)),
        ("el próximo a las 10:00", time(10)),
        ("al mediodía", time(12)),
        ("Medianoche", time(0)),
    ],
)
def test_time_is_read_as_written(text: str, expected: time) -> None:
    assert parse_clock_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "8",
        "830",
        "8 o'clock",
        "25",
        "24:30",
        "8:60",
        "13 am",
        "0 pm",
        "",
        " ",
        "evening",
        "8:3",
        "8:300",
        "-8",
        "9 10 11",
        "8 xm",
    ],
)
def test_unclear_time_is_not_guessed(text: str) -> None:
    assert parse_clock_time(text) is None


@pytest.mark.parametrize(
    ("text", "evening", "morning"),
    [
        ("8", time(20), time(8)),
        ("8:30", time(20, 30), time(8, 30)),
        ("830", time(20, 30), time(8, 30)),
        ("8 o\u2019clock", time(20), time(8)),
        ("half past eight", time(20, 30), time(8, 30)),
        ("08:30", time(8, 30), time(8, 30)),
        ("8 am", time(8), time(8)),
        ("20", time(20), time(20)),
        ("12", time(12), time(12)),
    ],
)
def test_preferred_half_settles_only_what_is_open(text: str, evening: time, morning: time) -> None:
    assert parse_clock_time(text, prefer="pm") == evening
    assert parse_clock_time(text, prefer="am") == morning


@given(st.times(), st.sampled_from(["am", "pm", None]))
def test_every_time_reads_back_in_both_clocks(at: time, prefer: Literal["am", "pm"] | None) -> None:
    minute = at.replace(second=0, microsecond=0)
    assert parse_clock_time(f"{minute:%H:%M}") == minute
    assert parse_clock_time(f"{minute:%I:%M} {'pm' if minute.hour >= 12 else 'am'}", prefer) == minute


@given(st.text(alphabet="0123456789:.hap m-tohlf", max_size=14))
def test_any_text_is_a_time_or_nothing(text: str) -> None:
    read = parse_clock_time(text)
    assert read is None or read.tzinfo is None
    span = parse_hours(text)
    assert span is None or span[0] != span[1]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("22-7", time(22), time(7)),
        ("10 PM - 7 AM", time(22), time(7)),
        ("22:30 to 07:00", time(22, 30), time(7)),
        ("from 10pm until 7", time(22), time(7)),
        ("Between 10 pm and 7 am", time(22), time(7)),
        ("10\u20137", time(22), time(7)),
        ("9:30 - 8:15", time(21, 30), time(8, 15)),
        ("1-9", time(1), time(9)),
        ("12-8", time(0), time(8)),
        ("12.30 - 8", time(0, 30), time(8)),
        ("12:30 till 8", time(0, 30), time(8)),
        ("midnight to noon", time(0), time(12)),
        ("9 am - 5 pm", time(9), time(17)),
        ("11 at night to 6 in the morning", time(23), time(6)),
        ("de 22 a 7", time(22), time(7)),
        ("de diez y media a siete", time(22, 30), time(7)),
        ("entre las 22 y las 7 y media", time(22), time(7, 30)),
        ("desde las 11 de la noche hasta las 8 de la mañana", time(23), time(8)),
        ("de medianoche a 8", time(0), time(8)),
    ],
)
def test_hours_are_read_as_a_night(text: str, start: time, end: time) -> None:
    assert parse_hours(text) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "22", "22-", "-7", "22-7-8", "22-22", "10-7 pm", "night", "22-25", "never to late"]
)
def test_unclear_hours_are_not_guessed(text: str) -> None:
    assert parse_hours(text) is None
