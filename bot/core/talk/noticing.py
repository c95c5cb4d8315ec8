"""A sensory nudge: one small question that one tap answers, as easily put off or declined, and a line to stay with it."""

from dataclasses import replace

from bot.core.changes import (
    Change,
    OccurrenceEnded,
    OccurrenceMoved,
    OccurrenceStarted,
    Outcome,
    RunSaved,
    TakenUp,
    TimerDropped,
    TimerSet,
)
from bot.core.exercise import Exercise
from bot.core.inputs import Due, Recorded, Said, Tapped
from bot.core.person import Assignment, Profile
from bot.core.places import Noticing
from bot.core.plan import Random, closes_at
from bot.core.run import Answer, Run, Trigger
from bot.core.scene import Move, Scene, bubble
from bot.core.senses import SensePrompt, draw, noted
from bot.core.session import Resting
from bot.core.talk import asking_to_keep, begun, kept, noticing_after, put_off
from bot.core.talk import noticing_screen as screen
from bot.core.talk.matching import matching
from bot.core.talk.prompt_screen import same_time_tomorrow

NAME = "noticing"
"""The exercise that a client takes up with a noticing hour."""


def begin(scene: Scene, exercise: Exercise, _trigger: Trigger) -> Move:
    """The client asks for one now; one that stands open already is asked again."""
    place = scene.session.place
    if isinstance(place, Noticing) and place.view in ("ask", "when") and _prompt(scene, place):
        return hear(replace(scene, given=Tapped(do="back", nonce=scene.session.nonce)), place)
    prompt = _drawn(scene, scene.id("noticing"))
    if prompt is None:
        return Move(says=(bubble(scene.say("There is nothing to ask right now.")),))
    there = Noticing(prompt=prompt.id, exercise=exercise.id)
    senses = _noted(scene, prompt)
    return Move(place=there, says=(screen.question(scene, there, prompt),), profile=senses)


def offer(scene: Scene, exercise: Exercise, due: Due) -> Move:
    """A due sensory nudge: the question itself, silent, open until it expires."""
    prompt = _drawn(scene, due.occurrence)
    if prompt is None:
        return Move(changes=(_over(due.occurrence, "not_offered", "nothing to ask with"),))
    place = Noticing(
        prompt=prompt.id,
        exercise=exercise.id,
        occurrence=due.occurrence,
        assignment=due.assignment,
        expires=due.expires,
        snoozed=due.snoozed,
    )
    closing = TimerSet(timer="close", subject=due.occurrence, at=due.expires)
    said = screen.offered(scene, place, prompt)
    return Move(place=place, says=(said,), changes=(closing,), profile=_noted(scene, prompt))


def taken_up(scene: Scene) -> tuple[Change, ...]:
    """A noticing a day in the hour the client chose: theirs, not the therapist's, unless it is given already."""
    exercise = scene.exercise(NAME)
    is_given = any(each.exercise == NAME and not each.own for each in scene.person.assignments)
    if exercise is None or is_given:
        return ()
    plan = Random(days=exercise.rhythm.days)
    own = Assignment(id=scene.id(NAME), exercise=NAME, plan=plan, given_at=scene.now, own=True)
    return (TakenUp(assignment=own),)


def hear(scene: Scene, place: Noticing) -> Move:
    """Whatever came in while a question stood open, or after it was answered."""
    if place.view in ("done", "word", "senses"):
        return noticing_after.hear(scene, place)
    exercise, prompt = scene.exercise(place.exercise), _prompt(scene, place)
    if exercise is None or prompt is None:
        move = asking_to_keep.instead(scene, scene.say("That one has closed."))
        gone = _over(place.occurrence, "not_offered", "nothing to ask with") if place.occurrence else None
        return replace(move, changes=(gone,) if gone else ())
    chosen = _chosen(scene, place, prompt)
    name, _, argument = chosen.partition(":")
    option = next((each for each in prompt.options if each.id == argument), None)
    match name:
        case "pick" if option is not None:
            answer = Answer(step="noticed", prompt=prompt.id, label=option.label)
            return _answered(scene, exercise, place, prompt, answer)
        case "later" if place.occurrence is not None and place.snoozed < screen.SNOOZE_LIMIT:
            return _shown(scene, replace(place, view="when"), prompt)
        case "in" if place.occurrence is not None:
            return _put_off(scene, place, prompt, place.occurrence, argument)
        case "no" | "stop":
            return _declined(scene, place)
        case "" if place.view == "ask" and isinstance(scene.given, Said | Recorded):
            return _in_own_words(scene, exercise, place, prompt, scene.given)
        case "":
            return _shown(scene, place, prompt)
        case _:
            return _shown(scene, replace(place, view="ask"), prompt)


def _chosen(scene: Scene, place: Noticing, prompt: SensePrompt) -> str:
    match scene.given:
        case Tapped(do=do):
            return do
        case Said(text=text):
            rows = screen.question(scene, place, prompt).rows
            return matching(text, [(b.label, b.do) for row in rows for b in row], loosely=True) or ""
        case _:
            return ""


def _shown(scene: Scene, place: Noticing, prompt: SensePrompt) -> Move:
    return Move(place=place, says=(screen.question(scene, place, prompt),))


