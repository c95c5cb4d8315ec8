"""A noticing as it stands on the screen: the small question, when to come back with it, what can follow the answer."""

from datetime import datetime, timedelta

from bot.core.person import Profile
from bot.core.places import Noticing
from bot.core.plan import is_quiet
from bot.core.scene import Scene, bubble, in_rows
from bot.core.senses import SENSES, Sense, SensePrompt
from bot.core.text import Rich, joined
from bot.core.turn import Button, Reply, Rows
from bot.core.words import to_say

LATER = to_say((("20 min", timedelta(minutes=20)), ("2 hours", timedelta(hours=2))))
"""What an app that shows no ticking time shows instead, one for each of LATER."""
TOMORROW = len(LATER)
SNOOZE_LIMIT = 2


def question(scene: Scene, place: Noticing, prompt: SensePrompt) -> Reply:
    """What stands open at `place`: the question, or when it shall come back."""
    if place.view == "when":
        return bubble(scene.say("When?"), _times(scene))
    return bubble(_asked(scene, place, prompt), _answers(scene, place, prompt))


def offered(scene: Scene, place: Noticing, prompt: SensePrompt) -> Reply:
    """The question as a nudge: silent, and in the first of a round a word about the road."""
    asked = question(scene, place, prompt)
    is_first = not scene.profile.noticed and not place.snoozed
    road = scene.say("If you are driving, leave it for later.") if is_first else Rich("")
    text = joined([asked.text, road])
    return Reply(text=text, rows=asked.rows, silent=True, kind="nudge", occurrence=place.occurrence)


def stay(scene: Scene, prompt: SensePrompt, run: str, *, is_planned: bool) -> Reply:
    """The line to stay with it, and what may follow. Its buttons stand for ever."""
    add = scene.button("Add a word or photo", f"noticed:word:{run}", stands=True)
    few = (fewer(scene, scene.profile),) if is_planned else ()
    again = (scene.button("Evening question back", "fade:again", stands=True),)
    rows: Rows = ((add,), (*few, other_kind(scene)), *((again,) if scene.profile.has_faded_out else ()))
    return bubble(Rich(prompt.stay), rows)


def fewer(scene: Scene, profile: Profile) -> Button:
    """Every other day, or every day again."""
    if profile.fewer:
        return scene.button("As before", "noticed:before", stands=True)
    return scene.button("Fewer of these", "noticed:fewer", stands=True)


def other_kind(scene: Scene) -> Button:
    """The way to the switches."""
    return scene.button("Another kind", "noticed:kinds", stands=True)


def switches(scene: Scene, profile: Profile) -> Reply:
    """Each sense with a mark for whether it is asked about. The buttons stand for ever."""
    toggles = [
        Button(label=f"{'●' if sense in profile.senses else '○'} {name}", do=f"noticed:{sense}", stands=True)
        for sense, name in names(scene)
    ]
    done = scene.button("Done", "noticed:chosen", stands=True)
    return bubble(scene.say("Which senses may I ask about? Tap to switch."), in_rows([*toggles, done], 3))


def names(scene: Scene) -> list[tuple[Sense, str]]:
    """The senses and what they are called, in their order."""
    senses = scene.library.senses_in(scene.profile.language)
    return [(sense, senses.names[sense]) for sense in SENSES] if senses else []


def fits(scene: Scene, at: datetime) -> bool:
    """Whether the question can come back then: at any hour but a quiet one."""
    return not is_quiet(at, scene.profile.hours)


def _asked(scene: Scene, place: Noticing, prompt: SensePrompt) -> Rich:
    return (
        scene.say("Here it is again. {question}", question=prompt.ask) if place.snoozed else Rich(prompt.ask)
    )


def _answers(scene: Scene, place: Noticing, prompt: SensePrompt) -> Rows:
    picks = tuple(Button(label=option.label, do=f"pick:{option.id}") for option in prompt.options)
    if place.occurrence is None:
        return (picks, (scene.button("Stop here", "stop"),))
    no = scene.button("Not today" if place.snoozed else "Not now", "no")
    later = (scene.button("Later", "later"),) if place.snoozed < SNOOZE_LIMIT else ()
    return (picks, (*later, no))


def _times(scene: Scene) -> Rows:
    fitting = [
        scene.button(label, f"in:{number}")
        for number, (label, wait) in enumerate(LATER)
        if fits(scene, scene.now + wait)
    ]
    tomorrow = scene.button("Tomorrow", f"in:{TOMORROW}")
    ways = (scene.button("Back", "back"), scene.button("Never mind", "no"))
    return (*in_rows([*fitting, tomorrow], 3), ways)
