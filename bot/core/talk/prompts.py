"""A nudge that stands open: taken up, put off, declined, asked again once, and let go."""

from dataclasses import replace

from bot.core.changes import Change, OccurrenceEnded, OccurrenceMoved, ReasonGiven, TimerDropped
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded, Said, Tapped, TimerOver
from bot.core.person import Profile
from bot.core.places import Noticing
from bot.core.plan import closes_at, is_quiet
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Answering, AnyPlace, Prompted, Resting
from bot.core.talk import boxing, checking_in, doing, planning, prompt_screen, returning
from bot.core.talk.matching import matching
from bot.core.talk.prompt_screen import SNOOZES, fits, greeting, opening, rows, same_time_tomorrow
from bot.core.turn import Reply
from bot.core.words import to_say

SHORT = 2
"""So few words may stand for a button, such as yes for Yes, now; more of them are an answer."""
TINY_AFTER = 2
"""After this many "not up to it" in a row, the next prompts begin with the half-minute version."""
REASONS = to_say(
    {
        "time": "No time",
        "energy": "Not up to it",
        "fit": "It doesn't fit me",
        "unsaid": "Rather not say",
    }
)


def hear(scene: Scene, place: Prompted) -> Move:
    """Whatever came in while a nudge stood open. Any words are a yes, and its first answer."""
    exercise = scene.exercise(place.exercise)
    if exercise is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, exercise, place, do)
        case Said(text=text):
            labels = [(button.label, button.do) for row in rows(scene, exercise, place) for button in row]
            chosen = matching(text, labels, loosely=exercise.form == "values" or len(text.split()) <= SHORT)
            return _tapped(scene, exercise, place, chosen) if chosen else _answered(scene, exercise, place)
        case Recorded():
            return _answered(scene, exercise, place)
        case _:
            return _again(scene, exercise, place)


def timer(scene: Scene, given: TimerOver) -> Move:
    """The re-prompt's hour, or the end of the nudge's life."""
    place = scene.session.place
    if isinstance(place, Noticing) and place.is_nudge and place.occurrence == given.subject:
        return let_go(scene, place) if given.timer == "close" else Move()
    if not isinstance(place, Prompted) or place.occurrence != given.subject:
        return Move()
    exercise = scene.exercise(place.exercise)
    if given.timer == "close" or exercise is None:
        return let_go(scene, place)
    if is_quiet(scene.now, scene.profile.hours) or scene.now >= place.expires:
        return Move()
    text = scene.fill(scene.variant(exercise.prompt.again), greeting=greeting(scene))
    said = Reply(
        text=text, rows=rows(scene, exercise, place), silent=True, kind="nudge", occurrence=place.occurrence
    )
    return Move(place=place, says=(said,))


def let_go(scene: Scene, place: Prompted | Noticing) -> Move:
    """The day is over for this nudge: its message becomes a plain line."""
    said = replace(bubble(scene.say("Let go for today.")), edit=scene.session.anchor)
    occurrence = place.occurrence or ""
    ended = OccurrenceEnded(occurrence=occurrence, outcome="expired", reason="no answer")
    profile = returning.let_go(scene)
    return Move(
        place=Resting(),
        says=(said, *returning.announced(scene, profile)),
        changes=(ended, *timers_off(occurrence)),
        profile=profile,
    )


def superseded(occurrence: str, reason: str = "another one came") -> tuple[Change, ...]:
    """An open nudge that something newer pushed aside was, in the end, not offered."""
    ended = OccurrenceEnded(occurrence=occurrence, outcome="not_offered", reason=reason)
    return (ended, *timers_off(occurrence))


def open_nudge(place: AnyPlace) -> str | None:
    """The occurrence of the nudge that waits for an answer at `place`, if one does."""
    match place:
        case Prompted():
            return place.occurrence
        case Noticing() if place.is_nudge:
            return place.occurrence
        case _:
            return None


def why(scene: Scene, occurrence: str) -> Move:
    """Ask, in one tap, what stood in the way."""
    buttons = [
        scene.button(label, f"because:{occurrence}:{key}", stands=True) for key, label in REASONS.items()
    ]
    return Move(says=(bubble(scene.say("What was it?"), in_rows(buttons)),))


def because(scene: Scene, argument: str) -> Move:
    """A reason was tapped."""
    occurrence, _, reason = argument.partition(":")
    if reason not in REASONS:
        return Move(toast=scene.label("That one has closed."))
    tired = scene.profile.not_up_to_it + 1 if reason == "energy" else 0
    text = scene.say("Thanks. Nothing more to do.")
    if reason == "fit":
        text = scene.say("Thanks, I'll pass that on so it can be changed.")
    given = ReasonGiven(occurrence=occurrence, reason=reason)
    return Move(says=(bubble(text),), changes=(given,), profile=replace(scene.profile, not_up_to_it=tired))


