"""What a tap or typed words answer where a button is asked for."""

import re
from collections.abc import Sequence

from bot.core.run import Answer
from bot.core.scene import Scene
from bot.core.session import Answering
from bot.core.steps import ChoiceStep, ManyStep, Option, PauseStep, PickStep, ScaleStep, Tapping
from bot.core.talk import stepping

_OUT_OF = re.compile(r"(\d{1,2}) ?(?:/|\w{1,4}) ?(\d{1,2})")


def answer(scene: Scene, step: Tapping, place: Answering, tapped: str) -> Answer | None:
    """The answer behind a button of a step that takes one; None where there is no such button."""
    match step:
        case ChoiceStep():
            option = next((each for each in step.options if each.id == tapped), None)
            return _of(step, option) if option else None
        case ScaleStep():
            return _on_scale(step, int(tapped)) if tapped.isdecimal() and len(tapped) <= 2 else None
        case PickStep():
            found = stepping.lines(scene, step, place.run)
            number = int(tapped) if tapped.isdecimal() and len(tapped) <= 2 else len(found)
            return Answer(step=step.id, choice=tapped, label=found[number]) if number < len(found) else None
        case PauseStep() | ManyStep():
            return None


def number_in(step: Tapping, text: str) -> str | None:
    """The button of a scale that typed words mean, such as "7", "7/10" or "7 of 10"; "" for a number that is not on it."""
    if not isinstance(step, ScaleStep):
        return None
    plain = " ".join(text.split()).strip(" .")
    found = _OUT_OF.fullmatch(plain)
    written = found[1] if found and int(found[2]) == step.most else plain
    if not written.isdecimal():
        return None
    return str(int(written)) if len(written) <= 2 and step.least <= int(written) <= step.most else ""


def takes_words(step: Tapping) -> bool:
    """Whether words that are no button are an answer as well."""
    return isinstance(step, ChoiceStep | ManyStep | PickStep) and step.own


def chosen(step: ManyStep, place: Answering) -> Sequence[Answer]:
    """One answer for each option that is switched on, in the order of the options."""
    return [_of(step, each) for each in step.options if each.id in place.marked]


def switched(step: ManyStep, place: Answering, option: str) -> tuple[str, ...]:
    """The options that are on once this one was tapped; one more than the step takes stays off."""
    known = [each.id for each in step.options]
    wanted = set(place.marked) ^ ({option} & set(known))
    is_full = step.most is not None and len(wanted) > step.most
    return place.marked if is_full else tuple(each for each in known if each in wanted)


def _of(step: ChoiceStep | ManyStep, option: Option) -> Answer:
    return Answer(step=step.id, choice=option.id, label=option.label, value=option.value)


def _on_scale(step: ScaleStep, number: int) -> Answer | None:
    is_on_it = step.least <= number <= step.most
    return Answer(step=step.id, choice=str(number), label=str(number), value=number) if is_on_it else None
