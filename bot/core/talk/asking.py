"""How one step of an exercise is put on the screen."""

from bot.core.exercise import AnyStep, Door, Exercise, ListStep, Written
from bot.core.run import Answer, Run
from bot.core.scene import Scene, in_rows
from bot.core.session import Answering
from bot.core.talk import stepping, tapping_screen
from bot.core.talk.quoting import asks, filled, worded
from bot.core.text import Rich, joined
from bot.core.turn import Button, Reply, Rows


def question(scene: Scene, exercise: Exercise, place: Answering, *, before: Rich | None = None) -> Reply:
    """The message that asks the step `place` stands at, after an optional line `before`."""
    step = exercise.step(place.step)
    assert step is not None, "a place is checked against its exercise before it is asked"
    if place.view == "why":
        return _why(scene, exercise, place)
    lines = [line for line in (before, _words(scene, step, place)) if line is not None]
    rows = (*_rows(scene, exercise, step, place), *_ways_out(exercise, step, place))
    return Reply(text=joined(lines), rows=rows)


def given(run: Run, step: str) -> tuple[Answer, ...]:
    """The answers of one step, without those that were passed over."""
    return run.given(step)


def _words(scene: Scene, step: AnyStep, place: Answering) -> Rich:
    if place.view == "doors":
        return scene.say("Pick a way in.")
    if place.view == "more" and isinstance(step, ListStep):
        return filled(scene, worded(_mores(step, place.run), place.run), place.run)
    if isinstance(step, Written) and place.view != "example" and (door := _door(step, place)):
        return filled(scene, door.ask, place.run)
    asked = filled(scene, worded(asks(step, place.run), place.run), place.run)
    if isinstance(step, Written):
        return joined([_example(scene, step), asked]) if place.view == "example" else asked
    return joined([asked, tapping_screen.beside(scene, step, place)])


def _mores(step: ListStep, run: Run) -> tuple[str, ...]:
    """What may be asked after a line of a list."""
    is_last = len(given(run, step.id)) == step.most - 1
    return step.last if is_last and step.last else step.more


def _door(step: Written, place: Answering) -> Door | None:
    is_there = place.door is not None and 0 <= place.door < len(step.doors)
    return step.doors[place.door] if is_there and place.door is not None else None


def _example(scene: Scene, step: Written) -> Rich:
    return scene.say("Someone else wrote: “{example}”", example=scene.variant(step.examples))


def _rows(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering) -> Rows:
    match step:
        case ListStep() if place.view == "more":
            enough = Button(label=step.enough, do="enough", style="primary")
            another = Button(label=step.another, do="another")
            return ((enough, another), (scene.button("Stop here", "stop"),))
        case Written() if place.view == "doors":
            doors = [Button(label=door.label, do=f"door:{n}") for n, door in enumerate(step.doors)]
            return (*in_rows(doors), (scene.button("Back", "ask"),))
        case Written():
            ways = (*_ways(scene, step), *_shorter(scene, exercise, place))
            return (*in_rows(ways), _moving(scene, exercise, step, place))
        case _:
            shorter = in_rows(_shorter(scene, exercise, place))
            return (*tapping_screen.rows(scene, step, place), *shorter, _moving(scene, exercise, step, place))


def _ways(scene: Scene, step: Written) -> tuple[Button, ...]:
    example = scene.button("Show me an example", "example")
    return (Button(label=step.doors_label, do="doors"), example) if step.doors else (example,)


def _moving(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering) -> tuple[Button, ...]:
    back = () if step.id == exercise.steps[0].id or not place.run.answers else (scene.button("Back", "back"),)
    skip = Button(label=step.skip or scene.label("Skip"), do="skip")
    # A pause asks for nothing, and going on is skipping it.
    skips = () if step.kind == "pause" else (skip,)
    return (*back, *skips, scene.button("Stop here", "stop"))


def _ways_out(exercise: Exercise, step: AnyStep, place: Answering) -> Rows:
    """The exits for what no exercise is for, under the questions they belong to."""
    if place.view in ("more", "doors"):
        return ()
    exits = enumerate(exercise.exits)
    return tuple(
        (Button(label=way.label, do=f"exit:{n}"),)
        for n, way in exits
        if not way.steps or step.id in way.steps
    )


# --- the opening ----------------------------------------------------------------------------------


def _shorter(scene: Scene, exercise: Exercise, place: Answering) -> tuple[Button, ...]:
    """The half-minute version, for as long as nothing was answered."""
    if place.run.answers or not stepping.is_shorter(scene, exercise, place.run):
        return ()
    return (_half_a_minute(scene, exercise),)


def _half_a_minute(scene: Scene, exercise: Exercise) -> Button:
    return Button(label=exercise.tiny_label or scene.label("Half a minute"), do="tiny")


def _why(scene: Scene, exercise: Exercise, place: Answering) -> Reply:
    """What it is for and how long it takes, before the first question."""
    length = scene.counted(
        "About a minute.", "About {number} minutes.", exercise.minutes, number=exercise.minutes
    )
    begin = scene.button("Begin", "begin", style="primary")
    tiny = stepping.is_shorter(scene, exercise, place.run)
    first = (begin, _half_a_minute(scene, exercise)) if tiny else (begin,)
    return Reply(text=joined([exercise.why, length]), rows=(first, (scene.button("Not now", "stop"),)))
