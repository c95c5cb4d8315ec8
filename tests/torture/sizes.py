"""How much torture there is: a little with every `make test`, a lot with COACH_TORTURE=1 (`make torture`)."""

import os
import random

LARGE = os.environ.get("COACH_TORTURE") == "1"
SEED = int(os.environ.get("COACH_SEED") or (random.SystemRandom().randrange(10**6) if LARGE else 1))
"""What chance begins from: the same in every `make test`, another in every `make torture`, which names it.

COACH_SEED plays one again."""


def size(small: int, large: int) -> int:
    """The number for `make test`, or the one for `make torture`."""
    return large if LARGE else small


def chance(of_what: object) -> random.Random:
    """Chance of its own for one part, the same for the same seed."""
    return random.Random(f"{SEED} {of_what}")  # noqa: S311  # chooses moments and words, no secrets
