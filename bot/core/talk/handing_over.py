"""When a therapist leaves, or another would go on with a client: the client is told, and says yes or no."""

from bot.core.changes import HandedOver, HandoverDeclined
from bot.core.inputs import TimerOver
from bot.core.lookup import split
from bot.core.person import Offered, Role
from bot.core.scene import Move, Scene, bubble
from bot.core.turn import THERAPIST, Button, Reply


def timer(scene: Scene, given: TimerOver) -> Move:
    """What the operator did has reached the client, or what the client said has reached the other therapist."""
    match given.timer:
        case "joined" if scene.person.role is Role.THERAPIST:
            return _joined(scene, given.subject)
        case "left" if scene.person.role is Role.CLIENT and scene.person.therapist_left:
            return _left(scene)
        case "offer" if scene.person.role is Role.CLIENT and scene.person.offered is not None:
            return Move(says=(_question(scene, scene.person.offered),))
        case _:
            return Move()


def tapped(scene: Scene, argument: str) -> Move:
    """The client's answer; one to an offer that no longer stands says so."""
    answer, other = split(argument)
    offered = scene.person.offered
    if offered is None or offered.id != other or answer not in ("yes", "no"):
        return Move(toast=scene.label("That one has closed."))
    return _agreed(scene, offered) if answer == "yes" else _declined(scene, offered)


def _left(scene: Scene) -> Move:
    said = scene.say(
        "{therapist} has left this practice and can no longer read anything here. "
        "What is yours stays, and I go on as before.",
        therapist=scene.person.therapist_name,
    )
    return Move(says=(bubble(said, silent=True),))


def _question(scene: Scene, offered: Offered) -> Reply:
    asked = scene.say(
        "{other} would go on with you, and would then read what {therapist} could. Is that all right with you?",
        other=offered.name,
        therapist=scene.person.therapist_name or scene.label("your therapist"),
    )
    yes = scene.naming("Yes, {name}", offered.name, "Yes")
    rows = (Button(label=yes, do=f"offered:yes:{offered.id}", stands=True, style="primary"),)
    return bubble(asked, (rows, (scene.button("No thanks", f"offered:no:{offered.id}", stands=True),)))


def _agreed(scene: Scene, offered: Offered) -> Move:
    said = scene.say("{other} goes on with you from here. /privacy shows who sees what.", other=offered.name)
    told = scene.to_therapist.say(
        "{client} goes on with {other}. You no longer see their answers.",
        client=scene.person.nickname,
        other=offered.name,
    )
    return Move(
        says=(bubble(said), bubble(told, silent=True, to=THERAPIST)), changes=(HandedOver(to=offered.id),)
    )


def _declined(scene: Scene, offered: Offered) -> Move:
    said = scene.say("All right. {other} sees nothing of yours.", other=offered.name)
    told = scene.to_therapist.say(
        "{client} would rather not go on with {other}.", client=scene.person.nickname, other=offered.name
    )
    return Move(
        says=(bubble(said), bubble(told, silent=True, to=THERAPIST)),
        changes=(HandoverDeclined(to=offered.id),),
    )


def _joined(scene: Scene, client: str) -> Move:
    found = next((each for each in scene.person.clients if each.id == client), None)
    if found is None:
        return Move()
    said = scene.say("{client} goes on with you. /clients has the code.", client=found.nickname)
    return Move(says=(bubble(said, silent=True),))
