"""Reads the places a client may name from the list beside this one and from the IANA zone names."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.core.zones import Gazetteer, Place, compile_places, zone_label

CITIES = Path(__file__).with_name("cities.toml")
_NOT_PLACES = ("Etc/", "posix/", "right/", "SystemV/")


class BadPlaces(Exception):
    """The list of places is not TOML or does not follow its form."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class City(_Strict):
    """One line of the list; `region` only where the country alone does not tell namesakes apart."""

    name: str
    zone: str
    country: str
    region: str = ""
    aliases: tuple[str, ...] = ()


class Cities(_Strict):
    """The list: cities in the order they are offered, names of countries by code, other names of regions."""

    cities: tuple[City, ...]
    countries: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, tuple[str, ...]]


def load_cities(path: Path = CITIES) -> Cities:
    """Raises `BadPlaces` if the file is not TOML, is out of form, or leaves a country without a name."""
    try:
        listed = Cities.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as problem:
        raise BadPlaces(f"{path.name}: {problem}") from problem
    nameless = {city.country for city in listed.cities if not listed.countries.get(city.country)}
    if nameless:
        raise BadPlaces(f"{path.name}: no name for {', '.join(sorted(nameless))}")
    return listed


def load_gazetteer(path: Path = CITIES) -> Gazetteer:
    """The list's cities, then every IANA zone named after a place. Raises `BadPlaces`."""
    listed = load_cities(path)
    return compile_places(_cities(listed), _zones(listed))


def _cities(listed: Cities) -> Iterator[Place]:
    for city in listed.cities:
        names = listed.countries[city.country]
        region = (city.region, *listed.regions.get(city.region, ())) if city.region else ()
        yield Place(
            name=city.name,
            zone=city.zone,
            country=city.country,
            region=city.region or names[0],
            aliases=city.aliases,
            within=(*region, city.country, *names),
        )


def _zones(listed: Cities) -> Iterator[Place]:
    countries = _countries_of_zones()
    for zone in sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(_NOT_PLACES)
    ):
        country = countries.get(zone)
        if country is None:  # an old name kept for old files: known in full, not by its last part
            yield Place(name=zone, zone=zone, country="")
            continue
        names = listed.countries.get(country, ())
        parts = tuple(part.replace("_", " ") for part in zone.split("/")[1:-1])
        yield Place(
            name=zone_label(zone),
            zone=zone,
            country=country,
            region=next(iter((*parts, *names)), ""),
            aliases=(zone,),
            within=(*parts, country, *names),
        )


def _countries_of_zones() -> Mapping[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
