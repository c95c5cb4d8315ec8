"""The help card with a whole coach: it reaches the therapist only as agreed, and leaves the top of the chat by itself."""

from datetime import timedelta

from bot.phone.tg_model import Message
from tests.app.desk import Office

HEAVY = "i want to die"


async def client_says(office: Office, words: str) -> None:
    office.telegram.say(office.client, words)
    await taken(office)


async def client_taps(office: Office, label: str) -> None:
    office.telegram.tap_label(office.client, label)
    await taken(office)


async def taken(office: Office) -> None:
    """Return once everything that was sent has been taken."""
    await office.until(lambda: not office.telegram.updates.pending(office.clock.now()))
    await office.app.settled()


def pinned(office: Office) -> list[str]:
    return [each.text.splitlines()[0] for each in office.telegram.chat(office.client).messages if each.pinned]


def told(office: Office) -> list[Message]:
    """What the therapist's phone shows of the client's words."""
    return [each for each in office.telegram.chat(office.therapist).messages if HEAVY in each.text]


async def test_words_reach_the_therapists_phone_with_a_tap_and_cannot_be_passed_on(office: Office) -> None:
    await client_says(office, HEAVY)
    await client_taps(office, "I'm safe right now")
    assert told(office) == []
    await client_taps(office, "Send Dr. Adler my words")
    (message,) = told(office)
    assert message.protected


async def test_card_leaves_the_top_of_the_chat_after_three_days_and_the_plan_stays_there(
    office: Office,
) -> None:
    await client_says(office, "/plan")
    for label in ("Before a meeting", "take three slow breaths", "No", "Keep it"):
        await client_taps(office, label)
    await client_says(office, HEAVY)
    assert [line[:13] for line in pinned(office)] == ["Your plan:", "I'm a program"]
    office.clock.advance(timedelta(hours=72, minutes=1))
    await office.app.tick()
    await office.until(lambda: len(pinned(office)) == 1)
    assert pinned(office) == ["Your plan:"]
