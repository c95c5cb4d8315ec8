"""The values check-in as it stands on the screen."""

from bot.core.exercise import ChoiceStep, Exercise, Written
from bot.core.inputs import Said
from bot.core.places import CheckingIn
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import checking_in_hours
from bot.core.talk.quoting import filled
from bot.core.text import Rich, clip, joined, marked, unended
from bot.core.turn import Button, Reply, Rows

IDEAS = 3
"""How many ideas are shown at once."""
QUOTED = 140


def question(scene: Scene, exercise: Exercise, place: CheckingIn, before: Rich | None = None) -> Reply:
    """What `place` asks, after an optional line `before`."""
    lines = [line for line in (before, _words(scene, exercise, place)) if line is not None]
    return bubble(joined(lines), rows(scene, exercise, place))


def ask(scene: Scene, exercise: Exercise, place: CheckingIn, before: Rich | None = None) -> Move:
    """To `place`, with its question."""
    return Move(place=place, says=(question(scene, exercise, place, before),))


def hint(scene: Scene) -> Rich | None:
    """Why the question is there again; a tap needs no reason."""
    return scene.say("Tap one, or type it your way.") if isinstance(scene.given, Said) else None


def ideas(scene: Scene, exercise: Exercise) -> Rich:
    """Some examples of what ten minutes can be, other ones each turn."""
    step = exercise.step("version")
    examples = step.examples if isinstance(step, Written) else ()
    turned = [examples[(scene.turn + n) % len(examples)] for n in range(min(IDEAS, len(examples)))]
    return joined([f"• {each}" for each in turned])


def options(exercise: Exercise) -> ChoiceStep | None:
    """How near something can have been."""
    step = exercise.step("near")
    return step if isinstance(step, ChoiceStep) else None


def rows(scene: Scene, exercise: Exercise, place: CheckingIn) -> Rows:
    """The buttons of the question."""
    back, stop = scene.button("Back", "back"), scene.button("Stop here", "stop")
    match place.view:
        case "near":
            near = options(exercise)
            picks = [Button(label=each.label, do=f"pick:{each.id}") for each in near.options] if near else []
            ways = (back,) if place.index else ()
            return (
                *in_rows(picks, near.per_row if near else 2),
                (*ways, scene.button("Skip", "skip"), stop),
            )
        case "pick":
            named = [
                Button(label=clip(value, 24) or "…", do=f"pick:{n}")
                for n, value in enumerate(scene.profile.values)
            ]
            return (*in_rows([*named, scene.button("None this week", "none")]), (back, stop))
        case "version":
            return ((scene.button("Show ideas", "ideas"), scene.button("Skip", "skip")), (back, stop))
        case "when":
            pick, none = scene.button("Pick a time", "time"), scene.button("No need", "no")
            return (*in_rows(checking_in_hours.offered(scene)), (pick, none), (back, stop))
        case "time":
            return ((scene.button("No need", "no"),), (back, stop))


def _words(scene: Scene, exercise: Exercise, place: CheckingIn) -> Rich:
    match place.view:
        case "near":
            return _near_words(scene, place)
        case "pick" | "version":
            step = exercise.step(place.view)
            return filled(scene, scene.variant(step.ask), place.run) if step else Rich(place.picked)
        case "when":
            return _when_words(scene, place)
        case "time":
            return scene.say("Type a day and a time, like Sat 10 AM.")


def _near_words(scene: Scene, place: CheckingIn) -> Rich:
    value = marked("bold", clip(scene.profile.values[place.index], QUOTED))
    if place.index == 0:
        return scene.say("{value}. How near was it to your days this week?", value=value)
    return scene.say("{value}. How near was this one?", value=value)


def _when_words(scene: Scene, place: CheckingIn) -> Rich:
    if not place.version:
        return scene.say("Shall I hold ten minutes for it?")
    words = unended(clip(place.version, QUOTED))
    return scene.say("“{words}”. Shall I hold ten minutes for it?", words=words)
