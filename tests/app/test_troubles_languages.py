"""What is said when nothing can be kept is said in the language of the phone, or in the practice's."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.core.inputs import Said
from bot.core.library import Practice
from bot.troubles import Troubles
from handlers.render import Call
from storage.store import Address
from tests.core import people

CARD = {"es": "Soy un programa y nadie", "en": "I'm a program and nobody"}
WAITING = {"es": "Ahora mismo no puedo guardar nada.", "en": "I can't save anything right now."}


def troubles(practice: str = "en") -> tuple[Troubles, list[str], list[Call]]:
    """What tells people of trouble, in a practice of that language, and all that it says and calls."""
    library = replace(people.library(), practice=Practice(language=practice))
    said, calls = list[str](), list[Call]()
    told = Troubles(
        library, MovableClock(people.NOW), say=lambda _chat, text: said.append(text), call=calls.append
    )
    return told, said, calls


def update(language: str | None, **message: Any) -> dict[str, Any]:
    """A message as Telegram brings it, from a phone in that language."""
    sender = {"id": 5, "is_bot": False, "first_name": "Wren"} | (
        {"language_code": language} if language else {}
    )
    return {
        "update_id": 1,
        "message": {"message_id": 7, "date": 1, "chat": {"id": 5, "type": "private"}, "from": sender}
        | message,
    }


@pytest.mark.parametrize(("phone", "language"), [("es-MX", "es"), ("en-GB", "en"), ("de", "en")])
@pytest.mark.parametrize("words", ["me quiero morir", "una línea"])
def test_what_could_not_be_kept_is_answered_in_the_phones_language(
    phone: str, language: str, words: str
) -> None:
    told, said, _ = troubles()
    told.rescue(update(phone, text=words))
    [line] = said
    assert line.startswith((CARD if words == "me quiero morir" else WAITING)[language])


def test_phone_of_another_language_is_answered_in_the_practices() -> None:
    told, said, _ = troubles("es")
    told.rescue(update("de", text="eine Zeile"))
    assert said[0].startswith(WAITING["es"])


def test_tap_that_could_not_be_kept_is_answered_in_the_phones_language() -> None:
    told, _, calls = troubles()
    message = update("es")["message"]
    query = {"id": "9", "from": message["from"], "message": message, "data": "1:4:skip", "chat_instance": "x"}
    told.rescue({"update_id": 2, "callback_query": query})
    [call] = calls
    assert call.params["text"].startswith(WAITING["es"])


def test_what_could_not_be_taken_is_answered_in_the_phones_language() -> None:
    told, said, _ = troubles()
    told.hear(Address(user=5, language="es"), Said(text="una línea"), "given up")
    told.hear(Address(user=6, language="es"), Said(text="me quiero morir"), "waiting")
    assert said[0].startswith("Algo salió mal")
    assert said[1].startswith(CARD["es"])
