"""The end of a run: finished, stopped half way, left alone for hours, or overtaken by a change of the content."""

from dataclasses import replace
from typing import Literal

from bot.core.changes import Change, OccurrenceEnded, Outcome, RunSaved, TimerDropped
from bot.core.exercise import Exercise
from bot.core.meeting_places import Recapping, Reviewing
from bot.core.places import Boxing, CheckingIn, Planning
from bot.core.run import Run, standing
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Answering, Resting, Underway
from bot.core.talk import asking_to_keep, becoming, begun, comparing, following, heeding, kept, looking_back
from bot.core.talk.conditions import all_hold
from bot.core.talk.quoting import filled, is_answered, quoted
from bot.core.text import Rich, joined, marked
from bot.core.turn import Button, Reply, Rows

Stepwise = Answering | CheckingIn | Recapping | Reviewing
"""A place in the middle of a run that is asked question by question."""


def finish(scene: Scene, exercise: Exercise, run: Run) -> Move:
    """All steps are through: say the closing line, show the card, offer what may follow."""
    taken_back = kept.taken_back(run.behind)
    run = replace(run, behind=())
    if not run.has_something:
        move = _nothing_given(scene, run)
        return replace(move, changes=(*taken_back, *move.changes))
    said = filled(scene, scene.variant(_sayable(exercise, run)), run)
    before = becoming.profile_after(scene, exercise, run) or scene.profile
    compared, profile = comparing.compared(scene, exercise, run, before)
    text = joined([card(scene, exercise, run), compared, said], "\n\n")
    return Move(
        place=Resting(),
        says=(bubble(text, _after(scene, exercise, run)),),
        changes=(*taken_back, *ended(scene, exercise.language, run, "done")),
        profile=None if profile == scene.profile else profile,
    )


def card(scene: Scene, exercise: Exercise, run: Run) -> Rich:
    """The client's own words, folded; a line stands only where all its answers were given."""
    lines = [filled(scene, line, run) for line in exercise.closing.card if is_answered(line, run)]
    return marked("folded_quote", joined(lines)) if lines else Rich("")


def stop(scene: Scene, exercise: Exercise, place: Stepwise) -> Move:
    """Stop here: what was given is kept as it is."""
    run = standing(place.run)
    if not run.has_something:
        return _nothing_given(scene, run, unsuited(scene, exercise))
    row = (
        scene.button("Change it", f"change:{place.run.id}", stands=True),
        scene.button("Private", f"private:{place.run.id}", stands=True),
    )
    rows = (row, *unsuited(scene, exercise))
    return Move(
        place=Resting(),
        says=(bubble(scene.say("Stopped here. What you gave is kept."), rows),),
        changes=ended(scene, exercise.language, run, "part"),
        profile=becoming.profile_after(scene, exercise, run),
    )


def left_alone(scene: Scene, place: Underway | Boxing) -> tuple[Change, ...]:
    """A run nobody came back to: kept as far as it went."""
    if isinstance(place, Boxing | Planning):
        return (*begun.left_alone(scene, place), begun.no_idle())
    exercise = scene.exercise(place.run.exercise)
    language = exercise.language if exercise else scene.profile.language
    return ended(scene, language, standing(place.run), "part", given_up=begun.given_up(scene))


def content_is_gone(scene: Scene, place: Stepwise) -> Move:
    """The exercise changed under an open run: what was given is kept, and nothing is asked that makes no sense."""
    line = scene.say("This exercise has changed since you began it. What you gave is kept.")
    changes = ended(scene, scene.profile.language, standing(place.run), "part")
    return replace(asking_to_keep.instead(scene, line), changes=changes)


def breather(exercise: Exercise) -> Reply:
    """What is asked before one more run of a heavy day."""
    assert exercise.breather is not None, "only an exercise with a breather shows one"
    go = Button(label=exercise.breather.go, do="go")
    rest = Button(label=exercise.breather.rest, do="rest")
    return bubble(exercise.breather.ask, ((go, rest),))


def slow_minute(exercise: Exercise) -> Reply:
    """A minute that asks for nothing; the note can still be made afterwards."""
    assert exercise.breather is not None, "only an exercise with a breather shows one"
    after = Button(label=exercise.breather.go, do=f"rested:{exercise.id}", stands=True)
    return bubble(exercise.breather.slow, ((after,),))


def ended(
    scene: Scene,
    language: str,
    run: Run,
    outcome: Literal["done", "part"],
    *,
    given_up: Outcome = "declined",
) -> tuple[Change, ...]:
    """The rows that close a run and the nudge it came from; `given_up` is what that was where nothing was given."""
    saved = RunSaved(run=run, language=language, ended=scene.now, outcome=outcome)
    idle = TimerDropped(timer="idle", subject="")
    closed: tuple[Change, ...] = (saved, idle, *following.planned(scene, run, outcome))
    if run.occurrence is None:
        return closed
    became: Outcome = outcome if run.has_something else given_up
    return (*closed, OccurrenceEnded(occurrence=run.occurrence, outcome=became))


def unsuited(scene: Scene, exercise: Exercise) -> Rows:
    """The way to say that an exercise does not suit, wherever it was stopped."""
    return ((scene.button("This doesn't suit me", f"unfit:{exercise.id}", stands=True),),)


def _nothing_given(scene: Scene, run: Run, rows: Rows = ()) -> Move:
    text = scene.say("All right. Nothing to keep, and that's fine.")
    return Move(
        place=Resting(), says=(bubble(text, rows),), changes=ended(scene, scene.profile.language, run, "part")
    )


def _sayable(exercise: Exercise, run: Run) -> tuple[str, ...]:
    closing = exercise.closing
    wordings = next((other.say for other in closing.say_when if all_hold(other.when, run)), closing.say)
    fitting = tuple(line for line in wordings if is_answered(line, run))
    return fitting or tuple(line for line in wordings if not quoted(line)) or wordings


def _after(scene: Scene, exercise: Exercise, run: Run) -> Rows:
    offers = [
        Button(label=offer.label, do=looking_back.do(scene, exercise, offer.exercise, run.id), stands=True)
        for offer in exercise.closing.offers
        if (other := scene.exercise(offer.exercise)) and all_hold(offer.when, run)
        if not heeding.holding(scene.person.heed, other)
    ]
    own = (
        scene.button("Change it", f"change:{run.id}", stands=True),
        scene.button("Private", f"private:{run.id}", stands=True),
        scene.button("Done", "done", stands=True),
    )
    return (*in_rows(offers, 1), own)
