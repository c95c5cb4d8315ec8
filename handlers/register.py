"""Tells Telegram what this bot is called on to do: its commands per role, and the lines in its empty chat."""

from collections.abc import Iterator

from bot.core.library import Library
from bot.core.person import Role
from bot.core.talk.menu import commands_of
from bot.core.words import to_say
from handlers.render import Call

DESCRIPTION = to_say(
    "Holds the homework from your therapy sessions. A program, not a person; not monitored, not for emergencies. "
    "Works by invitation from a therapist."
)
SHORT_DESCRIPTION = to_say("Homework between therapy sessions. A program, not monitored.")


def at_start() -> Iterator[Call]:
    """What is said once, when the coach starts."""
    yield Call("setMyDescription", {"description": DESCRIPTION})
    yield Call("setMyShortDescription", {"short_description": SHORT_DESCRIPTION})
    yield Call("deleteMyCommands", {})


def for_person(chat: int, role: Role, language: str, library: Library) -> Call:
    """The commands that one person sees in their own chat."""
    listed = [
        {"command": n, "description": library.translated(language, what)} for n, what in commands_of(role)
    ]
    return Call("setMyCommands", {"commands": listed, "scope": {"type": "chat", "chat_id": chat}})
