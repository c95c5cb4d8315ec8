"""Whatever the clocks do and wherever clients go: one nudge per local date and slot, and none in quiet hours."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.core.changes import Assigned
from bot.core.person import Assignment
from bot.core.plan import SENSORY_LIFE, Fixed, Quiet, Random, is_quiet
from bot.phone.telegram import Event
from storage.invariants import broken
from storage.tables import OCCURRENCE, OUTBOX
from tests.core.test_plan_everywhere import EVERY_DAY, NIGHT, NONE, ZONES, check_promises, hours
from tests.storage.practice import named
from tests.torture.personas import Client
from tests.torture.sizes import SEED, chance, size
from tests.torture.town import Town, cut_short, town_in

log = logging.getLogger(__name__)

START = datetime(2026, 10, 20, 5, tzinfo=UTC)
"""The clocks change in Europe and America within the next two weeks."""
DAY = timedelta(days=1)
STEPS = tuple(timedelta(minutes=minutes) for minutes in (-1440, -60, -10, -1, 1, 10, 60, 480, 1440))
"""What somebody, a time server or a closed lid does to the wall clock at once."""
NUMBER_OF_STEPS = size(25, 200)
TRAVELLERS, JOURNEYS = size(8, 100), size(6, 12)
ZONES_TRIED = size(12, len(ZONES))
NEAR_THE_LINE = ("Auckland", "Honolulu", "Apia", "Tokyo", "Sydney", "Chicago", "Lisbon")
_CARRIES = (OUTBOX.c.kind == "nudge") & OUTBOX.c.occurrence_id.is_not(None)
HOMEWORK = (
    ("who-you-are", Fixed(days=EVERY_DAY, at=None)),
    ("kind-line", Fixed(days=EVERY_DAY, at=time(9), slot=1)),
)


@dataclass
class Watch:
    """Looks at each nudge as it comes: whether the client's night had begun."""

    town: Town
    therapist: int
    clients: list[Client] = field(default_factory=list)
    sent: Counter[int] = field(default_factory=Counter)
    at_night: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town.telegram.on_change.append(self._seen)

    def add(self, name: str, zone: str) -> Client:
        """A client who is set up, in this zone, with homework in the morning and in the evening."""
        town = self.town
        user = town.telegram.add_account(name)
        town.telegram.start(user)
        who = town.practice.client(user, self.therapist, name, country="DE", zone=zone, evening=time(20, 30))
        pieces = tuple(
            Assignment(id=named(f"{name} {exercise}"), exercise=exercise, plan=plan)
            for exercise, plan in HOMEWORK
        )
        town.practice.take(self.therapist, Assigned(client=who, assignments=pieces), now=town.now)
        self.clients.append(Client(town, user, name, "diligent", chance(name)))
        return self.clients[-1]

    def _seen(self, event: Event) -> None:
        message = self.town.telegram.chat(event.user_id).find(event.message_id)
        if event.kind != "message" or message is None or "Yes, now" not in str(message.keyboard):
            return
        self.sent[event.user_id] += 1
        profile = self.town.practice.load(event.user_id).profile
        if is_quiet(self.town.now, profile.hours):
            self.at_night.append(f"{event.user_id} at {self.town.now} in {profile.zone}")


async def watched(folder: Path) -> Watch:
    """A town where no call fails, and a therapist in it."""
    town = await town_in(folder, START, chance("time"), percent=0)
    therapist = town.telegram.add_account("Vale")
    town.telegram.start(therapist)
    await town.settle()
    town.practice.therapist(therapist, "Vale")
    return Watch(town, therapist)


async def ended(watch: Watch) -> tuple[Sequence[Any], Counter[str]]:
    """Let two days pass in which nobody does anything, check what always holds, and close; the nudges, and how
    often each was sent."""
    town = watch.town
    await town.live_until(town.now + 2 * DAY)
    with town.practice.db.reading() as conn:
        assert broken(conn, town.now) == [], f"seed {SEED}"
        rows = conn.execute(select(OCCURRENCE)).all()
        went_out = select(OUTBOX.c.occurrence_id).where(_CARRIES, OUTBOX.c.state == "sent")
        sent = Counter(conn.scalars(went_out))
    await cut_short(town.app)
    town.practice.close()
    assert watch.at_night == [], f"seed {SEED}"
    assert [row for row in rows if row.outcome is None and row.expires_at < town.now - DAY] == []
    return rows, sent


