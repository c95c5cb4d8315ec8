"""The client's own words for a brief: which of them, and never altered."""

from collections.abc import Iterator, Sequence

from bot.core.brief.homework import FOR_SESSION, is_of_form
from bot.core.brief.value import IfThen, Words
from bot.core.record import SharedAnswer, SharedRun
from bot.core.speech import Speech
from bot.core.steps import ListStep, TextStep

MOST = 5
"""So many quotes a brief has at most."""
ELSEWHERE = frozenset({"review", "values", "recap", "plan"})
"""Forms whose words stand in a section of their own."""


def quoted(run: SharedRun, answer: SharedAnswer) -> Words:
    """One answer with where it stands."""
    return Words(
        exercise=run.exercise,
        run=run.id,
        step=answer.step,
        number=answer.number,
        at=answer.at,
        text=answer.text or answer.label,
        recorded=answer.media,
    )


def answers_to(runs: Sequence[SharedRun], form: str, step: str, speech: Speech) -> tuple[Words, ...]:
    """Every answer to one question of the exercises of that form, the earliest first."""
    return tuple(
        quoted(run, answer)
        for run in runs
        if is_of_form(run, form, speech)
        for answer in run.answers
        if answer.step == step and not answer.skipped and (answer.text or answer.media)
    )


def first_thing(runs: Sequence[SharedRun], speech: Speech) -> tuple[Words, ...]:
    """What the last look back names to begin with; nothing where nobody has looked back."""
    return answers_to(runs, "review", "first", speech)[-1:]


def to_bring(runs: Sequence[SharedRun]) -> tuple[Words, ...]:
    """The client's own list for the session."""
    return tuple(
        quoted(run, answer)
        for run in runs
        if run.exercise == FOR_SESSION
        for answer in run.answers
        if not answer.skipped
    )


def noticed(runs: Sequence[SharedRun], speech: Speech) -> tuple[Words, ...]:
    """At most five answers in words, none of them chosen for what it says: what a look back showed, then the newest of
    each exercise, then the newest of the rest. The same words do not come twice."""
    showed = answers_to(runs, "review", "showed", speech)[-1:]
    newest = [found for run in reversed(runs) if (found := next(_words_of(run, speech), None)) is not None]
    firsts = {each.exercise: each for each in reversed(newest)}
    ordered = [*showed, *(each for each in newest if firsts[each.exercise] is each), *newest]
    chosen = {each.text: each for each in reversed(ordered)}
    return tuple(each for each in dict.fromkeys(ordered) if chosen[each.text] is each)[:MOST]


def _words_of(run: SharedRun, speech: Speech) -> Iterator[Words]:
    """What was written in a doing, its last question first: there the client has got somewhere."""
    exercise = speech.exercise(run.exercise)
    if exercise is None or exercise.form in ELSEWHERE or run.exercise == FOR_SESSION:
        return
    written = {step.id for step in exercise.steps if isinstance(step, TextStep | ListStep)}
    for answer in reversed(run.answers):
        if answer.step in written and answer.text and not answer.skipped:
            yield quoted(run, answer)


def if_then(runs: Sequence[SharedRun], speech: Speech) -> IfThen | None:
    """The plan that was made last, with what was said of it since."""
    plans = [run for run in runs if is_of_form(run, "plan", speech)]
    made = [run for run in plans if _given(run, "cue") and _given(run, "act")]
    if not made:
        return None
    last = made[-1]
    later = [said for run in plans if run.started_at >= last.started_at and (said := _given(run, "came_up"))]
    return IfThen(
        cue=_given(last, "cue"),
        act=_given(last, "act"),
        run=last.id,
        at=last.started_at,
        came_up=later[-1] if later else "",
    )


def _given(run: SharedRun, step: str) -> str:
    return next((a.text or a.label for a in run.answers if a.step == step and not a.skipped), "")
