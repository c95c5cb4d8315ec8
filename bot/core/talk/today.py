"""What is on today and what is open, a line each with the way into it; what was not done is neither named nor counted."""

from bot.core.meeting_places import Recapping, Reviewing
from bot.core.places import Boxing, CheckingIn, Noticing, Planning
from bot.core.scene import Scene
from bot.core.session import Answering, AnyPlace, Prompted, Unsorted
from bot.core.talk import agenda, erasing, lingering, mentioning, nudges, pausing, reopening, ringing
from bot.core.talk.boxing_screen import called
from bot.core.talk.planning_screen import of_plan
from bot.core.text import Rich, clip, joined
from bot.core.turn import Button

PLAN_LIMIT, QUOTED = 300, 60
Item = tuple[Rich, tuple[Button, ...]]
"""A line, and the buttons that lead into it."""


def open_items(scene: Scene) -> tuple[Item, ...]:
    """Everything that stands open for this client, the nearest first."""
    found = (
        _question(scene),
        _parked(scene),
        *_unsorted(scene),
        _box(scene),
        _begun(scene),
        *_standing(scene),
    )
    return tuple(item for item in found if item is not None)


def _question(scene: Scene) -> Item | None:
    # What a menu was opened over is in front again once that is put away.
    aside = nudges.waiting(scene.session) if lingering.is_open(scene) else ()
    title = _title(scene, aside[-1].place if aside else scene.session.place)
    if title is None:
        return None
    return scene.say("Open: {title}", title=title), (scene.button("Go on", "today:on", stands=True),)


def _parked(scene: Scene) -> Item | None:
    # Putting a menu away offers the way back by itself.
    parked = None if lingering.is_open(scene) else scene.session.parked
    title = _title(scene, parked) if isinstance(parked, Answering) else None
    if title is None:
        return None
    return scene.say("Waiting: {title}", title=title), (scene.button("Back to it", "continue", stands=True),)


def _unsorted(scene: Scene) -> tuple[Item, ...]:
    sort = scene.button("Sort it", "today:sort", stands=True)
    said = [each.place for each in scene.session.aside if isinstance(each.place, Unsorted)]
    return tuple((scene.say("Not sorted: {words}", words=_quoted(each)), (sort,)) for each in said)


def _quoted(place: Unsorted) -> str:
    return clip(place.text, QUOTED) or "…"


def _box(scene: Scene) -> Item | None:
    box = ringing.running(scene)
    if box is None:
        return None
    early = scene.button("Stop early", "box:early", stands=True)
    return scene.say("{label}, until {time}", label=called(box), time=scene.clock(box.until)), (early,)


def _begun(scene: Scene) -> Item | None:
    left = scene.session.left
    exercise = scene.exercise(left.place.run.exercise) if left else None
    if left is None or exercise is None or reopening.ask(scene, exercise) is None:
        return None
    at = left.at.astimezone(scene.zone)
    button = Button(label=exercise.title, do=f"offer:{exercise.id}", stands=True)
    if at.date() == scene.now.astimezone(scene.zone).date():
        return scene.say("Begun today: {title}", title=exercise.title), (button,)
    day = scene.calendar.full_weekdays[at.weekday()]
    return scene.say("Begun on {day}: {title}", day=day, title=exercise.title), (button,)


def _standing(scene: Scene) -> tuple[Item | None, ...]:
    return (_pause(scene), _plan(scene), _meeting(scene), _erasing(scene))


def _pause(scene: Scene) -> Item | None:
    if not pausing.is_on(scene):
        return None
    until = scene.profile.paused_until
    quiet = (
        scene.say("Quiet until {day}.", day=scene.day(until)) if until else scene.say("Quiet until you say.")
    )
    return quiet, (scene.button("Come back now", "pause:over", stands=True),)


def _plan(scene: Scene) -> Item | None:
    plan, exercise = scene.profile.plan, mentioning.exercise_of(scene)
    if plan is None or exercise is None:
        return None
    return Rich(clip(of_plan(scene, plan).text, PLAN_LIMIT)), (
        scene.button("My plan", f"offer:{exercise.id}", stands=True),
    )


def _meeting(scene: Scene) -> Item | None:
    """The next session, with what is on the list for it where that was read."""
    start = scene.person.next_appointment
    if start is None:
        return None
    when = scene.say("Next session: {day}, {time}", day=scene.day(start), time=scene.clock(start))
    lines = joined([when, agenda.shown(scene)]) if scene.person.page else when
    return lines, (scene.button("My list for it", "agenda:show", stands=True),)


def _erasing(scene: Scene) -> Item | None:
    return (erasing.running(scene), erasing.undo_button(scene)) if scene.profile.erasing_at else None


def _title(scene: Scene, place: AnyPlace | None) -> str | None:
    name = _exercise_at(place)
    exercise = scene.exercise(name) if name else None
    return exercise.title if exercise else None


def _exercise_at(place: AnyPlace | None) -> str | None:
    match place:
        case Prompted(exercise=name):
            return name
        case Noticing(exercise=name, view="ask" | "when"):
            return name
        case Answering(run=run) | CheckingIn(run=run) | Recapping(run=run) | Reviewing(run=run):
            return run.exercise
        case Boxing(run=run) | Planning(run=run) if run is not None:
            return run.exercise
        case _:
            return None
