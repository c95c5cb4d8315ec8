"""The plan in front: how it is shown, brought up at its hour, looked at once after five days, and dropped.

It is brought up on weekdays: every one in the first week, Monday, Wednesday and Friday in the second, and once a week
from then on. Nothing is counted. While prompts have thinned out it is not brought up at all.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.changes import TimerDropped, TimerSet
from bot.core.exercise import Exercise
from bot.core.person import IfThen
from bot.core.plan import after_quiet, instant
from bot.core.run import Answer
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import begun, unasked
from bot.core.talk.boxing_screen import picks
from bot.core.talk.planning_screen import of_plan
from bot.core.text import Rich, clip, joined, marked
from bot.core.turn import Button, Reply, Rows

LOOK_AFTER = timedelta(days=5)
GOOD_MOMENT = timedelta(hours=1)
"""This long after its hour the plan is still brought up; later it is not a good moment any more."""
NOON = time(12)
LONGEST = 220
"""How many characters of a plan are shown in a message that comes by itself; with what stands around them 240."""
CAME_UP = "came_up"


def show(scene: Scene) -> Move:
    """The plan in front, or how to make one."""
    plan = scene.profile.plan
    if plan is None:
        make = scene.button("Make one", "plan:another", stands=True)
        return Move(says=(bubble(scene.say("There is no plan yet."), ((make,),)),), fresh=True)
    another = scene.button("Make another", "plan:another", stands=True)
    rows = (*_rows(scene, "plan:keep"), (another,))
    return Move(says=(replace(bubble(as_card(scene, plan), rows), protected=True),), fresh=True)


def as_card(scene: Scene, plan: IfThen) -> Rich:
    """The plan as it stands on top of the chat."""
    return joined([scene.say("Your plan:"), marked("quote", of_plan(scene, plan))])


def next_mention(scene: Scene, plan: IfThen) -> TimerSet:
    """When the plan is brought up next. The plan has an hour for it."""
    assert plan.mention is not None, "asked only of a plan that is to be brought up"
    today = scene.now.astimezone(scene.zone).date()
    began = plan.kept_at.astimezone(scene.zone).date()
    for day in (today + timedelta(days=n) for n in range(15)):
        at = instant(day, plan.mention, scene.profile.zone)
        if at > scene.now and _is_a_day_for_it(day, began):
            return TimerSet(timer="mention", subject="", at=at)
    return TimerSet(timer="mention", subject="", at=scene.now + timedelta(days=7))


def first_look(scene: Scene) -> TimerSet:
    """When to ask whether a new plan stays: five days on, at the client's own hour or at noon."""
    day = (scene.now + LOOK_AFTER).astimezone(scene.zone).date()
    at = instant(day, scene.profile.evening or NOON, scene.profile.zone)
    return TimerSet(timer="tweak", subject="", at=after_quiet(at, scene.profile.hours))


def timer(scene: Scene, name: str) -> Move:
    """The plan's hour, or the one look at it after five days."""
    plan = scene.profile.plan
    if plan is None:
        return Move()
    if name == "tweak":
        return _look(scene, plan)
    return _mention(scene, plan, plan.mention) if plan.mention else Move()


def keep(scene: Scene, *, looked: bool) -> Move:
    """It stays. After the five days also: did the moment come up? Each of the answers is as good as the others."""
    exercise = exercise_of(scene)
    options = picks(exercise, CAME_UP)
    if not looked or not options:
        return Move(says=(bubble(scene.say("It stays as it is.")),))
    buttons = [Button(label=each.label, do=f"plan:came:{each.id}", stands=True) for each in options]
    return Move(says=(bubble(scene.say("It stays. Has its moment come up?"), in_rows(buttons, 1)),))


def came_up(scene: Scene, which: str) -> Move:
    """Whether the moment came up is an answer of its own."""
    exercise = exercise_of(scene)
    option = next((each for each in picks(exercise, CAME_UP) if each.id == which), None)
    if exercise is None or option is None:
        return Move(toast=scene.label("That one has closed."))
    answer = Answer(step=CAME_UP, choice=option.id, label=option.label, value=option.value)
    run, entry = begun.answered(scene, begun.new_run(scene, exercise, "client"), answer)
    said = bubble(scene.say("Noted, as it is. A plan only waits for its moment."))
    return Move(says=(said,), entries=(entry,), changes=begun.over(scene, run, "done"))


