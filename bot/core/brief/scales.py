"""The client's own numbers: in time, how big mistakes felt, what was expected and what came, how near values were."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.core.brief.homework import is_of_form
from bot.core.brief.value import Counted, Guess, Point, Scale, Sizes, Value
from bot.core.exercise import Exercise
from bot.core.halves import nudge_of
from bot.core.record import SharedAnswer, SharedRun
from bot.core.speech import Speech
from bot.core.steps import AnyStep, ChoiceStep, ScaleStep

OWN_PLACES = frozenset({"review", "values", "recap"})
"""Forms whose numbers stand in a section of their own."""
MISTAKES = "E01"


def numbers(runs: Iterable[SharedRun]) -> Iterator[tuple[SharedRun, SharedAnswer, int]]:
    """Every number that was given."""
    for run in runs:
        for answer in run.answers:
            if answer.value is not None and not answer.skipped:
                yield run, answer, answer.value


def scales(runs: Sequence[SharedRun], speech: Speech) -> tuple[Scale, ...]:
    """Every question with a scale that got a number: the one with most numbers first, then by name."""
    found: defaultdict[tuple[str, str], list[Point]] = defaultdict(list)
    for run, answer, value in numbers(runs):
        found[run.exercise, answer.step].append(Point(at=answer.at, value=value))
    made = [_scale(speech, name, step, points) for (name, step), points in found.items()]
    shown = [each for each in made if each is not None]
    return tuple(sorted(shown, key=lambda each: (-len(each.points), each.exercise, each.step)))


def _scale(speech: Speech, name: str, step: str, points: list[Point]) -> Scale | None:
    exercise = speech.exercise(name)
    known = exercise.step(step) if exercise and exercise.form not in OWN_PLACES else None
    ends = ends_of(known) if known else None
    if ends is None:
        return None
    in_time = tuple(sorted(points, key=lambda each: each.at))
    return Scale(exercise=name, step=step, low=ends[0], high=ends[1], points=in_time)


def ends_of(step: AnyStep) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """The ends of a step's scale with what they mean; None for a step without one."""
    if isinstance(step, ScaleStep):
        return (step.least, step.low or ""), (step.most, step.high or "")
    options = (
        [(each.value, each.label) for each in step.options if each.value is not None]
        if isinstance(step, ChoiceStep)
        else []
    )
    return (min(options), max(options)) if len(options) > 2 else None


# --- mistakes -----------------------------------------------------------------------------------------


def sizes(runs: Sequence[SharedRun], speech: Speech) -> Sizes | None:
    """How big mistakes felt and were guessed to be later; None where neither was said."""
    noted = [run for run in runs if is_mistake(run.exercise, speech)]
    felt, guessed = _tally(noted, "size_now", speech), _tally(noted, "size_month", speech)
    if felt is None or guessed is None:
        return None
    both = [pair for run in noted if (pair := pair_in(run, "size_now", "size_month")) is not None]
    return Sizes(felt=felt, guessed=guessed, both=len(both), smaller=sum(then < now for now, then in both))


def is_mistake(name: str, speech: Speech) -> bool:
    """Whether that exercise is the note of a mistake."""
    exercise = speech.exercise(name)
    return exercise is not None and exercise.code == MISTAKES


def pair_in(run: SharedRun, before: str, after: str) -> tuple[int, int] | None:
    """Two numbers of one doing; None where one of them is not there."""
    given = {answer.step: value for _, answer, value in numbers((run,))}
    return (given[before], given[after]) if before in given and after in given else None


def _tally(runs: Sequence[SharedRun], step: str, speech: Speech) -> Counted | None:
    """How often each answer was given, in the reader's words."""
    exercise = speech.exercise(runs[0].exercise) if runs else None
    known = exercise.step(step) if exercise else None
    if exercise is None or not isinstance(known, ChoiceStep):
        return None
    given = Counter(value for _, answer, value in numbers(runs) if answer.step == step)
    labels = [(each.label, given[each.value]) for each in known.options if each.value is not None]
    return Counted(exercise=exercise.id, step=step, answers=tuple(each for each in labels if each[1]))


# --- what was expected, and what came -------------------------------------------------------------------


def guesses(runs: Sequence[SharedRun], speech: Speech) -> tuple[Guess, ...]:
    """What a second half sets beside its first; a first half that is not among the runs leaves its side empty."""
    return tuple(found for n, run in enumerate(runs) if (found := _guess(runs[:n], run, speech)) is not None)


def _guess(earlier: Sequence[SharedRun], run: SharedRun, speech: Speech) -> Guess | None:
    exercise = speech.exercise(run.exercise)
    compare = exercise.closing.compare if exercise else None
    name, _, step = compare.before.rpartition(".") if compare else ("", "", "")
    if exercise is None or compare is None or not name:
        return None
    first = _first_half([each for each in earlier if each.exercise == exercise.recalls.get(name)], run)
    expected = _number(first, step) if first else None
    came = _number(run, compare.after)
    if expected is None and came is None:
        return None
    return Guess(
        exercise=exercise.id, step=compare.after, run=run.id, at=run.started_at, expected=expected, came=came
    )


def _first_half(firsts: Sequence[SharedRun], second: SharedRun) -> SharedRun | None:
    """The very one that a nudge came after; one begun without a nudge goes on from the latest, as the client saw it."""
    if second.occurrence_id is None:
        return firsts[-1] if firsts else None
    return next((each for each in firsts if nudge_of(each.id, second.exercise) == second.occurrence_id), None)


def _number(run: SharedRun, step: str) -> int | None:
    return next((value for _, answer, value in numbers((run,)) if answer.step == step), None)


# --- values -------------------------------------------------------------------------------------------


def values(runs: Sequence[SharedRun], speech: Speech) -> tuple[Value, ...]:
    """How near each value was by every check-in, in the order they were first rated."""
    found: dict[str, list[tuple[SharedAnswer, int]]] = {}
    for run, answer, value in numbers(runs):
        if is_of_form(run, "values", speech) and answer.text:
            found.setdefault(answer.text, []).append((answer, value))
    return tuple(
        Value(name=name, seen=tuple((each.at, value, _near(each, value, speech)) for each, value in seen))
        for name, seen in found.items()
    )


def _near(answer: SharedAnswer, value: int, speech: Speech) -> str:
    """The label of the button in the reader's language, else as it was tapped."""
    exercise = _check_in(speech)
    step = exercise.step(answer.step) if exercise else None
    options = step.options if isinstance(step, ChoiceStep) else ()
    return next((each.label for each in options if each.value == value), answer.label)


def _check_in(speech: Speech) -> Exercise | None:
    name = next((each.id for each in speech.exercises.values() if each.form == "values"), "")
    return speech.exercise(name)
