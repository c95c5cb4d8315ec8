"""How long nudges are held back after a help card."""

from dataclasses import dataclass
from datetime import timedelta

from bot.core.safety import BadRules, Tier

LEAST = {Tier.EXPLICIT: 24, Tier.INDIRECT: 6}
"""So many hours at least, whatever a practice chooses."""
MOST = 336


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """The stretch after plain words, and after unclear ones."""

    explicit: timedelta = timedelta(hours=LEAST[Tier.EXPLICIT])
    unclear: timedelta = timedelta(hours=LEAST[Tier.INDIRECT])

    def after(self, tier: Tier) -> timedelta:
        """How long after a card of this tier."""
        return self.explicit if tier is Tier.EXPLICIT else self.unclear


def read_holds(document: dict[str, object]) -> Holds:
    """A file's document as holds: whole hours by name. Raises BadRules for the first complaint."""
    if unknown := sorted(document.keys() - {"explicit", "unclear"}):
        raise BadRules(f"{unknown[0]} is not known here")
    explicit, unclear = document.get("explicit"), document.get("unclear")
    return Holds(
        explicit=_hours("explicit", explicit, LEAST[Tier.EXPLICIT]),
        unclear=_hours("unclear", unclear, LEAST[Tier.INDIRECT]),
    )


def _hours(name: str, hours: object, least: int) -> timedelta:
    if type(hours) is not int or not least <= hours <= MOST:
        raise BadRules(f"{name} is a whole number of hours from {least} to {MOST}")
    return timedelta(hours=hours)
