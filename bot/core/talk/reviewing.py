"""Looking back before an appointment: each piece of homework, how it went and what to do with it; then what comes first.

Whatever is said of a piece is an answer, and none is better than another.
"""

from dataclasses import replace
from uuid import UUID, uuid5

from bot.core.exercise import ChoiceStep, Exercise, ManyStep, ScaleStep
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.meeting_places import Piece, Reviewing
from bot.core.run import Answer, Run, Trigger
from bot.core.scene import Move, Scene
from bot.core.talk import asked, begun, closing, kept
from bot.core.talk import reviewing_screen as screen
from bot.core.talk.matching import matching
from bot.core.talk.reviewing_screen import ONCE, PER_PIECE
from bot.core.text import clip
from bot.core.turn import Entry

TITLE = 60
PARTLY, NOT_AT_ALL = "some", "not"
"""How a piece went where something may have been in its way."""


def begin(scene: Scene, exercise: Exercise, trigger: Trigger) -> Move:
    """The client starts it; one that is open already goes on."""
    place = scene.session.place
    if isinstance(place, Reviewing) and _stands(exercise, place):
        return screen.ask(scene, exercise, place)
    run = begun.new_run(scene, exercise, trigger, asked.still(scene, "review"))
    pieces = _pieces(scene, exercise)
    there = Reviewing(run=run, pieces=pieces, step=PER_PIECE[0] if pieces else ONCE[0])
    if not _stands(exercise, there):
        return closing.content_is_gone(scene, there)
    changes = (begun.opened(scene, run), begun.idle(scene), *begun.taken_up(run))
    return replace(screen.ask(scene, exercise, there), changes=changes)


def hear(scene: Scene, place: Reviewing) -> Move:
    """Whatever came in while it was open."""
    exercise = scene.exercise(place.run.exercise)
    if exercise is None or not _stands(exercise, place):
        return closing.content_is_gone(scene, place)
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, exercise, place, do)
        case Said(text=text):
            labels = [
                (b.label.lstrip("●○ "), b.do) for row in screen.rows(scene, exercise, place) for b in row
            ]
            chosen = matching(text, labels, loosely=place.step in PER_PIECE)
            if chosen is not None:
                return _tapped(scene, exercise, place, chosen)
            return _written(scene, exercise, place, Answer(step=place.step, text=text))
        case Recorded():
            return _written(scene, exercise, place, Answer(step=place.step), scene.given)
        case _:
            return screen.ask(scene, exercise, place)


def _stands(exercise: Exercise, place: Reviewing) -> bool:
    """Whether the question can be asked: its words are there, and so is its piece."""
    has_piece = place.step not in PER_PIECE or 0 <= place.index < len(place.pieces)
    return exercise.form == "review" and exercise.step(place.step) is not None and has_piece


def _pieces(scene: Scene, review: Exercise) -> tuple[Piece, ...]:
    """The homework that was given, by name."""
    found = []
    for each in scene.person.assignments:
        exercise = scene.exercise(each.exercise)
        if exercise is None or each.own or exercise.id == review.id:
            continue
        name = exercise.title if exercise.keywords else each.words or exercise.title
        found.append(Piece(assignment=each.id, title=clip(name, TITLE)))
    return tuple(found)


def _tapped(scene: Scene, exercise: Exercise, place: Reviewing, do: str) -> Move:
    name, _, argument = do.partition(":")
    step = exercise.step(place.step)
    match name, step:
        case "stop", _:
            return closing.stop(scene, exercise, place)
        case "back", _:
            return screen.ask(scene, exercise, _before(place))
        case "skip", _:
            return _onward(scene, exercise, place, Answer(step=place.step, skipped=True))
        case "tick", ManyStep(options=options) if argument in {each.id for each in options}:
            ticked = tuple(sorted({*place.ticked} ^ {argument}))
            return screen.ask(scene, exercise, replace(place, ticked=ticked))
        case "ticked", ManyStep(options=options):
            labels = ", ".join(each.label for each in options if each.id in place.ticked)
            answer = Answer(step=place.step, choice=",".join(place.ticked), label=labels, skipped=not labels)
            return _onward(scene, exercise, place, answer)
        case "pick", ChoiceStep() | ScaleStep():
            return _picked(scene, exercise, place, step, argument)
        case _:
            return screen.ask(scene, exercise, place, screen.hint(scene))


