"""A client reads what they gave: a page at a time, one note whole, searched, put out of sight, deleted."""

from dataclasses import replace

from bot.core.changes import RunDeleted, RunHidden
from bot.core.inputs import Said, Tapped
from bot.core.lookup import meant, searched, split
from bot.core.person import KeptRun, NotesPage
from bot.core.places import Browsing
from bot.core.run import Run
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import browsing_screen as screen
from bot.core.talk import comparing, kept, lingering, recalled, recapping
from bot.core.text import Rich
from bot.core.turn import Reply

NOTHING = NotesPage(runs=(), offset=0, total=0)


def first_page(scene: Scene) -> Move:
    """/notes: the newest ones."""
    return _page(scene, Browsing())


def hear(scene: Scene, place: Browsing) -> Move:
    """A button, words that stand for one, words to look for; anything else is asked about as if nothing were open."""
    words = scene.given.text if isinstance(scene.given, Said) else ""
    button = scene.given.do if isinstance(scene.given, Tapped) else ""
    if do := meant(place, words, button):
        return _chosen(scene, place, *split(do))
    if words.strip() and place.view == "search" and not lingering.is_old(scene):
        return _page(scene, Browsing(query=searched(words)))
    return lingering.instead(scene) or _again(scene, place)


def tapped(scene: Scene, what: str) -> Move:
    """A standing button of a note; "all" is the way back to all of them."""
    name, _ = split(what)
    if lingering.is_settling_in(scene):
        return _gone(scene)
    if name == "all":
        return _page(scene, Browsing())
    run = scene.person.run
    place = scene.session.place if isinstance(scene.session.place, Browsing) else Browsing()
    return _gone(scene) if run is None or _is_open(scene, run) else _note(scene, place, run, name)


def _chosen(scene: Scene, place: Browsing, name: str, argument: str) -> Move:
    run = scene.person.run
    match name:
        case "page":
            return _page(scene, replace(place, view="page", run=""))
        case "only":
            return _page(scene, Browsing(exercise=argument))
        case "cards":
            return _cards(scene, place)
        case "past":
            return _past(scene, place)
        case "search":
            return _screen(replace(place, view="search", run=""), screen.search(scene, place))
        case "close":
            return lingering.closed(scene, "/notes")
        case "note":
            return tapped(scene, argument)
        case "change" if run is not None and not _is_open(scene, run):
            return recapping.reopened(scene, run) or kept.change(scene, run)
        case "delete" if place.view == "delete" and run is not None:
            return _deleted(scene, run)
        case _:
            return _again(scene, place)


def _note(scene: Scene, place: Browsing, run: KeptRun, name: str) -> Move:
    match name:
        case "open":
            return _one(scene, place, run)
        case "private" | "shown":
            return _hidden(scene, place, replace(run, private=name == "private"))
        case "delete":
            return _screen(replace(place, view="delete", run=run.id), screen.delete(scene, run))
        case _:
            return _gone(scene)


def _page(scene: Scene, place: Browsing) -> Move:
    page = scene.person.page or NOTHING
    if not page.total and not place.query and not place.exercise:
        return Move(place=Resting(), says=(bubble(screen.nothing_yet(scene)),))
    here = replace(place, view="page", run="", offset=page.offset)
    return _screen(here, screen.page(scene, here, page))


def _cards(scene: Scene, place: Browsing) -> Move:
    there = Browsing(view="cards", offset=place.offset)
    return _screen(there, screen.cards(scene, recalled.cards(scene)))


def _past(scene: Scene, place: Browsing) -> Move:
    return _screen(Browsing(view="past", offset=place.offset), screen.past(scene))


def _one(scene: Scene, place: Browsing, run: KeptRun, before: Rich | None = None) -> Move:
    return _screen(replace(place, view="one", run=run.id), screen.one(scene, place, run, before))


def _hidden(scene: Scene, place: Browsing, run: KeptRun) -> Move:
    line = kept.hidden_line(scene, private=run.private)
    change = RunHidden(run=run.id, private=run.private)
    return replace(_one(scene, place, run, line), changes=(change,))


def _deleted(scene: Scene, run: KeptRun) -> Move:
    back = scene.button("All notes", "note:all", stands=True)
    left = scene.session.left
    return Move(
        place=Resting(),
        says=(bubble(scene.say("Deleted."), ((back,),)),),
        changes=(RunDeleted(run=run.id),),
        profile=comparing.without(scene.profile, run.id),
        forget=left is not None and left.place.run.id == run.id,
    )


def _again(scene: Scene, place: Browsing) -> Move:
    """The open screen once more, with what was loaded for it."""
    run = scene.person.run
    if place.view == "search":
        return _screen(place, screen.search(scene, place))
    if place.view == "cards":
        return _cards(scene, place)
    if place.view == "past":
        return _past(scene, place)
    if not place.run:
        return _page(scene, place)
    return _gone(scene) if run is None else _one(scene, place, run)


def _screen(place: Browsing, said: Reply) -> Move:
    """The screen, its buttons written into the place so that typed words can be read as them."""
    ways = tuple((button.label, button.do) for row in said.rows for button in row)
    return Move(place=replace(place, ways=ways), says=(said,))


def _gone(scene: Scene) -> Move:
    return Move(toast=scene.label("That one has closed."))


def _is_open(scene: Scene, run: KeptRun) -> bool:
    """A note that is still being written is no note yet."""
    session = scene.session
    held = (getattr(each, "run", None) for each in (session.place, session.parked, session.box))
    return any(isinstance(each, Run) and each.id == run.id for each in held)
