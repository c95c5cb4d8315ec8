"""What homework asks to be careful with: said in the preview, set and confirmed by the therapist, heeded by what is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.changes import Change, Heeded
from bot.core.exercise import Caution, Exercise
from bot.core.framing import FLAGS
from bot.core.person import ClientCard, Heed
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import heeding
from bot.core.text import Rich, joined
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Button, Rows


def words(scene: Scene, kept: Sequence[Proposal], heed: Heed) -> Rich:
    """What the preview says of it: what stays off, and what the files say about flags that are set."""
    lines = [_line(scene, exercise, each, heed) for exercise, each in _cautions(scene, kept)]
    return joined([line for line in lines if line is not None])


def rows(scene: Scene, kept: Sequence[Proposal], heed: Heed) -> Rows:
    """The way to set flags, and to say that there is no concern."""
    if not any(True for _ in _cautions(scene, kept)):
        return ()
    asked = {each.flag for _, each in _cautions(scene, kept) if each.does == "confirm"}
    clear = [
        Button(
            label=scene.naming("{name}: no concern", scene.label(heeding.LABELS[flag]), "No concern"),
            do=f"clear:{flag}",
        )
        for flag in FLAGS
        if flag in asked and flag not in heed.confirmed and flag not in heed.flags
    ]
    return (*in_rows(clear, 1), (scene.button("Take care with", "heed"),))


def show(scene: Scene, place: Assigning, heed: Heed | None = None) -> Move:
    """The flags, tapped on and off."""
    client = _client(scene, place)
    now = client.heed if heed is None else heed
    asked = scene.say(
        "What do exercises for {client} take care with? They don't see this.", client=client.nickname
    )
    toggles = [
        Button(
            label=f"{'●' if flag in now.flags else '○'} {scene.label(heeding.LABELS[flag])}",
            do=f"flag:{flag}",
        )
        for flag in FLAGS
    ]
    done = (scene.button("Done", "preview", style="primary"),)
    return Move(place=replace(place, step="heed"), says=(bubble(asked, (*in_rows(toggles), done)),))


def switched(scene: Scene, place: Assigning, flag: str) -> Move:
    """A flag was switched; it is kept at once."""
    client = _client(scene, place)
    if flag not in FLAGS or not client.id:
        return show(scene, place)
    heed = heeding.toggled(client.heed, flag)
    return replace(show(scene, place, heed), changes=(Heeded(client=client.id, heed=heed),))


def cleared(scene: Scene, place: Assigning, flag: str) -> tuple[Scene, tuple[Change, ...]]:
    """There is no concern: the scene as it is with that said, and what keeps it."""
    client = _client(scene, place)
    if flag not in FLAGS or not client.id:
        return scene, ()
    client = replace(client, heed=heeding.confirmed(client.heed, flag))
    clients = tuple(client if each.id == client.id else each for each in scene.person.clients)
    there = replace(scene, person=replace(scene.person, clients=clients))
    return there, (Heeded(client=client.id, heed=client.heed),)


def _cautions(scene: Scene, kept: Sequence[Proposal]) -> Iterator[tuple[Exercise, Caution]]:
    for name in dict.fromkeys(each.exercise for each in kept):
        exercise = scene.exercise(name)
        for each in exercise.flags if exercise else ():
            assert exercise is not None, "its flags were just looked at"
            yield exercise, each


def _line(scene: Scene, exercise: Exercise, caution: Caution, heed: Heed) -> Rich | None:
    flag = scene.label(heeding.LABELS[caution.flag])
    if caution in heeding.holding(heed, exercise):
        if caution.flag in heed.flags:
            return scene.say("{title} stays off ({flag}).", title=exercise.title, flag=flag)
        return scene.say(
            "{title} stays off until you say that there is no concern ({flag}).",
            title=exercise.title,
            flag=flag,
        )
    if caution.flag in heed.flags and caution.say:
        return scene.say("{title} ({flag}): {words}", title=exercise.title, flag=flag, words=caution.say)
    return None


def _client(scene: Scene, place: Assigning) -> ClientCard:
    found = next((each for each in scene.person.clients if each.id == place.client), None)
    return found or ClientCard(id="", code="", nickname=scene.label("your client"))
