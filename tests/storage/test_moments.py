"""Moments are stored in one form, whatever expression they stand in."""

import importlib
import pkgutil
from collections.abc import Iterator

from sqlalchemy import ClauseElement
from sqlalchemy.types import NullType

import storage


def statements() -> Iterator[tuple[str, ClauseElement]]:
    """Every statement that a module of the storage keeps, by its name."""
    for found in pkgutil.iter_modules(storage.__path__, "storage."):
        module = importlib.import_module(found.name)
        kept = vars(module).items()
        yield from (
            (f"{found.name}.{name}", value) for name, value in kept if isinstance(value, ClauseElement)
        )


def test_present_moment_is_typed_as_a_moment_in_every_statement() -> None:
    untyped = [
        name
        for name, statement in statements()
        for key, bound in statement.compile().binds.items()  # type: ignore[attr-defined]  # a compiler of SQL has them
        if key == "now" and isinstance(bound.type, NullType)
    ]
    assert untyped == []
