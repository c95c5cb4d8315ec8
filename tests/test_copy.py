"""Every sentence and label the coach can say, in every language, keeps to its voice: data in copy_rules, read here."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.core.text import fields_of
from tests.copy_words import ALL, APART, SAID, SHOWN, TRANSLATED, WRITTEN, Words
from tests.core import people

RULES = {
    file.stem: tomllib.loads(file.read_text("utf-8"))
    for file in (Path(__file__).parent / "copy_rules").glob("*.toml")
}


def banned(words: Words) -> list[str]:
    """The words in it that are never said."""
    rules = RULES[words.language]
    text = words.text.casefold().replace("’", "'")
    for phrase in rules["allowed"]:
        text = text.replace(phrase, "")
    patterns = [rf"\b{re.escape(each)}\b" for each in rules["never"]] + rules["never_like"]
    return [found[0] for pattern in patterns if (found := re.search(pattern, text))]


def too_long(words: Words) -> bool:
    """Whether it is longer than a message or a label of its kind may be."""
    rules = RULES[words.language]
    exempt = any(words.text.startswith(each["begins"]) for each in rules.get("longer", ()))
    return not exempt and len(words.text) > int(rules["longest_label"] if words.label else rules["longest"])


def asks_too_much(words: Words) -> bool:
    """Whether it asks more than one thing."""
    asked = words.text.count("?") + words.text.count("؟")
    return asked > int(RULES[words.language]["most_questions"])


def listed(wrong: list[Words]) -> list[str]:
    """Where each stands and what it says."""
    return [f"{words.where}: {words.text}" for words in wrong]


def test_nothing_is_said_that_is_never_said() -> None:
    assert [f"{words.where}: {found}" for words in ALL if (found := banned(words))] == []


def test_nothing_is_exclaimed() -> None:
    assert listed([words for words in ALL if "!" in words.text]) == []


def test_no_message_is_longer_than_a_glance() -> None:
    assert listed([words for words in [*SAID, *WRITTEN, *TRANSLATED] if too_long(words)]) == []


def test_no_sentence_asks_two_things() -> None:
    assert listed([words for words in [*SAID, *WRITTEN, *TRANSLATED] if asks_too_much(words)]) == []


def test_an_example_asks_nothing_beside_its_question() -> None:
    assert listed([words for words in WRITTEN if ".examples." in words.where and "?" in words.text]) == []


def test_every_message_of_a_clients_transcript_is_a_glance_and_asks_one_thing() -> None:
    wrong = [
        words
        for words in SHOWN
        if asks_too_much(words) or too_long(words) or banned(words) or "!" in words.text
    ]
    assert listed(wrong) == []


def test_every_exemption_is_used_and_has_its_reason() -> None:
    for language, rules in RULES.items():
        shown = [words for words in SHOWN if words.language == language]
        for each in rules.get("longer", ()):
            assert each["reason"]
            used = [words for words in shown if words.text.startswith(each["begins"])]
            assert any(len(words.text) > rules["longest"] for words in used), each["begins"]


def test_every_language_has_its_rules() -> None:
    assert {words.language for words in ALL} <= set(RULES)


def test_an_exercise_keeps_its_fields_and_steps_in_every_language() -> None:
    exercises = people.library().exercises
    for (language, name), each in exercises.items():
        original = exercises["en", name]
        assert [(s.id, s.kind) for s in each.steps] == [(s.id, s.kind) for s in original.steps], (
            language,
            name,
        )
        for mine, first in zip(each.steps, original.steps, strict=True):
            assert {f for ask in mine.ask for f in fields_of(ask)} == {
                f for ask in first.ask for f in fields_of(ask)
            }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You FAILED again", ["failed"]),
        ("adjust the misty mustard", []),
        ("Don’t forget the note", ["don't forget"]),
        ("only three left", ["only three left"]),
        ("There's nothing to catch up on.", []),
        ("Catch up today", ["catch up"]),
    ],
)
def test_banned_words_are_found_whole_and_in_any_case(text: str, found: list[str]) -> None:
    assert banned(Words(text, "here", label=False)) == found


def test_words_are_collected_from_every_place_they_stand_in() -> None:
    said = {words.text for words in SAID}
    assert {"Later", "When?", "Kept for your session."} <= said | {words.text for words in APART}
    assert any(words.label and words.text == "Give me a way in" for words in WRITTEN)
    assert any(words.where.startswith("senses/") for words in WRITTEN)
    assert not any("Clinical convention" in words.text for words in WRITTEN)
