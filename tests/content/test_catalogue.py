"""The catalogues: up to date with the code, whole, true to their fields; and the calendars as the CLDR has them."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from babel.dates import format_skeleton, format_time
from babel.messages.catalog import Catalog, Message

from bot.content.catalogue import LABEL_NOTE, TEMPLATE, gathered, written
from bot.content.cldr import calendar_toml
from bot.content.extraction import Sentence, sentences
from bot.content.words import (
    FOLDER,
    BadWords,
    english,
    load_calendars,
    load_words,
    read_catalog,
    untranslated,
)
from bot.core.text import fields_of

LANGUAGES = sorted(file.parent.name for file in FOLDER.glob("*/coach.po"))
PILOTS = {
    language
    for language in LANGUAGES
    if "pilot" in read_catalog(FOLDER / language / "coach.po").header_comment
}
OFFERED = sorted(set(LANGUAGES) - PILOTS)


def catalog(language: str) -> Catalog:
    """One language's catalogue."""
    return read_catalog(FOLDER / language / "coach.po")


def translated(language: str) -> Iterator[tuple[Message, str]]:
    """Every sentence that has a translation, with each form of it."""
    for message in catalog(language):
        forms = (message.string,) if isinstance(message.string, str) else message.string or ()
        if message.id:
            yield from ((message, form) for form in forms if form)


def test_the_template_holds_what_the_code_says() -> None:
    assert TEMPLATE.read_bytes() == written(gathered(), omit_header=True), "run `make words`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_sentence_and_no_other(language: str) -> None:
    assert set(english(catalog(language))) == set(english(gathered())), "run `make words`"
    assert not catalog(language).obsolete


@pytest.mark.parametrize("language", OFFERED)
def test_a_language_on_offer_leaves_nothing_untranslated(language: str) -> None:
    assert untranslated(catalog(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_its_fields(language: str) -> None:
    for message, form in translated(language):
        wanted = fields_of(message.id if isinstance(message.id, str) else message.id[1])
        # One, two or few need not say how many they are.
        assert fields_of(form) <= wanted if message.pluralizable else fields_of(form) == wanted, form


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_label_fits_its_button(language: str) -> None:
    labels = [form for message, form in translated(language) if LABEL_NOTE in message.auto_comments]
    assert [label for label in labels if len(label) > 24] == []
    assert labels


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_a_calendar_is_what_the_cldr_has_today(language: str) -> None:
    assert (FOLDER / language / "calendar.toml").read_text("utf-8") == calendar_toml(language), (
        "run `make words`"
    )


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_every_minute_of_a_day_is_written_as_the_language_writes_it(language: str) -> None:
    calendar = load_calendars()[language]
    for at in (time(minute // 60, minute % 60) for minute in range(24 * 60)):
        assert calendar.clock(at) == format_time(at, "short", locale=language).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "clock", "hour", "day", "meeting"),
    [
        ("en", "8:30 PM", "9 PM", "Tue, Nov 17", "Tue 9 PM"),
        ("es", "20:30", "21:00", "mar, 17 nov", "mar, 21:00"),
        ("ar", "8:30 م", "9 م", "الثلاثاء، 17 نوفمبر", "الثلاثاء 9 م"),
    ],
)
def test_times_and_dates_are_written_in_the_languages_own_way(
    language: str, clock: str, hour: str, day: str, meeting: str
) -> None:
    calendar, evening = load_calendars()[language], datetime(2026, 11, 17, 21, 0)  # noqa: DTZ001  # a wall time
    assert (calendar.clock(time(20, 30)), calendar.hour(evening)) == (clock, hour)
    assert (calendar.day(evening), calendar.day_and_hour(evening)) == (day, meeting)
    assert calendar.day(evening) == format_skeleton("MMMEd", evening, locale=language).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "zone", "city"),
    [
        ("en", "America/New_York", "New York"),
        ("es", "America/New_York", "Nueva York"),
        ("es", "Europe/Madrid", "Madrid"),
        ("en", "America/St_Johns", "St. John’s"),
        ("es", "Antarctica/Nowhere", "Nowhere"),
    ],
)
def test_the_place_of_a_time_zone_is_called_as_the_language_calls_it(
    language: str, zone: str, city: str
) -> None:
    assert load_calendars()[language].city(zone) == city


def test_sentences_are_found_wherever_they_are_said_or_kept() -> None:
    source = """
def f(scene, one):
    scene.say("Said.")
    scene.button("A" if one else "B", "do")
    scene.naming("Tell {name}", name, "Tell them")
    scene.counted("One.", "{number}.", 2)
    scene.say(kept)
    other("Not said")
KEPT = to_say({"key": "Value", "more": (("In a table", 3),)})
"""
    assert set(sentences(source)) == {
        Sentence("Said."),
        Sentence("A", is_label=True),
        Sentence("B", is_label=True),
        Sentence("Tell {name}"),
        Sentence("Tell them"),
        Sentence("One.", many="{number}."),
        Sentence("Value"),
        Sentence("In a table"),
    }


def test_only_the_languages_asked_for_are_read() -> None:
    assert set(load_words(["en", "es", "xx"])) == {"es"}


def test_a_catalogue_with_a_gap_is_read_and_known_not_to_be_whole(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "coach.po").write_text(
        'msgid "Later"\nmsgstr "Luego"\n\nmsgid "Back"\nmsgstr ""\n', "utf-8"
    )
    words = load_words(["es"], tmp_path)["es"]
    assert (words.of("Later"), words.of("Back"), words.is_whole) == ("Luego", "Back", False)


def test_a_guess_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "coach.po").write_text('#, fuzzy\nmsgid "Later"\nmsgstr "Luego"\n', "utf-8")
    assert load_words(["es"], tmp_path)["es"].of("Later") == "Later"


@pytest.mark.parametrize("name", ["coach.po", "calendar.toml"])
def test_a_broken_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / name).write_text("msgid x [", "utf-8")
    with pytest.raises(BadWords, match=name):
        assert load_words(["es"], tmp_path) if name == "coach.po" else load_calendars(tmp_path)


def test_a_calendar_holds_nothing_but_a_calendar() -> None:
    for file in FOLDER.glob("*/calendar.toml"):
        assert {len(tomllib.loads(file.read_text("utf-8"))[name]) for name in ("hours", "times")} == {24}
