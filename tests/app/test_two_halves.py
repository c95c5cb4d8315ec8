"""A whole coach: one half in the day, the other in the evening about that very run, with a bell and a card between."""

from datetime import timedelta

from tests.app.desk import Office


async def handled(office: Office) -> None:
    """Return once everything that was said or tapped is through."""
    await office.until(lambda: not office.telegram.updates.queued and set(office.kept().values()) <= {"done"})


async def tap(office: Office, *labels: str) -> None:
    """The client taps one after the other."""
    for label in labels:
        office.telegram.tap_label(office.client, label)
        await handled(office)


async def say(office: Office, *texts: str) -> None:
    """The client says one after the other."""
    for text in texts:
        office.telegram.say(office.client, text)
        await handled(office)


async def later(office: Office, span: timedelta) -> None:
    """Let time pass, and what is due come."""
    office.clock.advance(span)
    await office.app.coach.tick()
    await office.app.settled()


async def homework(office: Office, line: str) -> None:
    """The therapist gives one piece."""
    for text in ("/assign", f"Homework:\n1. {line}"):
        office.telegram.say(office.therapist, text)
        await handled(office)
    for label in ("Keep", "Send"):
        office.telegram.tap_label(office.therapist, label)
        await handled(office)


async def test_the_evening_quotes_the_run_of_the_day(office: Office) -> None:
    await homework(office, "realistic standards: leave something unpolished")
    await say(office, "/today")
    await tap(office, "Realistic standards", "Half a minute")
    await say(office, "the mail to everybody")
    await tap(office, "8")
    await later(office, timedelta(days=1))
    await tap(office, "Yes, now")
    assert office.shown()[-1].startswith("“the mail to everybody”")
    await tap(office, "Yes")
    await say(office, "nobody said a word")
    await tap(office, "2")
    await say(office, "an evening")
    assert "How bad: 8 expected, 2 in fact." in office.shown()[-1]


async def test_a_card_of_one_run_is_drawn_by_the_next(office: Office) -> None:
    await homework(office, "take a catastrophe apart")
    await say(office, "/today")
    await tap(office, "What if", "Half a minute")
    await say(office, "they see that I guess", "they laugh, and help")
    await say(office, "/today")
    await tap(office, "What if", "Begin")
    await say(office, "I go blank")
    await tap(office, "5", "Skip", "Skip", "Skip", "Skip", "Skip", "Skip")
    assert "most likely: they laugh, and help" in office.shown()[-1]


async def test_a_bell_rings_by_the_clock(office: Office) -> None:
    await homework(office, "draw something")
    await say(office, "/today")
    await tap(office, "Make something", "Begin", "Words", "Skip")
    assert "10 minutes" in office.shown()[-1] or "ten minutes" in office.shown()[-1]
    await later(office, timedelta(minutes=10))
    assert office.shown()[-1].startswith("While you were at it")
