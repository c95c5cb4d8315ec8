"""A client's own notes on the screen: a page of them, one whole, the question before one is deleted."""

from collections.abc import Sequence

from bot.core.exercise import Exercise
from bot.core.lookup import PAGE
from bot.core.person import KeptEntry, KeptRun, NotesPage, Past
from bot.core.places import Browsing
from bot.core.recalling import card_keepers
from bot.core.run import Answer
from bot.core.scene import Scene, bubble, in_rows
from bot.core.talk.kept import HEARD
from bot.core.text import Rich, clip, joined, marked
from bot.core.turn import Button, Reply, Rows

FIRST_WORDS = 90
CARD = 300
WHOLE = 3200
"""How many characters of its answers a note shows: one message holds them, with room for the headings."""


def nothing_yet(scene: Scene) -> Rich:
    """Where the notes will be."""
    return scene.say("Nothing is kept yet. Send me a line, and I'll ask what it is.")


def page(scene: Scene, place: Browsing, shown: NotesPage) -> Reply:
    """Up to four notes by date, title and first words, each with a button that opens it."""
    lines = [_line(scene, number, run, place) for number, run in enumerate(shown.runs, 1)]
    return bubble(joined([_heading(scene, place, shown), *lines], "\n\n"), _page_rows(scene, place, shown))


def one(scene: Scene, place: Browsing, run: KeptRun, before: Rich | None = None) -> Reply:
    """A note whole, after a line about what was done with it."""
    text = joined([before or "", _title(scene, run), _whole(scene, run)], "\n\n")
    do = f"note:{'shown' if run.private else 'private'}:{run.id}"
    hide = scene.button("Show it again" if run.private else "Private", do)
    change = scene.button("Change it", f"change:{run.id}")
    delete = scene.button("Delete", f"note:delete:{run.id}")
    back = scene.button("Back", f"page:{place.offset}")
    return bubble(text, ((change, hide), (delete, back)))


def cards(scene: Scene, found: Sequence[Answer]) -> Reply:
    """The cards that runs became, the newest first, each with a button that opens its note."""
    ways = (scene.button("All notes", "note:all"), scene.button("Close", "close"))
    if not found:
        return bubble(scene.say("There are no cards yet. Some exercises leave one at their end."), (ways,))
    lines = [_card(scene, number, each) for number, each in enumerate(found, 1)]
    numbers = [Button(label=str(n), do=f"note:open:{each.entry}") for n, each in enumerate(found, 1)]
    text = joined([scene.say("Your cards, newest first:"), *lines], "\n\n")
    return bubble(text, (*in_rows(numbers, 5), ways))


def _card(scene: Scene, number: int, card: Answer) -> Rich:
    title = scene.fill("{number}. {title}", number=number, title=marked("bold", card.label))
    return joined([title, _cut(card.text, CARD)])


def past(scene: Scene) -> Reply:
    """Homework that is over, a line each: what it was, and until when. What came of it is in the notes."""
    ways = (scene.button("All notes", "note:all"), scene.button("Close", "close"))
    going_on = {(each.exercise, each.words) for each in scene.person.assignments}
    shown = [each for each in scene.person.past if (each.exercise, each.words) not in going_on]
    if not shown:
        return bubble(scene.say("There is no earlier homework."), (ways,))
    return bubble(joined([scene.say("Earlier homework:"), *(_piece(scene, each) for each in shown)]), (ways,))


def _piece(scene: Scene, over: Past) -> Rich:
    exercise = scene.exercise(over.exercise)
    title = exercise.title if exercise else scene.label("Note")
    is_own = exercise is None or not exercise.keywords
    name = clip(over.words or title if is_own else title, FIRST_WORDS)
    return scene.say("• {piece}, until {day}", piece=name, day=scene.day(over.ended_at))


def delete(scene: Scene, run: KeptRun) -> Reply:
    """The one question before a note goes."""
    asked = scene.say("Delete this one? It can't be brought back.")
    words = marked("quote", clip(first_words(scene, run), FIRST_WORDS))
    sure = scene.button("Delete", "delete", style="danger")
    return bubble(joined([asked, words]), ((sure, scene.button("Keep it", "keep")),))


def search(scene: Scene, place: Browsing) -> Reply:
    """Asks for words."""
    return bubble(
        scene.say("Which words shall I look for?"), ((scene.button("Back", f"page:{place.offset}"),),)
    )


def first_words(scene: Scene, run: KeptRun) -> str:
    """By what a note is recognised: its first answer."""
    given = [each for each in run.entries if not each.skipped]
    return next((words for each in given if (words := each.text or each.label)), None) or _recorded(
        scene, given
    )


