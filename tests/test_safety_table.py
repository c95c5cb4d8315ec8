"""docs/safety.md says of every safety requirement what does it: the table is whole, and its tests exist."""

import re
from pathlib import Path

from bot.core.inputs import Commanded, Said
from tests.core.people import client, said_to, stranger, tap, turn_of

ROOT = Path(__file__).parent.parent
ROWS = re.findall(
    r"^\| (S\d+) \|(.*)\|(.*)\|$", (ROOT / "docs" / "safety.md").read_text("utf-8"), re.MULTILINE
)
TESTS = frozenset(
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^\s*(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
)


def test_every_requirement_has_its_row_once() -> None:
    assert [number for number, _, _ in ROWS] == [f"S{n}" for n in range(1, 29)]


def test_every_row_names_tests_that_exist() -> None:
    named = {number: re.findall(r"`(test_\w+)`", tests) for number, _, tests in ROWS}
    assert [number for number, tests in named.items() if not tests] == []
    assert {name for tests in named.values() for name in tests} - TESTS == set()


def test_what_it_is_not_is_said_in_the_readme_the_greeting_and_help() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")[:1200]
    assert "not a person, not monitored, and not for emergencies" in readme
    helped = said_to(turn_of(client(), Commanded(name="help")), "self")[-1]
    assert "I'm a program" in helped
    assert "not for emergencies" in helped


def test_that_nobody_watches_is_said_wherever_somebody_might_think_so() -> None:
    card = said_to(turn_of(stranger(), Said(text="i want to die")), "self")[0]
    assert "Nobody is reading this live" in card
    assert "nobody reads along live" in said_to(turn_of(client(), Commanded(name="help")), "self")[-1]
    for button in ("help:call", "askchange"):
        said = " ".join(said_to(turn_of(client(), tap(button, stands=True)), "self"))
        assert "when they next look" in said
        assert "alert" not in said
