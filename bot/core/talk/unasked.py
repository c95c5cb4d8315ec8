"""Whether something that comes by itself, and that no plan schedules, may come now."""

from datetime import timedelta

from bot.core.hours import is_quiet
from bot.core.scene import Scene
from bot.core.session import Prompted, is_at_rest
from bot.core.talk import quiet_days

ACTIVE = timedelta(minutes=10)
"""Someone who did something this recently is in the middle of it: what comes by itself waits."""
WAIT = timedelta(minutes=5)


def is_kept_back(scene: Scene) -> bool:
    """Nothing comes that nobody asked for while everything is held, or on a quiet date."""
    return is_held(scene) or quiet_days.is_on(scene)


def is_held(scene: Scene) -> bool:
    """Nothing comes in quiet hours, in a pause, after the help card, before an erasure, or where the chat is closed."""
    profile, held = scene.profile, scene.profile.held_until
    closed = not profile.reachable or profile.paused or profile.erasing_at is not None
    return closed or (held is not None and scene.now < held) or is_quiet(scene.now, profile.hours)


def is_quiet_now(scene: Scene) -> bool:
    """Whether it is an hour, or a date, that the client keeps quiet."""
    return is_quiet(scene.now, scene.profile.hours) or quiet_days.is_on(scene)


def is_busy(scene: Scene) -> bool:
    """Whether the client is in the middle of something."""
    touched = scene.session.touched
    place = scene.session.place
    is_open = not is_at_rest(place) and not isinstance(place, Prompted)
    return is_open and touched is not None and scene.now - touched < ACTIVE
