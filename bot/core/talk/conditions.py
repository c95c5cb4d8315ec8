"""Whether conditions on earlier answers are met, on those of this run or of a recalled one."""

from collections.abc import Iterable

from bot.core.run import Answer, Run
from bot.core.steps import When


def all_hold(whens: Iterable[When], run: Run) -> bool:
    """Whether each of the conditions holds; none is met by everything."""
    return all(holds(when, run) for when in whens)


def holds(when: When, run: Run) -> bool:
    """Whether every part of `when` is true of what its step got; a step without an answer meets only `answered = false`."""
    answers = run.given(when.step)
    if when.answered is False:
        return not answers
    return bool(answers) and _size_fits(when, answers, run) and _words_fit(when, answers)


def number(run: Run, ref: str) -> int | None:
    """The number that an answer stands for, if it has one."""
    return next((answer.value for answer in run.given(ref) if answer.value is not None), None)


def _size_fits(when: When, answers: tuple[Answer, ...], run: Run) -> bool:
    values = [answer.value for answer in answers if answer.value is not None]
    return (
        (when.at_least is None or any(value >= when.at_least for value in values))
        and (when.at_most is None or any(value <= when.at_most for value in values))
        and (when.above is None or _differs(run, when.above, when.step))
        and (when.below is None or _differs(run, when.step, when.below))
    )


def _differs(run: Run, smaller: str, larger: str) -> bool:
    low, high = number(run, smaller), number(run, larger)
    return low is not None and high is not None and low < high


def _words_fit(when: When, answers: tuple[Answer, ...]) -> bool:
    lines = [answer.text.casefold() for answer in answers]
    choices = {answer.choice for answer in answers}
    return (
        (not when.is_one_of or any(choice in when.is_one_of for choice in choices))
        and not (when.is_none_of and choices & set(when.is_none_of))
        and (not when.mentions or any(_mentions(line, when.mentions) for line in lines))
        and (not when.every_line_mentions or all(_mentions(line, when.every_line_mentions) for line in lines))
    )


def _mentions(line: str, words: tuple[str, ...]) -> bool:
    return any(word.casefold() in line for word in words)
