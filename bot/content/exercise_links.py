"""What exercises refer to in one another: offers, recalled runs, second halves, cards; and their twins in other languages."""

from collections.abc import Iterator, Mapping, Sequence

from bot.core.exercise import Exercise
from bot.core.references import CARDS, Fault, odd_options, references, rhythm_refers

ORIGINAL = "en"


def broken_links(exercise: Exercise, others: Sequence[Exercise]) -> Iterator[Fault]:
    """Everything that `exercise` refers to and that none of `others`, itself among them, gives."""
    known = {each.id: each for each in others if each.language in (exercise.language, ORIGINAL)}
    known |= {each.id: each for each in others if each.language == exercise.language}
    yield from _of_names(exercise, known)
    yield from _of_recalled(exercise, known)
    yield from _of_cards(exercise, others)
    yield from _of_twin(exercise, others)


def _of_names(exercise: Exercise, known: Mapping[str, Exercise]) -> Iterator[Fault]:
    for number, offer in enumerate(exercise.closing.offers):
        if offer.exercise not in known:
            where = ("closing", "offers", number, "exercise")
            yield Fault(where, f"offers {offer.exercise}, which is not there")
    for name, other in exercise.recalls.items():
        if other not in known:
            yield Fault(("recalls",), f"recalls {other} as {name}, which is not there")
    first = exercise.rhythm.exercise
    if first is not None and first not in known:
        yield Fault(("rhythm", "exercise"), f"comes after {first}, which is not there")


def _of_recalled(exercise: Exercise, known: Mapping[str, Exercise]) -> Iterator[Fault]:
    parts = list(references(exercise.steps, exercise.closing))
    recalled = {name: known[other] for name, other in exercise.recalls.items() if other in known}
    for part in parts:
        for name, other in recalled.items():
            for ref in sorted(part.refs):
                if ref.startswith(f"{name}.") and other.step(ref.partition(".")[2]) is None:
                    yield Fault(part.where, f"refers to {ref}, and {other.id} has no such step")
            yield from odd_options(part, other.steps, name)
    first = known.get(exercise.rhythm.exercise or "")
    if first is not None:
        looked = rhythm_refers(exercise.rhythm)
        for ref in sorted(looked.refs):
            if first.step(ref) is None:
                yield Fault(looked.where, f"looks at {ref}, and {first.id} has no such step")
        yield from odd_options(looked, first.steps)


def _of_cards(exercise: Exercise, others: Sequence[Exercise]) -> Iterator[Fault]:
    kept = {each.closing.keep_as.card for each in others if each.closing.keep_as}
    for part in references(exercise.steps, exercise.closing):
        for ref in sorted(part.refs):
            name, _, kind = ref.partition(".")
            if name == CARDS and kind not in kept:
                yield Fault(part.where, f"draws {ref}, and no exercise keeps cards of that kind")


def _of_twin(exercise: Exercise, others: Sequence[Exercise]) -> Iterator[Fault]:
    """Answers of all languages go into one table: the steps are the same ones, and so are their options."""
    twin = next((e for e in others if (e.language, e.id) == (ORIGINAL, exercise.id)), None)
    if twin is None or twin is exercise:
        return
    mine = [(step.id, step.kind, _options(step)) for step in exercise.steps]
    for position, (own, first) in enumerate(
        zip(mine, [(s.id, s.kind, _options(s)) for s in twin.steps], strict=False)
    ):
        if own != first:
            yield Fault(
                ("steps", position, "id"), f"{own[0]} is not the step it is in {ORIGINAL}, {first[0]}"
            )
            return
    if len(exercise.steps) != len(twin.steps):
        yield Fault(("steps",), f"has {len(exercise.steps)} steps, and {len(twin.steps)} in {ORIGINAL}")


def _options(step: object) -> tuple[tuple[str, int | None], ...]:
    return tuple((option.id, option.value) for option in getattr(step, "options", ()))
