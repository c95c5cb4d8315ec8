"""All pieces in which the coach is killed: from where each begins, who plays it, and what must hold afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from tests.crash.ledger import Ledger
from tests.torture import checks, plays
from tests.torture.cast import Cast

TOO_LATE_FOR_A_BELL = 660.0
"""Seconds after which a box of ten minutes is over."""
TOO_LATE_TO_UNDO = 86_460.0
"""Seconds after which everything goes that was to be erased."""

Play = Callable[[Cast], Awaitable[None]]
Check = Callable[[Cast, Ledger], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One piece: from which stage it begins, how far ahead the clock is, whether a nudge falls due, what must hold."""

    name: str
    play: Play
    check: Check = lambda _cast, _ledger: None
    stage: str = "home"
    ahead: float = 0.0
    nudge: bool = False


SCENES = (
    Scene(name="a mistake", play=plays.note_a_mistake, check=checks.answers),
    Scene(name="a hurry", play=plays.hurry, check=checks.answers),
    Scene(name="a nudge", play=plays.answer_a_nudge, check=partial(checks.outcome, "done"), nudge=True),
    Scene(name="no nudge", play=plays.decline_a_nudge, check=partial(checks.outcome, "declined"), nudge=True),
    Scene(name="a box", play=plays.begin_a_box, check=partial(checks.run_of, "box")),
    Scene(name="a bell", play=plays.hear_the_bell, check=checks.bell, stage="box", ahead=TOO_LATE_FOR_A_BELL),
    Scene(name="a plan", play=plays.make_a_plan, check=partial(checks.run_of, "if-then")),
    Scene(name="to be erased", play=plays.ask_to_be_erased),
    Scene(name="erased", play=plays.be_erased, check=checks.erased, stage="leaving", ahead=TOO_LATE_TO_UNDO),
    Scene(name="private", play=plays.stop_sharing),
    Scene(name="a file", play=plays.export, check=checks.one_file),
    Scene(name="homework", play=plays.assign, check=checks.assigned),
    Scene(name="a newcomer", play=plays.invite, check=checks.joined),
)
