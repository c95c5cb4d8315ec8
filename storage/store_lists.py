"""Lists and counts that are read beside the conversation, by the command line and the export."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.core.person import ClientCard, Role
from storage.store_keys import Store
from storage.store_load import CARDS, card_of
from storage.store_people import Member
from storage.tables import ENTRY, INBOX, MEDIA, OCCURRENCE, OUTBOX, PERSON, RUN

_CLIENTS = CARDS.order_by(PERSON.c.code)
_OF_THERAPIST = _CLIENTS.where(PERSON.c.therapist_id == bindparam("therapist"))
_THERAPISTS = select(PERSON).where(PERSON.c.role == Role.THERAPIST.value).order_by(PERSON.c.created_at)
_HOW_MANY = (
    select(PERSON.c.therapist_id, func.count())
    .where(PERSON.c.therapist_id.is_not(None))
    .group_by(PERSON.c.therapist_id)
)
_BY_CODE = select(PERSON.c.id).where(PERSON.c.code == bindparam("code"), PERSON.c.role == Role.CLIENT.value)
_ANYBODY = select(PERSON.c.id).limit(1)
_GROUPS = {
    "people": PERSON.c.role,
    "inbox": INBOX.c.state,
    "outbox": OUTBOX.c.state,
    "runs": RUN.c.outcome,
    "recordings": MEDIA.c.state,
    "nudges": OCCURRENCE.c.send_state,
    "outcomes": func.coalesce(OCCURRENCE.c.outcome, "open"),
}
_COUNTS = {name: select(column, func.count()).group_by(column) for name, column in _GROUPS.items()}
_ENTRIES = select(func.count()).select_from(ENTRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Therapist:
    """A therapist, as the operator sees them; with `left` they can read nothing any more."""

    id: str
    name: str
    code: str
    clients: int
    left: datetime | None


def clients(store: Store, conn: Connection, therapist_id: str | None) -> list[ClientCard]:
    """One therapist's clients, or with None everybody's; by code."""
    if therapist_id is None:
        rows = conn.execute(_CLIENTS)
    else:
        rows = conn.execute(_OF_THERAPIST, {"therapist": therapist_id})
    return [card_of(Member(row, store.vault.open_client_key(row.key_wrapped))) for row in rows]


def therapists(store: Store, conn: Connection) -> list[Therapist]:
    """Everybody who invites clients, the longest here first."""
    people = [Member(row, store.vault.open_client_key(row.key_wrapped)) for row in conn.execute(_THERAPISTS)]
    numbers = {row[0]: row[1] for row in conn.execute(_HOW_MANY)}
    return [
        Therapist(
            id=each.id,
            name=each.profile().name,
            code=each.row.code,
            clients=numbers.get(each.id, 0),
            left=each.row.left_at,
        )
        for each in people
    ]


def find_client(conn: Connection, code: str) -> str | None:
    """The id behind a client's code, however it is written."""
    return conn.scalar(_BY_CODE, {"code": code.strip().upper()})


def is_empty(conn: Connection) -> bool:
    """Whether nobody has enrolled yet."""
    return conn.scalar(_ANYBODY) is None


def counts(conn: Connection) -> dict[str, int]:
    """How many of each there are, such as `inbox.dead` or `nudges.unknown`; what there is none of is left out."""
    found = {
        f"{name}.{value}": number for name, query in _COUNTS.items() for value, number in conn.execute(query)
    }
    return found | {"answers": conn.scalar(_ENTRIES) or 0}
