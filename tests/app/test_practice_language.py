"""The practice page's phones are set to the practice's language, and greeted in it from the first message."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.core.library import Practice
from bot.practice import close_practice, open_practice
from tests.core import people

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(("language", "greeting"), [("es", "Hola, "), ("en", "Hello ")])
async def test_phones_speak_the_practices_language(tmp_path: Path, language: str, greeting: str) -> None:
    library = replace(people.library(), practice=Practice(language=language))
    practice = await open_practice(library, tmp_path / "practice", MovableClock(MONDAY))
    assert {phone.language for phone in practice.phones} == {language}
    _, therapist = practice.phones
    practice.telegram.start(therapist.user_id, therapist.invite)
    await practice.settle()
    first = next(each for each in practice.telegram.chat(therapist.user_id).messages if each.from_bot)
    assert first.text is not None
    assert first.text.startswith(greeting)
    await close_practice(practice)
