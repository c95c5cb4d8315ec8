"""What the parts of an exercise refer to: every name that is quoted, picked from or looked at has to be there."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.core.framing import Caution, Closing, Exit
from bot.core.steps import AnyStep, PickStep, When, Written
from bot.core.text import fields_of

ALWAYS = frozenset({"words", "therapist"})
"""What every exercise can quote: the therapist's own words for this client, and the therapist's name."""
CARDS, VALUES = "cards", "values"
RESERVED = ALWAYS | {CARDS, VALUES}


def loose_ends(
    steps: Sequence[AnyStep],
    closing: Closing,
    exits: Sequence[Exit],
    flags: Sequence[Caution],
    recalls: Mapping[str, str],
    tiny: Sequence[str],
) -> Iterator[str]:
    """Every fault of reference, each in a sentence."""
    names = [step.id for step in steps]
    yield from (f"the step {name} is there twice" for name in dict.fromkeys(names) if names.count(name) > 1)
    taken = (set(names) | set(recalls)) & RESERVED
    yield from (f"{name} is a name with a meaning of its own" for name in sorted(taken))
    yield from (f"{name} names a step and a recalled run" for name in sorted(set(names) & set(recalls)))
    for position, step in enumerate(steps):
        known = set(names[:position])
        yield from _unknown(f"steps.{step.id}", step_refs(step), known, recalls)
        yield from _without_fallback(f"steps.{step.id}", step)
    yield from _unknown("tiny", set(tiny), set(names), {})
    for number, each in enumerate(flags):
        yield from _unknown(f"flags.{number}", set(each.steps), set(names), {})
    for number, way in enumerate(exits):
        yield from _unknown(f"exits.{number}", set(way.steps), set(names), {})
    yield from _unknown("closing", closing_refs(closing), set(names), recalls)


def step_refs(step: AnyStep) -> set[str]:
    """Every name that a step quotes, picks from or looks at."""
    needed = {name for asks in _wordings(step) for ask in asks for name in fields_of(ask)}
    needed |= _looked_at(step.when) | {ref for other in step.ask_when for ref in _looked_at(other.when)}
    if isinstance(step, Written):
        needed |= {name for door in step.doors for name in fields_of(door.ask)}
    return needed | (set(step.of) if isinstance(step, PickStep) else set())


def closing_refs(closing: Closing) -> set[str]:
    """Every name that the end quotes or looks at."""
    lines = [*closing.say, *closing.card, *(line for other in closing.say_when for line in other.say)]
    whens = [other.when for other in closing.say_when] + [offer.when for offer in closing.offers]
    if closing.keep_as:
        lines += closing.keep_as.lines
        whens.append(closing.keep_as.when)
    needed = {name for line in lines for name in fields_of(line)} | {r for w in whens for r in _looked_at(w)}
    return needed | ({closing.compare.before, closing.compare.after} if closing.compare else set())


def _looked_at(whens: Sequence[When]) -> set[str]:
    return {ref for when in whens for ref in when.refs}


def _wordings(step: AnyStep) -> tuple[tuple[str, ...], ...]:
    return (step.ask, *(other.ask for other in step.ask_when))


def _unknown(
    where: str, wanted: set[str], steps: Collection[str], recalls: Mapping[str, str]
) -> Iterator[str]:
    for ref in sorted(wanted):
        name, _, part = ref.partition(".")
        is_known = name in recalls or name == CARDS if part else name in steps or name in ALWAYS | {VALUES}
        if not is_known:
            yield f"{where} refers to {ref}, which no earlier step gives"


def _without_fallback(where: str, step: AnyStep) -> Iterator[str]:
    """A recalled run or a card may not be there: then one wording has to do without."""
    for asks in _wordings(step):
        if all(any("." in name for name in fields_of(ask)) for ask in asks):
            yield f"{where} quotes what may not be there in each of its wordings"
