"""Something said with nothing open, on its way to what it is: one tap, more of it, or an edit of it."""

from dataclasses import replace

from bot.core.inputs import Recorded, Said, Tapped
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Unsorted
from bot.core.talk import asking_to_keep, doing, kept, replying, unsorted_kept
from bot.core.talk.matching import matching

KINDS = {"note": "note", "mistake": "mistake-note", "session": "for-session"}


def hear(scene: Scene, place: Unsorted) -> Move:
    """What it is, or something further that belongs to it."""
    match scene.given:
        case Tapped(do=do):
            return _sorted(scene, place, do)
        case Said(text=text, message=message):
            labels = [
                (button.label, button.do) for row in asking_to_keep.rows(scene, place) for button in row
            ]
            if (said := matching(text, labels, loosely=False)) is not None:
                return _sorted(scene, place, said)
            more = asking_to_keep.with_words(place, text, message)
            return asking_to_keep.asked(scene, more, all_of_it=True)
        case Recorded():
            return _with_file(scene, place, scene.given)
        case _:
            return asking_to_keep.asked(scene, place)


def edited(scene: Scene, message: int, text: str) -> Move | None:
    """A message was changed on the phone before it was sorted, in front or aside; None where it is none of those."""
    place = scene.session.place
    now = asking_to_keep.with_edit(place, message, text) if isinstance(place, Unsorted) else None
    if now is not None:
        return Move(place=now, reaction="👌")
    for each in scene.session.aside:
        changed = (
            asking_to_keep.with_edit(each.place, message, text) if isinstance(each.place, Unsorted) else None
        )
        if changed is not None:
            aside = tuple(replace(a, place=changed) if a == each else a for a in scene.session.aside)
            return Move(aside=aside, reaction="👌")
    return None


def _with_file(scene: Scene, place: Unsorted, given: Recorded) -> Move:
    """One more file. Of an album nothing is asked again: its items come as one."""
    there = asking_to_keep.with_words(place, given.caption, given.message)
    more = replace(there, more=(*place.more, (given.media, given.file)))
    if given.album and given.album == place.album:
        return Move(place=more, reaction="👌")
    first = replace(there, file=given.file, media=given.media)
    longer = replace(more if place.file else first, album=given.album)
    return asking_to_keep.asked(scene, longer, before=kept.unread_line(scene, given), all_of_it=True)


def _sorted(scene: Scene, place: Unsorted, do: str) -> Move:
    exercise = scene.exercise(KINDS.get(do, ""))
    if do == "no":
        return Move(place=Resting(), says=(bubble(scene.say("All right. Nothing kept.")),), sorted=True)
    if do in ("add", "reword") and place.run:
        return replying.kept(scene, place, instead=do == "reword")
    if exercise is None:
        return asking_to_keep.asked(scene, place)
    if do != "mistake" or place.file:
        said = scene.say("Kept for your session." if do == "session" else "Kept.")
        return unsorted_kept.at_once(scene, place, exercise, said)
    given = replace(scene, given=Said(text=place.text, message=place.message))
    move = doing.begin_with_answer(given, *doing.opening(given, exercise, "client"))
    return replace(move, sorted=True)
