"""Looking homework over before it is sent: each piece kept, changed or left out, then one preview of all."""

from dataclasses import replace
from typing import Any

from bot.core.exercise import Exercise
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import assigning_care, assigning_send, noticing_hour
from bot.core.talk.assigning_send import NUMBERS, plan_for
from bot.core.talk.matching import matching
from bot.core.talk.rhythms import rhythm
from bot.core.text import Rich, clip, joined, marked
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Button, Rows

OWN_WORDS = "own-words"
EMPTY_HANDED = ("own", "preview", "picked")
"""What can be tapped before there is a piece to look at."""
LIST_SHOWN = 2700
"""How many characters of gists the list holds in all: with the titles it is one message."""
WORDS_SHOWN = 1000
"""How many characters of the therapist's own words a preview holds in all."""


def begin(scene: Scene, place: Assigning) -> Move:
    """The first piece, with how many there are."""
    found = scene.say("I found {number}.", number=scene.label(NUMBERS[len(place.proposals) - 1]))
    return show(scene, place, before=found)


def show(scene: Scene, place: Assigning, before: Rich | None = None) -> Move:
    """The screen that `place` stands at."""
    match place.step:
        case "preview":
            return preview(scene, place)
        case "pick":
            return pick_list(scene, place)
        case "heed":
            return assigning_care.show(scene, place)
        case "line":
            asked = scene.say("Type the line. They will see it with your name.")
            return Move(place=place, says=(bubble(asked, ((scene.button("Back", "preview"),),)),))
        case _ if 0 <= place.index < len(place.proposals):
            return _piece(scene, place, before)
        case _:
            return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was sent.")),))


def tapped(scene: Scene, place: Assigning, name: str, argument: str) -> Move:
    """A button of the review, of the list, or of the preview."""
    if not place.proposals and name not in EMPTY_HANDED:
        return show(scene, place)
    number = int(argument) if argument.isdecimal() else -1
    match name:
        case "keep" | "leave":
            return _onward(scene, _with(place, keep=name == "keep"))
        case "back":
            return show(
                scene, replace(place, step="review", index=max(place.index - (place.step == "review"), 0))
            )
        case "kinds" | "days":
            return _piece(scene, replace(place, step="kinds" if name == "kinds" else "days"))
        case "kind" if (exercise := scene.exercise(argument)) is not None:
            return show(scene, replace(_with(place, **_as_shipped(exercise)), step="review"))
        case "day" if 0 <= number < 7:
            return _piece(scene, _toggled(place, number))
        case "own" if scene.exercise(argument) is not None:
            return pick_list(scene, _picked(scene, place, argument))
        case "preview" | "picked":
            return preview(scene, replace(place, step="preview"))
        case "line":
            return show(scene, replace(place, step="line"))
        case "change":
            return show(scene, replace(place, step="review", index=0))
        case "send":
            return assigning_send.send(scene, place)
        case _:
            return _careful(scene, place, name, argument)


def _careful(scene: Scene, place: Assigning, name: str, argument: str) -> Move:
    """A button about what to take care with; any other one shows the screen again."""
    match name:
        case "heed":
            return assigning_care.show(scene, place)
        case "flag":
            return assigning_care.switched(scene, place, argument)
        case "clear":
            there, changes = assigning_care.cleared(scene, place, argument)
            return replace(preview(there, place), changes=changes)
        case _:
            return show(scene, place)


def typed(scene: Scene, place: Assigning, text: str) -> Move:
    """Typed words that stand for a button; anything else shows the screen again."""
    shown = show(scene, place)
    labels = [(b.label, b.do) for reply in shown.says[:1] for row in reply.rows for b in row]
    do = matching(text, labels, loosely=True)
    if do == "stop":
        return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was sent.")),))
    return tapped(scene, place, *do.split(":", 1), *([""] if ":" not in do else [])) if do else shown


