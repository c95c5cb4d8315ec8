"""Where a client is: which clock they live by, and the people to call of which country they are shown."""

from dataclasses import replace

from bot.core.scene import Move, Scene
from bot.core.session import Settling
from bot.core.talk.settling_screen import therapists_zone
from bot.core.talk.settling_steps import go, nth, on
from bot.core.zones import find


def read_city(scene: Scene, _place: Settling, text: str) -> Move:
    """A city that was typed; of several with that name the client picks one."""
    places = find(text, scene.library.places)
    if not places:
        sorry = scene.say("I don't know that place. A larger city with the same clock works too.")
        return on(scene, Settling(step="clock", typing=True), before=sorry)
    if len(places) == 1:
        return _in_zone(scene, places[0].zone, places[0].country)
    found = tuple(f"{each.zone} {each.country}".strip() for each in places)
    return on(scene, Settling(step="clock", found=found))


def clock(scene: Scene, place: Settling, name: str, argument: str) -> Move | None:
    """The therapist's clock, or one of the cities that were found."""
    if name == "same":
        return go(scene, "check", replace(scene.profile, zone=therapists_zone(scene, scene.profile)))
    chosen = nth(argument, place.found)
    if chosen is None:
        return None
    zone, _, country = chosen.partition(" ")
    return _in_zone(scene, zone, country)


def check(scene: Scene, _place: Settling, name: str, _argument: str) -> Move | None:
    """Whether the clock that was chosen shows what the phone shows."""
    return go(scene, "quiet") if name == "match" else on(scene, Settling(step="clock", typing=True))


def lines(scene: Scene, place: Settling, name: str, _argument: str) -> Move | None:
    """Whether the city's country is where the client is, and so the help lines are to be of there."""
    match name:
        case "yes" if _country_of(scene, place):
            return go(scene, "check", replace(scene.profile, country=_country_of(scene, place)))
        case "no":
            return go(scene, "check")
        case "back":
            return on(scene, Settling(step="clock", typing=True))
        case _:
            return None


def country(scene: Scene, _place: Settling, _name: str, argument: str) -> Move | None:
    """A country picked by hand."""
    known = argument in scene.library.help_lines
    return go(scene, "notice", replace(scene.profile, country=argument)) if known else None


def _in_zone(scene: Scene, zone: str, found: str) -> Move:
    profile, help_lines = replace(scene.profile, zone=zone), scene.library.help_lines
    if not found or found == profile.country:
        return go(scene, "check", profile)
    if found in help_lines:
        return on(scene, Settling(step="lines", found=(found,)), profile)
    stay = scene.say(
        "I have no help lines for that country, so they stay as they are: {country}.",
        country=scene.country(profile.country),
    )
    return go(scene, "check", profile, before=stay)


def _country_of(scene: Scene, place: Settling) -> str:
    found = place.found[0] if place.found else ""
    return found if found in scene.library.help_lines else ""
