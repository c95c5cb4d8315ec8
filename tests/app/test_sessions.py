"""A session from end to end: arranged in the therapist's chat, lived through on the client's phone by the clock."""

from datetime import UTC, datetime

from storage.tables import OCCURRENCE
from tests.app.desk import Office

EVENING_BEFORE = datetime(2026, 11, 26, 18, 1, tzinfo=UTC)
AFTERWARDS = datetime(2026, 11, 27, 17, 1, tzinfo=UTC)


async def at(office: Office, moment: datetime) -> None:
    office.clock.jump_to(moment)
    await office.app.tick()
    await office.app.settled()


async def therapist_says(office: Office, text: str, answer: str) -> None:
    office.telegram.say(office.therapist, text)
    await office.until_shown(answer, office.therapist)


async def therapist_taps(office: Office, label: str, answer: str) -> None:
    office.telegram.tap_label(office.therapist, label)
    await office.until_shown(answer, office.therapist)


async def test_a_session_brings_the_list_before_and_the_summary_after(office: Office) -> None:
    await therapist_says(office, "/sessions", "Nightingale: no session is set.")
    await therapist_taps(office, "Set day and hour", "Nightingale: on which day?")
    await therapist_says(office, "Nov 27 15:00", "Does it come again?")
    await therapist_taps(office, "Every week", "Kept. Nightingale: Fri, Nov 27, 3:00 PM, every week.")

    await at(office, EVENING_BEFORE)
    assert "Anything to put on the list for tomorrow?" in office.shown()
    office.telegram.tap_label(office.client, "Add a line")
    await office.until_shown("What would you like to bring up?")
    office.telegram.say(office.client, "ask about the letter")
    await office.until_shown("ask about the letter")
    office.telegram.say(office.client, "/today")
    await office.until_shown(
        "Next session: Fri, Nov 27, 3:00 PM\nOn the list for Dr. Adler:\n• ask about the letter"
    )

    await at(office, AFTERWARDS)
    await therapist_says(office, "/sessions", "Nightingale: Fri, Dec 4, 3:00 PM, every week.")
    await therapist_taps(office, "Session summary", "What it was about")
    await therapist_says(office, "saying no", "What we tried")
    for heading in ("What helped", "Until next time", "What stays", "What it was about\nsaying no"):
        await therapist_taps(office, "Skip", heading)
    await therapist_taps(office, "Keep", "Kept. Nightingale finds it there")
    office.telegram.tap_label(office.client, "Yes")
    await office.until_shown("Dr. Adler has written something down already.\nWhat it was about\nsaying no")

    rows = office.practice.rows(OCCURRENCE)
    assert [(row.send_state, row.outcome) for row in sorted(rows, key=lambda row: row.planned_at)] == [
        ("sent", "done"),
        ("sent", None),
    ]
