"""An if-then plan as it stands on the screen: its halves, its sentence, its questions and their buttons."""

from datetime import time

from bot.core.exercise import Exercise
from bot.core.person import IfThen
from bot.core.places import Planning
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk.boxing_screen import picks
from bot.core.talk.settling_screen import falls_quiet
from bot.core.text import Rich, clip, joined, marked
from bot.core.turn import Button, Rows
from bot.core.words import to_say

CUE, ACT, STACK = "cue", "act", "stack"
HALVES = (CUE, ACT, STACK)
VIEWS = {"if": CUE, "own_if": CUE, "then": ACT, "own_then": ACT, "stack": STACK, "own_stack": STACK}
"""Which part each view asks for."""
PHRASES = to_say(
    {
        "meeting": "it's the minute before a meeting",
        "email": "it's the first email",
        "mistake": "a mistake has happened",
        "evening": "it's late in the evening",
        "pings": "when the calendar pings",
        "stand": "when I stand up",
    }
)
"""How a half that was picked reads inside the sentence; another option reads as its label."""
OPENINGS = to_say({CUE: ("if",), ACT: ("then I will", "then", "I will", "I'll"), STACK: ()})
"""What people type before the half itself."""
LONGEST = 300
"""How many characters of the client's own words a half has in the sentence."""
MENTION = time(8, 55)


def sentence(scene: Scene, cue: str, act: str, stack: str) -> Rich:
    """The whole plan. One sentence with fields, so that another language can put them in another order."""
    if stack:
        return scene.say("If {cue}, then I will {act}, {stack}.", cue=cue, act=act, stack=stack)
    return scene.say("If {cue}, then I will {act}.", cue=cue, act=act)


def of_plan(scene: Scene, plan: IfThen) -> Rich:
    """The plan in front, as a sentence."""
    return sentence(scene, *(clip(half, LONGEST) for half in (plan.cue, plan.act, plan.stack)))


def of_run(scene: Scene, run: Run) -> Rich:
    """The plan that is being made, as a sentence."""
    return sentence(scene, *(phrase(scene, run, step) for step in HALVES))


def phrase(scene: Scene, run: Run, step: str) -> str:
    """One half as it reads inside the sentence; empty where it was not given."""
    answer = next((each for each in run.answers if each.step == step), None)
    if answer is None or answer.skipped:
        return ""
    if answer.choice:
        known = PHRASES.get(answer.choice)
        return scene.label(known) if known else clip(answer.label, LONGEST)
    return clip(_bare(scene, step, answer), LONGEST)


def is_whole(run: Run) -> bool:
    """Whether every half was given, or passed over where that is possible."""
    return set(HALVES) <= {each.step for each in run.answers}


def asked(scene: Scene, exercise: Exercise, place: Planning, before: Rich | None = None) -> Move:
    """Put the question that `place` stands at, after an optional line `before`."""
    ask = words(scene, place)
    said = bubble(joined([before, ask]) if before else ask, rows(scene, place, exercise))
    return Move(place=place, says=(said,))


def words(scene: Scene, place: Planning) -> Rich:
    """The question that `place` stands at."""
    run = place.run
    cue = phrase(scene, run, CUE) if run else ""
    match place.view:
        case "own_if":
            return scene.say("In your words, then. How does it go on: If …")
        case "then":
            return scene.say("If {cue}, then I will …", cue=cue)
        case "own_then":
            return scene.say("If {cue}, then I will … How does it go on? Small is plenty.", cue=cue)
        case "stack":
            return scene.say("Tie it to something you do anyway?")
        case "own_stack":
            return scene.say("Tie it to what? Something like: when I close the laptop.")
        case "read" if run:
            said = marked("quote", of_run(scene, run))
            ask = scene.say("Read it once, without hurry. Does it sound like you?")
            return joined([scene.say("Your plan:"), said, ask])
        case "front":
            return scene.say("There is a plan already. Which one goes in front?")
        case "when":
            return scene.say("Kept and pinned. Shall I bring it up at a good moment?")
        case "time":
            return scene.say("At what time? Type it like 8:45 AM.")
        case _ if run and is_whole(run):
            return scene.say("The if once more. When does it get hard?")
        case _:
            return scene.say("One plan, two halves. First the if: when does it get hard?")


def rows(scene: Scene, place: Planning, exercise: Exercise) -> Rows:
    """The buttons of the question."""
    back, stop = scene.button("Back", "back"), scene.button("Stop here", "stop")
    own = scene.button("My own words", "own")
    match place.view:
        case "own_if" | "own_then" | "own_stack":
            return ((back, stop),)
        case "then":
            return (*in_rows([*_picks(exercise, ACT), own]), (back, stop))
        case "stack":
            return (*in_rows([*_picks(exercise, STACK), own, scene.button("No", "no")]), (back, stop))
        case "read":
            return _read_rows(scene, stop)
        case "front":
            return ((scene.button("The new one", "new"), scene.button("The one before", "old")),)
        case "when":
            return _when_rows(scene)
        case "time":
            return ((back, scene.button("No", "no")),)
        case _:
            ways = (back, stop) if place.run and is_whole(place.run) else (stop,)
            return (*in_rows([*_picks(exercise, CUE), own]), ways)


def _read_rows(scene: Scene, stop: Button) -> Rows:
    keep = scene.button("Keep it", "keep", style="primary")
    cue, act = scene.button("Change the if", "change:cue"), scene.button("Change the then", "change:act")
    return ((keep,), (cue, act), (scene.button("Back", "back"), stop))


def _when_rows(scene: Scene) -> Rows:
    weekdays = Button(
        label=scene.say("Weekdays {time}", time=scene.calendar.clock(MENTION)).text, do="weekdays"
    )
    offered = () if falls_quiet(scene, scene.profile, MENTION) else (weekdays,)
    return in_rows([*offered, scene.button("Pick a time", "time"), scene.button("No", "no")], 3)


def _picks(exercise: Exercise, step: str) -> list[Button]:
    return [Button(label=each.label, do=f"pick:{each.id}") for each in picks(exercise, step)]


def _bare(scene: Scene, step: str, answer: Answer) -> str:
    """The half alone, where the words that the sentence has anyway were typed too."""
    typed = " ".join(answer.text.split()).rstrip(" .,;…")
    heads = (f"{scene.label(opening)} " for opening in OPENINGS[step])
    head = next((each for each in heads if typed[: len(each)].casefold() == each.casefold()), "")
    return typed[len(head) :].strip() or answer.text.strip()
