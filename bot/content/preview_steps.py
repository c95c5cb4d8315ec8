"""One step, one condition and the end of an exercise, as pieces of the page that a clinician reads."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from bot.core.framing import Closing
from bot.core.steps import (
    AnyStep,
    ChoiceStep,
    ListStep,
    ManyStep,
    PauseStep,
    PickStep,
    ScaleStep,
    When,
    Written,
)


def escaped(text: str) -> str:
    """Any text, as text of the page."""
    return escape(text).replace("\n", "<br>")


def paragraph(text: str, kind: str = "") -> str:
    """A line of its own."""
    return f'<p class="{kind}">{escaped(text)}</p>' if kind else f"<p>{escaped(text)}</p>"


def step(number: int, one: AnyStep, *, is_tiny: bool) -> Iterator[str]:
    """A question with its wordings, its buttons, its examples, and when it is asked."""
    marks = [one.kind, *(["optional"] if one.optional else []), *(["half-minute version"] if is_tiny else [])]
    yield f'<h4>{number}. {escaped(one.name)} <span class="fine">{escaped(", ".join(marks))}</span></h4>'
    if one.when:
        yield paragraph(f"only if {in_words(one.when)}", "when")
    yield _wordings(one.ask)
    for other in one.ask_when:
        yield paragraph(f"if {in_words(other.when)}:", "when") + _wordings(other.ask)
    yield "".join(f'<span class="label">{escaped(label)}</span>' for label in _labels(one))
    if isinstance(one, Written):
        yield _ways_in(one)
        yield '<p class="fine">Examples: ' + escaped(" · ".join(one.examples)) + "</p>"


def closing(end: Closing) -> Iterator[str]:
    """What is said at the end, what is shown, what is offered and what is kept."""
    yield "<h4>At the end</h4>" + _wordings(end.say)
    for other in end.say_when:
        yield paragraph(f"if {in_words(other.when)}:", "when") + _wordings(other.say)
    if end.card:
        yield paragraph("\n".join(end.card), "quote")
    if end.compare:
        yield _wordings([end.compare.say, *([end.compare.averages] if end.compare.averages else [])])
    if end.keep_as:
        yield paragraph(f"Becomes a card ({end.keep_as.title}): {' / '.join(end.keep_as.lines)}", "fine")
        if end.keep_as.when:
            yield paragraph(f"only if {in_words(end.keep_as.when)}", "when")
    for offer in end.offers:
        asked = f' <span class="when">if {escaped(in_words(offer.when))}</span>' if offer.when else ""
        yield f'<p><span class="label">{escaped(offer.label)}</span>{asked}</p>'


def in_words(whens: Iterable[When]) -> str:
    """Conditions that all have to hold, as a clinician reads them."""
    return " and ".join(_condition(when) for when in whens)


def _condition(when: When) -> str:
    parts = [
        "was not answered" if when.answered is False else "",
        "was answered" if when.answered else "",
        f"is {when.at_least} or more" if when.at_least is not None else "",
        f"is {when.at_most} or less" if when.at_most is not None else "",
        f"is more than {when.above}" if when.above else "",
        f"is less than {when.below}" if when.below else "",
        f"is {' or '.join(when.is_one_of)}" if when.is_one_of else "",
        f"is not {' or '.join(when.is_none_of)}" if when.is_none_of else "",
        f"mentions {_some(when.mentions)}" if when.mentions else "",
        f"mentions in every line {_some(when.every_line_mentions)}" if when.every_line_mentions else "",
    ]
    given = [part for part in parts if part]
    return f"{when.step} {' and '.join(given)}" if given else f"{when.step} was answered"


def _some(words: Sequence[str]) -> str:
    return ", ".join(f"“{each}”" for each in words)


def _wordings(lines: Iterable[str]) -> str:
    return "".join(paragraph(line) for line in lines)


def _labels(one: AnyStep) -> list[str]:
    match one:
        case ChoiceStep() | ManyStep():
            return [option.label for option in one.options]
        case ScaleStep():
            ends = f" ({one.least} is {one.low}, {one.most} is {one.high})" if one.low else ""
            return [f"{one.least} to {one.most}{ends}"]
        case PauseStep():
            return [one.go or "Go on", *([f"rings after {one.seconds} s"] if one.seconds else [])]
        case PickStep():
            return [f"one of: {', '.join(one.of)}"]
        case ListStep():
            return [one.enough, one.another]
        case _:
            return []


def _ways_in(one: Written) -> str:
    more = _wordings(one.more) if isinstance(one, ListStep) else ""
    doors = "".join(f"<li>{escaped(door.label)}: {escaped(door.ask)}</li>" for door in one.doors)
    return more + (f"<p>{escaped(one.doors_label)}:</p><ul>{doors}</ul>" if doors else "")
