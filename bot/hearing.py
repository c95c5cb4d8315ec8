"""An input on its way to its turn: who it is from, who waits for it, and what it has been through."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.inputs import Input
from bot.core.turn import Turn
from storage.store import Address, Outgoing

Trouble = Literal["failing", "waiting", "given up"]
"""It failed for the first time, waits until something can be stored again, or was given up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an input led to, once it is kept; what is to be sent is on its way already."""

    turn: Turn
    outgoing: tuple[Outgoing, ...]


@dataclass(eq=False, slots=True)
class Hearing:
    """An input waiting for its turn; `number` is its place among all that came in."""

    address: Address
    given: Input
    update_id: int | None
    future: asyncio.Future[Heard | None]
    number: int
    failures: int = 0
    is_told: bool = False


def in_rounds(batch: Sequence[Hearing]) -> list[list[Hearing]]:
    """The batch in rounds of different people, each person's inputs in order: a later one sees the earlier's result."""
    rounds: list[list[Hearing]] = []
    nth: dict[Address, int] = {}
    for hearing in batch:
        who = Address(user=hearing.address.user, person=hearing.address.person)
        number = nth[who] = nth.get(who, -1) + 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(hearing)
    return rounds
