"""People find their clock by typing where they are, and no listed place is wrong about its zone."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.zones import BadPlaces, City, load_cities, load_gazetteer
from bot.core.zones import Place, compile_places, find, fold, label, zone_label

CITIES = load_cities()
GAZETTEER = load_gazetteer()


def zones(text: str) -> list[str]:
    return [place.zone for place in find(text, GAZETTEER)]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("  lisboa. ", "Europe/Lisbon"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("SÃO PAULO", "America/Sao_Paulo"),
        ("Sa\u0303o Paulo", "America/Sao_Paulo"),
        ("NYC", "America/New_York"),
        ("new york city", "America/New_York"),
        ("St. Louis", "America/Chicago"),
        ("Saint Louis", "America/Chicago"),
        ("Xi\u2019an", "Asia/Shanghai"),
        ("Lodz", "Europe/Warsaw"),
        ("kobenhavn", "Europe/Copenhagen"),
        ("Москва", "Europe/Moscow"),
        ("東京", "Asia/Tokyo"),
        ("서울", "Asia/Seoul"),
        ("Portland, Oregon", "America/Los_Angeles"),
        ("Portland ME", "America/New_York"),
        ("Portland, OR, USA", "America/Los_Angeles"),
        ("Portland (Maine)", "America/New_York"),
        ("Paris, France", "Europe/Paris"),
        ("paris france", "Europe/Paris"),
        ("Cambridge, UK", "Europe/London"),
        ("Cambridge Massachusetts", "America/New_York"),
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        ("US/Eastern", "US/Eastern"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Ushuaia", "America/Argentina/Ushuaia"),
        ("Mazatlan, Mexico", "America/Mazatlan"),
        ("Barcelonna", "Europe/Madrid"),
        ("Amsterdma", "Europe/Amsterdam"),
        ("Lisbn", "Europe/Lisbon"),
        ("Vuenos Aires", "America/Argentina/Buenos_Aires"),
        ("Brlin, Germany", "Europe/Berlin"),
        ("Germany", "Europe/Berlin"),
        ("uk", "Europe/London"),
        ("California", "America/Los_Angeles"),
    ],
)
def test_place_is_found_as_people_write_it(text: str, zone: str) -> None:
    assert zones(text) == [zone]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Portland", ["America/Los_Angeles", "America/New_York"]),
        ("Birmingham", ["Europe/London", "America/Chicago"]),
        ("Cordoba", ["America/Argentina/Cordoba", "Europe/Madrid"]),
        ("London", ["Europe/London", "America/Toronto"]),
        ("San Juan", ["America/Puerto_Rico", "America/Argentina/San_Juan"]),
        ("Georgia", ["America/New_York", "Asia/Tbilisi"]),
        ("Tennessee", ["America/Chicago", "America/New_York"]),
        ("Spain", ["Europe/Madrid", "Atlantic/Canary"]),
    ],
)
def test_ambiguous_name_gives_each_zone_the_likelier_first(text: str, expected: list[str]) -> None:
    assert zones(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "UTC+2",
        "GMT-5",
        "+02:00",
        "EST",
        "est",
        "PST",
        "CET",
        "CEST",
        "UTC",
        "GMT",
        "MST",
        "CT",
        "MT",
        "Etc/UTC",
        "Etc/GMT+5",
        "",
        "  ",
        "...",
        ",",
        "Limm",
        "Paris, Texas",
        "Berlin, France",
        "portland oregon, canada",
        "London1",
        "asdfghjkl",
        "London" + " " * 100,
        "20:30",
        "localtime",
    ],
)
def test_offset_abbreviation_or_unknown_place_finds_nothing(text: str) -> None:
    assert zones(text) == []


@pytest.mark.parametrize("text", ["Xi'an", "XI\u2019AN", " xi\u02bban. ", "Xian"])
def test_names_compare_without_case_apostrophes_and_punctuation(text: str) -> None:
    assert fold(text) == "xian"


def test_slip_of_the_finger_is_forgiven_only_when_nothing_is_exact() -> None:
    known = compile_places([Place("Parma", "Europe/Rome", "IT"), Place("Palma", "Europe/Madrid", "ES")])
    assert [place.name for place in find("Parma", known)] == ["Parma"]
    assert [place.name for place in find("Pamma", known)] == ["Parma", "Palma"]


def test_no_more_places_than_asked_for() -> None:
    assert len(find("USA", GAZETTEER)) == 4
    assert [place.name for place in find("USA", GAZETTEER, limit=1)] == ["New York"]


@given(st.text(max_size=40))
def test_any_text_finds_at_most_four_known_zones(text: str) -> None:
    found = find(text, GAZETTEER)
    assert len({place.zone for place in found}) == len(found) <= 4
    assert all(ZoneInfo(place.zone) for place in found)


@given(st.sampled_from(CITIES.cities))
def test_every_listed_city_is_found_with_its_country(city: City) -> None:
    for area in (city.region, *CITIES.countries[city.country]):
        if area:
            assert city.zone in zones(f"{city.name}, {area}")


def test_every_place_zone_is_found_by_its_name() -> None:
    named = [
        zone
        for zone in available_timezones()
        if zone.startswith(("America/", "Asia/", "Europe/", "Pacific/"))
    ]
    assert len(named) > 200
    assert [zone for zone in named if zones(zone) != [zone]] == []


def test_every_listed_zone_exists() -> None:
    assert {city.zone for city in CITIES.cities} - available_timezones() == set()


def test_no_name_stands_twice_within_a_zone() -> None:
    names = Counter(
        (city.zone, fold(name), city.region if name == city.name else "")
        for city in CITIES.cities
        for name in (city.name, *city.aliases)
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_countries_are_two_letters_and_regions_are_used() -> None:
    assert all(len(code) == 2 and code.isupper() for code in CITIES.countries)
    assert set(CITIES.countries) == {city.country for city in CITIES.cities}
    assert set(CITIES.regions) <= {city.region for city in CITIES.cities}


def test_namesakes_in_different_zones_have_different_labels() -> None:
    for places in GAZETTEER.by_name.values():
        labels = {place.zone: label(place) for place in reversed(places)}
        assert len(set(labels.values())) == len(labels)
        assert all(len(text) <= 24 for text in labels.values() if "/" not in text)


def test_label_takes_the_region_or_else_the_country_that_fits() -> None:
    assert label(Place("Portland", "America/Los_Angeles", "US", "Oregon")) == "Portland, Oregon"
    assert label(Place("Springfield", "America/New_York", "US", "Massachusetts")) == "Springfield, US"
    assert label(Place("US/Eastern", "US/Eastern", "")) == "US/Eastern"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/Port-au-Prince", "Port-au-Prince"),
        ("UTC", "UTC"),
    ],
)
def test_zone_is_called_after_its_place(zone: str, shown: str) -> None:
    assert zone_label(zone) == shown


@pytest.mark.parametrize(
    "text",
    [
        "cities = 1",
        "[[",
        'cities = [{ name = "A", zone = "UTC", country = "AA" }]\n[countries]\n[regions]',
        'cities = [{ name = "A", zone = "UTC", country = "AA", size = 3 }]\n[countries]\nAA = ["A"]\n[regions]',
    ],
)
def test_broken_list_is_refused(text: str, tmp_path: Path) -> None:
    broken = tmp_path / "cities.toml"
    broken.write_text(text, "utf-8")
    with pytest.raises(BadPlaces, match=r"cities\.toml"):
        load_cities(broken)
