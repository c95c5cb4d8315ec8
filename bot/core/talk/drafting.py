"""The therapist writes down what a session was about, under the headings the client will find filled in."""

from dataclasses import replace

from bot.core.changes import Drafted
from bot.core.exercise import Exercise
from bot.core.inputs import Said, Tapped
from bot.core.meeting_places import Drafting
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import headings
from bot.core.talk.matching import matching
from bot.core.text import Rich, joined
from bot.core.turn import Rows


def start(scene: Scene, client: ClientCard) -> Move:
    """From the menu of /sessions: what stands there already is what is changed."""
    exercise = headings.exercise_of(scene)
    if exercise is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    texts = scene.person.draft.texts if scene.person.draft else ()
    return _ask(scene, exercise, Drafting(client=client.id, texts=texts))


def hear(scene: Scene, place: Drafting) -> Move:
    """A text for the heading, or a button."""
    exercise = headings.exercise_of(scene)
    mine = next((each for each in scene.person.clients if each.id == place.client), None)
    if exercise is None or mine is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, exercise, place, mine, do)
        case Said(text=text) if text.strip():
            labels = [(button.label, button.do) for row in _rows(scene, exercise, place) for button in row]
            chosen = matching(text, labels, loosely=False)
            if chosen is not None:
                return _tapped(scene, exercise, place, mine, chosen)
            return _written(scene, exercise, place, text)
        case _:
            return _ask(scene, exercise, place)


def is_open(place: object) -> bool:
    """Whether the next text is a therapist's own about a session, which is not screened for crisis words."""
    return isinstance(place, Drafting)


def _tapped(scene: Scene, exercise: Exercise, place: Drafting, client: ClientCard, do: str) -> Move:
    is_last = place.index >= headings.count(exercise)
    match do:
        case "stop":
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was kept.")),))
        case "back":
            return _ask(
                scene, exercise, replace(place, index=max(min(place.index, headings.count(exercise)) - 1, 0))
            )
        case "next" if not is_last:
            return _ask(scene, exercise, replace(place, index=place.index + 1))
        case "clear" if not is_last:
            return _written(scene, exercise, place, "")
        case "keep" if is_last and any(place.texts):
            return _kept(scene, place, client)
        case _:
            return _ask(scene, exercise, place)


def _written(scene: Scene, exercise: Exercise, place: Drafting, text: str) -> Move:
    if place.index >= headings.count(exercise):
        return _ask(scene, exercise, place)
    texts = headings.with_text(place.texts, place.index, text.strip())
    return _ask(scene, exercise, replace(place, texts=texts, index=place.index + 1))


def _ask(scene: Scene, exercise: Exercise, place: Drafting) -> Move:
    return Move(place=place, says=(bubble(_words(scene, exercise, place), _rows(scene, exercise, place)),))


def _words(scene: Scene, exercise: Exercise, place: Drafting) -> Rich:
    if place.index < headings.count(exercise):
        shown = headings.heading(exercise.steps[place.index], headings.standing(place.texts, place.index))
        return joined([shown, scene.say("Type what belongs here.")])
    if not any(place.texts):
        return scene.say("Nothing is written yet.")
    return joined([headings.whole(exercise, place.texts), scene.say("Keep it like this?")], "\n\n")


def _rows(scene: Scene, exercise: Exercise, place: Drafting) -> Rows:
    back, stop = scene.button("Back", "back"), scene.button("Stop here", "stop")
    if place.index >= headings.count(exercise):
        keep = (scene.button("Keep", "keep", style="primary"),) if any(place.texts) else ()
        return ((*keep, back, stop),)
    stands = headings.standing(place.texts, place.index)
    ways = (
        (scene.button("Leave as it is", "next"), scene.button("Take it out", "clear"))
        if stands
        else (scene.button("Skip", "next"),)
    )
    return (ways, (*((back,) if place.index else ()), stop))


def _kept(scene: Scene, place: Drafting, client: ClientCard) -> Move:
    said = scene.say("Kept. {client} finds it there, and can change it.", client=client.nickname)
    return Move(
        place=Resting(),
        says=(bubble(said),),
        changes=(Drafted(client=client.id, texts=place.texts),),
    )
