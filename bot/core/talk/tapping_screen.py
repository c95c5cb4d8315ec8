"""The steps that are answered with buttons, as they stand on the screen."""

from datetime import datetime, timedelta

from bot.core.scene import LABEL_ROOM, Scene, in_rows
from bot.core.session import Answering
from bot.core.steps import ChoiceStep, ManyStep, PauseStep, PickStep, ScaleStep, Tapping
from bot.core.talk import stepping
from bot.core.text import Rich, clip, fill, joined, moment
from bot.core.turn import Button, Rows

SCALE_ROW = 6


def beside(scene: Scene, step: Tapping, place: Answering) -> Rich:
    """What stands under the question itself: the ends of a scale, the lines to pick from, the time that is left."""
    match step:
        case ScaleStep(low=str(low), high=str(high)):
            return scene.say("{least} is {low}, {most} is {high}.", **_ends(step), low=low, high=high)
        case PickStep():
            return _listed(stepping.lines(scene, step, place.run))
        case PauseStep() if place.until is not None and place.until > scene.now:
            return scene.say("Bell: {soon}.", soon=_soon(scene, place.until))
        case _:
            return Rich("")


def rows(scene: Scene, step: Tapping, place: Answering) -> Rows:
    """The buttons that answer it."""
    match step:
        case ChoiceStep():
            buttons = [Button(label=option.label, do=f"pick:{option.id}") for option in step.options]
            return in_rows(buttons, step.per_row)
        case ScaleStep():
            numbers = [Button(label=str(n), do=f"pick:{n}") for n in range(step.least, step.most + 1)]
            return in_rows(numbers, SCALE_ROW)
        case ManyStep():
            return (*in_rows(_switches(step, place), step.per_row), (_done(scene),))
        case PickStep():
            found = stepping.lines(scene, step, place.run)
            return in_rows(
                [Button(label=_short(n, each, found), do=f"pick:{n}") for n, each in enumerate(found)], 1
            )
        case PauseStep():
            return ((Button(label=step.go or scene.label("Go on"), do="on", style="primary"),),)


def _soon(scene: Scene, until: datetime) -> Rich:
    """When it rings, ticking on the phone; where a phone cannot tick, it stays as it was at first."""
    minutes = round((until - scene.now) / timedelta(minutes=1))
    left = scene.counted("in a minute", "in {number} minutes", minutes, number=minutes)
    return moment(until, "r", left.text if minutes else scene.label("in a moment"))


def _ends(step: ScaleStep) -> dict[str, int]:
    return {"least": step.least, "most": step.most}


def _switches(step: ManyStep, place: Answering) -> list[Button]:
    chosen = set(place.marked)
    return [
        Button(
            label=clip(f"{'●' if each.id in chosen else '○'} {each.label}", LABEL_ROOM), do=f"mark:{each.id}"
        )
        for each in step.options
    ]


def _done(scene: Scene) -> Button:
    return scene.button("Done", "marked", style="primary")


def _listed(lines: tuple[str, ...]) -> Rich:
    """The lines in full, where a button has no room for one of them."""
    if all(len(line) <= LABEL_ROOM for line in lines):
        return Rich("")
    return joined([fill("{number}. {line}", number=n, line=line) for n, line in enumerate(lines, 1)])


def _short(number: int, line: str, lines: tuple[str, ...]) -> str:
    is_listed = any(len(each) > LABEL_ROOM for each in lines)
    return clip(f"{number + 1}. {line}" if is_listed else line, LABEL_ROOM)
