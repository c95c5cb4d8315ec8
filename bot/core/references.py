"""What the parts of an exercise refer to: every name that is quoted, picked from or looked at has to be there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.core.framing import Caution, Closing, Exit, Rhythm
from bot.core.steps import AnyStep, ChoiceStep, ManyStep, PickStep, When, Written
from bot.core.text import fields_of

ALWAYS = frozenset({"words", "therapist"})
"""What every exercise can quote: the therapist's own words for this client, and the therapist's name."""
CARDS, VALUES = "cards", "values"
RESERVED = ALWAYS | {CARDS, VALUES}
Where = tuple[str | int, ...]


class Fault(NamedTuple):
    """Something that does not hold together, and the way to it: keys and, in lists, numbers."""

    where: Where
    reason: str


class Looked(NamedTuple):
    """A part that refers to answers: where it stands, the names, and the conditions among them."""

    where: Where
    refs: frozenset[str]
    whens: tuple[When, ...] = ()


def faults(
    steps: Sequence[AnyStep],
    closing: Closing,
    exits: Sequence[Exit],
    flags: Sequence[Caution],
    recalls: Mapping[str, str],
    tiny: Sequence[str],
) -> Iterator[Fault]:
    """Every fault of reference inside one file, the first one first."""
    names = [step.id for step in steps]
    yield from _of_names(steps, recalls)
    for position, step in enumerate(steps):
        for part in looked_at(step, position):
            yield from _unknown(f"steps.{step.id}", part, names[:position], recalls)
            yield from odd_options(part, steps)
        yield from _without_fallback(step, position)
    named = [("tiny", Looked(("tiny",), frozenset(tiny)))]
    named += [(f"flags.{n}", Looked(("flags", n, "steps"), frozenset(e.steps))) for n, e in enumerate(flags)]
    named += [(f"exits.{n}", Looked(("exits", n, "steps"), frozenset(e.steps))) for n, e in enumerate(exits)]
    for where, part in named:
        yield from _unknown(where, part, names, {})
    for part in looked_at_by_closing(closing):
        yield from _unknown("closing", part, names, recalls)
        yield from odd_options(part, steps)


def looked_at(step: AnyStep, position: int = 0) -> Iterator[Looked]:
    """Every part of a step that quotes, picks from or looks at answers."""
    here = ("steps", position)
    yield Looked((*here, "ask"), _quoted(step.ask))
    yield Looked((*here, "when"), _refs(step.when), step.when)
    for number, other in enumerate(step.ask_when):
        yield Looked((*here, "ask_when", number, "ask"), _quoted(other.ask) | _refs(other.when), other.when)
    if isinstance(step, Written):
        yield Looked((*here, "doors"), _quoted(door.ask for door in step.doors))
    if isinstance(step, PickStep):
        yield Looked((*here, "of"), frozenset(step.of))


def looked_at_by_closing(closing: Closing) -> Iterator[Looked]:
    """The same for the end of an exercise."""
    yield Looked(("closing", "say"), _quoted(closing.say))
    yield Looked(("closing", "card"), _quoted(closing.card))
    for number, other in enumerate(closing.say_when):
        where = ("closing", "say_when", number, "say")
        yield Looked(where, _quoted(other.say) | _refs(other.when), other.when)
    for number, offer in enumerate(closing.offers):
        yield Looked(("closing", "offers", number, "when"), _refs(offer.when), offer.when)
    if closing.compare:
        yield Looked(("closing", "compare", "before"), frozenset({closing.compare.before}))
        yield Looked(("closing", "compare", "after"), frozenset({closing.compare.after}))
    if keep := closing.keep_as:
        yield Looked(("closing", "keep_as", "lines"), _quoted(keep.lines) | _refs(keep.when), keep.when)


def references(steps: Sequence[AnyStep], closing: Closing) -> Iterator[Looked]:
    """Every part of an exercise that refers to answers."""
    for position, step in enumerate(steps):
        yield from looked_at(step, position)
    yield from looked_at_by_closing(closing)


def rhythm_refers(rhythm: Rhythm) -> Looked:
    """What a rhythm looks at, in the exercise that it comes after."""
    return Looked(("rhythm", "when"), _refs(rhythm.when), rhythm.when)


def odd_options(part: Looked, steps: Sequence[AnyStep], name: str = "") -> Iterator[Fault]:
    """Conditions on options that a step does not have; `steps` are this exercise's, or those of the one recalled as
    `name`."""
    known = {step.id: step for step in steps}
    for when in part.whens:
        recalled, _, own = when.step.rpartition(".")
        step = known.get(own) if recalled == name else None
        wanted = {*when.is_one_of, *when.is_none_of}
        if step is None or not wanted:
            continue
        options = {each.id for each in step.options} if isinstance(step, ChoiceStep | ManyStep) else set()
        for option in sorted(wanted - options):
            yield Fault(part.where, f"{when.step} has no option {option}")


def _of_names(steps: Sequence[AnyStep], recalls: Mapping[str, str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, step in enumerate(steps):
        where = ("steps", position, "id")
        if step.id in seen:
            yield Fault(where, f"the step {step.id} is there twice")
        if step.id in RESERVED:
            yield Fault(where, f"{step.id} is a name with a meaning of its own")
        if step.id in recalls:
            yield Fault(where, f"{step.id} names a step and a recalled run")
        seen.add(step.id)
    for name in sorted(set(recalls) & RESERVED):
        yield Fault(("recalls",), f"{name} is a name with a meaning of its own")


def _quoted(wordings: Collection[str] | Iterator[str]) -> frozenset[str]:
    return frozenset(name for words in wordings for name in fields_of(words))


def _refs(whens: Sequence[When]) -> frozenset[str]:
    return frozenset(ref for when in whens for ref in when.refs)


def _unknown(
    called: str, part: Looked, steps: Collection[str], recalls: Mapping[str, str]
) -> Iterator[Fault]:
    for ref in sorted(part.refs):
        name, _, rest = ref.partition(".")
        is_known = name in recalls or name == CARDS if rest else name in steps or name in ALWAYS | {VALUES}
        if not is_known:
            yield Fault(part.where, f"{called} refers to {ref}, which no earlier step gives")


def _without_fallback(step: AnyStep, position: int) -> Iterator[Fault]:
    """A recalled run or a card may not be there: then one wording has to do without."""
    for asks in (step.ask, *(other.ask for other in step.ask_when)):
        if all(any("." in name for name in fields_of(ask)) for ask in asks):
            reason = f"steps.{step.id} quotes what may not be there in each of its wordings"
            yield Fault(("steps", position, "ask"), reason)
