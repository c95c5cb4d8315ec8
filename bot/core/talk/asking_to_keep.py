"""Something said with nothing open to take it: shall it be kept, and as what?"""

from dataclasses import replace

from bot.core.inputs import Recorded, Said
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting, Unsorted
from bot.core.talk import kept, replying
from bot.core.text import Rich, joined
from bot.core.turn import Button, Rows


def ask(scene: Scene, given: Said | Recorded, before: Rich | None = None) -> Move:
    """Shall I keep that? After an optional line `before`."""
    if isinstance(given, Said):
        return asked(scene, Unsorted(text=given.text, message=given.message), before=before)
    place = Unsorted(
        text=given.caption, message=given.message, file=given.file, media=given.media, album=given.album
    )
    return asked(scene, place, before=joined([before or "", kept.unread_line(scene, given)]))


def instead(scene: Scene, line: Rich) -> Move:
    """`line` says why nothing can be done with what came in; words and recordings are not lost by it."""
    match scene.given:
        case Said(text=text) if text.strip():
            return ask(scene, scene.given, line)
        case Recorded():
            return ask(scene, scene.given, line)
        case _:
            return Move(place=Resting(), says=(bubble(line),))


def asked(scene: Scene, place: Unsorted, *, before: Rich | None = None, all_of_it: bool = False) -> Move:
    """To `place`, with its question."""
    words = scene.say("Shall I keep all of that?") if all_of_it else scene.say("Shall I keep that?")
    if place.run and not all_of_it:
        words = replying.question(scene, place)
    return Move(place=place, says=(bubble(joined([before or "", words]), rows(scene, place)),))


def rows(scene: Scene, place: Unsorted) -> Rows:
    """What it can be."""
    if place.run and not place.file:
        return replying.rows(scene)
    note = scene.button("As a note", "note")
    name = scene.naming("For {name}", scene.person.therapist_name, "For the session")
    session = Button(label=name, do="session")
    no = scene.button("No", "no")
    # A recording cannot be split over the questions of a mistake note.
    mistake = (scene.button("As a mistake", "mistake"),) if not place.file else ()
    return ((note, *mistake), (session, no))


def with_words(place: Unsorted, words: str, message: int | None) -> Unsorted:
    """`place` with one more message."""
    if not words:
        return place
    parts = (*(place.parts or ((place.message, place.text),)), (message, words))
    return replace(place, parts=parts, text=_whole(parts))


def with_edit(place: Unsorted, message: int, words: str) -> Unsorted | None:
    """`place` after one of its messages was changed on the phone; None where that message is none of its."""
    parts = place.parts or ((place.message, place.text),)
    if message not in {number for number, _ in parts}:
        return None
    now = tuple((number, words if number == message else before) for number, before in parts)
    return replace(place, parts=now if place.parts else (), text=_whole(now))


def _whole(parts: tuple[tuple[int | None, str], ...]) -> str:
    return "\n".join(words for _, words in parts if words)
