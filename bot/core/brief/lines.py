"""A brief in words: headings and lines, for the chat, for a text file and for whatever is pasted elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.brief.value import ENOUGH, Brief, Counted, Guess, Piece, Scale, Value, Words
from bot.core.reasons import REASONS
from bot.core.speech import Speech
from bot.core.text import clip
from bot.core.words import to_say

Key = Literal[
    "first",
    "bring",
    "homework",
    "way",
    "scales",
    "sizes",
    "guesses",
    "values",
    "plan",
    "words",
    "gaps",
    "card",
]
QUOTE = 320
"""So much of one answer stands in a brief; the row it names has all of it."""
LISTED = 12
"""So many numbers of one scale are listed, the last ones."""
OUTCOMES = to_say(
    {
        "offered": "offered {count}",
        "done": "done {count}",
        "part": "in part {count}",
        "declined": "not that day {count}",
        "let_go": "let go {count}",
    }
)
RECORDED = to_say("a recording")
FOOT = to_say("Counted by rules from what was shared. Not a clinical assessment.")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a brief."""

    key: Key
    title: str
    lines: tuple[str, ...]


def sections(brief: Brief, speech: Speech) -> tuple[Section, ...]:
    """Everything that the brief says, in the order in which a therapist reads. What is missing is said to be missing."""
    if brief.hidden:
        return ()
    say = speech.say
    parts: tuple[tuple[Key, str, Iterable[str]], ...] = (
        ("first", say("First thing to talk about"), _quotes(brief.first, speech) or (nothing_named(speech),)),
        ("bring", say("Asked to bring"), _quotes(brief.bring, speech)),
        ("homework", say("Homework"), homework_lines(brief, speech)),
        ("way", say("In the way"), in_the_way(brief, speech)),
        ("sizes", say("Size of mistakes"), size_lines(brief, speech)),
        ("scales", say("Own scales"), [scale_line(each, speech) for each in brief.scales]),
        ("guesses", say("Expected, and what came"), [guess_line(each, speech) for each in brief.guesses]),
        ("values", say("Values"), [*(value_line(each) for each in brief.values), *chosen(brief, speech)]),
        ("plan", say("Plan"), plan_lines(brief, speech)),
        ("gaps", say("Gaps"), gap_lines(brief, speech) or (say("none"),)),
        ("card", say("Help card"), (card_line(brief, speech),)),
        ("words", say("In their words"), [quote(each, speech) for each in brief.noticed]),
    )
    return tuple(Section(key, title, found) for key, title, lines in parts if (found := tuple(lines)))


def heading(brief: Brief, speech: Speech) -> str:
    """Whom it is about, and before which appointment."""
    name = brief.name or brief.code
    if brief.meets is None:
        return speech.say("{client}. No session is set.", client=name.rstrip("."))
    local = brief.meets.astimezone(speech.zone)
    time = speech.calendar.clock(local)
    return speech.say(
        "{client}. Before {day}, {time}", client=name.rstrip("."), day=speech.day(local), time=time
    )


def covered(brief: Brief, speech: Speech) -> str:
    """The range, in days."""
    if brief.since is None:
        return speech.say("Everything up to {until}", until=speech.day(brief.until))
    first, last = days_between(brief.since, brief.until, speech)
    return speech.say("From {since} to {until}", since=first, until=last)


def days_between(since: datetime, until: datetime, speech: Speech) -> tuple[str, str]:
    """Two dates, with their years where these differ or the same day could be meant twice."""
    is_long = since.year != until.year
    told = speech.dated if is_long else speech.day
    return told(since), told(until)


def privacy_lines(brief: Brief, speech: Speech) -> Iterator[str]:
    """What is not in it, as a number or as what was agreed."""
    if brief.hidden:
        yield speech.say("Answers are shared before a session: they open here a day before it.")
    elif brief.closed_since is not None:
        yield speech.say(
            "What came since {day} opens a day before the session.", day=speech.day(brief.closed_since)
        )
    if brief.shares == "none":
        yield speech.say("New answers are kept to the client, as agreed.")
    if brief.private:
        yield speech.say("{count} kept private", count=brief.private)


def nothing_named(speech: Speech) -> str:
    """What stands where nothing was named to begin with."""
    return speech.say("Nothing was named.")


def none(speech: Speech) -> str:
    """What stands where there is no homework."""
    return speech.say("None was given in this time.")


# --- homework -----------------------------------------------------------------------------------------


def homework_lines(brief: Brief, speech: Speech) -> Iterator[str]:
    """What was given, a line each; then in one line what was done beside it."""
    given = [each for each in brief.pieces if not each.own]
    yield from (piece_line(each, speech) for each in given)
    if not given:
        yield none(speech)
    beside = [f"{speech.title(each.exercise)} {each.runs}" for each in brief.pieces if each.own]
    if beside:
        yield speech.say("Beside it: {done}", done=", ".join(beside))


def piece_line(piece: Piece, speech: Speech) -> str:
    """One piece and its numbers, with what was said of it."""
    counts = {
        "offered": piece.offered,
        "done": piece.done,
        "part": piece.part,
        "declined": piece.declined,
        "let_go": piece.let_go,
    }
    told = [speech.say(OUTCOMES[name], count=count) for name, count in counts.items() if count]
    if piece.days:
        told.append(speech.counted("on {count} day", "on {count} days", piece.days))
    said = [f"“{each}”" for each in (piece.went, piece.wish) if each]
    nothing = speech.say("over, nothing noted") if piece.over else speech.say("nothing yet")
    return f"{name_of(piece, speech)}: {', '.join([*told, *said]) or nothing}"


