"""Making an if-then plan: its two halves, a habit to tie it to, reading it once, and the hour to bring it up."""

from dataclasses import replace
from typing import Literal

from bot.core.changes import OccurrenceEnded
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.person import IfThen
from bot.core.places import Planning
from bot.core.run import Answer, Run, Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import asking_to_keep, begun, kept, mentioning, plan_kept
from bot.core.talk.boxing_screen import picks
from bot.core.talk.matching import matching
from bot.core.talk.planning_screen import ACT, CUE, HALVES, STACK, VIEWS, asked, is_whole, rows

View = Literal["if", "own_if", "then", "own_then", "stack", "own_stack", "read"]
PATH: tuple[View, ...] = ("if", "then", "stack", "read")
OWN: dict[str, View] = {"if": "own_if", "then": "own_then", "stack": "own_stack"}


def begin(scene: Scene, exercise: Exercise, trigger: Trigger, *, occurrence: str | None = None) -> Move:
    """The plan in front where there is one, else the first half of a new one."""
    if scene.profile.plan is None:
        return make(scene, exercise, trigger, occurrence=occurrence)
    if occurrence is None:
        return mentioning.show(scene)
    read = OccurrenceEnded(occurrence=occurrence, outcome="done", reason="the plan was read")
    return replace(mentioning.show(scene), place=Resting(), changes=(read,), fresh=False)


def make(scene: Scene, exercise: Exercise, trigger: Trigger, *, occurrence: str | None = None) -> Move:
    """The first half of a new plan."""
    run = begun.new_run(scene, exercise, trigger, occurrence)
    opened = (*begun.taken_up(run), begun.idle(scene))
    return replace(asked(scene, exercise, Planning(run=run)), changes=opened)


def begin_with_words(
    scene: Scene, exercise: Exercise, trigger: Trigger, *, occurrence: str | None = None
) -> Move:
    """The same where what came in is the first half already."""
    move = begin(scene, exercise, trigger, occurrence=occurrence)
    if not isinstance(move.place, Planning):
        return move
    heard = hear(scene, move.place)
    return replace(heard, changes=(*move.changes, *heard.changes))


def hear(scene: Scene, place: Planning) -> Move:
    """Whatever came in while a plan was being made."""
    exercise = scene.exercise(place.run.exercise) if place.run else mentioning.exercise_of(scene)
    if exercise is None or exercise.form != "plan":
        return asking_to_keep.instead(scene, scene.say("That one has closed."))
    here = _sound(place)
    do = _chosen(scene, exercise, here)
    if do:
        return _tapped(scene, exercise, here, do)
    match scene.given:
        case Said() | Recorded() if here.view in ("when", "time"):
            return plan_kept.typed_hour(scene, exercise, here, scene.given)
        case Said(text=text) | Recorded(caption=text) if text.strip():
            return _typed(scene, exercise, here, text)
        case Recorded():
            return asked(scene, exercise, here, kept.unread_line(scene, scene.given))
        case _:
            return asked(scene, exercise, here)


