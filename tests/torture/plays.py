"""Short pieces of what people do with a coach, each played to its end whatever happens to the coach meanwhile."""

import asyncio

from sqlalchemy import select

from storage.tables import OUTBOX
from tests.crash.people import client_of, give_homework
from tests.torture.cast import Cast, files_of, notices_of

UNTIL_ASKED_AGAIN = 9_000.0
"""Seconds after which a nudge without an answer has been asked a second time."""


# --- talking ----------------------------------------------------------------------------------


async def note_a_mistake(cast: Cast) -> None:
    """By the keyboard, question by question."""
    cast.wren.say("I made a mistake")
    await cast.wren.sees("What happened?", after=cast.after(cast.wren))
    cast.says(cast.wren, "a cup fell")
    await cast.wren.sees("How big", after=cast.after(cast.wren))
    await cast.tap(cast.wren, "Small")
    await cast.wren.sees("in a month", after=cast.after(cast.wren))
    await cast.tap(cast.wren, "Tiny", "Nothing yet")


async def hurry(cast: Cast) -> None:
    """Two people who do not wait for answers."""
    for number in range(3):
        for who in (cast.wren, cast.robin):
            cast.says(who, f"{who.name} {number}", "/mistake ")
        await asyncio.sleep(0)


async def answer_a_nudge(cast: Cast) -> None:
    """Yes, now; a few words; that's it."""
    await _prompted(cast)
    await cast.tap(cast.wren, "Yes, now")
    await cast.wren.sees("One is enough", after=cast.after(cast.wren))
    cast.says(cast.wren, "I asked for help")
    await cast.tap(cast.wren, "That's it")


async def decline_a_nudge(cast: Cast) -> None:
    """Not today, and why."""
    await _prompted(cast)
    await cast.tap(cast.wren, "Not today", "Say why, one tap", "No time")
    await cast.wren.sees("Nothing more to do", after=cast.after(cast.wren))


async def begin_a_box(cast: Cast) -> None:
    """Ten minutes for reading."""
    cast.wren.say("/box")
    await cast.tap(cast.wren, "Read", "Start")
    await cast.wren.sees("Reading until", after=cast.after(cast.wren))


async def hear_the_bell(cast: Cast) -> None:
    """The box of before is over."""
    if await _comes(cast, "I stopped", "nudge"):
        await cast.tap(cast.wren, "I stopped", "Fine")
        await cast.wren.sees("Kept", after=cast.after(cast.wren))


async def make_a_plan(cast: Cast) -> None:
    """If this, then that."""
    cast.wren.say("/plan")
    await cast.tap(cast.wren, "Before a meeting", "take three slow breaths", "No")
    await cast.wren.sees("Your plan", after=cast.after(cast.wren))


# --- what a client decides --------------------------------------------------------------------


async def ask_to_be_erased(cast: Cast) -> None:
    """Everything, and sure of it."""
    cast.wren.say("/privacy")
    await cast.tap(cast.wren, "Erase everything")
    await cast.wren.sees("all of it goes", after=cast.after(cast.wren))
    await cast.tap(cast.wren, "Erase everything")
    await cast.wren.sees("Until then it can be undone", after=cast.after(cast.wren))


async def be_erased(cast: Cast) -> None:
    """The day to undo it is over. What a stop leaves of the cleaning is for the next start."""
    await cast.wren.sees("is erased here", after=cast.after(cast.wren))
    await cast.house.later(0)


async def stop_sharing(cast: Cast) -> None:
    """From now on for oneself; the therapist hears of it."""
    cast.wren.say("/privacy")
    await cast.tap(cast.wren, "Stop sharing with Vale")
    await cast.wren.sees("is kept to you", after=cast.after(cast.wren))
    await cast.therapist.sees("Wren keeps new answers", after=cast.after(cast.therapist))


# --- the therapist ----------------------------------------------------------------------------


async def export(cast: Cast) -> None:
    """All logs as one file."""
    cast.therapist.say("/export")
    await cast.tap(cast.therapist, "All of them", "Everything", "JSON", "No")
    await cast.house.telegram.until(lambda: bool(files_of(cast)) or bool(notices_of(cast)))


async def assign(cast: Cast) -> None:
    """Homework for Robin."""
    await give_homework(cast.therapist, cast.robin)


async def invite(cast: Cast) -> None:
    """A third client, through all first questions."""
    await client_of(cast.therapist, "Lark")


# --- what the coach sends by itself ----------------------------------------------------------------


async def _prompted(cast: Cast) -> None:
    """The nudge comes; one that was lost between two steps is asked again, silently, two hours later."""
    if not await _comes(cast, "Yes, now", "nudge"):
        await cast.house.later(UNTIL_ASKED_AGAIN)
        await cast.wren.sees("Yes, now", after=cast.after(cast.wren))


async def _comes(cast: Cast, words: str, kind: str) -> bool:
    """Whether something the coach sends by itself comes; if not, it knows that it may have been lost."""
    house, chat = cast.house, cast.house.telegram.chat(cast.wren.user)

    def is_there() -> bool:
        new = (each for each in chat.messages if each.id > cast.after(cast.wren))
        return any(words in str(each.keyboard) for each in new)

    await house.telegram.until(lambda: is_there() or house.replaced.is_set())
    if is_there():
        return True
    with house.database() as database, database.reading() as conn:
        lost = select(OUTBOX.c.seq).where(OUTBOX.c.kind == kind, OUTBOX.c.state == "unknown")
        if conn.execute(lost).all():
            return False
    return await house.telegram.until(is_there)
