"""Something said with nothing open: ask in one tap what it is, and keep it as that."""

from dataclasses import replace
from uuid import UUID, uuid5

from bot.core.changes import RunSaved
from bot.core.inputs import Recorded, Said, Tapped
from bot.core.run import Answer, Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Unsorted
from bot.core.talk import doing, kept, replying
from bot.core.talk.matching import matching
from bot.core.text import Rich, joined
from bot.core.turn import Button, Entry, Rows

KINDS = {"note": "note", "mistake": "mistake-note", "session": "for-session"}


def ask(scene: Scene, given: Said | Recorded) -> Move:
    """Shall I keep that?"""
    if isinstance(given, Said):
        return _asked(scene, Unsorted(text=given.text, message=given.message))
    place = Unsorted(
        text=given.caption, message=given.message, file=given.file, media=given.media, album=given.album
    )
    return _asked(scene, place, before=kept.unread_line(scene, given))


def hear(scene: Scene, place: Unsorted) -> Move:
    """What it is, or something further that belongs to it."""
    match scene.given:
        case Tapped(do=do):
            return _sorted(scene, place, do)
        case Said(text=text):
            labels = [(button.label, button.do) for row in _rows(scene, place) for button in row]
            if (said := matching(text, labels, loosely=False)) is not None:
                return _sorted(scene, place, said)
            return _asked(scene, replace(place, text=_joined(place.text, text)), all_of_it=True)
        case Recorded():
            return _with_file(scene, place, scene.given)
        case _:
            return _asked(scene, place)


def _asked(scene: Scene, place: Unsorted, *, before: Rich | None = None, all_of_it: bool = False) -> Move:
    asked = scene.say("Shall I keep all of that?") if all_of_it else scene.say("Shall I keep that?")
    if place.run and not all_of_it:
        asked = replying.question(scene, place)
    return Move(place=place, says=(bubble(joined([before or "", asked]), _rows(scene, place)),))


def _with_file(scene: Scene, place: Unsorted, given: Recorded) -> Move:
    """One more file. Of an album nothing is asked again: its items come as one."""
    text = _joined(place.text, given.caption)
    more = replace(place, text=text, more=(*place.more, (given.media, given.file)))
    if given.album and given.album == place.album:
        return Move(place=more, reaction="👌")
    first = replace(place, text=text, file=given.file, media=given.media)
    longer = replace(more if place.file else first, album=given.album)
    return _asked(scene, longer, before=kept.unread_line(scene, given), all_of_it=True)


def _joined(before: str, words: str) -> str:
    return "\n".join(each for each in (before, words) if each)


def _rows(scene: Scene, place: Unsorted) -> Rows:
    if place.run and not place.file:
        return replying.rows(scene)
    note = scene.button("As a note", "note")
    name = scene.naming("For {name}", scene.person.therapist_name, "For the session")
    session = Button(label=name, do="session")
    no = scene.button("No", "no")
    # A recording cannot be split over the questions of a mistake note.
    mistake = (scene.button("As a mistake", "mistake"),) if not place.file else ()
    return ((note, *mistake), (session, no))


def _sorted(scene: Scene, place: Unsorted, do: str) -> Move:
    exercise = scene.exercise(KINDS.get(do, ""))
    if do == "no":
        return Move(place=Resting(), says=(bubble(scene.say("All right. Nothing kept.")),))
    if do in ("add", "reword") and place.run:
        return replying.kept(scene, place, instead=do == "reword")
    if exercise is None:
        return _asked(scene, place)
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
    said = bubble(scene.say("Kept for your session." if name == "for-session" else "Kept."), (row,))
    entries = (entry, *_others(place, entry))
    return Move(place=Resting(), says=(said,), entries=entries, changes=(saved,))


def _others(place: Unsorted, first: Entry) -> tuple[Entry, ...]:
    """Further files stand beside the first, in the same answer."""
    return tuple(
        replace(
            first,
            id=str(uuid5(UUID(first.run), f"{first.step}:0:{n}")),
            text="",
            media=media,
            file=file,
            message=None,
        )
        for n, (media, file) in enumerate(place.more, 1)
    )