def drop(scene: Scene, plan: IfThen) -> Move:
    """No plan any more; what was written stays with the notes."""
    make = scene.button("Make another", "plan:another", stands=True)
    said = bubble(scene.say("Let go. What you wrote stays in /notes."), ((make,),))
    gone = tuple(TimerDropped(timer=name, subject="") for name in ("mention", "tweak"))
    profile = replace(scene.profile, plan=None)
    return Move(says=(said, *unpinned(plan)), profile=profile, changes=gone)


def hush(scene: Scene, plan: IfThen) -> Move:
    """It stays, and is not brought up any more."""
    profile = replace(scene.profile, plan=replace(plan, mention=None))
    said = bubble(scene.say("All right. It stays on top of the chat, and I keep still."))
    return Move(says=(said,), profile=profile, changes=(TimerDropped(timer="mention", subject=""),))


def unpinned(plan: IfThen | None) -> tuple[Reply, ...]:
    """Take an old plan off the top of the chat."""
    return (Reply(edit=plan.pinned, bare=True, unpin=True),) if plan and plan.pinned else ()


def exercise_of(scene: Scene) -> Exercise | None:
    """The exercise that plans are made with."""
    found = next((each.id for each in scene.library.exercises.values() if each.form == "plan"), None)
    return scene.exercise(found) if found else None


# --- by itself --------------------------------------------------------------------------------


def _mention(scene: Scene, plan: IfThen, hour: time) -> Move:
    due = instant(scene.now.astimezone(scene.zone).date(), hour, scene.profile.zone)
    late = scene.now - due > GOOD_MOMENT
    if unasked.is_busy(scene) and not late:
        return Move(changes=(TimerSet(timer="mention", subject="", at=scene.now + unasked.WAIT),))
    following = (next_mention(scene, plan),)
    if late or scene.profile.fade or unasked.is_kept_back(scene):
        return Move(changes=following)
    fine = scene.button("Fine", "done", stands=True)
    no_more = scene.button("No more of these", "plan:hush", stands=True)
    words = Rich(clip(of_plan(scene, plan).text, LONGEST))
    said = bubble(
        scene.say("A line of yours:\n{plan}", plan=_veiled(scene, words)), ((fine, no_more),), silent=True
    )
    return Move(says=(replace(said, kind="nudge"),), changes=following)


def _look(scene: Scene, plan: IfThen) -> Move:
    later = _when_to_look_again(scene)
    if later is not None:
        return Move(changes=(TimerSet(timer="tweak", subject="", at=later),))
    cue = _veiled(scene, scene.say("If {cue}", cue=clip(plan.cue, LONGEST // 2)))
    said = bubble(
        scene.say("Your plan, “{plan}”. Does it stay, change or go?", plan=cue),
        _rows(scene, "plan:stay"),
        silent=True,
    )
    return Move(says=(replace(said, kind="nudge"),))


def _when_to_look_again(scene: Scene) -> datetime | None:
    """Later, where now does not suit; the look at the plan comes once, and so is not dropped."""
    if unasked.is_kept_back(scene):
        return after_quiet(scene.now + timedelta(days=1), scene.profile.hours)
    return scene.now + unasked.WAIT if unasked.is_busy(scene) else None


def _veiled(scene: Scene, words: Rich) -> Rich:
    """What the plan says, covered where messages are to be vague: a phone shows a cover in its notifications too."""
    return marked("spoiler", words) if scene.profile.vague else words


def _is_a_day_for_it(day: date, began: date) -> bool:
    age, weekday = (day - began).days, day.weekday()
    if age < 7:
        return weekday < 5
    return weekday in (0, 2, 4) if age < 14 else weekday == min(began.weekday(), 4)


def _rows(scene: Scene, kept: str) -> Rows:
    keeps = scene.button("Keep", kept, stands=True)
    tweak = scene.button("Tweak", "plan:tweak", stands=True)
    return ((keeps, tweak, scene.button("Drop", "plan:drop", stands=True)),)
