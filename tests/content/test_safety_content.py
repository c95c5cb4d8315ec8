"""The shipped crisis rules against their corpus, and the shipped help lines against their form."""

import csv
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content.safety import load_help_lines, load_rules
from bot.core.helplines import to_verify
from bot.core.safety import BadHelpLines, BadRules, Tier, screen

CORPUS = Path(__file__).parents[1] / "corpus"
CONTENT = Path(__file__).parents[2] / "bot" / "content"
LANGUAGES = sorted(file.stem for file in (CONTENT / "safety").glob("*.toml"))
KINDS = {"explicit", "indirect", "negated", "third_person", "hyperbole", "quote", "typo", "mixed", "diary"}
RULES = load_rules()


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    expected: str
    kind: str

    @property
    def got(self) -> str:
        return screen(self.text, RULES) or "none"


def corpus(language: str) -> list[Line]:
    with (CORPUS / f"crisis_{language}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Line(row["text"], row["expected"], row["kind"]) for row in rows]


def share(hits: list[Line], among: list[Line]) -> float:
    return len(hits) / len(among)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_targets_set_beforehand_are_met(language: str) -> None:
    lines = corpus(language)
    explicit = [line for line in lines if line.expected == Tier.EXPLICIT]
    signals = [line for line in lines if line.expected != "none"]
    ordinary = [line for line in lines if line.expected == "none"]
    first_tier = share([line for line in explicit if line.got == Tier.EXPLICIT], explicit)
    any_tier = share([line for line in signals if line.got != "none"], signals)
    alarms = share([line for line in ordinary if line.got != "none"], ordinary)
    wrong = [(line.text, line.expected, line.got) for line in lines if line.got != line.expected]
    report = f"{language}: first-tier recall {first_tier:.3f}, any-tier {any_tier:.3f}, false alarms {alarms:.3f}\n{wrong}"
    assert first_tier >= 0.98, report
    assert any_tier >= 0.95, report
    assert alarms <= 0.05, report


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_denial_without_another_signal_never_brings_the_card(language: str) -> None:
    denials = [line for line in corpus(language) if line.kind == "negated" and line.expected == "indirect"]
    assert len(denials) >= 5
    assert [line.text for line in denials if line.got == Tier.EXPLICIT] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_is_large_and_varied(language: str) -> None:
    lines = corpus(language)
    assert len(lines) >= 120
    assert Counter(line.text for line in lines).most_common(1)[0][1] == 1
    assert {line.kind for line in lines} == KINDS
    assert {line.expected for line in lines} == {"explicit", "indirect", "none"}


def test_ordinary_messages_are_screened_fast() -> None:
    """The aim is 20,000 a second on a free core; half of it is asked here, where other work may run beside."""
    texts = [line.text for language in LANGUAGES for line in corpus(language) if line.expected == "none"]
    started = time.process_time()
    for text in texts * 20:
        screen(text, RULES)
    assert len(texts) * 20 / (time.process_time() - started) > 10_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named_as_reviewer_without_a_date(language: str) -> None:
    document = tomllib.loads((CONTENT / "safety" / f"{language}.toml").read_text("utf-8"))
    assert bool(document["reviewed_by"]) == bool(document["verified_on"])


@pytest.mark.parametrize("content", ["not toml", 'language = "fr"\n', "\xff"])
def test_a_broken_rule_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "es.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(BadRules, match=r"es\.toml"):
        load_rules(tmp_path)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="no rule files"):
        load_rules(tmp_path)


def test_help_lines_start_with_what_the_contract_names() -> None:
    united_states = load_help_lines()["US"]
    assert united_states.emergency == "911"
    assert (united_states.lines[0].call, united_states.lines[0].text) == ("988", "988")


def digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def test_every_help_line_can_be_reached_and_its_number_stands_in_what_was_read() -> None:
    for country in load_help_lines().values():
        for line in country.lines:
            read = digits(line.source_quote + line.source_url + line.name)
            numbers = [digits(number) for number in (line.call, line.text) if number]
            assert numbers or line.chat
            assert all(number in read for number in numbers), line.name


def test_lines_no_person_has_checked_are_listed() -> None:
    listed = list(to_verify(load_help_lines(), date(2026, 11, 22)))
    assert "US: 988 Suicide & Crisis Lifeline" in listed


GOOD = """
[[countries]]
country = "US"
name = "United States"
emergency = "911"
emergency_source_url = "https://example.org"
emergency_source_quote = "call 911"
  [[countries.lines]]
  name = "988"
  call = "988"
  text = ""
  text_word = ""
  chat = ""
  hours = ""
  languages = ["en"]
  source_url = "https://example.org"
  source_quote = "988"
  verified_on = "2026-11-01"
  verify_by = "2027-05-01"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "helplines.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(("day", "listed"), [(date(2027, 5, 1), []), (date(2027, 5, 2), ["US: 988"])])
def test_a_check_lasts_until_its_day(tmp_path: Path, day: date, listed: list[str]) -> None:
    assert list(to_verify(load_help_lines(written(tmp_path, GOOD)), day)) == listed


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "surprise = 1\n",
        GOOD.replace('call = "988"', 'call = ""'),
        GOOD.replace('call = "988"', 'call = "988 or so"'),
        GOOD.replace('source_quote = "988"', 'source_quote = ""'),
        GOOD.replace('"https://example.org"', '"heard it"'),
        GOOD.replace('"2027-05-01"', '"soon"'),
        GOOD.replace('"2027-05-01"', '"2027-13-01"'),
        GOOD.replace('"911"', '"nine one one"'),
        GOOD.split("  [[countries.lines]]", maxsplit=1)[0],
        GOOD.split("  [[countries.lines]]", maxsplit=1)[0] + "lines = []\n",
        GOOD + GOOD,
        "not toml",
    ],
)
def test_help_lines_out_of_form_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadHelpLines, match=r"helplines\.toml"):
        load_help_lines(written(tmp_path, text))
