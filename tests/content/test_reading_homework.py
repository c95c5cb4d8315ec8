"""Lines of a pasted summary find the shipped exercise they ask for, whatever words they ask in."""

import pytest

from bot.core.summary import kind_of
from tests.core import people


@pytest.mark.parametrize(
    "words",
    [
        "Something you like about how you are", "each evening one thing you like about yourself", "who you are, and what you like in it",
        "write down what she likes about herself", "notice something they like about who they are", "one thing he likes about himself",
        "three things you're proud of (beyond accomplishments)", "a quality you showed today",
        "something good about you as a person", "what kind of person you were in that talk", "algo que te gusta de ti", "lo que te gusta de ti mismo",
    ],
)  # fmt: skip
def test_liking_how_one_is_is_read_as_who_you_are(words: str) -> None:
    assert kind_of(words, people.library().kinds()) == "who-you-are"


@pytest.mark.parametrize(
    "words",
    [
        "notice how you are before you answer", "read about sleep, whatever you like", "say what you would like for dinner",
        "call your sister and ask how she is", "ask who is coming",
    ],
)  # fmt: skip
def test_other_words_about_liking_and_being_are_not(words: str) -> None:
    assert kind_of(words, people.library().kinds()) != "who-you-are"
