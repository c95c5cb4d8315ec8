"""What arrives in pieces or from elsewhere: a long text that was cut in two, an album, somebody else's words."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from bot.core.changes import EntryRevised, RunHidden
from bot.core.inputs import Recorded, Said
from bot.core.person import KeptRun
from bot.core.scene import Move, Scene
from bot.core.session import LastAlbum
from bot.core.talk import kept
from bot.core.text import joined
from bot.core.turn import Entry

LONG_PART = 4000
"""A text this long was cut by the app, so another part is on its way."""
PART_WAIT = timedelta(seconds=1.5)


def further(scene: Scene) -> Move | None:
    """The move for the rest of something whose first piece was an answer; nothing is asked anew by it."""
    match scene.given:
        case Said(text=text):
            return _next_part(scene, text)
        case Recorded():
            return _next_picture(scene, scene.given)
        case _:
            return None


def noted(scene: Scene, move: Move) -> Move:
    """`move` with what it takes to know the next piece, and for a forwarded text with the question whose words it is."""
    match scene.given:
        case Said(text=text, forwarded=forwarded) if move.last_kept and move.entries:
            waits = scene.now + PART_WAIT if len(text) >= LONG_PART else None
            there = replace(move, last_kept=replace(move.last_kept, part_until=waits))
            return _as_yours(scene, there, move.entries[-1].run) if forwarded else there
        case Recorded(album=album) if album and move.entries:
            return replace(move, album=_album_of(album, move.entries[-1]))
        case _:
            return move


def not_mine(scene: Scene, run: KeptRun) -> Move:
    """Someone else's words are not the client's to pass on: they stay with the client."""
    toast = scene.label("Then it stays with you, in no list and no file.")
    return Move(toast=toast, changes=(RunHidden(run=run.id, private=True),))


# --- a long text ------------------------------------------------------------------------------------


def _next_part(scene: Scene, text: str) -> Move | None:
    last = scene.session.last_kept
    if last is None or last.part_until is None or scene.now > last.part_until:
        return None
    whole = f"{last.text}\n{text}"
    waits = scene.now + PART_WAIT if len(text) >= LONG_PART else None
    return Move(
        place=kept.with_edited(scene.session.place, last.entry, whole),
        changes=(EntryRevised(entry=last.entry, text=whole),),
        last_kept=replace(last, text=whole, before=None, part_until=waits, until=scene.now + kept.ADDING),
        reaction="✍",
    )


# --- an album ---------------------------------------------------------------------------------------


def _album_of(album: str, entry: Entry) -> LastAlbum:
    return LastAlbum(album=album, run=entry.run, step=entry.step, number=entry.number)


def _next_picture(scene: Scene, given: Recorded) -> Move | None:
    """One more of an album: it stands beside the first, in the same answer."""
    last = scene.session.album
    if last is None or last.album != given.album:
        return None
    entry = Entry(
        id=str(uuid5(UUID(last.run), f"{last.step}:{last.number}:{last.count}")),
        run=last.run,
        step=last.step,
        number=last.number,
        at=scene.now,
        text=given.caption,
        media=given.media,
        file=given.file,
        message=given.message,
    )
    return Move(entries=(entry,), album=replace(last, count=last.count + 1), reaction="❤")


# --- a forwarded text ----------------------------------------------------------------------------------


def _as_yours(scene: Scene, move: Move, run: str) -> Move:
    if not move.says:
        return move
    first, *rest = move.says
    theirs = scene.button("Someone else's words", f"theirs:{run}", stands=True)
    asked = replace(
        first, text=joined([scene.say("Kept as yours."), first.text]), rows=(*first.rows, (theirs,))
    )
    return replace(move, says=(asked, *rest))