def _picked(
    scene: Scene, exercise: Exercise, place: Reviewing, step: ChoiceStep | ScaleStep, argument: str
) -> Move:
    if isinstance(step, ScaleStep):
        number = int(argument) if argument.isdecimal() and len(argument) <= 2 else -1
        if not step.least <= number <= step.most:
            return screen.ask(scene, exercise, place, screen.hint(scene))
        return _onward(scene, exercise, place, Answer(step=step.id, value=number, label=str(number)))
    option = next((each for each in step.options if each.id == argument), None)
    if option is None:
        return screen.ask(scene, exercise, place, screen.hint(scene))
    answer = Answer(step=step.id, choice=option.id, label=option.label, value=option.value)
    return _onward(scene, exercise, place, answer)


def _written(
    scene: Scene, exercise: Exercise, place: Reviewing, answer: Answer, recorded: Recorded | None = None
) -> Move:
    if place.step in PER_PIECE:
        return screen.ask(scene, exercise, place, screen.hint(scene))
    run, row = begun.answered(scene, place.run, answer, recorded)
    move = _next(scene, exercise, replace(place, run=run), answer)
    return kept.with_entry(scene, move, row, answer, recorded)


def _onward(scene: Scene, exercise: Exercise, place: Reviewing, answer: Answer) -> Move:
    """One tap is kept, beside the piece it is about, and the next question comes."""
    row = _row(scene, place, answer)
    run = replace(place.run, answers=(*place.run.answers, replace(answer, entry=row.id)))
    move = _next(scene, exercise, replace(place, run=run, ticked=()), answer)
    return replace(move, entries=(*move.entries, row))


def _row(scene: Scene, place: Reviewing, answer: Answer) -> Entry:
    is_piece = answer.step in PER_PIECE
    number = place.index if is_piece else 0
    title = place.pieces[place.index].title if is_piece and not answer.skipped else ""
    entry = kept.entry(scene, place.run, answer)
    id_ = str(uuid5(UUID(place.run.id), f"{answer.step}:{number}"))
    return replace(entry, id=id_, number=number, text=title, message=None)


def _next(scene: Scene, exercise: Exercise, place: Reviewing, answer: Answer) -> Move:
    there = _after(place, answer)
    while there is not None and exercise.step(there.step) is None:
        there = _after(there, Answer(step=there.step, skipped=True))
    if there is None:
        return closing.finish(scene, exercise, place.run)
    return screen.ask(scene, exercise, there)


def _after(place: Reviewing, answer: Answer) -> Reviewing | None:
    """Where the answer leads: what was in the way only where something may have been, how it helped only what was done."""
    match place.step:
        case "went" if answer.skipped:
            return _next_piece(place)
        case "went":
            return replace(place, step="way" if answer.choice in (PARTLY, NOT_AT_ALL) else "helped")
        case "way":
            return replace(place, step="next" if _went(place.run) == NOT_AT_ALL else "helped")
        case "helped":
            return replace(place, step="next")
        case "next":
            return _next_piece(place)
        case "showed":
            return replace(place, step="first")
        case _:
            return None


def _next_piece(place: Reviewing) -> Reviewing:
    if place.index + 1 < len(place.pieces):
        return replace(place, step=PER_PIECE[0], index=place.index + 1)
    return replace(place, step=ONCE[0])


def _went(run: Run) -> str:
    """How the piece went that was asked about last."""
    return next((each.choice for each in reversed(run.answers) if each.step == "went"), "")


def _before(place: Reviewing) -> Reviewing:
    """One question back; what was answered there stands until it is answered anew."""
    if not place.run.answers:
        return place
    *others, last = place.run.answers
    run = replace(place.run, answers=tuple(others))
    asked = sum(each.step == "went" for each in place.run.answers)
    index = max(asked - 1, 0) if last.step in PER_PIECE else place.index
    ticked = tuple(last.choice.split(",")) if last.step == "way" and last.choice else ()
    return replace(
        place, run=run, step=last.step, index=min(index, max(len(place.pieces) - 1, 0)), ticked=ticked
    )
