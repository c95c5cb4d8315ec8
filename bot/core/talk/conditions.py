"""Whether a condition on an earlier answer is met."""

from bot.core.exercise import When
from bot.core.run import Answer, Run


def holds(when: When, run: Run) -> bool:
    """Whether every part of `when` is true of what its step got; a step without an answer meets nothing."""
    answers = [answer for answer in run.answers if answer.step == when.step and not answer.skipped]
    return bool(answers) and _size_fits(when, answers) and _words_fit(when, answers)


def _size_fits(when: When, answers: list[Answer]) -> bool:
    values = [answer.value for answer in answers if answer.value is not None]
    return (when.at_least is None or any(value >= when.at_least for value in values)) and (
        when.at_most is None or any(value <= when.at_most for value in values)
    )


def _words_fit(when: When, answers: list[Answer]) -> bool:
    lines = [answer.text.casefold() for answer in answers]
    return (
        (not when.is_one_of or any(answer.choice in when.is_one_of for answer in answers))
        and (not when.mentions or any(_mentions(line, when.mentions) for line in lines))
        and (not when.every_line_mentions or all(_mentions(line, when.every_line_mentions) for line in lines))
    )


def _mentions(line: str, words: tuple[str, ...]) -> bool:
    return any(word.casefold() in line for word in words)