def missing(rows: Sequence[Any], since: date, until: date) -> list[tuple[str, date]]:
    """Local dates of a piece of homework without their nudge."""
    there = {(row.assignment_id, row.local_date) for row in rows}
    dates = [since + DAY * n for n in range((until - since).days)]
    return [
        (each, day)
        for each in {row.assignment_id for row in rows}
        for day in dates
        if (each, day) not in there
    ]


async def test_stepped_and_suspended_clock_repeats_nothing_and_loses_nothing(tmp_path: Path) -> None:
    watch = await watched(tmp_path)
    town, roll = watch.town, chance("steps")
    for number, zone in enumerate(
        ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
    ):
        watch.add(f"stays {number}", zone).watch()
    await town.settle()
    latest = town.now
    for _ in range(NUMBER_OF_STEPS):
        await town.live_until(town.now + timedelta(hours=roll.uniform(1, 20)))
        town.clock.advance(roll.choice(STEPS))
        await town._pass(is_due=True)
        latest = max(latest, town.now)
    await town.live_until(latest)
    last = town.now.date()
    rows, sent = await ended(watch)
    assert missing(rows, START.date() + DAY, last - DAY) == [], f"seed {SEED}"
    check_sent_once(watch, sent, rows)


async def test_travellers_across_the_date_line_get_one_nudge_a_date_and_none_at_night(tmp_path: Path) -> None:
    watch = await watched(tmp_path)
    town, roll = watch.town, chance("journeys")
    for number in range(TRAVELLERS):
        watch.add(f"goes {number}", roll.choice(("Pacific/Auckland", "Pacific/Honolulu", "Europe/Berlin")))
    await town.settle()
    for _ in range(JOURNEYS):
        for each in watch.clients:
            when = town.now + timedelta(minutes=roll.randrange(2000))
            town.at(when, partial(travel, town, each, roll.choice(NEAR_THE_LINE)))
        await town.live_until(town.now + 2 * DAY)
    moved = len({town.practice.load(each.user).profile.zone for each in watch.clients})
    rows, sent = await ended(watch)
    assert moved > 1
    dates = Counter((row.assignment_id, row.local_date, row.slot) for row in rows)
    assert [which for which, number in dates.items() if number > 1] == []
    check_sent_once(watch, sent, rows)


async def travel(town: Town, client: Client, city: str) -> None:
    """Say in /settings where one is now."""
    for act in ("/settings", "Clock", "Fix it", city, "They match"):
        if act.startswith("/") or act == city:
            client._say(act)
        else:
            client._tap_if_there(act)
        await town.settle()


def check_sent_once(watch: Watch, sent: Counter[str], rows: Sequence[Any]) -> None:
    """A nudge came once, and once more where it was asked again; nothing came that was not written down."""
    assert watch.sent.total() == sent.total() > 0
    most = {row.id: 1 + (row.reminder_at is not None) + row.snoozed for row in rows}
    assert [which for which, number in sent.items() if number > most[which]] == [], f"seed {SEED}"


def test_every_zone_has_one_nudge_a_date_for_two_years_and_none_at_night() -> None:
    for zone in chance("zones").sample(ZONES, ZONES_TRIED):
        for at, quiet in ((time(20, 30), NIGHT), (time(2, 30), NONE), (time(0, 15), Quiet(time(1), time(3)))):
            since, until = date(2026, 1, 1), date(2028, 1, 1)
            check_promises(Fixed(days=EVERY_DAY, at=at), hours(zone, quiet), since, until, life=None)
        check_promises(Random(days=EVERY_DAY), hours(zone), since, until, life=SENSORY_LIFE)