def _heading(scene: Scene, place: Browsing, shown: NotesPage) -> Rich:
    if not shown.runs and shown.total:
        return scene.say("Nothing further back.")
    if place.query:
        words = clip(place.query, FIRST_WORDS)
        if shown.runs:
            return scene.say("With the words “{words}”:", words=words)
        return scene.say("I find nothing with the words “{words}”.", words=words)
    if place.exercise:
        return scene.say("How near it felt:") if shown.runs else scene.say("There is no check-in yet.")
    return scene.say("Your notes, newest first:")


def _line(scene: Scene, number: int, run: KeptRun, place: Browsing) -> Rich:
    words = _nearness(scene, run) if place.exercise else clip(first_words(scene, run), FIRST_WORDS)
    return joined([scene.fill("{number}. {title}", number=number, title=_title(scene, run)), words])


def _title(scene: Scene, run: KeptRun) -> Rich:
    exercise = scene.exercise(run.exercise)
    title = exercise.title if exercise else scene.label("Note")
    day = scene.day(run.at) if run.at else ""
    parts = [marked("bold", title), day, scene.label("private") if run.private else ""]
    return joined(parts, ", ")


def _nearness(scene: Scene, run: KeptRun) -> Rich:
    given = [each for each in run.entries if not each.skipped and each.label]
    pairs = (
        scene.fill("{value}: {near}", value=clip(each.text, 60), near=clip(each.label, 60).casefold())
        for each in given
    )
    return joined(
        [pair if each.text else clip(each.label, 60) for pair, each in zip(pairs, given, strict=True)]
    )


def _page_rows(scene: Scene, place: Browsing, shown: NotesPage) -> Rows:
    numbers = tuple(
        Button(label=str(number), do=f"note:open:{run.id}") for number, run in enumerate(shown.runs, 1)
    )
    return tuple(row for row in (numbers, _turning(scene, shown), *in_rows(_ways(scene, place), 3)) if row)


def _turning(scene: Scene, shown: NotesPage) -> tuple[Button, ...]:
    newer = (
        (scene.button("Newer", f"page:{max(shown.offset - PAGE, 0)}"),)
        if shown.offset and shown.total
        else ()
    )
    is_last = shown.offset + len(shown.runs) >= shown.total
    return newer if is_last else (*newer, scene.button("Older", f"page:{shown.offset + PAGE}"))


def _ways(scene: Scene, place: Browsing) -> list[Button]:
    values = next((e for e in scene.library.offered(scene.profile.language) if e.form == "values"), None)
    everything = scene.button("All notes", "note:all")
    narrowed = [everything] if place.query or place.exercise else []
    near = [scene.button("Values", f"only:{values.id}")] if values and not place.exercise else []
    cards = [scene.button("Cards", "cards")] if card_keepers(scene.library) else []
    past = [] if narrowed else [scene.button("Earlier homework", "past")]
    return [*narrowed, scene.button("Search", "search"), *near, *cards, *past, scene.button("Close", "close")]


def _whole(scene: Scene, run: KeptRun) -> Rich:
    given = [each for each in run.entries if not each.skipped]
    is_short = sum(len(each.text) + len(each.label) for each in given) <= WHOLE
    room = WHOLE if is_short else max(20, WHOLE // len(given) // 2)
    exercise = scene.exercise(run.exercise)
    parts = []
    for before, each in zip([None, *given], given, strict=False):
        is_first = before is None or before.step != each.step
        name = _name(exercise, each) if is_first and len({e.step for e in given}) > 1 else ""
        parts.append(joined([marked("bold", name), _words(scene, each, room)]))
    return joined(parts)


def _name(exercise: Exercise | None, entry: KeptEntry) -> str:
    step = exercise.step(entry.step) if exercise else None
    return step.name if step else ""


def _words(scene: Scene, entry: KeptEntry, room: int) -> Rich:
    text, label = _cut(entry.text, room), _cut(entry.label, room)
    if text and label and label != text:
        return scene.fill("{words}: {label}", words=text, label=label)
    recording = _recorded(scene, [entry]) if entry.media else ""
    return joined([recording, text or label])


def _cut(words: str, room: int) -> str:
    """`words` with their own line breaks, as far as there is room."""
    return words if len(words) <= room else words[: room - 1] + "…"


def _recorded(scene: Scene, given: list[KeptEntry]) -> str:
    media = next((each.media for each in given if each.media), "voice")
    return scene.label("(a recording)") if media in HEARD else scene.label("(a file)")
