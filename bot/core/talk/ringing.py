"""A box that runs: until when, its one bell, stopping early, going on, and a word on how it was.

A box is done when it rings or is stopped; what is said afterwards is added to it. The bell was asked for, so it comes
in a pause and in the middle of something else too; in quiet hours it makes no sound, and after a help card it says
silently and without a question that the minutes are over.
"""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import Change, TimerDropped, TimerSet
from bot.core.exercise import Exercise
from bot.core.hours import is_quiet
from bot.core.inputs import Recorded, Said, Tapped, TimerOver
from bot.core.lookup import split
from bot.core.places import Boxing
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Box, Resting, is_at_rest
from bot.core.talk import asking_to_keep, begun, kept
from bot.core.talk.boxing_screen import DEFAULT, called, how_rows, name, picks, rows, until, words
from bot.core.talk.matching import matching
from bot.core.turn import Entry, Reply, Rows
from bot.core.words import to_say

LATE = timedelta(minutes=5)
"""A bell that rings later than this says so."""
BELL = to_say(
    (
        "Time. Leave it where it is, even half-way: the open end is the exercise.",
        "Time. Stop wherever you are; what stays open is the point of it.",
        "Time. Put it down unfinished, if you can: that is the whole exercise.",
        "Time. Half a page is a fine place to stop, and so is half a line.",
    )
)
HOW = to_say(
    {
        "restless": "Restless is usual in the beginning. Kept.",
        "fine": "Fine it is. Kept.",
        "nice": "Good to know. Kept.",
    }
)


def running(scene: Scene) -> Box | None:
    """The box whose bell is still to come."""
    box = scene.session.box
    return None if box is None or box.rung else box


def still(scene: Scene, box: Box) -> Reply:
    """Until when the running box runs, and the way out of it."""
    said = scene.say("One is running: {what} until {time}.", what=called(box), time=scene.clock(box.until))
    return bubble(said, _early(scene))


def start(scene: Scene, exercise: Exercise, place: Boxing, run: Run) -> Move:
    """Set the bell, and let the client go."""
    picked = next((each.label for each in picks(exercise, "what") if each.id == place.choice), "")
    answer = Answer(step="what", choice=place.choice, label=picked, text=place.label)
    return _begun(scene, replace(run, started=scene.now), answer, name(scene, place, exercise), place.minutes)


def bell(scene: Scene) -> Move:
    """The running box is over: one new message, never a second."""
    box = running(scene)
    if box is None or not isinstance(scene.given, TimerOver) or scene.given.subject != box.run.id:
        return Move()
    run, entry = _spent(scene, box.run, box.minutes)
    changes = begun.over(scene, run, "done")
    if not scene.profile.reachable:
        return Move(entries=(entry,), changes=changes, box_over=True)
    stale = (Reply(edit=box.message, bare=True),) if box.message else ()
    if scene.profile.held_until is not None and scene.now < scene.profile.held_until:
        said = bubble(scene.say("Those minutes are over. Nothing more to do."), silent=True)
        return Move(
            says=(replace(said, kind="nudge"), *stale), entries=(entry,), changes=changes, box_over=True
        )
    rung = replace(box, run=run, rung=True)
    return Move(says=(_rings(scene, rung), *stale), entries=(entry,), changes=changes, box=rung)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a box."""
    action, argument = split(what)
    box = scene.session.box
    if action == "early":
        return _stopped_early(scene)
    if box is None or not box.rung or argument.rpartition(":")[2] != box.run.id:
        return _closed(scene)
    match action:
        case "stopped":
            return _stopped(scene, box)
        case "on":
            return Move(
                says=(bubble(scene.say("That's fine too. With a clock, or without?"), _going_on(scene, box)),)
            )
        case "more":
            return _ten_more(scene, box)
        case "free":
            said = bubble(scene.say("No clock, then. It ends when you say so."))
            return Move(says=(said,), place=_left(scene), box_over=True)
        case "how":
            return _was(scene, box.run, split(argument)[0])
        case _:
            return _closed(scene)


def hear(scene: Scene, exercise: Exercise, place: Boxing) -> Move:
    """How it was: a button, or words of one's own."""
    box = scene.session.box
    if place.run is None or box is None or place.run.id != box.run.id:
        return asking_to_keep.instead(scene, scene.say("That one has closed."))
    match scene.given:
        case Tapped(do=do):
            return _was(scene, place.run, do.removeprefix("pick:"))
        case Said(text=text):
            labels = [(button.label, button.do) for row in rows(scene, place, exercise) for button in row]
            if (chosen := matching(text, labels, loosely=True)) is not None:
                return _was(scene, place.run, chosen.removeprefix("pick:"))
            return _keep(scene, place.run, Answer(step="how", text=text))
        case Recorded():
            return _keep(scene, place.run, Answer(step="how"), scene.given)
        case _:
            said = bubble(words(scene, place, exercise), rows(scene, place, exercise))
            return Move(place=place, says=(said,))


# --- its beginning and its bell ---------------------------------------------------------------


