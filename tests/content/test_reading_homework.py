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


@pytest.mark.parametrize(
    ("words", "exercise"),
    [
        ("Kind line to myself", "kind-line"), ("use a kind phrase when it gets hard", "kind-line"), ("decirse una frase amable", "kind-line"),
        ("hablarse con amabilidad", "kind-line"), ("escribir cuando me equivoque", "mistake-note"), ("diario de errores", "mistake-note"),
        ("notice one sound on your way to work", "noticing"), ("fijarse en un olor cada mañana", "noticing"), ("keep the thought diary", "reframe"),
        ("take the first bite of lunch slowly", "slow-bite"),
    ],
)  # fmt: skip
def test_everyday_names_of_an_exercise_find_it(words: str, exercise: str) -> None:
    assert kind_of(words, people.library().kinds()) == exercise
