"""The brief from end to end: by itself before the appointment, on request, as a page, and never passed on."""

from datetime import UTC, datetime

from bot.phone.tg_model import Message
from storage.tables import RUN
from tests.app.desk import Office

TWO_HOURS_BEFORE = datetime(2026, 11, 27, 12, 1, tzinfo=UTC)
A_DAY_BEFORE = datetime(2026, 11, 26, 14, 1, tzinfo=UTC)
WORDS = "the letter that stayed unopened"


def last(office: Office) -> Message:
    """The newest message in the therapist's chat."""
    return office.telegram.chat(office.therapist).messages[-1]


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


async def arranged(office: Office) -> None:
    """A session on Friday at three, and a note by the client."""
    await therapist_says(office, "/sessions", "Nightingale: no session is set.")
    await therapist_taps(office, "Set day and hour", "Nightingale: on which day?")
    await therapist_says(office, "Nov 27 15:00", "Does it come again?")
    await therapist_taps(office, "Every week", "Kept. Nightingale: Fri, Nov 27, 3:00 PM, every week.")
    office.telegram.say(office.client, WORDS)
    await office.until_shown("Shall I keep that?")
    office.telegram.tap_label(office.client, "As a note")
    await office.until_shown("Kept")


async def test_the_brief_comes_by_itself_two_hours_before_and_once(office: Office) -> None:
    await arranged(office)
    await at(office, A_DAY_BEFORE)
    assert not any("Before Fri" in each for each in office.shown(office.therapist))
    for _ in range(2):
        await at(office, TWO_HOURS_BEFORE)
    briefs = [
        each for each in office.shown(office.therapist) if each.startswith("Nightingale. Before Fri, Nov 27")
    ]
    assert len(briefs) == 1
    assert WORDS in briefs[0]
    assert last(office).protected
    assert not any("Before Fri" in each for each in office.shown())


async def test_from_the_brief_to_the_page_and_the_entries(office: Office) -> None:
    await arranged(office)
    await therapist_says(office, "/brief", "Nightingale. Before Fri, Nov 27")
    office.telegram.tap_label(office.therapist, "PDF to read")
    await office.until(lambda: last(office).media is not None)
    media = last(office).media
    assert media is not None
    assert media.file is not None
    assert media.file.content.startswith(b"%PDF-")
    await therapist_says(office, "/progress", "Nightingale, since")
    await therapist_taps(office, "Entries", "Entries, newest first:")
    assert WORDS in office.shown(office.therapist)[-1]


async def test_what_is_made_private_is_in_no_brief(office: Office) -> None:
    await arranged(office)
    office.telegram.tap_label(office.client, "Private")
    await office.until(lambda: all(row.private for row in office.practice.rows(RUN)))
    await therapist_says(office, "/brief", "Nightingale. Before Fri, Nov 27")
    assert "1 kept private" in office.shown(office.therapist)[-1]
    assert not any(WORDS in each for each in office.shown(office.therapist))
