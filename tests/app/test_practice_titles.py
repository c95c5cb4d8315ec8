"""What comes next on the practice page has a title a reader can do something with."""

from bot.core.talk import waking
from bot.practice import TIMERS, titled
from tests.core import people


def test_every_timer_that_can_wait_has_a_title_and_a_reason() -> None:
    assert waking.NAMES - TIMERS.keys() == set()
    assert all(title and reason for title, reason in TIMERS.values())


def test_an_exercise_of_the_therapists_own_is_called_by_its_name_in_words() -> None:
    assert titled(people.library(), "occurrence", "kettle-pause") == "Kettle pause"
