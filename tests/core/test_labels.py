"""Labels on a narrow phone: rows that would cut one are laid out anew, and names stand only where they fit."""

from dataclasses import replace

from bot.core.inputs import Commanded
from bot.core.scene import legible
from bot.core.turn import Button
from tests.core import people


def row(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label=label) for label in labels)


def test_three_short_labels_share_a_row() -> None:
    assert legible((row("Keep", "Tweak", "Drop"),)) == (row("Keep", "Tweak", "Drop"),)


def test_row_that_would_cut_a_label_becomes_two() -> None:
    assert legible((row("Yes", "Later", "Not this week"),)) == (row("Yes", "Later"), row("Not this week"))
    cut = row("Restless!", "Fine", "Nice", "Skip")
    assert legible((cut,)) == (cut[:2], cut[2:])


def test_two_labels_stay_side_by_side_where_both_can_be_read() -> None:
    rows = (row("Take three breath", "Feel my feet"),)
    assert legible(rows) == rows


def test_a_label_too_long_for_half_a_row_has_one_of_its_own() -> None:
    assert legible((row("Take three breaths", "Feel my feet"),)) == (
        row("Take three breaths"),
        row("Feel my feet"),
    )
    three = row("Back", "Blank", "Nothing that I can name")
    assert legible((three,)) == (three[:2], three[2:])


def test_therapist_is_named_on_a_button_only_where_there_is_room() -> None:
    short, long = people.client(), replace(people.client(), therapist_name="Dr. Maximiliane Vale")
    assert "Stop sharing with Vale" in people.labels(people.turn_of(short, Commanded(name="privacy")))
    assert "Stop sharing" in people.labels(people.turn_of(long, Commanded(name="privacy")))
