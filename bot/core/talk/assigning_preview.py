"""The preview of homework: what the client will get, word for word, before it goes out."""

from dataclasses import replace

from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import assigning_care, assigning_ends, assigning_send, noticing_hour
from bot.core.talk.assigning_send import plan_for
from bot.core.talk.rhythms import rhythm
from bot.core.text import Rich, clip, joined, marked
from bot.core.therapist_places import Assigning, Proposal
from bot.core.turn import Rows

WORDS_SHOWN = 1000
"""How many characters of the therapist's own words a preview holds in all."""


def preview(scene: Scene, place: Assigning) -> Move:
    """What the client will get, whole, before it goes out."""
    kept = [each for each in place.proposals if each.keep and scene.exercise(each.exercise)]
    if not kept:
        return Move(place=Resting(), says=(bubble(scene.say("Nothing is left in, so nothing was sent.")),))
    client = assigning_send.client_of(scene, place)
    is_one_end = all(each.until == "appointment" for each in kept)
    head = _head(scene, client, is_one_end)
    room = max(60, WORDS_SHOWN // len(kept))
    described = [_described(scene, each, room, None if is_one_end else client) for each in kept]
    pieces = marked("folded_quote", joined(described, "\n\n"))
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
    earlier = (
        scene.say("It takes the place of the homework that {client} has now.", client=client.nickname)
        if client.given
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
                joined([head, pieces, line, earlier, hour, care]),
                (*rows, *assigning_care.rows(scene, kept, client.heed)),
            ),
        ),
    )


def _head(scene: Scene, client: ClientCard, is_one_end: bool) -> Rich:
    """What stands above the pieces, with their end where all of them go on until the next session."""
    until = client.next_appointment
    if until is None or not is_one_end:
        return scene.say(
            "This is what {client} will get, at most one question a day:", client=client.nickname
        )
    return scene.say(
        "This is what {client} will get, at most one question a day, until the next session ({day}):",
        client=client.nickname,
        day=scene.day(until),
    )


def _described(scene: Scene, proposal: Proposal, room: int, client: ClientCard | None) -> Rich:
    """One piece with its first question; with a `client` with its own end too."""
    exercise = scene.exercise(proposal.exercise)
    assert exercise is not None, "a piece whose exercise is gone was left out before"
    words = clip(proposal.words, room)
    first = scene.fill(exercise.steps[0].ask[0], words=words, therapist=scene.profile.name)
    when = rhythm(scene, plan_for(scene, proposal))
    piece = scene.fill("{title}, {rhythm}", title=exercise.title, rhythm=when)
    head = assigning_ends.behind(scene, proposal, client, piece) if client else piece
    return joined([head, first])
