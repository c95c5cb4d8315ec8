"""How one step of an exercise is put on the screen."""

from collections.abc import Sequence

from bot.core.exercise import AnyStep, ChoiceStep, Exercise, ListStep, Written
from bot.core.run import Answer, Run
from bot.core.scene import Scene, in_rows
from bot.core.session import Answering
from bot.core.text import Rich, clip, fields_of, fill, joined
from bot.core.turn import Button, Reply, Rows

QUOTED = 200
"""How many characters of an earlier answer are quoted inside a question."""
QUOTED_WORDS = 600
"""The same for the therapist's own words, which are the question itself."""


def question(scene: Scene, exercise: Exercise, place: Answering, *, before: Rich | None = None) -> Reply:
    """The message that asks the step `place` stands at, after an optional line `before`."""
    step = exercise.step(place.step)
    assert step is not None, "a place is checked against its exercise before it is asked"
    lines = [line for line in (before, _words(scene, step, place)) if line is not None]
    return Reply(text=joined(lines), rows=_rows(scene, exercise, step, place))


def filled(scene: Scene, template: str, run: Run) -> Rich:
    """A sentence of the exercise with the client's own earlier words in it."""
    own = {"words": clip(run.words, QUOTED_WORDS), "therapist": scene.person.therapist_name}
    said = {name: clip(spoken(run, name), QUOTED) for name in fields_of(template) - set(own)}
    return fill(template, **own, **{name: words for name, words in said.items() if words})


def worded(wordings: Sequence[str], run: Run) -> str:
    """One of several wordings, the same one however often a run shows it."""
    return wordings[run.turn % len(wordings)]


def spoken(run: Run, step: str) -> str:
    """What a step got, in words: a list's lines joined, a choice by its label."""
    given = [a.text or a.label for a in run.answers if a.step == step and not a.skipped]
    return "; ".join(words for words in given if words)


def given(run: Run, step: str) -> tuple[Answer, ...]:
    """The answers of one step, without those that were passed over."""
    return tuple(answer for answer in run.answers if answer.step == step and not answer.skipped)


def _words(scene: Scene, step: AnyStep, place: Answering) -> Rich:
    if place.view == "doors":
        return scene.say("Pick a way in.")
    if place.view == "example" and isinstance(step, Written):
        return _example(scene, step, place)
    if place.view == "more" and isinstance(step, ListStep):
        return filled(scene, worded(step.more, place.run), place.run)
    if place.door is not None and isinstance(step, Written) and 0 <= place.door < len(step.doors):
        return filled(scene, step.doors[place.door].ask, place.run)
    return filled(scene, worded(step.ask, place.run), place.run)


def _example(scene: Scene, step: Written, place: Answering) -> Rich:
    shown = scene.say("Someone else wrote: “{example}”", example=scene.variant(step.examples))
    return joined([shown, filled(scene, worded(step.ask, place.run), place.run)])


def _rows(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering) -> Rows:
    match step:
        case ChoiceStep():
            buttons = [Button(label=option.label, do=f"pick:{option.id}") for option in step.options]
            return (*in_rows(buttons, step.per_row), _moving(scene, exercise, step, place))
        case ListStep() if place.view == "more":
            enough = Button(label=step.enough, do="enough", style="primary")
            another = Button(label=step.another, do="another")
            return ((enough, another), (scene.button("Stop here", "stop"),))
        case Written() if place.view == "doors":
            doors = [Button(label=door.label, do=f"door:{n}") for n, door in enumerate(step.doors)]
            return (*in_rows(doors), (scene.button("Back", "ask"),))
        case Written():
            return (_ways(scene, step), _moving(scene, exercise, step, place))
        case _:
            return (_moving(scene, exercise, step, place),)


def _ways(scene: Scene, step: Written) -> tuple[Button, ...]:
    example = scene.button("Show me an example", "example")
    return (Button(label=step.doors_label, do="doors"), example) if step.doors else (example,)


def _moving(scene: Scene, exercise: Exercise, step: AnyStep, place: Answering) -> tuple[Button, ...]:
    back = () if step.id == exercise.steps[0].id or not place.run.answers else (scene.button("Back", "back"),)
    skip = Button(label=step.skip or scene.label("Skip"), do="skip")
    return (*back, skip, scene.button("Stop here", "stop"))
