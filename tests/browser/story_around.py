"""What no therapist picks from the list, begun and finished once: the look back before a session and what is kept after it,
a prompt in the therapist's own words, and lines that were said with nothing open."""

from __future__ import annotations

from bot.core.exercise import Exercise
from bot.core.steps import Written
from bot.phone.story import Say, Taps
from tests.browser.story_exercises import Driver

HOMEWORK = ("bounce-back", "their-eyes")
"""Two pieces that come only when they are opened, so that nothing else comes beside the look back."""
MEETS = {"en": "Nov 27 15:00", "es": "27 de noviembre 15:00"}
OWN = {"en": "Tidy the garden shed", "es": "Ordenar el cobertizo"}
HEADING = {"en": "Homework:", "es": "Tareas:"}


async def around(driver: Driver) -> None:
    """All of it, one thing after the other."""
    await before_and_after_a_session(driver)
    await in_the_therapists_words(driver)
    await with_nothing_open(driver)


async def before_and_after_a_session(driver: Driver) -> None:
    """The look back two days before, the list on the evening before, and some hours later what to keep."""
    review = driver.exercise("session-review")
    await driver.given(*(driver.exercise(name) for name in HOMEWORK))
    await _a_day_is_set(driver)
    await driver.comes("Look back")
    await driver.taken_up(review)
    await driver.comes("List for the session")
    await driver.show("the list comes")
    await driver.tap(driver.word("Add a line"))
    await driver.show("the list asks")
    await driver.say(_line(review, -1))
    await driver.show("the list has a line")
    await driver.comes("Session summary")
    await driver.taken_up(driver.exercise("session-summary"))


async def in_the_therapists_words(driver: Driver) -> None:
    """A line of a summary that fits no exercise."""
    words = OWN[driver.language]
    paste = Say(on="therapist", say=f"{HEADING[driver.language]}\n1. {words}")
    await driver.assigned(paste, Taps(on="therapist", tap=driver.word("Keep")))
    await driver.opened(driver.exercise("own-words"), called=words)


async def with_nothing_open(driver: Driver) -> None:
    """A line kept as a note, and one for the session."""
    name = driver.practice.phones[1].name
    as_what = {"note": driver.word("As a note"), "for-session": driver.word("For {name}").format(name=name)}
    for kept, label in as_what.items():
        await driver.say(_line(driver.exercise(kept), 0))
        await driver.show(f"{kept} said")
        await driver.tap(label)
        await driver.show(kept)


async def _a_day_is_set(driver: Driver) -> None:
    await driver.say("/sessions", driver.therapist)
    await driver.tap(driver.word("Set day and hour"), driver.therapist)
    await driver.say(MEETS[driver.language], driver.therapist)
    await driver.tap(driver.word("Every week"), driver.therapist)


def _line(exercise: Exercise, step: int) -> str:
    """What somebody might write there."""
    written = exercise.steps[step]
    assert isinstance(written, Written), f"{exercise.id} asks for no words there"
    return written.examples[0]
