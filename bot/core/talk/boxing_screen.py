"""A box as it stands on the screen: what it can be for, how long it can be, its words and its buttons."""

import re

from bot.core.exercise import ChoiceStep, Exercise, Option
from bot.core.places import Boxing
from bot.core.scene import Scene, in_rows
from bot.core.session import Box
from bot.core.text import Rich, clip, moment
from bot.core.turn import Button, Rows
from bot.core.words import to_say

DEFAULT = 10
PUT_OFF_LIMIT = 2
"""So often an offer of minutes that were asked for can be put off."""
LENGTHS = to_say(
    {
        2: ("2 minutes", "in 2 minutes"),
        5: ("5 minutes", "in 5 minutes"),
        10: ("10 minutes", "in 10 minutes"),
        15: ("15 minutes", "in 15 minutes"),
        25: ("25 minutes", "in 25 minutes"),
    }
)
"""How many minutes a box can have; each length in whole words, because languages count differently."""
ASK = to_say(
    {
        2: "Two minutes for what?",
        5: "Five minutes for what?",
        10: "Ten minutes for what?",
        15: "Fifteen minutes for what?",
        25: "Twenty-five minutes for what?",
    }
)
DOING = to_say({"read": "Reading", "stretch": "Stretching", "draw": "Drawing"})
"""What is being done, by the option that was picked; another option is called by its label."""
PLAN = "plan"
SHOWN = 60
"""How many characters of the client's own words a box is called by."""

_LENGTH = re.compile(r"\b(\d{1,3}) ?min\w{0,8}\.?$")


def picks(exercise: Exercise | None, step: str) -> tuple[Option, ...]:
    """What the exercise's file offers for one of its questions."""
    found = exercise.step(step) if exercise else None
    return found.options if isinstance(found, ChoiceStep) else ()


def words(scene: Scene, place: Boxing, exercise: Exercise) -> Rich:
    """The question that `place` stands at."""
    match place.view:
        case "own":
            return scene.say("What is it for? A word or two will do.")
        case "ready" if place.held:
            return _held(scene, place, exercise)
        case "ready":
            return _ready(scene, place, exercise)
        case "how":
            return scene.say("How was that?")
        case _:
            return scene.say(ASK.get(place.minutes, ASK[DEFAULT]))


def rows(scene: Scene, place: Boxing, exercise: Exercise) -> Rows:
    """The buttons of the question."""
    back, stop = scene.button("Back", "back"), scene.button("Stop here", "stop")
    match place.view:
        case "own":
            return ((back, stop),)
        case "ready" if place.held:
            return _held_rows(scene, place)
        case "ready":
            return ((scene.button("Start", "start", style="primary"), back), (stop,))
        case "how":
            buttons = [Button(label=each.label, do=f"pick:{each.id}") for each in picks(exercise, "how")]
            return in_rows([*buttons, scene.button("Skip", "skip")])
        case _:
            return (*in_rows(_whats(scene, exercise), 3), (stop,))


def name(scene: Scene, place: Boxing, exercise: Exercise) -> str:
    """What the box is called while it runs: what is being done, or the client's own words in quotes."""
    if place.label or not place.choice:
        return scene.say("“{line}”", line=clip(place.label, SHOWN)).text
    option = next((each for each in picks(exercise, "what") if each.id == place.choice), None)
    known = DOING.get(place.choice)
    return scene.label(known) if known else option.label if option else place.choice


def called(box: Box) -> str:
    """What a box that runs is called, however much stands in it."""
    return clip(box.label, SHOWN + 2)


def until(scene: Scene, box: Box) -> Rich:
    """Until when a box runs; the second time counts down by itself on the phone."""
    countdown = moment(box.until, "r", scene.label(LENGTHS.get(box.minutes, LENGTHS[DEFAULT])[1]))
    return scene.say(
        "{what} until {time} ({countdown}).",
        what=called(box),
        time=scene.clock(box.until),
        countdown=countdown,
    )


def how_rows(scene: Scene, exercise: Exercise, run: str) -> Rows:
    """How it was, in buttons that wait for as long as it takes."""
    buttons = [
        Button(label=each.label, do=f"box:how:{each.id}:{run}", stands=True)
        for each in picks(exercise, "how")
    ]
    return in_rows([*buttons, scene.button("Skip", f"box:how:skip:{run}", stands=True)])


def length_in(scene: Scene, text: str) -> tuple[str, int | None]:
    """What was typed without its length, and the length: "walk, 5 min" is ("walk", 5), "15" is ("", 15)."""
    plain = " ".join(text.split())
    if plain.isdecimal() and len(plain) <= 3:
        return "", int(plain)
    found = _LENGTH.search(plain.casefold()[-24:])
    if found is None:
        return plain, None
    what = plain[: len(plain) - len(found[0])].rstrip(" ,")
    without = f" {what}".removesuffix(f" {scene.label('for')}")
    return without.strip(), int(found[1])


def _ready(scene: Scene, place: Boxing, exercise: Exercise) -> Rich:
    what = name(scene, place, exercise)
    if place.minutes == DEFAULT:
        return scene.say("{what}. I ring at the end, so the phone can lie face down.", what=what)
    length = scene.label(LENGTHS.get(place.minutes, LENGTHS[DEFAULT])[0])
    return scene.say(
        "{what}, {length}. I ring at the end, so the phone can lie face down.", what=what, length=length
    )


def _held(scene: Scene, place: Boxing, exercise: Exercise) -> Rich:
    if scene.profile.vague:
        return scene.say("The ten minutes you asked for. Is now good?")
    return scene.say("Ten minutes for {what}, as you asked. Is now good?", what=name(scene, place, exercise))


def _held_rows(scene: Scene, place: Boxing) -> Rows:
    start = scene.button("Start", "start", style="primary")
    later = (scene.button("In 2 hours", "later"),) if place.put_off < PUT_OFF_LIMIT else ()
    return ((start, *later, scene.button("Not today", "no")),)


def _whats(scene: Scene, exercise: Exercise) -> list[Button]:
    options = [Button(label=each.label, do=f"pick:{each.id}") for each in picks(exercise, "what")]
    plan = [scene.button("My plan", f"pick:{PLAN}")] if scene.profile.plan else []
    return [*options, *plan, scene.button("Something else", "own")]


def lengths_there_are(scene: Scene) -> Rich:
    """Said where another length was asked for."""
    return scene.say("A box has 2, 5, 10, 15 or 25 minutes.")