def name_of(piece: Piece, speech: Speech) -> str:
    """What a piece is called: by its exercise, or by the therapist's own words where it has no other name."""
    exercise = speech.exercise(piece.exercise)
    is_named = exercise is not None and exercise.keywords
    return speech.title(piece.exercise) if is_named or not piece.words else clip(piece.words, 60)


def in_the_way(brief: Brief, speech: Speech) -> list[str]:
    """Why not, as it was tapped: how often, and for which piece."""
    lines = []
    for piece in brief.pieces:
        reasons = [f"{speech.say(REASONS.get(name, name))} ({count})" for name, count in piece.reasons]
        told = [*reasons, *([piece.ways] if piece.ways else [])]
        if told:
            lines.append(f"{name_of(piece, speech)}: {', '.join(told)}")
    return lines


# --- numbers ------------------------------------------------------------------------------------------


def scale_line(scale: Scale, speech: Speech) -> str:
    """The numbers of one scale in time, and how many there are."""
    shown = [str(point.value) for point in scale.points[-LISTED:]]
    more = "… " if len(scale.points) > LISTED else ""
    return f"{scale_name(scale, speech)}: {more}{', '.join(shown)} ({n_of(len(scale.points))})"


def scale_name(scale: Scale, speech: Speech) -> str:
    """The question, and the exercise where it is called otherwise."""
    title, step = speech.title(scale.exercise), speech.step(scale.exercise, scale.step)
    return title if title == step else f"{title}, {step}"


def n_of(count: int) -> str:
    """How many there are, in the sign that every reader of tables knows."""
    return f"n = {count}"


def size_lines(brief: Brief, speech: Speech) -> Iterator[str]:
    """How big mistakes felt, and were guessed to be; side by side from three of them on."""
    if brief.sizes is None:
        return
    felt, guessed = tally(brief.sizes.felt), tally(brief.sizes.guessed)
    if felt:
        yield speech.say("felt {sizes}", sizes=felt)
    if guessed:
        yield speech.say("guessed for a month later {sizes}", sizes=guessed)
    if brief.sizes.both >= ENOUGH:
        yield speech.say(
            "guessed smaller for later: {count} of {all}", count=brief.sizes.smaller, all=brief.sizes.both
        )


def tally(counted: Counted) -> str:
    """Each answer with how often it was given."""
    return ", ".join(f"{label} {count}" for label, count in counted.answers)


def guess_line(guess: Guess, speech: Speech) -> str:
    """What was expected and what came; a side that is not there is said to be missing."""
    sides = [speech.say("not said") if each is None else str(each) for each in (guess.expected, guess.came)]
    said = speech.say("expected {before}, came {after}", before=sides[0], after=sides[1])
    return f"{speech.day(guess.at)}, {speech.title(guess.exercise)}: {said}"


def value_line(value: Value) -> str:
    """A value and how near it was, check-in by check-in."""
    return f"{value.name}: {' › '.join(label for _, _, label in value.seen[-4:])}"


def chosen(brief: Brief, speech: Speech) -> Iterator[str]:
    """What the client picked at the last check-in, and what ten minutes of it would be."""
    if brief.chose:
        yield speech.say("chose: {words}", words=", ".join(clip(each.text, 120) for each in brief.chose))


# --- words and gaps -----------------------------------------------------------------------------------


def plan_lines(brief: Brief, speech: Speech) -> Iterator[str]:
    """The plan that stands, and what was said of it."""
    if brief.plan is not None:
        cue, act = clip(brief.plan.cue, 120), clip(brief.plan.act, 120)
        yield speech.say("If: {cue}. Then: {act}.", cue=cue.rstrip("."), act=act.rstrip("."))
        if brief.plan.came_up:
            yield f"“{brief.plan.came_up}”"


def gap_lines(brief: Brief, speech: Speech) -> list[str]:
    """Days and nudges there is nothing of."""
    gaps = brief.gaps
    quiet = "; ".join(speech.date(day) for day in gaps.quiet[-7:])
    told = {
        speech.say("quiet: {days}", days=quiet): len(gaps.quiet) if len(gaps.quiet) <= 7 else 0,
        speech.say("{count} quiet days", count=len(gaps.quiet)): len(gaps.quiet) > 7,
        speech.say("on pause: {count} not asked", count=gaps.paused): gaps.paused,
        speech.say("after the help card: {count} held back", count=gaps.held): gaps.held,
        speech.say("not offered: {count}", count=gaps.not_offered): gaps.not_offered,
        speech.say("could not be delivered: {count}", count=gaps.undeliverable): gaps.undeliverable,
        speech.say("sent, but not confirmed: {count}", count=gaps.unsure): gaps.unsure,
    }
    return [line for line, count in told.items() if count]


def card_line(brief: Brief, speech: Speech) -> str:
    """Whether the help card was shown, as far as the client agreed to have that told."""
    if brief.cards is None:
        return speech.say("not told, as agreed")
    if not brief.cards:
        return speech.say("not shown")
    shown = "; ".join(speech.day(at) for at in brief.cards[-5:])
    return speech.say("shown {count}: {days}", count=len(brief.cards), days=shown)


def quote(words: Words, speech: Speech) -> str:
    """An answer as it was given, with its day and its row."""
    return f"“{text_of(words, speech)}” ({speech.day(words.at)}, {words.row})"


def text_of(words: Words, speech: Speech, limit: int = QUOTE) -> str:
    """An answer on one line, cut where it is long; something recorded is said to be that."""
    return clip(words.text, limit) or speech.say(RECORDED)


def _quotes(several: Iterable[Words], speech: Speech) -> tuple[str, ...]:
    return tuple(quote(each, speech) for each in several)