# --- drawing ------------------------------------------------------------------------------------


def _prompt(scene: Scene, place: Noticing) -> SensePrompt | None:
    senses = scene.library.senses_in(scene.profile.language)
    return senses.prompt(place.prompt) if senses else None


def _drawn(scene: Scene, seed: str) -> SensePrompt | None:
    senses = scene.library.senses_in(scene.profile.language)
    return draw(senses, scene.profile.senses, scene.profile.noticed, seed) if senses else None


def _noted(scene: Scene, prompt: SensePrompt) -> Profile | None:
    senses = scene.library.senses_in(scene.profile.language)
    assert senses is not None, "the prompt was drawn from them"
    drawn = noted(senses, scene.profile.senses, scene.profile.noticed, prompt.id)
    return replace(scene.profile, noticed=drawn)


# --- answering ----------------------------------------------------------------------------------


def _in_own_words(
    scene: Scene, exercise: Exercise, place: Noticing, prompt: SensePrompt, given: Said | Recorded
) -> Move:
    """Neither of the two, but an answer all the same."""
    if isinstance(given, Recorded):
        answer = Answer(step="noticed", prompt=prompt.id)
        return _answered(scene, exercise, place, prompt, answer, given)
    return _answered(
        scene, exercise, place, prompt, Answer(step="noticed", prompt=prompt.id, text=given.text)
    )


def _answered(
    scene: Scene,
    exercise: Exercise,
    place: Noticing,
    prompt: SensePrompt,
    answer: Answer,
    recorded: Recorded | None = None,
) -> Move:
    """Begun and done in the same turn; then the line to stay with it."""
    run = Run(
        id=scene.id("run"),
        exercise=exercise.id,
        revision=exercise.revision,
        trigger="nudge" if place.occurrence else "client",
        started=scene.now,
        assignment=place.assignment,
        occurrence=place.occurrence,
        # An answer alone says little a week later; what was asked stays with it.
        words=prompt.ask,
    )
    entry = kept.entry(scene, run, answer, recorded)
    if answer.label:
        # A typed label stands for a tap: editing that message later is no new wording of an answer.
        entry = replace(entry, message=None)
    done = replace(run, answers=(replace(answer, entry=entry.id),))
    is_planned = any(each.exercise == exercise.id for each in scene.person.assignments)
    said = screen.stay(scene, prompt, run.id, is_planned=is_planned)
    there = Noticing(prompt=prompt.id, exercise=exercise.id, view="done", run=done)
    move = Move(place=there, says=(said,), changes=_rows_of(scene, exercise, done))
    return kept.with_entry(scene, move, entry, answer, recorded)


def _rows_of(scene: Scene, exercise: Exercise, run: Run) -> tuple[Change, ...]:
    saved = RunSaved(
        run=run,
        language=exercise.language,
        ended=scene.now,
        outcome="done",
        private=scene.profile.sharing == "none",
    )
    if run.occurrence is None:
        return (saved,)
    return (OccurrenceStarted(occurrence=run.occurrence), saved, *_done_with(run.occurrence, "done"))


def _declined(scene: Scene, place: Noticing) -> Move:
    """Not now is an answer too, and nobody is shown it."""
    not_now, left = scene.say("All right. That was an answer too."), scene.say("All right, left there.")
    said = bubble(not_now if place.occurrence else left)
    changes = _done_with(place.occurrence, "declined") if place.occurrence else ()
    return Move(place=Resting(), says=(said,), changes=changes)


def _done_with(occurrence: str, outcome: Outcome) -> tuple[Change, ...]:
    return (_over(occurrence, outcome), TimerDropped(timer="close", subject=occurrence))


def _over(occurrence: str, outcome: Outcome, reason: str = "") -> OccurrenceEnded:
    return OccurrenceEnded(occurrence=occurrence, outcome=outcome, reason=reason)


# --- putting off --------------------------------------------------------------------------------


def _put_off(scene: Scene, place: Noticing, prompt: SensePrompt, occurrence: str, number: str) -> Move:
    """It comes back with the same question, and lives as long as any other."""
    if number == f"{screen.TOMORROW}":
        at, when = same_time_tomorrow(scene), scene.say("Tomorrow, then.")
    elif number in ("0", "1") and screen.fits(scene, scene.now + screen.LATER[int(number)][1]):
        at = scene.now + screen.LATER[int(number)][1]
        when = scene.say("I'll knock again at {time}.", time=scene.clock(at))
    else:
        return _shown(scene, replace(place, view="when"), prompt)
    never = scene.button("Never mind", f"{put_off.NEVER}{occurrence}", stands=True)
    expires = closes_at(at, scene.profile.hours, sensory=True)
    moved = OccurrenceMoved(occurrence=occurrence, due=at, expires=expires, snoozed=True)
    # Put back, so that the same lot falls on it again.
    left = tuple(name for name in scene.profile.noticed if name != prompt.id)
    return Move(
        place=Resting(),
        says=(bubble(when, ((never,),)),),
        changes=(moved, TimerDropped(timer="close", subject=occurrence)),
        profile=replace(scene.profile, noticed=left),
        put_off=(occurrence, begun.row_of(scene, 0)),
    )
