"""Reads a client's homework that is over."""

from sqlalchemy import Connection, bindparam, select

from bot.core.person import Past
from storage.store_keys import place
from storage.store_people import Member
from storage.tables import ASSIGNMENT

MOST = 12
"""So many pieces are shown, the last ones."""
_A = ASSIGNMENT.c
_PAST = (
    select(_A.id, _A.exercise, _A.words_sealed, _A.ended_at)
    .where(_A.client_id == bindparam("client"), _A.own.is_(False), _A.ended_at.is_not(None))
    .order_by(_A.ended_at.desc(), _A.given_at.desc(), _A.position)
    .limit(MOST)
)


def past_homework(conn: Connection, client: Member) -> tuple[Past, ...]:
    """What was given and has ended, the last first; what the client took up alone is not in it."""
    return tuple(
        Past(
            exercise=row.exercise,
            words=client.key.open(row.words_sealed, where=place("assignment", "words", row.id)).decode(),
            ended_at=row.ended_at,
        )
        for row in conn.execute(_PAST, {"client": client.id})
    )
