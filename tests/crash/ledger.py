"""What the coach has kept in the end, read from its database while it does not run."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, select

from bot.core.record import SharedAnswer
from storage import store
from storage.database import Database
from storage.invariants import broken
from storage.tables import ASSIGNMENT, INBOX, OCCURRENCE, OUTBOX
from tests.crash.house import FIRST_UPDATE, House
from tests.storage.shared import shared

LIFE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every row that tells of something lost or done twice."""

    updates: dict[int, str]
    answers: dict[str, list[tuple[str, SharedAnswer]]]
    """By the therapist's name for the client, each with its run, by run and in the order they were kept."""
    nudges: Sequence[Row[Any]]
    messages: Sequence[Row[Any]]
    broken: list[str]

    def words(self, name: str, *steps: str) -> list[str]:
        """What a client gave to these steps, in order."""
        return [each.text for _, each in self.answers[name] if each.step in steps]

    def given_twice(self, *steps: str) -> list[tuple[str, str]]:
        """Run and step, of those that take one answer, where there are more."""
        answers = [each for kept in self.answers.values() for each in kept]
        counted = Counter((run, each.step) for run, each in answers if each.step in steps)
        return [where for where, number in counted.items() if number > 1]

    def unhandled(self, next_update: int) -> dict[int, str]:
        """Updates that Telegram took and that were not taken to their end, with their state; absent is lost."""
        every = range(FIRST_UPDATE, next_update)
        return {n: self.updates.get(n, "lost") for n in every if self.updates.get(n) != "done"}

    def prompts_of(self) -> Counter[str]:
        """How many first messages each nudge had."""
        return Counter(
            row.occurrence_id for row in self.messages if row.kind == "nudge" and row.occurrence_id
        )


def ledger_of(house: House) -> Ledger:
    """Read it all."""
    with house.database() as database, database.reading() as conn:
        cards = store.clients(database.store, conn, None)
        names = {card.code: card.nickname for card in cards}
        kept: defaultdict[str, list[tuple[str, SharedAnswer]]] = defaultdict(list)
        for record in shared(database, None, datetime.now(UTC) + timedelta(days=1)):
            given = ((run.id, answer) for run in record.runs for answer in run.answers)
            kept[names[record.code]].extend(given)
        return Ledger(
            updates={row.update_id: row.state for row in conn.execute(select(INBOX))},
            answers=kept,
            nudges=conn.execute(select(OCCURRENCE)).all(),
            messages=conn.execute(select(OUTBOX).order_by(OUTBOX.c.seq)).all(),
            broken=broken(conn, datetime.now(UTC)),
        )


def plan_nudges(
    database: Database, nickname: str, moments: Iterable[datetime], *, life: timedelta = LIFE
) -> list[str]:
    """Have a client's homework come at these moments as well; returns the new nudges' ids."""
    with database.writing() as conn:
        (client,) = (card for card in store.clients(database.store, conn, None) if card.nickname == nickname)
        open_ones = select(ASSIGNMENT.c.id).where(
            ASSIGNMENT.c.client_id == client.id, ASSIGNMENT.c.ended_at.is_(None)
        )
        assignment = conn.scalars(open_ones).first()
        rows = [
            {
                "id": str(uuid4()),
                "assignment_id": assignment,
                "client_id": client.id,
                "local_date": moment.date(),
                "slot": 100 + number,
                "zone": client.zone,
                "planned_at": moment,
                "due_at": moment,
                "expires_at": moment + life,
                "send_state": "planned",
                "reason": "",
                "snoozed": 0,
            }
            for number, moment in enumerate(moments)
        ]
        conn.execute(OCCURRENCE.insert(), rows)
    return [str(row["id"]) for row in rows]
