"""What the therapist hears of the help card: that it was shown, where that was agreed; the words only when sent along."""

from dataclasses import replace

from bot.core.inputs import Commanded, Edited, Input, Recorded, Said
from bot.core.person import Role
from bot.core.safety import Tier
from bot.core.scene import Move, Scene, bubble
from bot.core.text import Rich, clip, joined, marked, moment
from bot.core.turn import THERAPIST, Button, Reply, Rows
from bot.core.words import to_say

HOW_CLEAR = to_say({"explicit": "plain", "indirect": "unclear"})
"""What the therapist reads for a tier: how it was read, and nothing of what was written."""
MOST_WORDS = 3_000


def words_of(given: Input) -> str:
    """What somebody wrote, in whatever form it came."""
    match given:
        case Said(text=text) | Edited(text=text) | Recorded(caption=text) | Commanded(argument=text):
            return clip(text, MOST_WORDS)
        case _:
            return ""


def notice(scene: Scene, tier: Tier, exercise: str) -> tuple[Reply, ...]:
    """When the card was shown, how clear it was and in which exercise: for a therapist of whom that was agreed."""
    if not (_has_therapist(scene) and scene.profile.tell_therapist):
        return ()
    scene = scene.to_therapist
    shown = scene.say(
        "I showed {client} the help card ({time}). I'm not an emergency service, and nobody watches that chat.",
        client=scene.person.nickname,
        time=moment(scene.now, "t", scene.label("now")),
    )
    return (_to_therapist(joined([shown, _read_as(scene, tier, exercise)])),)


def rows(scene: Scene) -> Rows:
    """What a client can have passed on under an answer of the card: the words that brought it, and the wish for a call."""
    if scene.person.role is not Role.CLIENT:
        return ()
    call = scene.button("Ask for a call", "help:call", stands=True)
    return ((*words_row(scene), call),)


def words_row(scene: Scene) -> tuple[Button, ...]:
    """The way to send the words along, while they are there."""
    if not (_has_therapist(scene) and scene.session.of_card):
        return ()
    label = scene.naming("Send {name} my words", scene.person.therapist_name, "Send my words")
    return (Button(label=label, do="help:words", stands=True),)


def send_words(scene: Scene, below: Rows) -> Move:
    """The words that brought the last card go to the therapist, once, as a message that cannot be passed on."""
    if not words_row(scene):
        return Move(toast=scene.label("That one has closed."))
    said = scene.say(
        "I've sent {therapist} what you wrote. They see it when they next look, which may not be soon. "
        "If it can't wait, call a number above.",
        therapist=scene.person.therapist_name,
    )
    asks = scene.to_therapist.say(
        "{client} asked me to send you what brought the help card:", client=scene.person.nickname
    )
    told = _to_therapist(joined([asks, marked("quote", scene.session.of_card)]))
    return Move(says=(bubble(said, below), replace(told, protected=True)), of_card="")


def ask_for_a_call(scene: Scene, below: Rows) -> Move:
    """The wish for a call is passed on, whatever was agreed about notices."""
    if scene.person.therapist_left:
        alone = scene.say("There is nobody here I could pass that on to. Please call a number above.")
        return Move(says=(bubble(alone, below),))
    said = scene.say(
        "I've passed that on to {therapist}, who will see it when they next look, which may not be soon. "
        "If it can't wait, call a number above.",
        therapist=scene.person.therapist_name,
    )
    note = scene.to_therapist.say("{client} asks you for a call.", client=scene.person.nickname)
    return Move(says=(bubble(said, below), _to_therapist(note)))


def _has_therapist(scene: Scene) -> bool:
    return scene.person.role is Role.CLIENT and not scene.person.therapist_left


def _to_therapist(words: Rich) -> Reply:
    return replace(bubble(words, to=THERAPIST), kind="safety")


def _read_as(scene: Scene, tier: Tier, exercise: str) -> Rich:
    """An exercise is named only where answers are shared at all."""
    how = scene.label(HOW_CLEAR[tier])
    found = scene.exercise(exercise) if scene.profile.sharing != "none" else None
    if found is None:
        return scene.say("How clear it was: {how}.", how=how)
    return scene.say("How clear it was: {how}. It was during: {exercise}.", how=how, exercise=found.title)
