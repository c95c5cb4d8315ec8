"""Tells Telegram what this bot is called on to do: the lines in its empty chat; commands come with a turn."""

from collections.abc import Iterator

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
