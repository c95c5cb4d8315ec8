"""When a piece of homework comes: the plan behind a choice, and a plan in words."""

from bot.core.framing import RhythmKind
from bot.core.plan import Fixed, OnDemand, Plan, Random, Weekly
from bot.core.scene import Scene
from bot.core.text import Rich

ALL_DAYS = tuple(range(7))


def plan_of(kind: RhythmKind, days: tuple[int, ...]) -> Plan:
    """The plan behind a rhythm and a choice of days (0 is Monday); where it needs days and has none, on demand."""
    match kind:
        case "weekly":
            return Weekly()
        case "random" if days:
            return Random(days=days)
        case "fixed" if days:
            return Fixed(days=days)
        case _:
            return OnDemand()


def rhythm(scene: Scene, plan: Plan) -> Rich:
    """When a piece comes, in words."""
    match plan:
        case Weekly():
            return scene.say("once a week")
        case Random(days=days) if days == ALL_DAYS:
            return scene.say("once a day, around the noticing hour")
        case Random(days=days) if days:
            return scene.say("{days}, around the noticing hour", days=_named(scene, days))
        case Fixed(days=days) if days == ALL_DAYS:
            return scene.say("every evening")
        case Fixed(days=days) if days:
            return scene.say("{days} in the evening", days=_named(scene, days))
        case _:
            return scene.say("whenever it fits")


def _named(scene: Scene, days: tuple[int, ...]) -> str:
    return ", ".join(scene.calendar.weekdays[day] for day in days)
