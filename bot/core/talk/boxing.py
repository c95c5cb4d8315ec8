"""Setting up a box: what it is for, how long, and the hour it was asked for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.changes import OccurrenceEnded, TimerDropped, TimerSet
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.person import Profile
from bot.core.places import Boxing
from bot.core.plan import is_quiet
from bot.core.run import Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Box, Resting
from bot.core.talk import asking_to_keep, begun, kept, ringing, unasked
from bot.core.talk.boxing_screen import (
    LENGTHS,
    PLAN,
    PUT_OFF_LIMIT,
    length_in,
    lengths_there_are,
    picks,
    rows,
    words,
)
from bot.core.talk.matching import matching
from bot.core.text import Rich, joined

LET_GO = "let go"
"""The subject of the timer that takes back an offer nobody answered."""
OFFERED = timedelta(minutes=90)
LATER = timedelta(hours=2)


def begin(scene: Scene, exercise: Exercise, trigger: Trigger, *, occurrence: str | None = None) -> Move:
    """What the minutes are for; while a box runs, until when it does."""
    box = ringing.running(scene)
    if box is not None:
        return _busy(scene, box, occurrence)
    run = begun.new_run(scene, exercise, trigger, occurrence)
    opened = (*begun.taken_up(run), begun.idle(scene))
    return replace(_ask(scene, exercise, Boxing(run=run)), changes=opened)


def begin_with_words(
    scene: Scene, exercise: Exercise, trigger: Trigger, *, occurrence: str | None = None
) -> Move:
    """The same where what came in says already what the minutes are for."""
    move = begin(scene, exercise, trigger, occurrence=occurrence)
    if not isinstance(move.place, Boxing):
        return move
    heard = hear(scene, move.place)
    return replace(heard, changes=(*move.changes, *heard.changes))


def hear(scene: Scene, place: Boxing) -> Move:
    """Whatever came in while a box was being set up, or while it was asked how it went."""
    exercise = scene.exercise(place.run.exercise) if place.run else _exercise(scene)
    if exercise is None or exercise.form != "box":
        return asking_to_keep.instead(scene, scene.say("That one has closed."))
    if place.view == "how":
        return ringing.hear(scene, exercise, place)
    do = _chosen(scene, exercise, place)
    if do:
        return _tapped(scene, exercise, place, do)
    match scene.given:
        case Said(text=text) | Recorded(caption=text) if text.strip():
            return _typed(scene, exercise, place, text)
        case Recorded():
            return _ask(scene, exercise, place, kept.unread_line(scene, scene.given))
        case _:
            return _ask(scene, exercise, place)


def hold_for(scene: Scene, words_: str, at: datetime, *, put_off: int = 0) -> tuple[Profile, TimerSet]:
    """Keep ten minutes for something at a later hour. What for stands in the profile, since a timer is not sealed."""
    profile = replace(scene.profile, box_for=words_, box_put_off=put_off)
    return profile, TimerSet(timer="hold", subject="", at=at)


def hold(scene: Scene, label: str) -> Move:
    """The hour has come that ten minutes were to be held for; or nobody took up the offer."""
    place = scene.session.place
    if label == LET_GO:
        return _let_go(scene) if isinstance(place, Boxing) and place.held else Move()
    exercise = _exercise(scene)
    if exercise is None or ringing.running(scene) or unasked.is_held(scene):
        return Move()
    if unasked.is_busy(scene):
        return Move(changes=(TimerSet(timer="hold", subject=label, at=scene.now + unasked.WAIT),))
    what = label or scene.profile.box_for
    run = begun.new_run(scene, exercise, "nudge")
    there = Boxing(
        view="ready" if what else "what", label=what, held=True, run=run, put_off=scene.profile.box_put_off
    )
    said = bubble(words(scene, there, exercise), rows(scene, there, exercise), silent=True)
    ends = TimerSet(timer="hold", subject=LET_GO, at=scene.now + OFFERED)
    profile = replace(scene.profile, box_for="", box_put_off=0)
    return Move(place=there, says=(replace(said, kind="nudge"),), changes=(ends,), profile=profile)


def _busy(scene: Scene, box: Box, occurrence: str | None) -> Move:
    said = ringing.still(scene, box)
    if occurrence is None:
        return Move(says=(said,))
    ended = OccurrenceEnded(occurrence=occurrence, outcome="not_offered", reason="a box was running")
    return Move(place=Resting(), says=(said,), changes=(ended,))


# --- answering --------------------------------------------------------------------------------


def _tapped(scene: Scene, exercise: Exercise, place: Boxing, do: str) -> Move:
    action, _, argument = do.partition(":")
    match action:
        case "pick":
            return _picked(scene, exercise, place, argument)
        case "own":
            return _ask(scene, exercise, replace(place, view="own"))
        case "start" if place.view == "ready" and (place.label or place.choice):
            return _start(scene, exercise, place)
        case "later" if place.held:
            return _later(scene, place)
        case "no" | "stop":
            return _left(scene, place)
        case "back":
            return _ask(scene, exercise, replace(place, view="what", held=False, label="", choice=""))
        case _:
            return _ask(scene, exercise, place)


def _picked(scene: Scene, exercise: Exercise, place: Boxing, choice: str) -> Move:
    if choice == PLAN and scene.profile.plan:
        return _ask(scene, exercise, replace(place, view="ready", choice=PLAN, label=scene.profile.plan.act))
    if choice not in {each.id for each in picks(exercise, "what")}:
        return _ask(scene, exercise, place)
    return _ask(scene, exercise, replace(place, view="ready", choice=choice, label=""))


def _typed(scene: Scene, exercise: Exercise, place: Boxing, text: str) -> Move:
    """A length, or what the minutes are for, or both."""
    what, minutes = length_in(scene, text)
    offered = minutes in LENGTHS
    here = replace(place, minutes=minutes) if minutes in LENGTHS else place
    before = None if offered or minutes is None else lengths_there_are(scene)
    if what and place.view != "ready":
        return _ask(scene, exercise, replace(here, view="ready", label=what, choice=""), before)
    if minutes is None:
        before = scene.say("Tap one, or type how many minutes.")
    return _ask(scene, exercise, here, before)


def _start(scene: Scene, exercise: Exercise, place: Boxing) -> Move:
    run = place.run or begun.new_run(scene, exercise, "client")
    move = ringing.start(scene, exercise, place, run)
    return replace(move, changes=(*move.changes, begun.no_idle(), *_no_offer(place)))


def _later(scene: Scene, place: Boxing) -> Move:
    at = scene.now + LATER
    if is_quiet(at, scene.profile.hours) or place.put_off >= PUT_OFF_LIMIT:
        return _left(scene, place)
    profile, timer = hold_for(scene, place.label, at, put_off=place.put_off + 1)
    said = bubble(scene.say("I'll ask again at {time}.", time=scene.clock(at)))
    return Move(place=Resting(), says=(said,), profile=profile, changes=(timer, *_no_offer(place)))


def _left(scene: Scene, place: Boxing) -> Move:
    said = bubble(scene.say("All right. The minutes stay yours."))
    ended = (*begun.not_begun(place.run), begun.no_idle(), *_no_offer(place))
    return Move(place=Resting(), says=(said,), changes=ended)


def _ask(scene: Scene, exercise: Exercise, place: Boxing, before: Rich | None = None) -> Move:
    asked = words(scene, place, exercise)
    return Move(
        place=place,
        says=(bubble(joined([before, asked]) if before else asked, rows(scene, place, exercise)),),
    )


def _chosen(scene: Scene, exercise: Exercise, place: Boxing) -> str:
    match scene.given:
        case Tapped(do=do):
            return do or "again"
        case Said(text=text):
            labels = [(button.label, button.do) for row in rows(scene, place, exercise) for button in row]
            return matching(text, labels, loosely=place.view != "own") or ""
        case _:
            return ""


# --- asked for earlier ------------------------------------------------------------------------


def _let_go(scene: Scene) -> Move:
    said = replace(bubble(scene.say("Let go for today.")), edit=scene.session.anchor)
    return Move(place=Resting(), says=(said,))


def _no_offer(place: Boxing) -> tuple[TimerDropped, ...]:
    return (TimerDropped(timer="hold", subject=LET_GO),) if place.held else ()


def _exercise(scene: Scene) -> Exercise | None:
    found = next((each.id for each in scene.library.exercises.values() if each.form == "box"), None)
    return scene.exercise(found) if found else None
