"""The language for a phone, and which languages are on offer at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import opening
from bot.content.languages import on_offer, spoken_with
from bot.core.library import Library, Practice
from bot.core.words import Words
from bot.settings import load_settings
from handlers import register
from tests.core import people


@pytest.mark.parametrize(
    ("phone", "practice", "spoken"),
    [
        ("es", "en", "es"),
        ("es-MX", "en", "es"),
        ("es-419", "en", "es"),
        ("ES", "en", "es"),
        ("en-GB", "es", "en"),
        ("de", "es", "es"),
        ("pt-br", "en", "en"),
        ("de", "fr", "en"),
        ("", "es", "es"),
    ],
)
def test_phone_is_answered_in_the_nearest_language_on_offer(phone: str, practice: str, spoken: str) -> None:
    shelf = replace(people.library(), languages=("en", "es"), practice=Practice(language=practice))
    assert spoken_with(shelf, phone) == spoken


SCREENED = frozenset({"en", "es"})


def spanish() -> Library:
    """The shipped library with everything of it in Spanish, in name."""
    english = people.library().exercises
    copies = {("es", name): each.model_copy(update={"language": "es"}) for (_, name), each in english.items()}
    return replace(people.library(), exercises={**english, **copies}, words={"es": Words()})


def test_language_is_on_offer_once_everything_of_it_is_there() -> None:
    assert on_offer(spanish(), SCREENED) == ("en", "es")


@pytest.mark.parametrize("lacking", ["words", "senses", "calendars"])
def test_language_that_lacks_something_is_not_on_offer(lacking: str) -> None:
    shelf = spanish()
    left = {language: each for language, each in getattr(shelf, lacking).items() if language != "es"}
    gone = replace(shelf, **{lacking: left})  # type: ignore[arg-type]  # the parameter names the field
    assert on_offer(gone, SCREENED) == ("en",)


def test_language_with_one_sentence_or_one_exercise_missing_is_not_on_offer() -> None:
    gap = {"es": Words(is_whole=False)}
    assert on_offer(replace(spanish(), words=gap), SCREENED) == ("en",)
    left = {key: each for key, each in spanish().exercises.items() if key != ("es", "box")}
    assert on_offer(replace(spanish(), exercises=left), SCREENED) == ("en",)


def test_language_without_crisis_rules_is_not_on_offer() -> None:
    assert on_offer(spanish(), {"en"}) == ("en",)


def test_english_and_spanish_are_on_offer_and_the_pilot_to_nobody() -> None:
    assert people.shipped().languages == ("en", "es")
    assert "ar" not in people.shipped().words


def test_telegram_is_told_what_this_is_in_each_language() -> None:
    shelf = replace(people.library(), languages=("en", "es"))
    calls = list(register.at_start(shelf))
    told = {
        (call.method, call.params.get("language_code", "")): next(iter(call.params.values()))
        for call in calls
        if call.params
    }
    assert told["setMyDescription", "es"].startswith("Guarda las tareas")
    assert told["setMyShortDescription", "es"].startswith("Tareas entre sesiones")
    assert told["setMyDescription", "en"] == told["setMyDescription", ""]
    assert all(
        len(text) <= (512 if method == "setMyDescription" else 120) for (method, _), text in told.items()
    )


@pytest.mark.parametrize(("language", "warned"), [("de", True), ("es-MX", False), ("en", False)])
def test_start_says_when_the_practices_language_is_not_on_offer(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    warned: bool,
) -> None:
    monkeypatch.setattr(opening, "load_library", lambda _practice: people.library())
    settings = load_settings({"BOT_LANGUAGE": language, "DATA_DIR": str(tmp_path)}, None)
    opening.say_what_is_missing(opening.open_library(settings), settings)
    assert any(record.getMessage().startswith("BOT_LANGUAGE") for record in caplog.records) is warned
