"""Makes a database of clients who have each kept a year: 2,190 answers, two nudges a day, homework, agreements."""

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from sqlalchemy import ColumnDefault, Table

from storage.database import open_database, prepare
from storage.keyfile import create_key_file
from storage.tables import ASSIGNMENT, ENTRY, OCCURRENCE, PERSON, RUN
from storage.vault import ClientKey, Vault, load_keys

DAYS = 365
ANSWERS = 2190
"""Six a day: one mistake note of five answers, and one noticing."""
BEGIN = datetime(2025, 11, 1, 7, tzinfo=UTC)
_WORDS = (
    "the review ran long and I said nothing about it although I had three things to say "
    "=2+3 café Straße «line» naïve +1 -none @home меня зовут"
)
_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")
_LABELS = ("Tiny", "Small", "Medium", "Big", "Huge")
Row = dict[str, object]
_NAMES = UUID("7d0b4b7e-5a0e-4d6f-9a31-54a4fd3ec2b1")


def make_years(folder: Path, clients: int) -> str:
    """A database in `folder`/data with its key in `folder`/key; returns its URL. The same each time but for the seals."""
    (folder / "data").mkdir(parents=True)
    create_key_file(folder / "key")
    vault = Vault(load_keys(folder / "key"))
    url = f"sqlite:///{folder / 'data' / 'coach.db'}"
    prepare(url, vault)
    open_database(url, vault).close()
    raw = sqlite3.connect(folder / "data" / "coach.db", isolation_level=None)
    raw.execute("PRAGMA synchronous=off")
    raw.execute("BEGIN")
    for number in range(clients):
        _client(raw, vault, number)
    raw.execute("COMMIT")
    raw.close()
    return url


def _client(raw: sqlite3.Connection, vault: Vault, number: int) -> None:
    chance = Random(number)  # noqa: S311  # what people write, not what locks it
    wrapped, client = vault.new_client_key(), _id(number)
    key, zone = vault.open_client_key(wrapped), _ZONES[number % len(_ZONES)]
    _insert(
        raw,
        PERSON,
        [
            {
                "id": client,
                "role": "client",
                "tg_index": client.encode(),
                "code": f"C{number:05}",
                "key_wrapped": wrapped,
                "profile_sealed": b"",
                "session_sealed": b"",
                "chat_sealed": b"",
                "reachable": 1,
                "settled": 1,
                "created_at": _at(BEGIN),
            }
        ],
    )
    _homework(raw, key, client, number)
    runs: list[Row] = []
    entries: list[Row] = []
    nudges: list[Row] = []
    for day in range(DAYS):
        morning = BEGIN + timedelta(days=day, seconds=chance.randrange(36_000))
        for kind, name in enumerate(("mistake-note", "noticing")):
            run, at = _id(number, day, kind), morning + timedelta(hours=kind)
            runs.append(_run(key, client, run, name, zone, at, number))
            entries += _entries(key, client, run, name, at, chance)
            nudges.append(_nudge(client, _id(number, day, kind, "nudge"), day, kind, zone, at, number))
    for table, rows in ((RUN, runs), (ENTRY, entries), (OCCURRENCE, nudges)):
        _insert(raw, table, rows)


def _homework(raw: sqlite3.Connection, key: ClientKey, client: str, number: int) -> None:
    for kind, exercise in enumerate(("mistake-note", "noticing")):
        name = _id(number, "homework", kind)
        plan = json.dumps({"kind": "fixed", "days": [0, 2, 4], "at": None, "slot": 0})
        _insert(
            raw,
            ASSIGNMENT,
            [
                {
                    "id": name,
                    "client_id": client,
                    "own": 0,
                    "exercise": exercise,
                    "kind": "fixed",
                    "plan_sealed": key.seal(plan.encode(), where=f"assignment|plan|{name}"),
                    "words_sealed": key.seal(b"a line on each slip", where=f"assignment|words|{name}"),
                    "position": kind,
                    "given_at": _at(BEGIN),
                }
            ],
        )


def _run(key: ClientKey, client: str, run: str, name: str, zone: str, at: datetime, number: int) -> Row:
    return {
        "id": run,
        "client_id": client,
        "exercise": name,
        "revision": 1,
        "language": "en",
        "trigger": "nudge",
        "assignment_id": _id(number, "homework", 0),
        "zone": zone,
        "started_at": _at(at),
        "ended_at": _at(at + timedelta(seconds=200)),
        "outcome": "done",
        "private": 0,
        "words_sealed": key.seal(b"", where=f"run|words|{run}"),
    }


def _entries(key: ClientKey, client: str, run: str, name: str, at: datetime, chance: Random) -> Iterator[Row]:
    for place, (step, number, value) in enumerate(_given(name, chance)):
        entry = str(uuid5(UUID(run), str(place)))
        sealed = key.seal(json.dumps(value).encode(), where=f"entry|value|{entry}")
        yield {
            "id": entry,
            "client_id": client,
            "run_id": run,
            "step": step,
            "number": number,
            "at": _at(at + timedelta(seconds=20 * place, microseconds=place)),
            "skipped": 0,
            "value_sealed": sealed,
            "revisions": 0,
        }


def _given(name: str, chance: Random) -> list[tuple[str, int, Row]]:
    if name == "noticing":
        return [("noticed", 0, {"text": chance.choice(_LABELS)})]
    sizes = [chance.randrange(5) for _ in range(2)]
    chosen = [{"label": _LABELS[size], "value": size + 1} for size in sizes]
    return [
        ("what", 0, {"text": _line(chance)}),
        ("size_now", 0, chosen[0]),
        ("size_month", 0, chosen[1]),
        ("lesson", 0, {"text": _line(chance)}),
        ("lesson", 1, {"text": _line(chance)}),
    ]


def _nudge(client: str, name: str, day: int, kind: int, zone: str, at: datetime, number: int) -> Row:
    return {
        "id": name,
        "assignment_id": _id(number, "homework", kind),
        "client_id": client,
        "local_date": (BEGIN + timedelta(days=day)).date().isoformat(),
        "slot": kind,
        "zone": zone,
        "planned_at": _at(at),
        "due_at": _at(at),
        "expires_at": _at(at + timedelta(hours=2)),
        "send_state": "sent",
        "outcome": ("done", "expired", "declined")[day % 3],
        "reason": "",
        "sent_at": _at(at),
        "snoozed": 0,
    }


def _line(chance: Random) -> str:
    return " ".join(chance.choices(_WORDS.split(), k=chance.randrange(6, 18)))


def _insert(raw: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
    """The rows as they are, with the table's own defaults for what they leave open."""
    plain = {
        each.name: each.default.arg
        for each in table.columns
        if isinstance(each.default, ColumnDefault) and each.default.is_scalar
    }
    names = list(plain | rows[0])
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    raw.executemany(
        f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",  # noqa: S608  # our own names
        [tuple((plain | row)[name] for name in names) for row in rows],
    )


def _id(*parts: object) -> str:
    return str(uuid5(_NAMES, "|".join(map(str, parts))))


def _at(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    make_years(Path(sys.argv[1]), int(sys.argv[2]))
