"""The line for the help card comes from the client's own therapist, and goes when they leave."""

from dataclasses import replace

from storage import store as kept
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice

LINE = "After eight: 555 0100."


def test_the_line_of_ones_own_therapist_is_there_until_they_leave(practice: Practice) -> None:
    assert practice.load(CLIENT_USER).out_of_hours == ""
    therapist = practice.load(THERAPIST_USER)
    practice.take(THERAPIST_USER, profile=replace(therapist.profile, out_of_hours=LINE))
    assert practice.load(CLIENT_USER).out_of_hours == LINE
    with practice.db.writing() as conn:
        kept.end_therapist(practice.db.store, conn, str(therapist.id), NOW)
    assert practice.load(CLIENT_USER).out_of_hours == ""
