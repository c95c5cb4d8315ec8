"""What a client shares, on a therapist's screen: counts in words, a small calendar, and a page of entries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.brief.lines import gap_lines, homework_lines, in_the_way, privacy_lines
from bot.core.brief.made import made_of
from bot.core.brief.pictures import pictures
from bot.core.brief.value import Brief, DayKind
from bot.core.exercise import Exercise
from bot.core.person import ClientCard, Look
from bot.core.record import SharedAnswer, SharedRun
from bot.core.scene import Scene, bubble
from bot.core.speech import Speech, speech_of
from bot.core.text import Rich, clip, joined, marked
from bot.core.therapist_places import Looking
from bot.core.turn import Button, Reply, Rows

PAGE = 4
WHOLE = 700
"""So much of one entry is shown; four of them fit on one screen."""
SIGNS: dict[DayKind, str] = {"something": "●", "let_go": "○", "nothing": "–"}
WEEKS = 14
A_DAY = timedelta(days=1)


def offered(scene: Scene, card: ClientCard) -> Reply:
    """A button that opens it: what is shared is read by the next turn."""
    row = (Button(label=clip(card.nickname, 24), do=f"progress:front:{card.id}", stands=True),)
    return bubble(scene.say("This one?"), (row,))


def shown(scene: Scene, place: Looking, card: ClientCard, look: Look) -> Reply:
    """The screen that `place` stands at."""
    speech = speech_of(scene.library, scene.language, scene.profile.zone)
    brief = made_of(look.record, speech, look.since, scene.now, card.nickname)
    match place.view:
        case "days":
            back = scene.button("Back", "front")
            return bubble(_days(scene, brief, speech), ((back,),))
        case "search":
            back = scene.button("Back", "entries")
            return bubble(scene.say("Which words shall I look for?"), ((back,),))
        case "entries":
            found = [] if brief.hidden else matching_runs(look.record.runs, place.words)
            later = joined(privacy_lines(brief, speech)) if brief.hidden else None
            return bubble(later or _entries(scene, place, found), _entry_rows(scene, place, len(found)))
        case _:
            return bubble(_front(scene, brief, speech), _front_rows(scene, card))


def drawn(scene: Scene, card: ClientCard, look: Look) -> tuple[Reply, ...]:
    """The client's numbers as pictures, with what is on them in words; or why there is nothing to draw."""
    speech = speech_of(scene.library, scene.language, scene.profile.zone)
    brief = made_of(look.record, speech, look.since, scene.now, card.nickname)
    if brief.hidden:
        return (bubble(joined(privacy_lines(brief, speech))),)
    too_few = bubble(scene.say("Too few numbers to draw so far; three of one kind are needed."))
    made = (
        replace(bubble("\n".join(each.words), silent=True), picture=each.picture)
        for each in pictures(look.record, brief, speech)
    )
    return tuple(made) or (too_few,)


# --- in words -----------------------------------------------------------------------------------------


def _front(scene: Scene, brief: Brief, speech: Speech) -> Rich:
    since = speech.day(brief.since) if brief.since else ""
    head = scene.say("{client}, since {day}", client=brief.name, day=since)
    if brief.hidden:
        return joined([marked("bold", head), *privacy_lines(brief, speech)])
    reasons = in_the_way(brief, speech)
    why = [joined([marked("bold", scene.say("Said why not")), *reasons])] if reasons else []
    gaps = gap_lines(brief, speech)
    rest = [joined([*gaps, *privacy_lines(brief, speech)])]
    return joined([joined([marked("bold", head), *_homework(brief, speech)]), *why, *rest], "\n\n")


def _homework(brief: Brief, speech: Speech) -> list[str]:
    """What was given and what was done beside it; here no heading says what there is none of."""
    lines = list(homework_lines(brief, speech))
    is_given = any(not each.own for each in brief.pieces)
    return lines if is_given else [speech.say("No homework was given in this time."), *lines[1:]]


