"""Keeps a therapist's own exercises with the clients they were given to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import BindParameter, Connection, bindparam, select

from storage.dialect import upserting
from storage.store_keys import place
from storage.store_people import Member
from storage.tables import HOMEMADE

_H = HOMEMADE.c
_CLIENTS: BindParameter[list[str]] = bindparam("clients", expanding=True)
_OF = (
    select(_H.id, _H.client_id, _H.words_sealed)
    .where(_H.client_id.in_(_CLIENTS))
    .order_by(_H.made_at, _H.exercise)
)
_put = upserting(HOMEMADE)
_PUT = _put.on_conflict_do_update(
    index_elements=["id"],
    set_={name: getattr(_put.excluded, name) for name in ("therapist_id", "made_at", "words_sealed")},
)


def keep_homemade(
    conn: Connection, client: Member, files: Collection[tuple[str, str]], now: datetime
) -> None:
    """Keep exercises (id, text of the file) that their therapist gives a client; a later file takes an earlier one's place."""
    rows = [
        {
            "id": this,
            "client_id": client.id,
            "therapist_id": client.therapist_id,
            "exercise": exercise,
            "made_at": now,
            "words_sealed": client.key.seal(text.encode(), where=place("homemade", "words", this)),
        }
        for exercise, text in files
        for this in (str(uuid5(UUID(client.id), f"homemade:{exercise}")),)
    ]
    if rows:
        conn.execute(_PUT, rows)


def homemade_of(conn: Connection, clients: Collection[Member]) -> Mapping[str, tuple[str, ...]]:
    """The texts of the exercises that were made for these clients, by client, the earliest first. Raises SealBroken."""
    keys = {each.id: each.key for each in clients}
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for row in conn.execute(_OF, {"clients": list(keys)}) if keys else ():
        opened = keys[row.client_id].open(row.words_sealed, where=place("homemade", "words", row.id))
        texts[row.client_id].append(opened.decode())
    return {client: tuple(found) for client, found in texts.items()}
