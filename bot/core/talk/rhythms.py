"""When a piece of homework comes: the plan behind a choice, and a plan in words."""

from datetime import date

from bot.core.framing import Rhythm, RhythmKind, span_of
from bot.core.plan import Every, Fixed, Meeting, OnDemand, Plan, Random, SomeDays, Weekly
from bot.core.scene import Scene
from bot.core.text import Rich

ALL_DAYS = tuple(range(7))
A_DAY = 24 * 60
MOST_A_DAY = 3


def plan_of(
    kind: RhythmKind, days: tuple[int, ...], shipped: Rhythm | None = None, today: date | None = None
) -> Plan:
    """The plan behind a rhythm and a choice of days (0 is Monday); where it needs days and has none, on demand.

    `shipped` is the exercise's own rhythm, which knows how often and how far from an appointment; what comes every so
    many days begins `today`.
    """
    match kind:
        case "weekly":
            return Weekly()
        case "random" if days:
            return Random(days=days, count=min((shipped and shipped.count) or 1, MOST_A_DAY))
        case "fixed" if days:
            return Fixed(days=days)
        case _ if shipped is None or shipped.kind != kind:
            return OnDemand()
        case _:
            return _as_shipped(shipped, days, today)


def _as_shipped(shipped: Rhythm, days: tuple[int, ...], today: date | None) -> Plan:
    match shipped:
        case Rhythm(kind="every", every=int(every)):
            return Every(every=every, phase=today.toordinal() % every if today else 0)
        case Rhythm(kind="some_days", count=int(count)):
            there = days or ALL_DAYS
            return SomeDays(count=min(count, len(there)), days=there)
        case Rhythm(kind="appointment", offset=str(offset)):
            minutes = int(span_of(offset).total_seconds()) // 60
            return Meeting(minutes=minutes) if minutes % A_DAY else Meeting(days=minutes // A_DAY)
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
        case Every(every=every):
            return scene.say("every {number} days", number=every)
        case SomeDays(count=count):
            return scene.counted("one evening a week", "{number} evenings a week", count, number=count)
        case Meeting():
            return _by_session(scene, plan)
        case _:
            return scene.say("whenever it fits")


def _by_session(scene: Scene, plan: Meeting) -> Rich:
    is_before = (plan.days or plan.minutes or 0) < 0
    if plan.days is None:
        return (
            scene.say("shortly before the session") if is_before else scene.say("shortly after the session")
        )
    days = abs(plan.days)
    if is_before:
        return scene.counted(
            "a day before the session", "{number} days before the session", days, number=days
        )
    return scene.counted("a day after the session", "{number} days after the session", days, number=days)


def _named(scene: Scene, days: tuple[int, ...]) -> str:
    return ", ".join(scene.calendar.weekdays[day] for day in days)
