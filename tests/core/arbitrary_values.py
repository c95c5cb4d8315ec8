"""Plain values that anything stored or sent can be made of: words, odd and long ones among them, names, ids, moments."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from hypothesis import strategies as st

from tests.core import people

EXERCISES = tuple(sorted({each.id for each in people.library().exercises.values()}))
STEPS = tuple(sorted({step.id for each in people.library().exercises.values() for step in each.steps}))
IDS = tuple(str(uuid5(NAMESPACE_URL, f"{n}")) for n in range(4))
ODDITIES = (
    *(
        "",
        " ",
        "\u2060",
        "1",
        "0",
        "2",
        "00019",
        "9" * 400,
        "²",
        "Big",
        "mediun",
        "Stop here",
        "Today",
        "I made a mistake",
    ),
    *(
        "10 PM - 7 AM",
        "25:99",
        "London",
        "A.R.",
        "Keep",
        "{words} {therapist} {template}",
        "\u202eabc",
        "👩‍👩‍👧" * 40,
    ),
    *(
        "Homework:\n- read a page each evening\n- be kind to yourself on Monday",
        "word " * 819,
        "Homework: " + "walk far " * 440,
    ),
)
CRISES = ("i want to kill myself", "I'm going to end my life tonight", "quiero morirme", "i want to die")

plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
texts = st.one_of(
    plain_text,
    st.sampled_from(ODDITIES),
    st.sampled_from(CRISES),
    st.sampled_from(["x", "é", "🙂"]).map(lambda c: c * 4096),
)
names = st.one_of(st.sampled_from(EXERCISES), st.sampled_from(["gone", "", "E09"]))
steps = st.one_of(st.sampled_from(STEPS), st.sampled_from(["gone", "words", "therapist", ""]))
ids = st.sampled_from(IDS)
moments = st.integers(-72 * 60, 72 * 60).map(lambda minutes: people.NOW + timedelta(minutes=minutes))
numbers = st.one_of(st.none(), st.integers(-3, 12))
LIVE = 7
nonces = st.sampled_from([None, LIVE, LIVE, LIVE, 3])
messages = st.one_of(st.none(), st.integers(1, 10**9))
labels = st.one_of(
    st.sampled_from(["A.R.", "J", "x" * 40, "🙂🙂"]), plain_text.filter(lambda words: bool(words.split()))
)


def few(each: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of them, or none."""
    return st.lists(each, max_size=most).map(tuple)
