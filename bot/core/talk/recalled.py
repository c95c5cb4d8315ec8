"""What a run quotes from elsewhere: the answers of earlier runs, and the cards that some of them became."""

from collections.abc import Iterator

from bot.core.exercise import Exercise
from bot.core.person import KeptEntry, KeptRun
from bot.core.recalling import card_kinds
from bot.core.references import CARDS
from bot.core.run import Answer, Recalled, Run
from bot.core.scene import Scene
from bot.core.steps import ChoiceStep, ManyStep
from bot.core.talk.conditions import all_hold
from bot.core.talk.quoting import filled, is_answered
from bot.core.text import joined

MOST_CARDS = 10
"""So many cards are shown at once."""


def for_run(scene: Scene, exercise: Exercise, about: str) -> tuple[Recalled, ...]:
    """What a run of `exercise` can quote: of each recalled exercise the latest run, or `about` where it comes after
    that very run; and the cards that were loaded, the newest first."""
    found = [
        Recalled(name=name, run=run.id, answers=answers(scene, run))
        for name, other in exercise.recalls.items()
        if (run := _latest(scene, exercise, other, about)) is not None
    ]
    cards = tuple(card for run in scene.person.recalled for card in _cards(scene, run, card_kinds(exercise)))
    return (*found, Recalled(name=CARDS, answers=cards)) if cards else tuple(found)


def answers(scene: Scene, run: KeptRun) -> tuple[Answer, ...]:
    """A kept run's answers as the run had them: a choice by its option, in whatever language it was made."""
    versions = [each for (_, name), each in scene.library.exercises.items() if name == run.exercise]
    return tuple(_answer(versions, entry) for entry in run.entries)


def cards(scene: Scene) -> tuple[Answer, ...]:
    """The cards among the runs that were loaded, the newest first."""
    runs = sorted(scene.person.recalled, key=lambda run: run.at.timestamp() if run.at else 0.0, reverse=True)
    found = (card(scene, run) for run in runs)
    return tuple(each for each in found if each is not None)[:MOST_CARDS]


def card(scene: Scene, run: KeptRun) -> Answer | None:
    """The card that a kept run became, if it did: its kind as the step, its lines as the text, its title as the label."""
    exercise = scene.exercise(run.exercise)
    keep = exercise.closing.keep_as if exercise else None
    if exercise is None or keep is None:
        return None
    past = _as_run(scene, run, exercise)
    lines = [filled(scene, line, past) for line in keep.lines if is_answered(line, past)]
    is_one = bool(lines) and all_hold(keep.when, past)
    return Answer(step=keep.card, entry=run.id, text=joined(lines).text, label=keep.title) if is_one else None


def _latest(scene: Scene, exercise: Exercise, other: str, about: str) -> KeptRun | None:
    is_this_one = bool(about) and other == exercise.rhythm.exercise
    runs = (run for run in scene.person.recalled if run.exercise == other)
    return next((run for run in runs if not is_this_one or run.id == about), None)


def _cards(scene: Scene, run: KeptRun, kinds: frozenset[str]) -> Iterator[Answer]:
    found = card(scene, run)
    if found is not None and found.step in kinds:
        yield found


def _as_run(scene: Scene, run: KeptRun, exercise: Exercise) -> Run:
    return Run(
        id=run.id,
        exercise=run.exercise,
        revision=exercise.revision,
        trigger="client",
        started=run.at or scene.now,
        answers=answers(scene, run),
    )


def _answer(versions: list[Exercise], entry: KeptEntry) -> Answer:
    return Answer(
        step=entry.step,
        entry=entry.id,
        text=entry.text,
        choice=_choice(versions, entry),
        value=entry.value,
        label=entry.label,
        skipped=entry.skipped,
    )


def _choice(versions: list[Exercise], entry: KeptEntry) -> str:
    for exercise in versions:
        step = exercise.step(entry.step)
        options = step.options if isinstance(step, ChoiceStep | ManyStep) else ()
        if (option := next((each for each in options if each.label == entry.label), None)) is not None:
            return option.id
    return ""
