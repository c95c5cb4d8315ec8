"""Which nudge brings the second half of a doing: the same one however often it is worked out."""

from uuid import UUID, uuid5


def nudge_of(run: str, second: str) -> str:
    """The occurrence that asks for `second`, an exercise's id, after this very run."""
    return str(uuid5(UUID(run), f"after:{second}"))
