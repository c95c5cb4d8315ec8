"""Looking homework over before it is sent: each piece kept, changed or left out, then one preview of all."""

from dataclasses import replace

from bot.core.exercise import Exercise
from bot.core.person import Assignment, ClientCard
from bot.core.plan import Fixed, OnDemand, Plan
from bot.core.scene import WEEKDAYS, Move, Scene, bubble, in_rows
from bot.core.session import Assigning, Proposal, Resting
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip, fill, joined, marked
from bot.core.turn import Assigned, Button, Reply, Rows

OWN_WORDS = "own-words"
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SHORT_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALL_DAYS = tuple(range(7))
EMPTY_HANDED = ("own", "preview", "picked")
"""What can be tapped before there is a piece to look at."""
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
            return show(
                scene, replace(_with(place, exercise=exercise.id, days=exercise.rhythm.days), step="review")
            )
        case "day" if 0 <= number < 7:
            return _piece(scene, _with(place, days=_toggled(_current(place).days, number)))
        case "own" if scene.exercise(argument) is not None:
            return pick_list(scene, _picked(scene, place, argument))
        case "preview" | "picked":
            return preview(scene, replace(place, step="preview"))
        case "line":
            return show(scene, replace(place, step="line"))
        case "change":
            return show(scene, replace(place, step="review", index=0))
        case "send":
            return _send(scene, place)
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
    lines = [fill("{title}: {gist}", title=each.title, gist=each.gist) for each in _offered(scene)]
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
    head = scene.say(
        "This is what {client} will get, at most one question a day:", client=_client(scene, place).nickname
    )
    room = max(60, WORDS_SHOWN // len(kept))
    pieces = marked("folded_quote", joined([_described(scene, each, room) for each in kept], "\n\n"))
    line = scene.say("With your line: “{line}”", line=place.line) if place.line else ""
    rows: Rows = (
        (scene.button("Send", "send", style="primary"), scene.button("Add your own line", "line")),
        (scene.button("Change", "change"), scene.button("Stop here", "stop")),
    )
    return Move(place=replace(place, step="preview"), says=(bubble(joined([head, pieces, line]), rows),))


def rhythm(scene: Scene, days: tuple[int, ...]) -> Rich:
    """When a piece comes, in words."""
    if not days:
        return scene.say("whenever it fits")
    if days == ALL_DAYS:
        return scene.say("every evening")
    return scene.say("{days} in the evening", days=", ".join(scene.label(WEEKDAYS[day]) for day in days))


def plan_of(days: tuple[int, ...]) -> Plan:
    """The plan behind a choice of days: none is on demand, else the client's own evening time."""
    return Fixed(days=days) if days else OnDemand()


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
    would = scene.say(
        "Would be: {title}, {rhythm}.", title=exercise.title, rhythm=rhythm(scene, proposal.days)
    )
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
            ("●" if day in proposal.days else "○", scene.label(name)) for day, name in enumerate(SHORT_DAYS)
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


def _toggled(days: tuple[int, ...], day: int) -> tuple[int, ...]:
    return tuple(sorted(set(days) ^ {day}))


def _picked(scene: Scene, place: Assigning, name: str) -> Assigning:
    if any(each.exercise == name for each in place.proposals):
        return replace(place, proposals=tuple(each for each in place.proposals if each.exercise != name))
    exercise = scene.exercise(name)
    assert exercise is not None, "tapped() has looked it up"
    return replace(
        place,
        proposals=(
            *place.proposals,
            Proposal(words=exercise.title, exercise=name, days=exercise.rhythm.days),
        ),
    )


def _offered(scene: Scene) -> tuple[Exercise, ...]:
    return scene.library.offered(scene.profile.language)


# --- sending -------------------------------------------------------------------------------------


def _described(scene: Scene, proposal: Proposal, room: int) -> Rich:
    exercise = scene.exercise(proposal.exercise)
    assert exercise is not None, "a piece whose exercise is gone was left out before"
    words = clip(proposal.words, room)
    first = fill(exercise.steps[0].ask[0], words=words, therapist=scene.profile.name)
    return joined(
        [
            fill("{title}, {rhythm}", title=exercise.title, rhythm=rhythm(scene, proposal.days)),
            first,
        ]
    )


def _send(scene: Scene, place: Assigning) -> Move:
    kept = [each for each in place.proposals if each.keep and scene.exercise(each.exercise)]
    client = _client(scene, place)
    if not kept or client.id not in {each.id for each in scene.person.clients}:
        return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was sent.")),))
    assignments = tuple(
        Assignment(
            id=scene.id(f"assignment:{n}"),
            exercise=each.exercise,
            plan=plan_of(each.days),
            words=each.words,
            given_at=scene.now,
        )
        for n, each in enumerate(kept)
    )
    gone = tuple(Reply(delete=message) for message in place.pasted)
    return Move(
        place=Resting(),
        says=(bubble(scene.say("Sent.")), _to_client(scene, client, len(kept), place.line), *gone),
        changes=(Assigned(client=client.id, assignments=assignments),),
    )


def _to_client(scene: Scene, client: ClientCard, count: int, line: str) -> Reply:
    one = "{therapist} left you one small thing."
    many = "{therapist} left you {number} small things."
    number = scene.label(NUMBERS[min(count, len(NUMBERS)) - 1])
    said = scene.say(one if count == 1 else many, therapist=scene.profile.name, number=number)
    own = scene.say("“{line}”", line=line) if line else ""
    row = (scene.button("Look", "look", stands=True), scene.button("Later", "done", stands=True))
    return bubble(joined([said, own]), (row,), silent=True, to=client.id)


def _client(scene: Scene, place: Assigning) -> ClientCard:
    found = next((each for each in scene.person.clients if each.id == place.client), None)
    return found or ClientCard(id="", code="", nickname=scene.label("your client"))
