"""A nudge that stands open: taken up, put off, declined, asked again once, and let go."""

from dataclasses import replace

from bot.core.changes import Change, OccurrenceEnded, OccurrenceMoved, ReasonGiven
from bot.core.exercise import Exercise
from bot.core.inputs import Recorded, Said, Tapped, TimerOver
from bot.core.person import Profile
from bot.core.places import Boxing
from bot.core.plan import closes_at
from bot.core.reasons import REASONS
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Answering, Aside, Prompted, Resting, Settling, Underway, Unsorted
from bot.core.talk import (
    asking_to_keep,
    boxing,
    checking_in,
    doing,
    nudges,
    planning,
    prompt_screen,
    returning,
    unasked,
)
from bot.core.talk.matching import matching
from bot.core.talk.prompt_screen import SNOOZES, fits, rows, same_time_tomorrow
from bot.core.turn import Reply

SHORT = 2
"""So few words may stand for a button, such as yes for Yes, now; more of them are an answer."""
TINY_AFTER = 2
"""After this many "not up to it" in a row, the next prompts begin with the half-minute version."""


def hear(scene: Scene, place: Prompted) -> Move:
    """Whatever came in while a nudge stood open. Any words are a yes, and its first answer."""
    exercise = scene.exercise(place.exercise)
    if exercise is None:
        return _content_is_gone(scene, place)
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, exercise, place, do)
        case Said(text=text):
            labels = [(button.label, button.do) for row in rows(scene, exercise, place) for button in row]
            chosen = matching(text, labels, loosely=exercise.form == "values" or len(text.split()) <= SHORT)
            return _tapped(scene, exercise, place, chosen) if chosen else answered(scene, exercise, place)
        case Recorded():
            return answered(scene, exercise, place)
        case _:
            return _again(scene, exercise, place)


def _content_is_gone(scene: Scene, place: Prompted) -> Move:
    """There is nothing to ask with any more; words that came in are not lost by it."""
    ended = OccurrenceEnded(occurrence=place.occurrence, outcome="not_offered", reason="nothing to ask with")
    move = asking_to_keep.instead(scene, scene.say("That one has closed."))
    return replace(move, changes=(ended, *nudges.timers_off(place.occurrence)))


def timer(scene: Scene, given: TimerOver) -> Move:
    """The re-prompt's hour, or the end of the nudge's life."""
    nudge = next((each for each in nudges.waiting(scene.session) if each.occurrence == given.subject), None)
    if nudge is None:
        return Move()
    place, exercise = nudge.place, scene.exercise(_exercise_of(nudge))
    if given.timer == "close" or exercise is None:
        return let_go(scene, nudge)
    if not isinstance(place, Prompted) or not _suits(scene, place):
        return Move()
    worded = prompt_screen.next_wording(scene, f"again:{exercise.id}")
    text = prompt_screen.again(scene, exercise, worded[1])
    said = Reply(
        text=text, rows=rows(scene, exercise, place), silent=True, kind="nudge", occurrence=place.occurrence
    )
    return Move(place=place, says=(said,), worded=worded)


def let_go(scene: Scene, nudge: Aside) -> Move:
    """The day is over for this nudge: its message becomes a plain line."""
    said = replace(bubble(scene.say("Let go for today.")), edit=nudge.anchor)
    profile = returning.let_go(scene)
    return Move(
        place=Resting() if nudge.place == scene.session.place else None,
        says=(said, *returning.announced(scene, profile)),
        changes=nudges.over(nudge, "expired", "no answer"),
        profile=profile,
    )


def for_exercise(scene: Scene, exercise: Exercise, assignment: str | None = None) -> Prompted | None:
    """The open nudge for that very exercise: whoever begins it takes that up."""
    open_ones = [each.place for each in nudges.waiting(scene.session)]
    return next(
        (
            place
            for place in open_ones
            if isinstance(place, Prompted)
            and place.exercise == exercise.id
            and assignment in (None, place.assignment)
        ),
        None,
    )


def _suits(scene: Scene, place: Prompted) -> bool:
    """Whether it can be asked again now: awake, alive, and with nobody in the middle of something."""
    is_late = scene.now >= place.expires or unasked.is_quiet_now(scene)
    in_front = scene.session.place
    is_run = isinstance(in_front, Underway | Boxing | Settling)
    return not is_late and (place == in_front or not (is_run or unasked.is_busy(scene)))


def _exercise_of(nudge: Aside) -> str:
    return "" if isinstance(nudge.place, Unsorted) else nudge.place.exercise


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
            return begin(scene, exercise, place)
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
    text = prompt_screen.opening(scene, exercise, prompt_screen.last_wording(scene, exercise.id) or 0)
    return Move(place=place, says=(bubble(text, rows(scene, exercise, place)),))


def begin(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """The nudge is taken up: its exercise begins."""
    move = _first_question(scene, exercise, place)
    return replace(
        move,
        changes=(*move.changes, *nudges.timers_off(place.occurrence)),
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


def answered(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """Words before the question was even asked: they are its first answer, unless it wants a button."""
    if exercise.form == "values":
        return _again(scene, exercise, place)
    move = _first_answer(scene, exercise, place)
    return replace(
        move,
        changes=(*move.changes, *nudges.timers_off(place.occurrence)),
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
    return Move(place=Resting(), says=(said,), changes=(ended, *nudges.timers_off(place.occurrence)))


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
    return Move(place=Resting(), says=(said,), changes=(moved, *nudges.timers_off(place.occurrence)))


def _until_tomorrow(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """Tomorrow at the same wall time, and with a day's stretch of time to live."""
    at = same_time_tomorrow(scene)
    expires = closes_at(at, scene.profile.hours, sensory=exercise.form == "values")
    said = bubble(scene.say("Tomorrow, then."))
    moved = OccurrenceMoved(occurrence=place.occurrence, due=at, expires=expires, snoozed=True)
    return Move(place=Resting(), says=(said,), changes=(moved, *nudges.timers_off(place.occurrence)))
