"""What the coach and a process that makes a file for it say to each other, a line of JSON each."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from bot.core.turn import FileOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """What a process is told on its input: the order, who asked for it and when, the database with the keys to it, the
    folder of the data, and a folder for all that it writes on the way."""

    order: FileOrder
    asker: str | None
    now: datetime
    url: str
    keys: tuple[bytes, ...] = field(repr=False)
    data: Path
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a process says, a line each: how far it is; at the end where the file lies, or why there is none."""

    done: int = 0
    everyone: int = 0
    made: Path | None = None
    not_yours: bool = False
    failed: str = ""


COMMISSION, WORD = TypeAdapter(Commission), TypeAdapter(Word)
