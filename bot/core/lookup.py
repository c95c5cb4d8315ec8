"""What an input points back to, so that the coach can load it beside the person."""

from dataclasses import dataclass

from bot.core.session import Commanded, Edited, Input, Tapped

RUN_ACTIONS = frozenset({"change", "insist", "private", "shown"})
CODE_ACTIONS = frozenset({"hello", "agree", "read", "refuse", "notmine"})


@dataclass(frozen=True, slots=True)
class Lookup:
    """At most one of: a kept run by its id, a kept run by the number of the message it was typed in, an invitation
    by its code."""

    run: str | None = None
    message: int | None = None
    code: str | None = None


def lookup(given: Input) -> Lookup:
    """What has to be loaded besides the person to take `given`."""
    match given:
        case Edited(message=message):
            return Lookup(message=message)
        case Commanded(name="start", argument=code) if code:
            return Lookup(code=code)
        case Tapped(do=do, nonce=None):
            return _tapped(*split(do))
        case _:
            return Lookup()


def split(do: str) -> tuple[str, str]:
    """A button's action and its argument: "private:4f…" is ("private", "4f…")."""
    name, _, argument = do.partition(":")
    return name, argument


def _tapped(name: str, argument: str) -> Lookup:
    if name in RUN_ACTIONS:
        return Lookup(run=argument)
    if name in CODE_ACTIONS:
        return Lookup(code=argument)
    return Lookup()
