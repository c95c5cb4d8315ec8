"""The client's own list for the next session: what is on it, a line more, or something that was noted before."""

from dataclasses import replace

from bot.core.changes import Change, OccurrenceEnded, RunSaved
from bot.core.lookup import PAGE
from bot.core.person import KeptRun, NotesPage
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import asked, begun, browsing_screen, doing, kept
from bot.core.text import Rich, clip, joined
from bot.core.turn import Button, Rows

LIST = "for-session"
"""The exercise whose runs are the list."""
FIRST_WORDS = 90
_NOTHING = NotesPage(runs=(), offset=0, total=0)


def tapped(scene: Scene, argument: str) -> Move:
    """A button of the list; each stands for ever."""
    name = argument.partition(":")[0]
    exercise = scene.exercise(LIST)
    if exercise is None:
        return Move(toast=scene.label("That one has closed."))
    match name:
        case "add":
            move = doing.begin(scene, exercise, "offer", occurrence=asked.still(scene, "agenda"))
            return replace(move, fresh=True)
        case "pick":
            return _pick(scene)
        case "take" if scene.person.run is not None and not scene.person.run.private:
            return _taken(scene, scene.person.run)
        case "show":
            return Move(says=(bubble(shown(scene), _adding(scene)),), fresh=True)
        case _:
            return Move(toast=scene.label("That one has closed."))


def shown(scene: Scene) -> Rich:
    """The list as far as it was loaded, the newest first: what was put on it since the two last met."""
    lines = [clip(browsing_screen.first_words(scene, run), FIRST_WORDS) for run in _since(scene)]
    if not lines:
        return scene.say("Nothing is on the list yet. Empty is fine.")
    head = scene.say("On the list for {therapist}:", therapist=scene.person.therapist_name)
    return joined([head, *(f"• {line}" for line in lines)])


def _since(scene: Scene) -> list[KeptRun]:
    met = scene.person.met
    runs = (scene.person.page or _NOTHING).runs
    return [run for run in runs if run.exercise == LIST and (met is None or run.at is None or run.at > met)]


def _adding(scene: Scene) -> Rows:
    add = scene.button("Add a line", "agenda:add", stands=True)
    return ((add,), (scene.button("Pick from my notes", "agenda:pick:0", stands=True),))


def _pick(scene: Scene) -> Move:
    """Notes that are not private, a page at a time; the private ones stay where they are."""
    page = scene.person.page or _NOTHING
    runs = [run for run in page.runs if not run.private and run.exercise != LIST]
    done = scene.button("Done", "done", stands=True)
    older = page.offset + len(page.runs) < page.total
    more = (scene.button("Older", f"agenda:pick:{page.offset + PAGE}", stands=True),) if older else ()
    if not runs:
        said = scene.say("No note here that isn't private.")
        return Move(says=(bubble(said, ((*more, done),)),))
    lines = [_line(scene, number, run) for number, run in enumerate(runs, 1)]
    picks = [
        Button(label=str(number), do=f"agenda:take:{run.id}", stands=True)
        for number, run in enumerate(runs, 1)
    ]
    said = joined([scene.say("Which one goes on the list?"), *lines])
    return Move(says=(bubble(said, (*in_rows(picks, PAGE), (*more, done))),))


def _line(scene: Scene, number: int, run: KeptRun) -> Rich:
    words = clip(browsing_screen.first_words(scene, run), FIRST_WORDS)
    return scene.fill("{number}. {words}", number=number, words=words)


def _taken(scene: Scene, chosen: KeptRun) -> Move:
    """The first words of a note become a line of the list; the note itself stays as it is."""
    exercise = scene.exercise(LIST)
    assert exercise is not None, "tapped() has looked it up"
    run = Run(
        id=scene.id("run"),
        exercise=LIST,
        revision=exercise.revision,
        trigger="offer",
        started=scene.now,
        occurrence=asked.still(scene, "agenda"),
    )
    words = browsing_screen.first_words(scene, chosen)
    entry = replace(kept.entry(scene, run, Answer(step=exercise.steps[0].id, text=words)), message=None)
    hidden = scene.profile.sharing == "none"
    saved = RunSaved(run=run, language=exercise.language, ended=scene.now, outcome="done", private=hidden)
    answered: tuple[Change, ...] = begun.taken_up(run)
    if run.occurrence is not None:
        answered = (*answered, OccurrenceEnded(occurrence=run.occurrence, outcome="done"))
    said = scene.say("On the list: “{words}”", words=clip(words, FIRST_WORDS))
    another = scene.button("Another one", "agenda:pick:0", stands=True)
    done = scene.button("Done", "done", stands=True)
    return Move(says=(bubble(said, ((another, done),)),), entries=(entry,), changes=(saved, *answered))