def pick_list(scene: Scene, place: Assigning) -> Move:
    """Homework without a summary: the exercises there are, tapped on and off."""
    chosen = {each.exercise for each in place.proposals}
    room = max(40, LIST_SHOWN // max(1, len(_offered(scene))))
    lines = [
        scene.fill("{title}: {gist}", title=each.title, gist=clip(each.gist, room))
        for each in _offered(scene)
    ]
    toggles = [
        Button(label=f"{'●' if each.id in chosen else '○'} {each.title}"[:24], do=f"own:{each.id}")
        for each in _offered(scene)
    ]
    done = (scene.button("Done", "picked", style="primary"),) if chosen else ()
    rows = (*in_rows(toggles, 1), (*done, scene.button("Stop here", "stop")))
    return Move(
        place=replace(place, step="pick"),
        says=(bubble(joined([scene.say("Pick what fits."), *lines]), rows),),
    )


def preview(scene: Scene, place: Assigning) -> Move:
    """What the client will get, whole, before it goes out."""
    kept = [each for each in place.proposals if each.keep and scene.exercise(each.exercise)]
    if not kept:
        return Move(place=Resting(), says=(bubble(scene.say("Nothing is left in, so nothing was sent.")),))
    client = assigning_send.client_of(scene, place)
    head = _head(scene, client)
    room = max(60, WORDS_SHOWN // len(kept))
    pieces = marked("folded_quote", joined([_described(scene, each, room) for each in kept], "\n\n"))
    line = scene.say("With your line: “{line}”", line=place.line) if place.line else ""
    waits = not client.notices and noticing_hour.needed(plan_for(scene, each) for each in kept)
    hour = (
        scene.say(
            "{client} has not chosen an hour for noticing yet. I ask once this is taken up.",
            client=client.nickname,
        )
        if waits
        else ""
    )
    care = assigning_care.words(scene, kept, client.heed)
    rows: Rows = (
        (scene.button("Send", "send", style="primary"), scene.button("Add your own line", "line")),
        (scene.button("Change", "change"), scene.button("Stop here", "stop")),
    )
    return Move(
        place=replace(place, step="preview"),
        says=(
            bubble(
                joined([head, pieces, line, hour, care]),
                (*rows, *assigning_care.rows(scene, kept, client.heed)),
            ),
        ),
    )


def _head(scene: Scene, client: ClientCard) -> Rich:
    until = client.next_appointment
    if until is None:
        return scene.say(
            "This is what {client} will get, at most one question a day:", client=client.nickname
        )
    return scene.say(
        "This is what {client} will get, at most one question a day, until the next session ({day}):",
        client=client.nickname,
        day=scene.day(until),
    )


# --- one piece -----------------------------------------------------------------------------------


def _piece(scene: Scene, place: Assigning, before: Rich | None = None) -> Move:
    proposal = _current(place)
    exercise = scene.exercise(proposal.exercise)
    if exercise is None:
        return _onward(scene, _with(place, keep=False))
    head = scene.say(
        '{n} of {total}: "{words}"',
        n=place.index + 1,
        total=len(place.proposals),
        words=clip(proposal.words, 300),
    )
    would = scene.say("Would be: {title}, {rhythm}.", title=exercise.title, rhythm=_rhythm(scene, proposal))
    said = joined([line for line in (before, head, would) if line is not None])
    return Move(place=place, says=(bubble(said, _piece_rows(scene, place, proposal)),))


def _piece_rows(scene: Scene, place: Assigning, proposal: Proposal) -> Rows:
    back = scene.button("Back", "back")
    if place.step == "kinds":
        kinds = [Button(label=each.title, do=f"kind:{each.id}") for each in _offered(scene)]
        own = scene.button("In my own words", f"kind:{OWN_WORDS}")
        return (*in_rows([*kinds, own]), (back,))
    if place.step == "days":
        marks = [
            ("●" if day in proposal.days else "○", name)
            for day, name in enumerate(scene.calendar.short_weekdays)
        ]
        toggles = [Button(label=f"{mark} {name}", do=f"day:{day}") for day, (mark, name) in enumerate(marks)]
        return (*in_rows(toggles, 4), (scene.button("Done", "back", style="primary"),))
    first = (scene.button("Keep", "keep", style="primary"), scene.button("Other days", "days"))
    second = (scene.button("Another kind", "kinds"), scene.button("Leave it out", "leave"))
    last = (back,) if place.index else ()
    return (first, second, (*last, scene.button("Stop here", "stop")))


def _onward(scene: Scene, place: Assigning) -> Move:
    if place.index + 1 < len(place.proposals):
        return show(scene, replace(place, step="review", index=place.index + 1))
    return preview(scene, replace(place, step="preview"))


def _with(place: Assigning, **changed: object) -> Assigning:
    changed_one = replace(_current(place), **changed)  # type: ignore[arg-type]  # the callers name the fields
    at = _index(place)
    return replace(place, proposals=(*place.proposals[:at], changed_one, *place.proposals[at + 1 :]))


def _current(place: Assigning) -> Proposal:
    return place.proposals[_index(place)]


def _index(place: Assigning) -> int:
    return max(0, min(place.index, len(place.proposals) - 1))


def _toggled(place: Assigning, day: int) -> Assigning:
    """A day more or less: what came on no days, or on the client's own one, then comes on these evenings."""
    proposal = _current(place)
    days = tuple(sorted(set(proposal.days) ^ {day}))
    return _with(place, days=days, rhythm="random" if proposal.rhythm == "random" else "fixed")


def _as_shipped(exercise: Exercise) -> dict[str, Any]:
    """What an exercise brings along to a proposal."""
    return {"exercise": exercise.id, "days": exercise.rhythm.days, "rhythm": exercise.rhythm.kind}


def _rhythm(scene: Scene, proposal: Proposal) -> Rich:
    return rhythm(scene, plan_for(scene, proposal))


def _picked(scene: Scene, place: Assigning, name: str) -> Assigning:
    if any(each.exercise == name for each in place.proposals):
        return replace(place, proposals=tuple(each for each in place.proposals if each.exercise != name))
    exercise = scene.exercise(name)
    assert exercise is not None, "tapped() has looked it up"
    return replace(
        place,
        proposals=(
            *place.proposals,
            Proposal(words=exercise.title, **_as_shipped(exercise)),
        ),
    )


def _offered(scene: Scene) -> tuple[Exercise, ...]:
    return scene.library.offered(scene.profile.language)


def _described(scene: Scene, proposal: Proposal, room: int) -> Rich:
    exercise = scene.exercise(proposal.exercise)
    assert exercise is not None, "a piece whose exercise is gone was left out before"
    words = clip(proposal.words, room)
    first = scene.fill(exercise.steps[0].ask[0], words=words, therapist=scene.profile.name)
    return joined(
        [
            scene.fill("{title}, {rhythm}", title=exercise.title, rhythm=_rhythm(scene, proposal)),
            first,
        ]
    )