def _front_rows(scene: Scene, card: ClientCard) -> Rows:
    return (
        (scene.button("Entries", "entries"), scene.button("By day", "days")),
        (scene.button("Pictures", "pictures"), scene.button("Brief", f"brief:show:{card.id}", stands=True)),
        (scene.button("PDF to read", f"brief:page:{card.id}", stands=True), scene.button("Close", "close")),
    )


# --- by day -------------------------------------------------------------------------------------------


def _days(scene: Scene, brief: Brief, speech: Speech) -> Rich:
    names = " ".join(each[:2] for each in speech.calendar.short_weekdays)
    lines = [f"{''.ljust(7)}{names}", *_weeks(brief.days, speech)]
    legend = scene.say("● something  ○ offered, let go  – nothing offered")
    return joined([marked("code", "\n".join(lines)), legend])


def _weeks(days: Sequence[tuple[date, DayKind]], speech: Speech) -> list[str]:
    """A line a week, from Monday on, behind the date it begins with."""
    signs = {day: SIGNS[kind] for day, kind in days}
    if not days:
        return []
    monday = days[0][0] - days[0][0].weekday() * A_DAY
    count = (days[-1][0] - monday).days // 7 + 1
    weeks = [monday + 7 * n * A_DAY for n in range(count)][-WEEKS:]
    return [
        f"{speech.calendar.months[week.month - 1][:3]} {week.day}".ljust(7)
        + "  ".join(signs.get(week + n * A_DAY, " ") for n in range(7))
        for week in weeks
    ]


# --- the entries --------------------------------------------------------------------------------------


def matching_runs(runs: Sequence[SharedRun], words: str) -> list[SharedRun]:
    """Those with something in them, the newest first; with `words`, those in which all of them occur."""
    wanted = words.casefold().split()
    given = [run for run in reversed(runs) if any(not answer.skipped for answer in run.answers)]
    return [run for run in given if all(word in _all_of(run) for word in wanted)]


def _all_of(run: SharedRun) -> str:
    return "\n".join(f"{each.text}\n{each.label}" for each in run.answers if not each.skipped).casefold()


def _entries(scene: Scene, place: Looking, found: Sequence[SharedRun]) -> Rich:
    page = found[place.offset : place.offset + PAGE]
    if place.words:
        head = scene.say("With the words “{words}”:", words=clip(place.words, 60))
    else:
        head = scene.say("Entries, newest first:")
    if not page:
        head = scene.say("Nothing that is shared.") if not found else scene.say("Nothing further back.")
    return joined([head, *(_entry(scene, run) for run in page)], "\n\n")


def _entry(scene: Scene, run: SharedRun) -> Rich:
    exercise = scene.exercise(run.exercise)
    title = marked("bold", exercise.title if exercise else run.exercise)
    given = [each for each in run.answers if not each.skipped]
    lines = [clip(_words(scene, exercise, each), WHOLE // max(1, len(given))) for each in given]
    return joined([joined([title, scene.day(run.started_at)], ", "), *lines])


def _words(scene: Scene, exercise: Exercise | None, answer: SharedAnswer) -> str:
    """One answer on a line. What was only tapped says to which question: "Big" alone could be now or in a month."""
    step = exercise.step(answer.step) if exercise and answer.label and not answer.text else None
    words = ": ".join(each for each in (step.name if step else "", answer.text, answer.label) if each)
    return words or scene.label("a recording")


def _entry_rows(scene: Scene, place: Looking, total: int) -> Rows:
    newer = scene.button("Newer", f"at:{max(0, place.offset - PAGE)}")
    older = scene.button("Older", f"at:{place.offset + PAGE}")
    turning = [newer] * (place.offset > 0) + [older] * (place.offset + PAGE < total)
    last = (scene.button("Search", "search"), scene.button("Back", "front"))
    return (*((tuple(turning),) if turning else ()), last)