# --- answering --------------------------------------------------------------------------------


def _tapped(scene: Scene, exercise: Exercise, place: Prompted, do: str) -> Move:
    name, _, argument = do.partition(":")
    match name:
        case "yes":
            return _begin(scene, exercise, place)
        case "later":
            choosing = replace(place, choosing=True)
            return Move(place=choosing, says=(bubble(scene.say("When?"), rows(scene, exercise, choosing)),))
        case "in" if argument.isdecimal() and int(argument) <= len(SNOOZES):
            return _put_off(scene, exercise, place, int(argument))
        case "no":
            return _declined(scene, place)
        case _:
            return _again(scene, exercise, replace(place, choosing=False))


def _again(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    return Move(place=place, says=(bubble(opening(scene, exercise), rows(scene, exercise, place)),))


def _begin(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    move = _first_question(scene, exercise, place)
    return replace(
        move,
        changes=(*move.changes, *timers_off(place.occurrence)),
        profile=move.profile or _rested(scene),
    )


def _first_question(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    match exercise.form:
        case "values":
            return checking_in.take_up(scene, exercise, place)
        case "box":
            return boxing.begin(scene, exercise, "nudge", occurrence=place.occurrence)
        case "plan":
            return planning.begin(scene, exercise, "nudge", occurrence=place.occurrence)
        case _:
            run, changes = _opening_run(scene, exercise, place)
            return doing.with_changes(changes, doing.shown(scene, exercise, run))


def _answered(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """Words before the question was even asked: they are its first answer, unless it wants a button."""
    if exercise.form == "values":
        return _again(scene, exercise, place)
    move = _first_answer(scene, exercise, place)
    return replace(
        move,
        changes=(*move.changes, *timers_off(place.occurrence)),
        profile=move.profile or _rested(scene),
    )


def _first_answer(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    match exercise.form:
        case "box":
            return boxing.begin_with_words(scene, exercise, "nudge", occurrence=place.occurrence)
        case "plan":
            return planning.begin_with_words(scene, exercise, "nudge", occurrence=place.occurrence)
        case _:
            return doing.begin_with_answer(scene, *_opening_run(scene, exercise, place))


def _opening_run(scene: Scene, exercise: Exercise, place: Prompted) -> tuple[Answering, tuple[Change, ...]]:
    return doing.opening(
        scene,
        exercise,
        "nudge",
        assignment=place.assignment,
        occurrence=place.occurrence,
        words=next((a.words for a in scene.person.assignments if a.id == place.assignment), ""),
        tiny=scene.profile.not_up_to_it >= TINY_AFTER,
        about=place.about,
    )


def _rested(scene: Scene) -> Profile | None:
    return replace(scene.profile, not_up_to_it=0) if scene.profile.not_up_to_it else None


def _declined(scene: Scene, place: Prompted) -> Move:
    why_button = scene.button("Say why, one tap", f"why:{place.occurrence}", stands=True)
    said = bubble(scene.say("All right. Nothing carries over."), ((why_button,),))
    ended = OccurrenceEnded(occurrence=place.occurrence, outcome="declined")
    return Move(place=Resting(), says=(said,), changes=(ended, *timers_off(place.occurrence)))


# --- putting off ------------------------------------------------------------------------------


def _put_off(scene: Scene, exercise: Exercise, place: Prompted, number: int) -> Move:
    if number == len(SNOOZES):
        return _until_tomorrow(scene, exercise, place)
    at = scene.now + SNOOZES[number][1]
    if not fits(scene, exercise, place, at):
        return _declined(scene, place)
    said = bubble(scene.say("I'll knock again at {time}.", time=scene.clock(at)))
    expires = prompt_screen.closes(scene, exercise, place, at)
    moved = OccurrenceMoved(occurrence=place.occurrence, due=at, expires=expires, snoozed=True)
    return Move(place=Resting(), says=(said,), changes=(moved, *timers_off(place.occurrence)))


def _until_tomorrow(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """Tomorrow at the same wall time, and with a day's stretch of time to live."""
    at = same_time_tomorrow(scene)
    expires = closes_at(at, scene.profile.hours, sensory=exercise.form == "values")
    said = bubble(scene.say("Tomorrow, then."))
    moved = OccurrenceMoved(occurrence=place.occurrence, due=at, expires=expires, snoozed=True)
    return Move(place=Resting(), says=(said,), changes=(moved, *timers_off(place.occurrence)))


def timers_off(occurrence: str) -> tuple[Change, ...]:
    """A nudge that is over neither asks again nor closes any more."""
    return tuple(TimerDropped(timer=name, subject=occurrence) for name in ("again", "close"))
