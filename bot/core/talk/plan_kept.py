"""A finished if-then plan: put in front and on top of the chat, or beside the one before, and the hour to bring it up."""

from dataclasses import replace
from datetime import time

from bot.core.changes import Change, TimerDropped
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded, Said
from bot.core.person import IfThen
from bot.core.places import Planning
from bot.core.run import Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import asking_to_keep, begun, mentioning
from bot.core.talk.planning_screen import ACT, CUE, MENTION, STACK, asked, phrase
from bot.core.talk.settling_screen import falls_quiet
from bot.core.turn import Entry
from bot.core.written_time import parse_clock_time


def keep(scene: Scene, exercise: Exercise, place: Planning) -> Move:
    """The plan goes in front and on top of the chat."""
    assert place.run is not None, "planning lets nobody here without both halves"
    run, entries, changes = _finished(scene, place.run)
    before = scene.profile.plan
    plan = IfThen(
        cue=phrase(scene, run, CUE),
        act=phrase(scene, run, ACT),
        stack=phrase(scene, run, STACK),
        kept_at=scene.now,
        run=run.id,
        mention=before.mention if before and place.tweak else None,
        pinned=begun.row_of(scene, 0),
    )
    card = replace(bubble(mentioning.as_card(scene, plan)), pin=True)
    about = _about_its_hour(scene, exercise, plan)
    return replace(
        about,
        says=(card, replace(about.says[0], silent=True), *mentioning.unpinned(before)),
        entries=entries,
        changes=(*changes, *_timers(scene, plan, place), *about.changes),
        profile=replace(scene.profile, plan=plan),
    )


def keep_aside(scene: Scene, place: Planning) -> Move:
    """The new plan is kept with the notes, and the one before stays in front."""
    assert place.run is not None, "planning lets nobody here without both halves"
    _, entries, changes = _finished(scene, place.run)
    said = bubble(scene.say("The one before stays in front. The new one is in /notes."))
    return Move(place=Resting(), says=(said,), entries=entries, changes=changes)


def _finished(scene: Scene, run: Run) -> tuple[Run, tuple[Entry, ...], tuple[Change, ...]]:
    """The run with every half kept, those too that a tweak left as they were."""
    entries: list[Entry] = []
    for answer in run.answers:
        if not answer.entry:
            run, entry = begun.answered(scene, run, answer)
            entries.append(replace(entry, message=None))
    return run, tuple(entries), (*begun.over(scene, run, "done"), begun.no_idle())


def _timers(scene: Scene, plan: IfThen, place: Planning) -> tuple[Change, ...]:
    mention = mentioning.next_mention(scene, plan) if plan.mention else _no_mention()
    return (mention,) if place.tweak else (mention, mentioning.first_look(scene))


def _no_mention() -> TimerDropped:
    return TimerDropped(timer="mention", subject="")


# --- the hour to bring it up ------------------------------------------------------------------


def _about_its_hour(scene: Scene, exercise: Exercise, plan: IfThen) -> Move:
    if plan.mention is not None:
        return Move(place=Resting(), says=(bubble(scene.say("Kept and pinned. I bring it up as before.")),))
    return replace(asked(scene, exercise, Planning(view="when")), changes=(begun.idle(scene),))


def hour(scene: Scene, exercise: Exercise, place: Planning, action: str) -> Move:
    """A button under the question for the hour."""
    match action:
        case "weekdays":
            return _mention_at(scene, exercise, place, MENTION)
        case "time":
            return asked(scene, exercise, replace(place, view="time"))
        case "back":
            return asked(scene, exercise, replace(place, view="when"))
        case "no" | "stop":
            said = bubble(scene.say("All right. It is there when you look."))
            return Move(place=Resting(), says=(said,), changes=(begun.no_idle(),))
        case _:
            return asked(scene, exercise, place)


def typed_hour(scene: Scene, exercise: Exercise, place: Planning, given: Said | Recorded) -> Move:
    """A time that was typed. Anything else is no answer to a question that only offers something."""
    at = parse_clock_time(given.text if isinstance(given, Said) else given.caption, prefer="am")
    if at is not None:
        return _mention_at(scene, exercise, place, at)
    if place.view == "when":
        return replace(asking_to_keep.ask(scene, given), changes=(begun.no_idle(),))
    return asked(scene, exercise, place, scene.say("I couldn't read a time in that."))


def _mention_at(scene: Scene, exercise: Exercise, place: Planning, at: time) -> Move:
    if scene.profile.plan is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    if falls_quiet(scene, scene.profile, at):
        return asked(scene, exercise, place, scene.say("That is inside your quiet hours."))
    plan = replace(scene.profile.plan, mention=at)
    timer = mentioning.next_mention(scene, plan)
    said = scene.say("Weekdays at {time}, then less often by and by.", time=scene.clock(timer.at))
    profile = replace(scene.profile, plan=plan)
    return Move(place=Resting(), says=(bubble(said),), profile=profile, changes=(timer, begun.no_idle()))
