"""After a noticing: a word or a photo to go with it, fewer of them, other senses, or none after all."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import OccurrenceEnded, TimerDropped
from bot.core.inputs import Odd, Recorded, Said, Tapped
from bot.core.person import KeptRun
from bot.core.places import Noticing
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import AnyPlace, Resting, is_at_rest
from bot.core.talk import kept, nudges
from bot.core.talk import noticing_screen as screen
from bot.core.talk.matching import matching
from bot.core.turn import Reply

WAITS = {"done": timedelta(minutes=10), "word": timedelta(hours=2)}
"""How long after the last sign of life words still go with the noticing before them."""


def is_over(scene: Scene, place: AnyPlace) -> bool:
    """Whether what came in has nothing to do with the noticing that was answered or the switches that were shown."""
    if not isinstance(place, Noticing) or place.view in ("ask", "when"):
        return False
    match scene.given:
        case Said() if place.view == "senses":
            return _switch_meant(scene) is None
        case Said() | Recorded():
            return place.view == "senses" or not _in_time(scene, place)
        case Odd():
            return place.view != "word"
        case _:
            return False


def hear(scene: Scene, place: Noticing) -> Move:
    """A word, a photo or a recording for it; a switch by its name; else that its time is over."""
    if place.view == "senses":
        return _by_name(scene)
    match scene.given:
        case Tapped(do="leave"):
            return Move(
                place=replace(place, view="done"), says=(bubble(scene.say("All right. It's kept as it is.")),)
            )
        case Said(text=text) if place.run is not None:
            return _added(scene, place, place.run, Answer(step="word", text=text))
        case Recorded() if place.run is not None:
            return _added(scene, place, place.run, Answer(step="word"), scene.given)
        case _ if place.run is not None:
            return _ask_word(scene, place.run, place.exercise)
        case _:
            return Move(place=Resting(), toast=scene.label("That one has closed."))


def tapped(scene: Scene, what: str) -> Move:
    """A standing button under an answered noticing, under the switches, or under one that was put off."""
    name, _, argument = what.partition(":")
    match name:
        case "word":
            return _reopened(scene, scene.person.run)
        case "fewer" | "before":
            return _at_a_rate(scene, fewer=name == "fewer")
        case "kinds":
            return _switched(scene, scene.profile.senses)
        case "chosen":
            return _chosen(scene)
        case "never":
            return _never(scene, argument)
        case _ if name in {sense for sense, _ in screen.names(scene)}:
            return _toggled(scene, name)
        case _:
            return Move(toast=scene.label("That one has closed."))


def _in_time(scene: Scene, place: Noticing) -> bool:
    touched = scene.session.touched
    return touched is not None and scene.now - touched < WAITS[place.view]


# --- a word to go with it -----------------------------------------------------------------------


def _reopened(scene: Scene, found: KeptRun | None) -> Move:
    exercise = scene.exercise(found.exercise) if found else None
    if found is None or exercise is None or exercise.form != "noticing":
        return Move(toast=scene.label("That one has closed."))
    answers = tuple(Answer(step=e.step, entry=e.id, text=e.text, label=e.label) for e in found.entries)
    run = Run(
        id=found.id,
        exercise=exercise.id,
        revision=exercise.revision,
        trigger="client",
        started=found.at or scene.now,
        answers=answers,
    )
    return replace(_ask_word(scene, run, exercise.id), fresh=True)


def _ask_word(scene: Scene, run: Run, exercise: str) -> Move:
    place = Noticing(exercise=exercise, view="word", run=run)
    asked = bubble(
        scene.say("A word, a photo or a recording, whatever you like."),
        ((scene.button("Leave it", "leave"),),),
    )
    return Move(place=place, says=(asked,))


def _added(scene: Scene, place: Noticing, run: Run, answer: Answer, recorded: Recorded | None = None) -> Move:
    if (do := _way_out(scene)) is not None:
        return hear(replace(scene, given=Tapped(do=do, nonce=scene.session.nonce)), place)
    entry = kept.entry(scene, run, answer, recorded)
    with_it = replace(run, answers=(*run.answers, replace(answer, entry=entry.id)))
    there = replace(place, view="done", run=with_it)
    row = (
        scene.button("Change it", f"change:{run.id}", stands=True),
        scene.button("Private", f"private:{run.id}", stands=True),
    )
    move = Move(place=there, says=(bubble(scene.say("Kept with it."), (row,)),))
    return kept.with_entry(scene, move, entry, answer, recorded)


def _way_out(scene: Scene) -> str | None:
    """The one button there is, typed."""
    if not isinstance(scene.given, Said):
        return None
    return matching(scene.given.text, [(scene.label("Leave it"), "leave")], loosely=False)


# --- how often, and which senses ----------------------------------------------------------------


def _at_a_rate(scene: Scene, *, fewer: bool) -> Move:
    profile = replace(scene.profile, fewer=fewer)
    said = (
        scene.say("Every other day at most from now on.")
        if fewer
        else scene.say("As before, then: on every day agreed.")
    )
    row = (screen.fewer(scene, profile), screen.other_kind(scene))
    return Move(says=(bubble(said, (row,)),), profile=profile)


def _toggled(scene: Scene, sense: str) -> Move:
    known = {name for name, _ in screen.names(scene)}
    on = (set(scene.profile.senses) & known) ^ {sense}
    if not on:
        return Move(toast=scene.label("One of them stays on."))
    return _switched(scene, tuple(name for name, _ in screen.names(scene) if name in on))


def _switched(scene: Scene, senses: tuple[str, ...]) -> Move:
    """The switches as they stand now; their names can be typed as well, where nothing else is open."""
    profile = replace(scene.profile, senses=senses)
    if not screen.names(scene):
        return Move(toast=scene.label("That one has closed."))
    place = Noticing(view="senses") if is_at_rest(scene.session.place) else None
    return Move(place=place, says=(screen.switches(scene, profile),), profile=profile)


def _chosen(scene: Scene) -> Move:
    """The switches stay as they are, and go; whatever else is open stays open."""
    place = scene.session.place
    is_open = isinstance(place, Noticing) and place.view == "senses"
    return Move(place=Resting() if is_open else None, says=(bubble(scene.say("All right, those it is.")),))


def _by_name(scene: Scene) -> Move:
    meant = _switch_meant(scene)
    if meant is None or meant == "done":
        return replace(_chosen(scene), place=Resting())
    move = _toggled(scene, meant)
    return move if move.says else _switched(scene, scene.profile.senses)


def _switch_meant(scene: Scene) -> str | None:
    """The sense, or the end, that typed words name; numbers go by the order on the screen."""
    if not isinstance(scene.given, Said):
        return None
    labels = [(name, f"pick:{sense}") for sense, name in screen.names(scene)]
    meant = matching(scene.given.text, [*labels, (scene.label("Done"), "pick:done")], loosely=True)
    return meant.removeprefix("pick:") if meant else None


def _never(scene: Scene, occurrence: str) -> Move:
    """It was put off, and now it need not come back. If it has come back by now, it closes; if it is over, nothing does."""
    is_open = nudges.of(scene.session.place) == occurrence
    is_aside = occurrence in {each.occurrence for each in scene.session.aside}
    if not is_open and not is_aside and occurrence not in {name for name, _ in scene.session.put_off}:
        message = scene.given.message if isinstance(scene.given, Tapped) else None
        bare = (Reply(edit=message, bare=True),) if message is not None else ()
        return Move(says=bare, toast=scene.label("That one has closed."))
    return Move(
        place=Resting() if is_open else None,
        says=(bubble(scene.say("All right, it stays away.")),),
        changes=(
            OccurrenceEnded(occurrence=occurrence, outcome="declined"),
            TimerDropped(timer="close", subject=occurrence),
        ),
    )
