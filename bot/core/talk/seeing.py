"""What was done about a client, and by whom: the latest of what the audit holds, in their own language."""

from bot.core.person import Seen
from bot.core.scene import Scene
from bot.core.text import Rich, joined
from bot.core.words import to_say

_THEIRS = to_say(
    {
        "joined": "You joined.",
        "agreed": "You changed what is shared.",
        "file": "You had a copy sent.",
        "handed over": "You answered who is to go on with you.",
    }
)
_THERAPISTS = to_say(
    {
        "file": "{name} took a file.",
        "read": "{name} looked at what you share.",
        "summary written": "{name} wrote down something of a session.",
        "refused": "{name} asked for something of yours, and was refused.",
    }
)
_OPERATORS = to_say(
    {
        "file": "Who runs me took a file.",
        "offered": "Who runs me asked who is to go on with you.",
        "therapist left": "Your therapist left.",
    }
)
_TABLES = {"client": _THEIRS, "therapist": _THERAPISTS, "operator": _OPERATORS}
_ELSE = to_say("Something else was noted.")
SOMEBODY = to_say("A therapist")
"""Who a therapist of before, or of somebody else, is called."""


def sentence_of(seen: Seen) -> str:
    """What is said of it, in English and with a field for the name."""
    return _TABLES.get(seen.by, {}).get(seen.event, _ELSE)


def told(scene: Scene) -> Rich:
    """The list, newest first."""
    if not scene.person.seen:
        return scene.say("Nobody has looked yet.")
    head = scene.say("The latest that was done with what is yours:")
    return joined([head, *(_line(scene, each) for each in scene.person.seen)])


def _line(scene: Scene, seen: Seen) -> Rich:
    what = scene.say(sentence_of(seen), name=seen.name or scene.label(SOMEBODY))
    return scene.fill("{day}, {time}: {what}", day=scene.day(seen.at), time=scene.clock(seen.at), what=what)