def show(scene: Scene) -> Move:
    """The plan in front, or how to make one."""
    return mentioning.show(scene)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a plan."""
    exercise, plan = mentioning.exercise_of(scene), scene.profile.plan
    action, _, argument = what.partition(":")
    match action:
        case "another" if exercise:
            return replace(make(scene, exercise, "client"), fresh=True)
        case "came" if plan:
            return mentioning.came_up(scene, argument)
        case "keep" | "stay" if plan:
            return mentioning.keep(scene, looked=action == "stay")
        case "tweak" if plan and exercise:
            return _tweak(scene, exercise, plan)
        case "drop" if plan:
            return mentioning.drop(scene, plan)
        case "hush" if plan:
            return mentioning.hush(scene, plan)
        case _:
            return Move(toast=scene.label("That one has closed."))


# --- half by half -----------------------------------------------------------------------------


def _tapped(scene: Scene, exercise: Exercise, place: Planning, do: str) -> Move:
    action, _, argument = do.partition(":")
    if place.view in ("when", "time"):
        return plan_kept.hour(scene, exercise, place, action)
    match action:
        case "stop":
            return _stop(scene, place)
        case "back":
            return asked(scene, exercise, replace(place, view=_before(place)))
        case "keep" if place.view == "read":
            return _keep_or_ask(scene, exercise, place)
        case "change" if place.view == "read" and argument in (CUE, ACT):
            return asked(scene, exercise, replace(place, view="if" if argument == CUE else "then"))
        case "new" if place.view == "front":
            return plan_kept.keep(scene, exercise, place)
        case "old" if place.view == "front":
            return plan_kept.keep_aside(scene, place)
        case _:
            return _half_tapped(scene, exercise, place, action, argument)


def _keep_or_ask(scene: Scene, exercise: Exercise, place: Planning) -> Move:
    """Where another plan stands in front, the client says which one is to stay there."""
    if scene.profile.plan is None or place.tweak:
        return plan_kept.keep(scene, exercise, place)
    return asked(scene, exercise, replace(place, view="front"))


def _half_tapped(scene: Scene, exercise: Exercise, place: Planning, action: str, argument: str) -> Move:
    step = VIEWS.get(place.view)
    if step is None:
        return asked(scene, exercise, place)
    if action == "own" and place.view in OWN:
        return asked(scene, exercise, replace(place, view=OWN[place.view]))
    if action == "no" and step == STACK:
        return _given(scene, exercise, place, Answer(step=STACK, skipped=True))
    option = next((each for each in picks(exercise, step) if each.id == argument), None)
    if action != "pick" or option is None:
        return asked(scene, exercise, place)
    return _given(scene, exercise, place, Answer(step=step, choice=option.id, label=option.label))


def _typed(scene: Scene, exercise: Exercise, place: Planning, text: str) -> Move:
    step = VIEWS.get(place.view)
    if step is None:
        return asked(scene, exercise, place, scene.say("Tap one, or type its words."))
    return _given(scene, exercise, place, Answer(step=step, text=text))


def _given(scene: Scene, exercise: Exercise, place: Planning, answer: Answer) -> Move:
    """Keep one half at once, and go on to what is still open."""
    before = place.run or begun.new_run(scene, exercise, "client")
    run, entry = begun.answered(scene, before, answer)
    changes = () if begun.is_kept(before) else (begun.opened(scene, run),)
    move = asked(scene, exercise, replace(place, view=PATH[_reached(run)], run=run))
    return kept.with_entry(scene, replace(move, changes=changes), entry, answer, None)


def _stop(scene: Scene, place: Planning) -> Move:
    run = place.run
    if run is None or not begun.is_kept(run):
        nothing = scene.say("All right. Nothing to keep, and that's fine.")
        said = bubble(scene.say("It stays as it is.") if place.tweak else nothing)
        return Move(place=Resting(), says=(said,), changes=(*begun.not_begun(run), begun.no_idle()))
    said = bubble(scene.say("Stopped here. What you gave is kept."))
    return Move(place=Resting(), says=(said,), changes=(*begun.over(scene, run, "part"), begun.no_idle()))


def _tweak(scene: Scene, exercise: Exercise, plan: IfThen) -> Move:
    """The plan in front once more, to be reworded half by half."""
    halves = (
        Answer(step=CUE, text=plan.cue),
        Answer(step=ACT, text=plan.act),
        Answer(step=STACK, text=plan.stack, skipped=not plan.stack),
    )
    run = replace(begun.new_run(scene, exercise, "client"), answers=halves)
    move = asked(scene, exercise, Planning(view="read", tweak=True, run=run))
    return replace(move, changes=(begun.idle(scene),), fresh=True)


# --- where one is -----------------------------------------------------------------------------


def _sound(place: Planning) -> Planning:
    """`place`, or the first question that has to be answered before it makes sense."""
    if place.view in ("when", "time"):
        return place
    reached = _reached(place.run) if place.run else 0
    wanted = HALVES.index(VIEWS[place.view]) if place.view in VIEWS else len(HALVES)
    return place if wanted <= reached else replace(place, view=PATH[reached])


def _reached(run: Run) -> int:
    given = {each.step for each in run.answers if each.step == STACK or not each.skipped}
    return next((n for n, step in enumerate(HALVES) if step not in given), len(HALVES))


def _before(place: Planning) -> View:
    match place.view:
        case "then" | "own_if":
            return "if"
        case "stack" | "own_then":
            return "then"
        case "read" | "own_stack":
            return "stack"
        case _:
            return "read" if place.run and is_whole(place.run) else "if"


def _chosen(scene: Scene, exercise: Exercise, place: Planning) -> str:
    match scene.given:
        case Tapped(do=do):
            return do or "again"
        case Said(text=text):
            labels = [(button.label, button.do) for row in rows(scene, place, exercise) for button in row]
            is_free = place.view.startswith("own_") or place.view == "time"
            return matching(text, labels, loosely=not is_free) or ""
        case _:
            return ""
