"""The shipped crisis rules against their corpus, and the shipped help lines against their form."""

import shutil
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.content.library import load_library
from bot.content.safety import load_help_lines, load_rules
from bot.core.helplines import to_verify
from bot.core.library import Practice
from bot.core.safety import BadHelpLines, BadRules, Tier, screen
from bot.opening import open_library, say_what_is_missing
from bot.settings import load_settings
from tests.corpus.figures import Share, figures, seen
from tests.corpus.lines import HERE, KINDS, LANGUAGES, Line, read, read_tsv
from tests.corpus.report import REPORT, report
from tests.corpus.weigh import MARK, RUNS, TABLE, came, tables
from tests.torture.sizes import LARGE

CONTENT = Path(__file__).parents[2] / "bot" / "content"
RULES = load_rules()


def rate(share: Share) -> float:
    assert share.rate is not None
    return share.rate


REACHED = {
    ("tune", "en"): (0.98, 0.98, 0.02),
    ("tune", "es"): (0.98, 0.98, 0.02),
    ("check", "en"): (0.98, 0.98, 0.06),
    ("check", "es"): (0.98, 0.96, 0.04),
    ("heldout", "en"): (0.89, 0.91, 0.06),
    ("heldout", "es"): (0.88, 0.90, 0.06),
}
"""First-tier recall, any-tier recall, false alarms: what was reached once, and may not get worse."""


@pytest.mark.parametrize(("half", "language"), REACHED)
def test_what_was_reached_does_not_get_worse(half: str, language: str) -> None:
    found = figures(seen(read(half, language), RULES))
    first, signals, alarms = REACHED[half, language]
    assert rate(found.first) >= first
    assert rate(found.signals) >= signals
    assert rate(found.alarms) <= alarms


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_denial_without_another_signal_seldom_brings_the_card(language: str) -> None:
    """One in ten among the lines that this was asked of first; more often, as yet, in other hands' words."""
    assert brought_by_denials(read_tsv(HERE / f"tune_{language}.tsv")) <= 0.10
    assert brought_by_denials(read("tune", language)) <= 0.15


@pytest.mark.parametrize(
    "line",
    [
        "CBT",
        "we did CBT today and it helped",
        "corrí 5 kms",
        "ran 12 kms after work",
        "recuérdame mañana",
        "un sorbo de té",
        "undo",
        "saltar esta pregunta",
        "no se me ocurre nada",
        "me quemé con el horno",
        "me corté el pelo",
        "shaved and cut my chin",
        "the deadline is killing me",
        "muerta de cansancio",
    ],
)
def test_plain_days_bring_nothing(line: str) -> None:
    assert screen(line, RULES) is None


@pytest.mark.parametrize("line", ["i want to kms", "gonna kms tonight", "planning to ctb", "voy a saltar ya"])
def test_the_slang_beside_them_is_still_heard(line: str) -> None:
    assert screen(line, RULES) is Tier.EXPLICIT


def test_a_label_typed_back_is_not_weighed() -> None:
    rules = load_library(Practice(zone="UTC", country="US")).rules
    typed = [
        "Mejor esta noche",
        "Hasta cuándo",
        "Saltar",
        "No es para mí",
        "All of them",
        "Mi plan de seguridad",
    ]
    assert [screen(label, rules) for label in typed] == [None] * len(typed)
    assert screen("Mejor esta noche, ya no quiero vivir", rules) is Tier.EXPLICIT


def brought_by_denials(lines: list[Line]) -> float:
    denied = [line for line in lines if line.kind == "negated" and 1 not in line.accept]
    assert len(denied) >= 10
    return rate(Share(sum(tier == 1 for _, tier in seen(denied, RULES)), len(denied)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_is_large_and_varied(language: str) -> None:
    lines = [line for half in ("tune", "check") for line in read(half, language)]
    assert len(lines) >= 300
    assert Counter(line.text for line in lines).most_common(1)[0][1] == 1
    assert {line.kind for line in lines} == KINDS
    assert {line.tier for line in lines} == {0, 1, 2}


def test_the_points_are_those_of_the_tuning_half() -> None:
    lines = [line for language in LANGUAGES for line in read("tune", language)]
    assert MARK.read_text("utf-8").strip() == came(lines), "run `python -m tests.corpus.weigh`"


@pytest.mark.skipif(not LARGE, reason="counting anew takes a quarter of a minute: `make torture`")
def test_the_points_come_out_the_same_when_counted_anew() -> None:
    lines = [line for language in LANGUAGES for line in read("tune", language)]
    assert tables(lines, RULES) == (TABLE.read_text("utf-8"), RUNS.read_bytes())


def test_the_report_is_of_these_rules() -> None:
    assert REPORT.read_text("utf-8") == report(), "run `python -m tests.corpus.report`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named_as_reviewer_without_a_date(language: str) -> None:
    document = tomllib.loads((CONTENT / "safety" / f"{language}.toml").read_text("utf-8"))
    assert bool(document["reviewed_by"]) == bool(document["verified_on"])


HEAD = "(base)\t0\t0\n(bar)\t1\t1\n(grace)\t9\t0\n"


@pytest.mark.parametrize("content", ["not toml", 'language = "fr"\n', "\xff"])
def test_a_broken_rule_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "es.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(BadRules, match=r"es\.toml"):
        load_rules(tmp_path)


@pytest.mark.parametrize(
    ("table", "of_runs"),
    [("word\t1\n", b"\0\0"), ("word\t1\t2\n", b"\0\0"), (HEAD, b""), (HEAD, b"\0\0\0"), (HEAD, None)],
)
def test_points_out_of_form_are_refused(tmp_path: Path, table: str, of_runs: bytes | None) -> None:
    shutil.copy(CONTENT / "safety" / "en.toml", tmp_path)
    (tmp_path / "points.tsv").write_text(table, "utf-8")
    if of_runs is not None:
        (tmp_path / "runs.bin").write_bytes(of_runs)
    with pytest.raises(BadRules, match=r"points\.tsv"):
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


def test_no_help_line_is_past_the_day_by_which_to_verify_it() -> None:
    today = datetime.now(UTC).date().isoformat()
    lines = [line for country in load_help_lines().values() for line in country.lines]
    assert [line.name for line in lines if "" < line.verify_by < today] == []


def test_the_start_names_each_line_of_the_practices_country_that_nobody_checked(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    settings = load_settings({"COUNTRY": "US", "DATA_DIR": str(tmp_path)}, None)
    say_what_is_missing(open_library(settings), settings)
    assert "help line US: 988 Suicide & Crisis Lifeline: no person has checked it" in caplog.text
    assert "help line GB" not in caplog.text


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
