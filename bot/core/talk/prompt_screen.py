"""A nudge as it stands on the screen: how it opens, and its buttons."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.exercise import Exercise
from bot.core.plan import after_quiet, closes_at, instant, is_quiet
from bot.core.quiet_dates import is_quiet_date
from bot.core.scene import Scene, in_rows
from bot.core.session import Prompted
from bot.core.talk import dates
from bot.core.text import Rich
from bot.core.turn import Rows
from bot.core.words import to_say

SNOOZES = to_say((("In 20 min", timedelta(minutes=20)), ("In 2 hours", timedelta(hours=2))))
SNOOZE_LIMIT = 2
A_DAY = timedelta(days=1)
GRIEF = "acute_grief"
"""The flag that stands for it."""
GENTLE = to_say(
    (
        "{greeting}. Something small is here, only if it suits.",
        "{greeting}. Here if you want it; not today is fine.",
        "{greeting}. There is room here for a line, and no need of one.",
        "{greeting}. A quiet minute, if you have one to spare?",
    )
)
"""How nudges open where grief is near, instead of the exercise's own wordings: without a task, and without cheer."""
GENTLE_AGAIN = to_say(("Still here, and no need.", "Still here; it may also wait."))


def opening(scene: Scene, exercise: Exercise, number: int) -> Rich:
    """The first words, in the wording of that number: vague ones for the lock screen, unless full ones were asked for."""
    plain = exercise.prompt.vague if scene.profile.vague else exercise.prompt.full
    wordings = _gentle(scene, GENTLE) if is_gentle(scene) else plain
    return scene.fill(wordings[number % len(wordings)], greeting=greeting(scene))


def again(scene: Scene, exercise: Exercise, number: int) -> Rich:
    """The words of the one silent re-prompt, in the wording of that number."""
    wordings = _gentle(scene, GENTLE_AGAIN) if is_gentle(scene) else exercise.prompt.again
    return scene.fill(wordings[number % len(wordings)], greeting=greeting(scene))


def is_gentle(scene: Scene) -> bool:
    """Whether grief is near: the therapist has said so, or the day before or after is one the client keeps quiet."""
    today, quiet = dates.today(scene), scene.profile.quiet_dates
    beside = (today - A_DAY, today + A_DAY)
    return GRIEF in scene.person.heed.flags or any(is_quiet_date(day, quiet) for day in beside)


def _gentle(scene: Scene, wordings: Sequence[str]) -> tuple[str, ...]:
    return tuple(scene.label(each) for each in wordings)


def last_wording(scene: Scene, what: str) -> int | None:
    """Which wording the last nudge of an exercise had, or with "again:" before its name the last re-prompt."""
    return dict(scene.session.worded).get(what)


def next_wording(scene: Scene, what: str) -> tuple[str, int]:
    """The wording after that, so that none comes twice in a row."""
    last = last_wording(scene, what)
    return what, scene.turn if last is None else last + 1


def rows(scene: Scene, exercise: Exercise, place: Prompted) -> Rows:
    """Yes, later and no, in the words of the exercise's form; or the times to put it off to."""
    is_weekly = exercise.form == "values"
    yes = scene.button("Yes" if is_weekly else "Yes, now", "yes", style="primary")
    later = scene.button("Later", "later")
    no = scene.button("Not this week" if is_weekly else "Not today", "no")
    if place.choosing:
        return _times(scene, exercise, place)
    return ((yes, no),) if place.snoozed >= SNOOZE_LIMIT else ((yes, later, no),)


def greeting(scene: Scene) -> Rich:
    """The time of day in the person's zone."""
    hour = scene.now.astimezone(scene.zone).hour
    if 5 <= hour < 12:
        return scene.say("Morning")
    return scene.say("Evening") if hour >= 17 or hour < 5 else scene.say("Hello")


def fits(scene: Scene, exercise: Exercise, place: Prompted, at: datetime) -> bool:
    """Whether a nudge can come back then: outside quiet hours, and while it lives. What lives for an hour and a half
    only begins that anew, so it can be put off to any hour."""
    lives = exercise.form == "values" or at < place.expires
    return lives and not is_quiet(at, scene.profile.hours)


def closes(scene: Scene, exercise: Exercise, place: Prompted, at: datetime) -> datetime:
    """When a nudge that was put off to `at` lets go."""
    is_short = exercise.form == "values"
    return closes_at(at, scene.profile.hours, sensory=True) if is_short else place.expires


def _times(scene: Scene, exercise: Exercise, place: Prompted) -> Rows:
    fitting = [
        scene.button(label, f"in:{number}")
        for number, (label, wait) in enumerate(SNOOZES)
        if fits(scene, exercise, place, scene.now + wait)
    ]
    tomorrow = scene.button("Tomorrow", f"in:{len(SNOOZES)}")
    return (*in_rows([*fitting, tomorrow], 3), (scene.button("Back", "back"),))


def same_time_tomorrow(scene: Scene) -> datetime:
    """Tomorrow at the wall time it is now, moved out of quiet hours."""
    local = scene.now.astimezone(scene.zone)
    tomorrow = instant(local.date() + timedelta(days=1), local.time(), scene.profile.zone)
    return after_quiet(tomorrow, scene.profile.hours)
