"""A nudge: how it is offered, taken up, put off, declined, asked again once, and let go."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.exercise import Exercise
from bot.core.person import Profile
from bot.core.plan import after_quiet, instant, is_quiet, next_quiet_start, reprompt_at
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Answering, Due, NudgesDue, Prompted, Recorded, Resting, Said, Tapped, TimerOver
from bot.core.talk import asking, doing, noticing, returning
from bot.core.talk.matching import matching
from bot.core.text import Rich, fill
from bot.core.turn import (
    Change,
    OccurrenceEnded,
    OccurrenceMoved,
    Outcome,
    ReasonGiven,
    Reply,
    Rows,
    TimerDropped,
    TimerSet,
)

ACTIVE = timedelta(minutes=10)
"""Someone who did something this recently is in the middle of it: a nudge waits."""
WAIT = timedelta(minutes=5)
SNOOZES = (("In 20 min", timedelta(minutes=20)), ("In 2 hours", timedelta(hours=2)))
SNOOZE_LIMIT = 2
TINY_AFTER = 2
"""After this many "not up to it" in a row, the next prompts begin with the half-minute version."""
REASONS = {
    "time": "No time",
    "energy": "Not up to it",
    "fit": "It doesn't fit me",
    "unsaid": "Rather not say",
}


def due(scene: Scene, given: NudgesDue) -> Move:
    """Nudges whose time has come: one is offered, and each other one gets its outcome or a later time."""
    if returning.is_silent(scene):
        ended = tuple(_end(each, "not_offered", "quiet") for each in given.due)
        return replace(returning.fell_silent(scene), changes=ended)
    fresh, changes = _sorted_out(scene, given.due)
    if not fresh:
        return Move(changes=tuple(changes))
    if _is_busy(scene):
        return Move(changes=(*changes, *(_wait(scene, each) for each in fresh)))
    first, *others = sorted(fresh, key=lambda each: (each.snoozed == 0, *_longest_ago(each)))
    changes += [_end(each, "not_offered", "one question at a time") for each in others]
    return _offer(scene, first, changes)


def hear(scene: Scene, place: Prompted) -> Move:
    """Whatever came in while a nudge stood open. Any words are a yes, and its first answer."""
    exercise = scene.exercise(place.exercise)
    if exercise is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, exercise, place, do)
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, place) for button in row]
            chosen = matching(text, labels, loosely=False)
            return _tapped(scene, exercise, place, chosen) if chosen else _answered(scene, exercise, place)
        case Recorded():
            return _answered(scene, exercise, place)
        case _:
            return Move(says=(bubble(_opening(scene, exercise), _rows(scene, place)),))


def timer(scene: Scene, given: TimerOver) -> Move:
    """The re-prompt's hour, or the end of the nudge's life."""
    place = scene.session.place
    if not isinstance(place, Prompted) or place.occurrence != given.subject:
        return Move()
    exercise = scene.exercise(place.exercise)
    if given.timer == "close" or exercise is None:
        return let_go(scene, place)
    if is_quiet(scene.now, scene.profile.hours) or scene.now >= place.expires:
        return Move()
    text = fill(scene.variant(exercise.prompt.again), greeting=greeting(scene))
    said = Reply(text=text, rows=_rows(scene, place), silent=True, kind="nudge", occurrence=place.occurrence)
    return Move(place=place, says=(said,))


def let_go(scene: Scene, place: Prompted) -> Move:
    """The day is over for this nudge: its message becomes a plain line."""
    said = replace(bubble(scene.say("Let go for today.")), edit=scene.session.anchor)
    ended = OccurrenceEnded(occurrence=place.occurrence, outcome="expired", reason="no answer")
    profile = returning.let_go(scene)
    return Move(
        place=Resting(),
        says=(said, *returning.announced(scene, profile)),
        changes=(ended, *_timers_off(place.occurrence)),
        profile=profile,
    )


def superseded(place: Prompted, reason: str = "another one came") -> tuple[Change, ...]:
    """An open nudge that something newer pushed aside was, in the end, not offered."""
    ended = OccurrenceEnded(occurrence=place.occurrence, outcome="not_offered", reason=reason)
    return (ended, *_timers_off(place.occurrence))


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


def greeting(scene: Scene) -> Rich:
    """The time of day in the person's zone."""
    hour = scene.now.astimezone(scene.zone).hour
    if 5 <= hour < 12:
        return scene.say("Morning")
    return scene.say("Evening") if hour >= 17 or hour < 5 else scene.say("Hello")


