"""Which earlier runs have to be loaded for an input, because it may open an exercise that quotes them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.core.exercise import Exercise
from bot.core.inputs import Commanded, Input, Said, Tapped
from bot.core.library import Library
from bot.core.lookup import meant
from bot.core.person import Person
from bot.core.places import Browsing, Reopening
from bot.core.references import CARDS, references
from bot.core.session import Prompted

CARDS_EACH = 4
"""So many of the latest runs of each exercise that keeps cards are looked at for cards to draw."""
OPENERS = frozenset({"offer", "rested"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The latest `most` finished runs of an exercise, or that one `run` of it, with their answers."""

    exercise: str
    most: int = 1
    run: str = ""


def wanted(person: Person, given: Input, library: Library) -> tuple[Wish, ...]:
    """What has to be loaded beside the person, since `given` may open an exercise that quotes earlier runs.

    It looks at the input and the place alone, and most inputs open nothing.
    """
    if _asks_for_cards(person, given):
        return tuple(Wish(exercise=each, most=CARDS_EACH) for each in card_keepers(library))
    name, about = _opened(person, given, library)
    exercise = library.exercise(person.profile.language, name) if name else None
    return tuple(_wishes(exercise, about, library)) if exercise else ()


def card_kinds(exercise: Exercise) -> frozenset[str]:
    """The kinds of cards that an exercise draws."""
    refs = {ref for part in references(exercise.steps, exercise.closing) for ref in part.refs}
    return frozenset(ref.partition(".")[2] for ref in refs if ref.startswith(f"{CARDS}."))


def _asks_for_cards(person: Person, given: Input) -> bool:
    """Whether the cards are opened among the notes, or stand open there and may have to be shown again."""
    place = person.session.place
    if not isinstance(place, Browsing):
        return False
    match given:
        case Tapped(do=do):
            return do == "cards" or place.view == "cards"
        case Said(text=text):
            return meant(place, text, "") == "cards" or place.view == "cards"
        case _:
            return place.view == "cards"


def _opened(person: Person, given: Input, library: Library) -> tuple[str | None, str]:
    """The exercise that `given` may open, and the run that it is about."""
    place = person.session.place
    match given:
        case Tapped(do=do, nonce=None):
            name, _, argument = do.partition(":")
            return (argument, "") if name in OPENERS else (None, "")
        case Commanded(name=name):
            return library.commanded_by(name), ""
        case Said(text=text) if (button := library.started_by(text)) is not None:
            return button, ""
        case _ if isinstance(place, Prompted):
            return place.exercise, place.about
        case _ if isinstance(place, Reopening):
            return place.exercise, ""
        case _:
            return None, ""


def _wishes(exercise: Exercise, about: str, library: Library) -> Iterator[Wish]:
    for other in dict.fromkeys(exercise.recalls.values()):
        yield Wish(exercise=other, run=about if other == exercise.rhythm.exercise else "")
    kinds = card_kinds(exercise)
    for other in card_keepers(library, kinds) if kinds else ():
        yield Wish(exercise=other, most=CARDS_EACH)


def card_keepers(library: Library, kinds: Collection[str] | None = None) -> tuple[str, ...]:
    """The exercises whose runs become cards, of these kinds or of any."""
    exercises = library.exercises.values()
    keeping = [(each.id, each.closing.keep_as.card) for each in exercises if each.closing.keep_as]
    return tuple(dict.fromkeys(name for name, card in keeping if kinds is None or card in kinds))
