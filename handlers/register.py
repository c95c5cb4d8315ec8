"""Tells Telegram what this bot is called on to do: the lines in its empty chat; commands come with a turn."""

from collections.abc import Iterator, Mapping

from bot.core.library import Library
from bot.core.words import to_say
from handlers.render import Call

DESCRIPTION = to_say(
    "Holds the homework from your therapy sessions. A program, not a person; not monitored, not for emergencies. "
    "Works by invitation from a therapist."
)
SHORT_DESCRIPTION = to_say("Homework between therapy sessions. A program, not monitored.")


def at_start(library: Library) -> Iterator[Call]:
    """What is said once, when the coach starts: to phones in a language on offer in theirs, to others in the practice's."""
    yield from _described(library, library.practice.language, {})
    for language in library.languages:
        yield from _described(library, language, {"language_code": language[:2]})
    yield Call("deleteMyCommands", {})


def _described(library: Library, language: str, to: Mapping[str, str]) -> Iterator[Call]:
    yield Call("setMyDescription", {"description": library.translated(language, DESCRIPTION), **to})
    short = library.translated(language, SHORT_DESCRIPTION)
    yield Call("setMyShortDescription", {"short_description": short, **to})