# --- offering ---------------------------------------------------------------------------------


def _sorted_out(scene: Scene, all_due: tuple[Due, ...]) -> tuple[list[Due], list[Change]]:
    fresh: list[Due] = []
    changes: list[Change] = []
    for each in all_due:
        if (ending := _cannot_be_offered(scene, each)) is None:
            fresh.append(each)
        else:
            changes.append(ending)
    return fresh, changes


def _cannot_be_offered(scene: Scene, each: Due) -> Change | None:
    held = scene.profile.held_until
    if not scene.profile.reachable:
        return _end(each, "undeliverable", "chat closed by the client")
    if scene.now >= each.expires:
        return _end(each, "expired", "offline")
    if held is not None and scene.now < held:
        return _end(each, "held_safety", "after the help card")
    if scene.profile.paused or scene.profile.erasing_at is not None:
        return _end(each, "not_offered", "paused")
    if returning.left_out(scene, each):
        return _end(each, "not_offered", "fewer for now")
    if scene.exercise(each.exercise) is None or not scene.profile.settled:
        return _end(each, "not_offered", "nothing to ask with")
    if is_quiet(scene.now, scene.profile.hours):
        later = after_quiet(scene.now, scene.profile.hours)
        fits = later < each.expires
        return (
            OccurrenceMoved(occurrence=each.occurrence, due=later)
            if fits
            else _end(each, "expired", "offline")
        )
    return None


def _is_busy(scene: Scene) -> bool:
    touched = scene.session.touched
    is_open = not isinstance(scene.session.place, Resting | Prompted)
    return is_open and touched is not None and scene.now - touched < ACTIVE


def _wait(scene: Scene, each: Due) -> Change:
    later = scene.now + WAIT
    if later >= each.expires or is_quiet(later, scene.profile.hours):
        return _end(each, "not_offered", "something else was open")
    return OccurrenceMoved(occurrence=each.occurrence, due=later)


def _longest_ago(each: Due) -> tuple[bool, float, str]:
    """Never offered before everything else, then the one longest ago; the id settles what is equal."""
    before = each.offered_before
    return (before is not None, before.timestamp() if before else 0.0, each.occurrence)


def _end(each: Due, outcome: Outcome, reason: str) -> OccurrenceEnded:
    return OccurrenceEnded(occurrence=each.occurrence, outcome=outcome, reason=reason)


def _offer(scene: Scene, first: Due, changes: list[Change]) -> Move:
    exercise = scene.exercise(first.exercise)
    assert exercise is not None, "_cannot_be_offered() has looked it up"
    if exercise.form == "noticing":
        move = noticing.offer(scene, exercise, first)
        return replace(move, changes=(*changes, *move.changes))
    place = Prompted(
        occurrence=first.occurrence,
        assignment=first.assignment,
        exercise=first.exercise,
        expires=first.expires,
        snoozed=first.snoozed,
    )
    said = Reply(
        text=_opening(scene, exercise), rows=_rows(scene, place), kind="nudge", occurrence=first.occurrence
    )
    changes.append(TimerSet(timer="close", subject=first.occurrence, at=first.expires))
    again = reprompt_at(scene.now, scene.profile.hours)
    if again is not None and again < first.expires:
        changes.append(TimerSet(timer="again", subject=first.occurrence, at=again))
    return Move(place=place, says=(said,), changes=tuple(changes))


def _opening(scene: Scene, exercise: Exercise) -> Rich:
    wordings = exercise.prompt.vague if scene.profile.vague else exercise.prompt.full
    return fill(scene.variant(wordings), greeting=greeting(scene))


def _rows(scene: Scene, place: Prompted) -> Rows:
    yes = scene.button("Yes, now", "yes", style="primary")
    later = scene.button("Later", "later")
    no = scene.button("Not today", "no")
    if place.choosing:
        return _times(scene, place)
    return ((yes, no),) if place.snoozed >= SNOOZE_LIMIT else ((yes, later, no),)


# --- answering --------------------------------------------------------------------------------


