"""What exercises heed of what a therapist said about a client: steps that are left out, exercises that are off."""

from bot.core.exercise import Caution, Exercise
from bot.core.framing import FLAGS
from bot.core.person import Heed
from bot.core.scene import Move, Scene, bubble
from bot.core.words import to_say

LABELS = to_say(
    {
        "ed": "Eating",
        "trauma": "Trauma",
        "ocd": "OCD",
        "health_anxiety": "Health worries",
        "psychosis": "Psychosis",
        "acute_grief": "Fresh grief",
        "panic": "Panic",
    }
)
"""What the flags are called on a button, in the order of FLAGS."""


def left_out(heed: Heed, exercise: Exercise) -> frozenset[str]:
    """The steps that this client is not asked."""
    return frozenset(name for each in exercise.flags if each.flag in heed.flags for name in each.steps)


def holding(heed: Heed, exercise: Exercise) -> tuple[Caution, ...]:
    """What keeps an exercise off for a client: a flag it does not go with, or one that nobody has ruled out."""
    return tuple(
        each
        for each in exercise.flags
        if (each.does == "off" and each.flag in heed.flags)
        or (each.does == "confirm" and (each.flag in heed.flags or each.flag not in heed.confirmed))
    )


def off(scene: Scene, exercise: Exercise) -> Move | None:
    """What is said instead of an exercise that is off; None where it is not."""
    if not holding(scene.person.heed, exercise):
        return None
    name = scene.person.therapist_name or scene.label("your therapist")
    return Move(
        says=(bubble(scene.say("That one is off for now. {therapist} can say more.", therapist=name)),)
    )


def toggled(heed: Heed, flag: str) -> Heed:
    """With that flag set or taken away; what is set is no longer without concern."""
    flags = set(heed.flags) ^ ({flag} & set(FLAGS))
    return Heed(
        flags=tuple(each for each in FLAGS if each in flags),
        confirmed=tuple(each for each in heed.confirmed if each not in flags),
    )


def confirmed(heed: Heed, flag: str) -> Heed:
    """With the word that there is no concern."""
    return Heed(
        flags=tuple(each for each in heed.flags if each != flag),
        confirmed=tuple(each for each in FLAGS if each in {*heed.confirmed, flag}),
    )
