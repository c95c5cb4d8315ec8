"""Sending homework: the client's new assignments, the word to them, and the end of the pasted summary."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.changes import Assigned
from bot.core.homemade import exercise_in
from bot.core.person import Assignment, ClientCard
from bot.core.plan import Plan, local_day
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import heeding
from bot.core.talk.rhythms import plan_of
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Reply
from bot.core.words import to_say

NUMBERS = to_say(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
)


def send(scene: Scene, place: Assigning) -> Move:
    """Give the client what was kept, tell them, and take the pasted summary out of the chat."""
    client = client_of(scene, place)
    kept = [each for each in place.proposals if each.keep and _can_go(scene, client, each)]
    if not kept or client.id not in {each.id for each in scene.person.clients}:
        return Move(place=Resting(), says=(bubble(scene.say("Stopped. Nothing was sent.")),))
    own = {each.id: (each, text) for text in place.files if (each := exercise_in(text)) is not None}
    given = {each.exercise for each in kept} & own.keys()
    assignments = tuple(
        Assignment(
            id=scene.id(f"assignment:{n}"),
            exercise=each.exercise,
            plan=plan_for(scene, each),
            words=each.words,
            given_at=scene.now,
            until=each.until,
            life=own[each.exercise][0].expiry.life if each.exercise in given else None,
        )
        for n, each in enumerate(kept)
    )
    gone = tuple(Reply(delete=message) for message in place.pasted)
    return Move(
        place=Resting(),
        says=(bubble(scene.say("Sent.")), *_to_client(scene, client, len(kept), place.line), *gone),
        changes=(
            Assigned(
                client=client.id,
                assignments=assignments,
                files=tuple((name, own[name][1]) for name in sorted(given)),
            ),
        ),
    )


def _can_go(scene: Scene, client: ClientCard, proposal: Proposal) -> bool:
    exercise = scene.exercise(proposal.exercise)
    return exercise is not None and not heeding.holding(client.heed, exercise)


def plan_for(scene: Scene, proposal: Proposal) -> Plan:
    """When this piece would come."""
    exercise = scene.exercise(proposal.exercise)
    today = local_day(scene.now, scene.profile.zone)
    return plan_of(proposal.rhythm, proposal.days, exercise.rhythm if exercise else None, today)


def _to_client(scene: Scene, client: ClientCard, count: int, line: str) -> Iterator[Reply]:
    """The therapist's own line stands alone, since what says that homework is there turns into the list of it."""
    scene = replace(scene, spoken=client.language)
    number = scene.label(NUMBERS[min(count, len(NUMBERS)) - 1])
    said = scene.counted(
        "{therapist} left you one small thing.",
        "{therapist} left you {number} small things.",
        count,
        therapist=scene.profile.name,
        number=number,
    )
    if line:
        own = scene.say("{therapist} wrote: “{line}”", therapist=scene.profile.name, line=line)
        yield bubble(own, silent=True, to=client.id)
    row = (scene.button("Look", "look", stands=True), scene.button("Later", "done", stands=True))
    yield bubble(said, (row,), silent=True, to=client.id)


def client_of(scene: Scene, place: Assigning) -> ClientCard:
    """The client it is for, or a stand-in for one who is gone."""
    found = next((each for each in scene.person.clients if each.id == place.client), None)
    return found or ClientCard(id="", code="", nickname=scene.label("your client"))
