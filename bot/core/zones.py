"""Finding a time zone from the place a person types."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.written_time import parse_clock_time, parse_hours

__all__ = [
    "Gazetteer",
    "Place",
    "compile_places",
    "find",
    "fold",
    "label",
    "parse_clock_time",
    "parse_hours",
    "zone_label",
]
LONGEST_BUTTON = 24
LONGEST_TEXT = 100
SHORTEST_MISTYPED = 5
SHORTEST_AREA = 3

# Letters that do not come apart into a plain letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u02bb\u02bc]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place people name when asked for their clock.

    `zone` is an IANA name, `country` an ISO 3166 code or empty, `region` what tells it from its
    namesakes, `aliases` its other names, `within` the names and codes of its region and country.
    """

    name: str
    zone: str
    country: str
    region: str = ""
    aliases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by folded name and by the folded name of what they lie in, likelier ones first."""

    by_name: Mapping[str, tuple[Place, ...]]
    by_area: Mapping[str, tuple[Place, ...]]


def compile_places(places: Iterable[Place], lesser: Iterable[Place] = ()) -> Gazetteer:
    """A gazetteer of the places, whose order settles which namesake is shown first.

    The `lesser` ones come after them and do not stand for the area they lie in.
    """
    known = tuple(places)
    names = ((name, place) for place in (*known, *lesser) for name in (place.name, *place.aliases))
    areas = ((area, place) for place in known for area in place.within)
    return Gazetteer(_grouped(names), _grouped(areas))


def find(text: str, gazetteer: Gazetteer, limit: int = 4) -> tuple[Place, ...]:
    """Places the text may mean, at most one a zone; empty when unknown.

    Takes a city, "city, country or state", an IANA name, or else a country or state; one slip of the
    finger is forgiven in a name of five letters or more. Offsets and abbreviations such as "UTC+2" or
    "EST" find nothing: they are wrong for half the year. Nor does a text over 100 characters.
    """
    if len(text) > LONGEST_TEXT or any(sign.isdigit() for sign in text):
        return ()
    name, *areas = [fold(part) for part in re.split(r"[,;()]", text) if fold(part)] or [""]
    return _one_a_zone(_candidates(name, areas, gazetteer))[:limit]


def label(place: Place) -> str:
    """The place in a button's length, 24 characters: with its region, else its country's code, that fits."""
    longer = (f"{place.name}, {more}" for more in (place.region, place.country) if more)
    return next((text for text in longer if len(text) <= LONGEST_BUTTON), place.name)


def zone_label(zone: str) -> str:
    """The place an IANA name is called after: "New York" for America/New_York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def fold(text: str) -> str:
    """The text as names are compared: no case, accents, apostrophes or punctuation, "saint" as "st"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    words = re.sub(r"[\W_]+", " ", _APOSTROPHES.sub("", plain)).split()
    return " ".join({"saint": "st", "sankt": "st"}.get(word, word) for word in words)


def _grouped(pairs: Iterable[tuple[str, Place]]) -> Mapping[str, tuple[Place, ...]]:
    grouped: dict[str, dict[Place, None]] = {}
    for name, place in pairs:
        grouped.setdefault(fold(name), {})[place] = None
    return MappingProxyType({name: tuple(places) for name, places in grouped.items()})


def _candidates(name: str, areas: list[str], gazetteer: Gazetteer) -> tuple[Place, ...]:
    readings = (
        _within(gazetteer.by_name.get(name, ()), areas),
        _named_with_area(name, areas, gazetteer),
        _area_alone(name, areas, gazetteer),
        _within(_mistyped(name, gazetteer), areas),
    )
    return next((found for found in readings if found), ())


def _within(places: Iterable[Place], areas: list[str]) -> tuple[Place, ...]:
    return tuple(place for place in places if set(areas) <= {fold(area) for area in place.within})


def _named_with_area(name: str, areas: list[str], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """A name and its area written without a comma: "portland oregon"."""
    words = name.split()
    splits = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(len(words) - 1, 0, -1))
    found = (_within(gazetteer.by_name.get(city, ()), [area, *areas]) for city, area in splits)
    return next((places for places in found if places), ())


def _area_alone(name: str, areas: list[str], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Two letters alone could be the name of a clock ("MT", "CT") as well as a state's."""
    spelled = len(name) >= SHORTEST_AREA or name == "uk"
    return _within(gazetteer.by_area.get(name, ()), areas) if spelled else ()


def _mistyped(name: str, gazetteer: Gazetteer) -> Iterator[Place]:
    for known, places in gazetteer.by_name.items():
        if len(known) >= SHORTEST_MISTYPED and _one_slip_apart(name, known):
            yield from places


def _one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with its neighbour makes them the same."""
    short, long = sorted((one, other), key=len)
    same = next(
        (n for n, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short)
    )
    rest, longer = short[same:], long[same:]
    if len(short) < len(long):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


def _one_a_zone(places: Iterable[Place]) -> tuple[Place, ...]:
    first: dict[str, Place] = {}
    for place in places:
        first.setdefault(place.zone, place)
    return tuple(first.values())