def _tapped(scene: Scene, exercise: Exercise, place: Prompted, do: str) -> Move:
    name, _, argument = do.partition(":")
    match name:
        case "yes":
            return _begin(scene, exercise, place)
        case "later":
            choosing = replace(place, choosing=True)
            return Move(place=choosing, says=(bubble(scene.say("When?"), _rows(scene, choosing)),))
        case "in" if argument.isdecimal() and int(argument) <= len(SNOOZES):
            return _put_off(scene, place, int(argument))
        case "no":
            return _declined(scene, place)
        case _:
            plain = replace(place, choosing=False)
            return Move(place=plain, says=(bubble(_opening(scene, exercise), _rows(scene, plain)),))


def _begin(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    run, changes = _opening_run(scene, exercise, place)
    asked = asking.question(scene, exercise, run)
    return Move(place=run, says=(asked,), changes=changes, profile=_rested(scene))


def _answered(scene: Scene, exercise: Exercise, place: Prompted) -> Move:
    """Words before the question was even asked: they are its first answer."""
    move = doing.begin_with_answer(scene, *_opening_run(scene, exercise, place))
    return replace(move, profile=move.profile or _rested(scene))


def _opening_run(scene: Scene, exercise: Exercise, place: Prompted) -> tuple[Answering, tuple[Change, ...]]:
    run, changes = doing.opening(
        scene,
        exercise,
        "nudge",
        assignment=place.assignment,
        occurrence=place.occurrence,
        words=next((a.words for a in scene.person.assignments if a.id == place.assignment), ""),
        tiny=scene.profile.not_up_to_it >= TINY_AFTER,
    )
    return run, (*changes, *_timers_off(place.occurrence))


def _rested(scene: Scene) -> Profile | None:
    return replace(scene.profile, not_up_to_it=0) if scene.profile.not_up_to_it else None


def _declined(scene: Scene, place: Prompted) -> Move:
    why_button = scene.button("Say why, one tap", f"why:{place.occurrence}", stands=True)
    said = bubble(scene.say("All right. Nothing carries over."), ((why_button,),))
    ended = OccurrenceEnded(occurrence=place.occurrence, outcome="declined")
    return Move(place=Resting(), says=(said,), changes=(ended, *_timers_off(place.occurrence)))


# --- putting off ------------------------------------------------------------------------------


def _times(scene: Scene, place: Prompted) -> Rows:
    fitting = [
        scene.button(label, f"in:{number}")
        for number, (label, wait) in enumerate(SNOOZES)
        if _fits(scene, scene.now + wait, place)
    ]
    tomorrow = scene.button("Tomorrow", f"in:{len(SNOOZES)}")
    return (*in_rows([*fitting, tomorrow], 3), (scene.button("Back", "back"),))


def _fits(scene: Scene, at: datetime, place: Prompted) -> bool:
    return at < place.expires and not is_quiet(at, scene.profile.hours)


def _put_off(scene: Scene, place: Prompted, number: int) -> Move:
    if number == len(SNOOZES):
        return _until_tomorrow(scene, place)
    at = scene.now + SNOOZES[number][1]
    if not _fits(scene, at, place):
        return _declined(scene, place)
    said = bubble(scene.say("I'll knock again at {time}.", time=scene.clock(at)))
    moved = OccurrenceMoved(occurrence=place.occurrence, due=at, expires=place.expires, snoozed=True)
    return Move(place=Resting(), says=(said,), changes=(moved, *_timers_off(place.occurrence)))


def _until_tomorrow(scene: Scene, place: Prompted) -> Move:
    """Tomorrow at the same wall time, and with the same stretch of time to live."""
    day = timedelta(days=1)
    local = scene.now.astimezone(scene.zone)
    at = after_quiet(instant(local.date() + day, local.time(), scene.profile.zone), scene.profile.hours)
    said = bubble(scene.say("Tomorrow, then."))
    expires = next_quiet_start(at, scene.profile.hours) or at + day
    moved = OccurrenceMoved(occurrence=place.occurrence, due=at, expires=expires, snoozed=True)
    return Move(place=Resting(), says=(said,), changes=(moved, *_timers_off(place.occurrence)))


def _timers_off(occurrence: str) -> tuple[Change, ...]:
    return tuple(TimerDropped(timer=name, subject=occurrence) for name in ("again", "close"))
