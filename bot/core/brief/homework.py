"""Each piece of homework and what came of it: counted from nudges and doings, and said when looking back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from bot.core.brief.value import Piece
from bot.core.record import ExportedOccurrence, SharedAnswer, SharedHomework, SharedRecord, SharedRun
from bot.core.speech import Speech
from bot.core.text import clip

UNASKED = frozenset({"on_demand", "after"})
"""Kinds of plans that come without nudges of their own."""
LOOKS = frozenset({"review", "recap"})
"""Forms that are about the homework, or about the session."""
FOR_SESSION = "for-session"
TITLE = 60
"""So much of a therapist's own words names a piece when looking back."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was said of one piece in a look back."""

    went: str = ""
    ways: str = ""
    helped: int | None = None
    wish: str = ""


def is_delivered(each: ExportedOccurrence) -> bool:
    """Whether a nudge came to the client, as far as anybody can tell."""
    return each.send_state in ("sent", "unknown") and each.outcome not in ("undeliverable", "held_safety")


def pieces(record: SharedRecord, speech: Speech) -> tuple[Piece, ...]:
    """What was given, in its order; then what the client did beside it."""
    given = [each for each in record.homework if not each.own]
    runs = _by_piece(record, given)
    nudges: defaultdict[str, list[ExportedOccurrence]] = defaultdict(list)
    for each in record.occurrences:
        nudges[each.assignment_id].append(each)
    looked = _looked_back(record.runs, speech)
    assigned = [_piece(each, runs.pop(each.id, []), nudges[each.id], speech) for each in given]
    beside: defaultdict[str, list[SharedRun]] = defaultdict(list)
    for run in (run for left in runs.values() for run in left):
        if run.exercise != FOR_SESSION and not any(is_of_form(run, form, speech) for form in LOOKS):
            beside[run.exercise].append(run)
    own = [
        _counted(Piece(id="", exercise=name, own=True, asked=False), found, speech.zone)
        for name, found in beside.items()
    ]
    return (*(_with(each, looked.get(_name(each, speech))) for each in assigned), *own)


def _piece(
    given: SharedHomework, runs: Sequence[SharedRun], nudges: Sequence[ExportedOccurrence], speech: Speech
) -> Piece:
    delivered = [each for each in nudges if is_delivered(each)]
    outcomes = Counter(each.outcome for each in delivered)
    reasons = Counter(each.reason for each in delivered if each.outcome == "declined" and each.reason)
    piece = Piece(
        id=given.id,
        exercise=given.exercise,
        words=given.words,
        asked=given.kind not in UNASKED or bool(delivered),
        over=given.ended_at is not None,
        offered=len(delivered),
        declined=outcomes["declined"],
        let_go=outcomes["expired"],
        reasons=tuple(reasons.most_common()),
    )
    return _counted(piece, runs, speech.zone)


def _counted(piece: Piece, runs: Sequence[SharedRun], zone: tzinfo) -> Piece:
    outcomes = Counter(run.outcome for run in runs)
    return replace(
        piece,
        runs=len(runs),
        done=outcomes["done"],
        part=len(runs) - outcomes["done"],
        days=len(days_of(runs, zone)),
    )


def days_of(runs: Iterable[SharedRun], zone: tzinfo) -> frozenset[date]:
    """The dates on which they began, on a wall calendar in `zone`."""
    return frozenset(run.started_at.astimezone(zone).date() for run in runs)


def _by_piece(record: SharedRecord, given: Sequence[SharedHomework]) -> dict[str, list[SharedRun]]:
    """Doings by the piece they belong to; one that names none belongs to the first of its exercise, or to "exercise"."""
    known = {each.id for each in given}
    first = {each.exercise: each.id for each in reversed(given)}
    found: defaultdict[str, list[SharedRun]] = defaultdict(list)
    for run in record.runs:
        if has_something(run):
            piece = run.assignment_id if run.assignment_id in known else first.get(run.exercise)
            found[piece or run.exercise].append(run)
    return found


def has_something(run: SharedRun) -> bool:
    """Whether anything was given."""
    return any(not answer.skipped for answer in run.answers)


# --- looking back -----------------------------------------------------------------------------------


def _looked_back(runs: Sequence[SharedRun], speech: Speech) -> Mapping[str, Looked]:
    """What the last look back says of each piece, by what the piece was called in it."""
    reviews = [run for run in runs if is_of_form(run, "review", speech)]
    found: dict[str, Looked] = {}
    for answer in reviews[-1].answers if reviews else ():
        if answer.text and not answer.skipped:
            found[answer.text] = _said(found.get(answer.text, Looked()), answer)
    return found


def _said(so_far: Looked, answer: SharedAnswer) -> Looked:
    match answer.step:
        case "went":
            return replace(so_far, went=answer.label)
        case "way":
            return replace(so_far, ways=answer.label)
        case "helped":
            return replace(so_far, helped=answer.value)
        case "next":
            return replace(so_far, wish=answer.label)
        case _:
            return so_far


def is_of_form(run: SharedRun, form: str, speech: Speech) -> bool:
    """Whether the exercise that was done has that form."""
    exercise = speech.exercise(run.exercise)
    return exercise is not None and exercise.form == form


def _name(piece: Piece, speech: Speech) -> str:
    """What a look back calls the piece."""
    exercise = speech.exercise(piece.exercise)
    title = exercise.title if exercise else piece.exercise
    is_own = exercise is not None and not exercise.keywords
    return clip(piece.words or title if is_own else title, TITLE)


def _with(piece: Piece, looked: Looked | None) -> Piece:
    if looked is None:
        return piece
    return replace(piece, went=looked.went, ways=looked.ways, helped=looked.helped, wish=looked.wish)
