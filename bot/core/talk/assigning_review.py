"""Looking homework over before it is sent: each piece kept, changed or left out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.core.exercise import Exercise
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.session import Resting
from bot.core.talk import assigning_care, assigning_ends, assigning_send
from bot.core.talk.assigning_preview import preview
from bot.core.talk.assigning_send import NUMBERS, plan_for
from bot.core.talk.dates import today, typed_date
from bot.core.talk.matching import matching
from bot.core.talk.rhythms import rhythm
from bot.core.text import Rich, clip, joined, rich
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Button, Rows

A_FORTNIGHT = timedelta(days=14)
OWN_WORDS = "own-words"
EMPTY_HANDED = ("own", "preview", "picked")
"""What can be tapped before there is a piece to look at."""
LIST_SHOWN = 2700
"""How many characters of gists the list holds in all: with the titles it is one message."""


def begin(scene: Scene, place: Assigning, found: tuple[Proposal, ...], before: Rich | str = "") -> Move:
    """The first of the pieces that were `found`, with how many they are, behind those that are there already; or the
    piece that is being looked at."""
    first = len(place.proposals)
    there = (*place.proposals, *found)[: len(NUMBERS)]
    if len(there) == first:
        full = scene.say("There is no room for more than {number}.", number=scene.label(NUMBERS[first - 1]))
        return show(scene, replace(place, step="review", index=first - 1), full)
    count = scene.say("I found {number}.", number=scene.label(NUMBERS[len(there) - first - 1]))
    at = place.index if place.step == "review" and first else first
    return show(scene, replace(place, step="review", proposals=there, index=at), rich(before or count))


def show(scene: Scene, place: Assigning, before: Rich | None = None) -> Move:
    """The screen that `place` stands at."""
    match place.step:
        case "preview":
            return preview(scene, place)
        case "pick":
            return pick_list(scene, place)
        case "heed":
            return assigning_care.show(scene, place)
        case "end" if place.proposals:
            asked = scene.say("Until which day? Type a date, such as {day}.", day=_example(scene))
            back = ((scene.button("Back", "ends"),),)
            return Move(place=place, says=(bubble(joined([before or "", asked]), back),))
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
        case "kinds" | "days" | "ends":
            return _piece(scene, replace(place, step=name))
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
            return _further(scene, place, name, argument)


def _further(scene: Scene, place: Assigning, name: str, argument: str) -> Move:
    """A button about the end of a piece or about what to take care with; any other one shows the screen again."""
    match name:
        case "end" if assigning_ends.is_end(argument):
            ends = _with(place, until=assigning_ends.end_of(scene, argument))
            return show(scene, replace(ends, step="review"))
        case "end":
            return show(scene, replace(place, step="end"))
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
    """Typed words that stand for a button, or for a date; anything else shows the screen again."""
    shown = show(scene, place)
    labels = [(b.label.lstrip("●○ "), b.do) for reply in shown.says[:1] for row in reply.rows for b in row]
    do = matching(text, labels, loosely=True)
    if place.step in ("ends", "end") and place.proposals:
        day, _ = typed_date(scene, text)
        if day is not None:
            return show(scene, replace(_with(place, until=day), step="review"))
        if do is None:
            return show(scene, place, scene.say("I couldn't read a date within a year in that."))
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
    is_asked = place.step == "ends" or proposal.until != "appointment"
    end = assigning_ends.line(scene, proposal) if is_asked else ""
    said = joined([before or "", head, would, end])
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
    if place.step == "ends":
        return assigning_ends.rows(scene, proposal)
    first = (scene.button("Keep", "keep", style="primary"), scene.button("Other days", "days"))
    second = (scene.button("Another kind", "kinds"), scene.button("Leave it out", "leave"))
    last = (back,) if place.index else ()
    until = scene.button("Until when", "ends")
    return (first, second, (until, *last, scene.button("Stop here", "stop")))


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


def _example(scene: Scene) -> str:
    """A date as the person's language writes it."""
    return assigning_ends.named(scene, today(scene) + A_FORTNIGHT)


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
