"""A text that answers an old message: it may belong to what that message was about, as more of it or instead of it."""

from bot.core.changes import EntryRevised
from bot.core.inputs import Said
from bot.core.person import KeptEntry, KeptRun
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Unsorted
from bot.core.talk import becoming
from bot.core.text import Rich, clip, joined, marked
from bot.core.turn import Rows

QUOTED = 200
SHOWN = 600


def ask(scene: Scene, given: Said, run: KeptRun) -> Move | None:
    """Whether it belongs there; None where that run has no words that could take more."""
    entry = _answered(run, given.reply_to)
    if entry is None:
        return None
    place = Unsorted(
        text=given.text,
        message=given.message,
        run=run.id,
        exercise=run.exercise,
        entry=entry.id,
        step=entry.step,
        was=entry.text,
    )
    return Move(place=place, says=(bubble(question(scene, place), rows(scene)),))


def question(scene: Scene, place: Unsorted) -> Rich:
    """The old words, and whether the new ones belong to them."""
    return joined([scene.say("Does that belong to this?"), marked("quote", clip(place.was, QUOTED))])


def rows(scene: Scene) -> Rows:
    """Where it can go."""
    add, change = scene.button("Add to it", "add"), scene.button("Change it", "reword")
    return ((add, change), (scene.button("As a note", "note"), scene.button("No", "no")))


def kept(scene: Scene, place: Unsorted, *, instead: bool) -> Move:
    """It stands with the old words now, or in their place."""
    words = place.text if instead else f"{place.was}\n{place.text}"
    said = scene.say("Changed. It says now: {words}", words=marked("quote", clip(words, SHOWN)))
    row = (
        scene.button("Change it", f"change:{place.run}", stands=True),
        scene.button("Private", f"private:{place.run}", stands=True),
    )
    changes = (EntryRevised(entry=place.entry, text=words),)
    profile = becoming.profile_reworded(scene, place.exercise, place.step, place.was, words)
    return Move(place=Resting(), says=(bubble(said, (row,)),), changes=changes, profile=profile, sorted=True)


def _answered(run: KeptRun, message: int | None) -> KeptEntry | None:
    """The answer that was typed in that very message, else the last one that has words."""
    worded = [each for each in run.entries if each.text and not each.skipped]
    typed = next((each for each in worded if message is not None and each.message == message), None)
    return typed or (worded[-1] if worded else None)
