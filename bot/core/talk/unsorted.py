"""Something said with nothing open: ask in one tap what it is, and keep it as that."""

from dataclasses import replace

from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Recorded, Resting, Said, Tapped, Unsorted
from bot.core.talk import doing, kept
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip, joined
from bot.core.turn import Button, Entry, Rows, RunSaved

KINDS = {"note": "note", "mistake": "mistake-note", "session": "for-session"}


def ask(scene: Scene, given: Said | Recorded) -> Move:
    """Shall I keep that?"""
    if isinstance(given, Said):
        place = Unsorted(text=given.text, message=given.message)
    else:
        place = Unsorted(text=given.caption, message=given.message, file=given.file, media=given.media)
    line = kept.unread_line(scene, given) if isinstance(given, Recorded) else Rich("")
    return Move(
        place=place, says=(bubble(joined([line, scene.say("Shall I keep that?")]), _rows(scene, place)),)
    )


def hear(scene: Scene, place: Unsorted) -> Move:
    """What it is, or something further that belongs to it."""
    match scene.given:
        case Tapped(do=do):
            return _sorted(scene, place, do)
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, place) for button in row]
            if (said := matching(text, labels, loosely=False)) is not None:
                return _sorted(scene, place, said)
            longer = replace(place, text=f"{place.text}\n{text}" if place.text else text)
            return Move(
                place=longer, says=(bubble(scene.say("Shall I keep all of that?"), _rows(scene, longer)),)
            )
        case Recorded(caption=caption):
            said = "\n".join(words for words in (place.text, caption) if words)
            return ask(scene, replace(scene.given, caption=said))
        case _:
            return Move(says=(bubble(scene.say("Shall I keep that?"), _rows(scene, place)),))


def _rows(scene: Scene, place: Unsorted) -> Rows:
    note = scene.button("As a note", "note")
    name = clip(scene.say("For {name}", name=scene.person.therapist_name).text, 24)
    session = Button(label=name, do="session")
    no = scene.button("No", "no")
    # A recording cannot be split over the questions of a mistake note.
    mistake = (scene.button("As a mistake", "mistake"),) if not place.file else ()
    return ((note, *mistake), (session, no))


def _sorted(scene: Scene, place: Unsorted, do: str) -> Move:
    exercise = scene.exercise(KINDS.get(do, ""))
    if do == "no":
        return Move(place=Resting(), says=(bubble(scene.say("All right. Nothing kept.")),))
    if exercise is None:
        return Move(place=place, says=(bubble(scene.say("Shall I keep that?"), _rows(scene, place)),))
    if do != "mistake" or place.file:
        return _at_once(scene, place, exercise.id, exercise.revision, exercise.steps[0].id)
    said = replace(scene, given=Said(text=place.text, message=place.message))
    return doing.begin_with_answer(said, *doing.opening(said, exercise, "client"))


def _at_once(scene: Scene, place: Unsorted, name: str, revision: int, step: str) -> Move:
    """A note of one answer: begun and finished in the same turn."""
    run = Run(id=scene.id("run"), exercise=name, revision=revision, trigger="client", started=scene.now)
    recorded = Recorded(media=place.media, file=place.file, caption=place.text) if place.file else None  # type: ignore[arg-type]  # a MediaKind, as ask() kept it
    entry: Entry = replace(
        kept.entry(scene, run, Answer(step=step, text=place.text), recorded), message=place.message
    )
    hidden = scene.profile.sharing == "none"
    saved = RunSaved(
        run=run, language=scene.profile.language, ended=scene.now, outcome="done", private=hidden
    )
    row = (
        scene.button("Change it", f"change:{run.id}", stands=True),
        scene.button("Private", f"private:{run.id}", stands=True),
    )
    words = "Kept for your session." if name == "for-session" else "Kept."
    return Move(place=Resting(), says=(bubble(scene.say(words), (row,)),), entries=(entry,), changes=(saved,))
