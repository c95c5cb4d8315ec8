"""Makes clients by the thousand, each with homework and one nudge to come, straight into the tables."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from bot.core.person import Role, dump_plan
from bot.core.plan import Fixed
from bot.core.session import Session
from storage.database import Database
from storage.store_keys import place
from storage.store_people import seal_profile, seal_session
from storage.tables import ASSIGNMENT, OCCURRENCE, PERSON
from tests.bench.town import PROFILE

FIRST_NUDGED = 5_000_001
EVERY_DAY = Fixed(days=tuple(range(7)))
FAR = timedelta(days=30)
ZONES = ("Europe/Berlin", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu", "America/New_York")
AT_ONCE = 5000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """So many clients: the nudge of number n is due at `due` + n * `apart`; an even one lives for `life`, an odd one
    for `short_life`. Where `blank`, nothing sealed in them can be opened: for those whose time does not come."""

    people: int
    due: datetime
    first: int = 0
    apart: timedelta = timedelta(0)
    life: timedelta = timedelta(hours=2)
    short_life: timedelta = timedelta(hours=2)
    blank: bool = False


def gather(database: Database, crowd: Crowd) -> None:
    """Write all of them; a therapist is there already."""
    with database.writing() as conn:
        therapist = conn.scalar(select(PERSON.c.id).where(PERSON.c.role == Role.THERAPIST.value))
        for start in range(crowd.first, crowd.first + crowd.people, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, crowd.first + crowd.people))
            rows = [_rows(database, crowd, str(therapist), number) for number in numbers]
            for table, written in zip((PERSON, ASSIGNMENT, OCCURRENCE), zip(*rows, strict=True), strict=True):
                conn.execute(insert(table), list(written))


def daytime_zone() -> str:
    """A zone in which it is the middle of the day."""
    now = datetime.now(UTC)
    return min(ZONES, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 14))


def _rows(database: Database, crowd: Crowd, therapist: str, number: int) -> tuple[Row, Row, Row]:
    person, homework, nudge = (str(uuid5(NAMESPACE_URL, f"{what}:{number}")) for what in "pan")
    due = crowd.due + (number - crowd.first) * crowd.apart
    sealed = _blank() if crowd.blank else _sealed(database, person, homework, FIRST_NUDGED + number)
    client = {
        "id": person,
        "role": Role.CLIENT.value,
        "code": f"B{number}",
        "therapist_id": therapist,
        "tg_index": database.store.found_by(FIRST_NUDGED + number),
        "reachable": True,
        "settled": True,
        "created_at": due,
        "heard_at": due,
        **sealed[0],
    }
    given = {
        "id": homework,
        "client_id": person,
        "therapist_id": therapist,
        "own": False,
        "kind": "fixed",
        "exercise": "mistake-note",
        "position": 0,
        "given_at": due,
        "planned_until": due + FAR,
        **sealed[1],
    }
    planned = {
        "id": nudge,
        "assignment_id": homework,
        "client_id": person,
        "local_date": due.date(),
        "slot": 0,
        "zone": "UTC",
        "planned_at": due,
        "due_at": due,
        "send_state": "planned",
        "snoozed": 0,
        "reason": "",
        "expires_at": due + (crowd.short_life if number % 2 else crowd.life),
    }
    return client, given, planned


def _sealed(database: Database, person: str, homework: str, user: int) -> tuple[Row, Row]:
    wrapped = database.store.vault.new_client_key()
    key = database.store.vault.open_client_key(wrapped)
    whose = {
        "key_wrapped": wrapped,
        "nickname_sealed": key.seal(b"Client", where=place("person", "nickname", person)),
        "chat_sealed": key.seal(str(user).encode(), where=place("person", "chat", person)),
        "session_sealed": seal_session(key, person, Session()),
        "profile_sealed": seal_profile(key, person, replace(PROFILE, zone=daytime_zone())),
    }
    plan = key.seal(dump_plan(EVERY_DAY), where=place("assignment", "plan", homework))
    words = key.seal(b"Write one down", where=place("assignment", "words", homework))
    return whose, {"plan_sealed": plan, "words_sealed": words}


def _blank() -> tuple[Row, Row]:
    whose = dict.fromkeys(("key_wrapped", "nickname_sealed", "chat_sealed"), bytes(60))
    return whose | dict.fromkeys(("session_sealed", "profile_sealed"), bytes(400)), {
        "plan_sealed": bytes(120),
        "words_sealed": bytes(60),
    }