def _begun(scene: Scene, run: Run, answer: Answer, label: str, minutes: int) -> Move:
    run, entry = begun.answered(scene, run, answer)
    box = Box(
        run=run,
        label=label,
        minutes=minutes,
        until=scene.now + timedelta(minutes=minutes),
        message=begun.row_of(scene, 0),
    )
    rings = TimerSet(timer="bell", subject=run.id, at=box.until)
    return Move(
        place=Resting(),
        says=(bubble(until(scene, box), _early(scene)),),
        entries=(entry,),
        changes=(begun.opened(scene, run), rings, *_overtaken(scene)),
        box=box,
    )


def _overtaken(scene: Scene) -> tuple[Change, ...]:
    """A box that never rang is over when the next one begins."""
    box = running(scene)
    if box is None:
        return ()
    return (*begun.over(scene, box.run, "done"), TimerDropped(timer="bell", subject=box.run.id))


def _rings(scene: Scene, box: Box) -> Reply:
    stopped = scene.button("I stopped", f"box:stopped:{box.run.id}", stands=True, style="primary")
    on = scene.button("I'd like to go on", f"box:on:{box.run.id}", stands=True)
    text = scene.say(scene.variant(BELL))
    if scene.now - box.until > LATE:
        text = scene.say(
            "This bell is late; I was offline when it was time. Wherever you are, it can stay open."
        )
    said = bubble(text, ((stopped, on),), silent=is_quiet(scene.now, scene.profile.hours))
    return replace(said, kind="nudge")


def _early(scene: Scene) -> Rows:
    return ((scene.button("Stop early", "box:early", stands=True),),)


def _spent(scene: Scene, run: Run, minutes: int) -> tuple[Run, Entry]:
    label = scene.say("{number} min", number=minutes).text
    return begun.answered(scene, run, Answer(step="minutes", value=minutes, label=label))


# --- after it ---------------------------------------------------------------------------------


def _stopped_early(scene: Scene) -> Move:
    """Stopping early is a box too; how long it was is kept, and nothing is said about it."""
    box = running(scene)
    if box is None:
        return _closed(scene)
    spent = (scene.now - box.run.started) // timedelta(minutes=1)
    run, entry = _spent(scene, box.run, max(0, min(spent, box.minutes)))
    said = bubble(scene.say("Stopped at {time}. A short box is a box.", time=scene.clock(scene.now)))
    gone = TimerDropped(timer="bell", subject=box.run.id)
    changes = (*begun.over(scene, run, "done"), gone)
    return Move(says=(said,), entries=(entry,), changes=changes, box_over=True)


def _stopped(scene: Scene, box: Box) -> Move:
    exercise = scene.exercise(box.run.exercise)
    if exercise is None or not picks(exercise, "how"):
        return Move(says=(bubble(scene.say("Kept.")),), box_over=True)
    text = scene.say("Left open, then. How was that?")
    if not is_at_rest(scene.session.place):
        return Move(says=(bubble(text, how_rows(scene, exercise, box.run.id)),))
    place = Boxing(view="how", run=box.run)
    asked = bubble(text, rows(scene, place, exercise))
    return Move(place=place, says=(asked,), changes=(begun.idle(scene),))


def _going_on(scene: Scene, box: Box) -> Rows:
    more = scene.button("Ten more, with the bell", f"box:more:{box.run.id}", stands=True)
    return ((more, scene.button("No clock", f"box:free:{box.run.id}", stands=True)),)


def _ten_more(scene: Scene, box: Box) -> Move:
    """Another box for the same thing."""
    before = next(
        (each for each in box.run.answers if each.step == "what"), Answer(step="what", text=box.label)
    )
    exercise = scene.exercise(box.run.exercise)
    if exercise is None:
        return _closed(scene)
    run = begun.new_run(scene, exercise, "client")
    move = _begun(scene, run, replace(before, entry=""), box.label, DEFAULT)
    return replace(move, place=_left(scene))


def _was(scene: Scene, run: Run, which: str) -> Move:
    option = next((o for o in picks(scene.exercise(run.exercise), "how") if o.id == which), None)
    if option is None:
        return _keep(scene, run, Answer(step="how", skipped=True))
    return _keep(scene, run, Answer(step="how", choice=option.id, label=option.label, value=option.value))


def _keep(scene: Scene, run: Run, answer: Answer, recorded: Recorded | None = None) -> Move:
    _, entry = begun.answered(scene, run, answer, recorded)
    said = bubble(scene.say(HOW.get(answer.choice, "Kept.")))
    there = _left(scene)
    changes = (begun.no_idle(),) if there else ()
    move = Move(place=there, says=(said,), changes=changes, box_over=True)
    return kept.with_entry(scene, move, entry, answer, recorded)


def _left(scene: Scene) -> Resting | None:
    """A box asks from nowhere but its own question; anything else that is open stays open."""
    return (
        Resting() if isinstance(scene.session.place, Boxing) and scene.session.place.view == "how" else None
    )


def _closed(scene: Scene) -> Move:
    return Move(toast=scene.label("That one has closed."))
