"""Which languages are on offer, and in which of them somebody is spoken to before they have said so themselves."""

from collections.abc import Collection

from babel.core import negotiate_locale

from bot.core.library import DEFAULT_LANGUAGE, Library


def on_offer(library: Library, screened: Collection[str]) -> tuple[str, ...]:
    """The languages in which nothing a client is shown would be English, among those whose crisis words are known
    (`screened`): each exercise, each small question and each sentence is there."""
    names = {name for language, name in library.exercises if language == DEFAULT_LANGUAGE}
    translated = {language for language, words in library.words.items() if words.is_whole}
    spoken = {DEFAULT_LANGUAGE, *translated} & set(library.senses) & set(library.calendars) & set(screened)
    return tuple(sorted(each for each in spoken if all((each, name) in library.exercises for name in names)))


def spoken_with(library: Library, code: str) -> str:
    """The language for a phone set to `code` (an IETF tag such as "pt-br"), else the practice's, else English."""
    return nearest(library, code) or nearest(library, library.practice.language) or DEFAULT_LANGUAGE


def nearest(library: Library, code: str) -> str | None:
    """The language on offer for an IETF tag such as "es-mx", or None where there is none."""
    found = negotiate_locale([code.replace("-", "_")], library.languages)
    return next((each for each in library.languages if found and each.casefold() == found.casefold()), None)
