"""The copy lint proves itself: faults sown into real sentences of every language are found, each of them."""

import re
from dataclasses import replace

import pytest

from tests.copy_words import SAID, TRANSLATED, WRITTEN, Words
from tests.test_copy import RULES, asks_too_much, banned, too_long

NEVER_ASKED = {
    "en": r"suicid|kill yourself|end your life|self.?harm|hurt yourself|cut yourself|abus(e|ed|ive)\b|raped?\b|molest|"
    r"alcohol|drugs?\b|drunk|drinking|cocaine|cannabis|weed\b|overdos",
    "es": r"suicid|matarte|quitarte la vida|autolesi|hacerte daño|lastimarte|cortarte|abus[oa]|maltrat|violaci[oó]n|"
    r"alcohol|drogas?\b|borrach|beber alcohol|cocaína|marihuana|sobredosis",
    "ar": r"انتحار|الانتحار|تقتل نفسك|إيذاء نفسك|إيذاء النفس|اعتداء|اغتصاب|كحول|مخدرات|جرعة زائدة",
}
"""What no exercise asks about in a channel that nobody watches."""
SENTENCES = [*SAID, *WRITTEN, *TRANSLATED]


def _grounds(language: str) -> list[Words]:
    """Real sentences of a language; one that is not translated yet borrows those of English."""
    own = [words for words in SENTENCES if words.language == language and not words.label]
    borrowed = [words for words in SENTENCES if words.language == "en" and not words.label]
    return [replace(words, language=language) for words in (own or borrowed)[:40]]


GROUNDS = {language: _grounds(language) for language in RULES}


def sown(words: Words, fault: str) -> Words:
    """A real sentence with a fault in the middle of it."""
    before, _, after = words.text.partition(" ")
    return Words(f"{before} {fault} {after}", words.where, words.label, words.language)


def asked_about(words: Words) -> re.Match[str] | None:
    """What in it must not be asked about without somebody there."""
    return re.search(NEVER_ASKED[words.language], words.text.casefold())


@pytest.mark.parametrize("language", RULES)
def test_every_banned_word_is_found_in_any_sentence_it_is_sown_into(language: str) -> None:
    grounds = GROUNDS[language]
    for fault in RULES[language]["never"]:
        assert [words.text for words in grounds if not banned(sown(words, fault))] == [], fault
        assert [words.text for words in grounds if not banned(sown(words, fault.upper()))] == [], fault


@pytest.mark.parametrize("language", RULES)
def test_length_and_second_questions_are_found_in_every_language(language: str) -> None:
    long = "ab " * int(RULES[language]["longest"])
    plain = Words(long, "here", label=False, language=language)
    assert too_long(plain)
    assert asks_too_much(Words("How? And why?", "here", label=False, language=language))


@pytest.mark.parametrize("language", RULES)
def test_there_are_real_sentences_to_sow_into(language: str) -> None:
    assert len(GROUNDS[language]) >= 20


def test_no_exercise_asks_about_suicide_abuse_or_substances() -> None:
    wrong = [f"{words.where}: {words.text}" for words in WRITTEN if asked_about(words)]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Have you thought about suicide today?"),
        ("en", "How much alcohol was it?"),
        ("en", "Were you abused?"),
        ("es", "¿Has pensado en el suicidio?"),
        ("es", "¿Cuánto alcohol fue?"),
        ("es", "¿Hubo maltrato?"),
        ("ar", "هل فكرت في الانتحار؟"),
    ],
)
def test_such_a_question_would_be_found(language: str, asked: str) -> None:
    assert asked_about(Words(asked, "here", label=False, language=language))
