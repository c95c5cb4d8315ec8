"""The page for a clinician and the table of the exercises: complete, escaped, up to date."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands import cli
from bot.content.exercise_table import as_markdown
from bot.content.preview import as_html
from bot.content.preview_steps import in_words
from bot.core.exercise import Exercise, ListStep, Written
from bot.core.steps import When
from tests.core import people
from tests.core.homemade import choice, homemade, many, pause, pick, scale, several, text

ROOT = Path(__file__).parent.parent.parent
HOSTILE = '<script>alert(1)</script> & <b>"quoted"</b>'


class Page(HTMLParser):
    """The tags of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "srcdoc") for name, _ in attrs)
        self.words += "\n" if tag == "br" else " "

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(as_html(people.library()))


def words_of(exercise: Exercise) -> Iterator[str]:
    """Everything that an exercise says or puts on a button."""
    yield from (exercise.title, exercise.gist, exercise.why)
    yield from (*exercise.prompt.vague, *exercise.prompt.full, *exercise.prompt.again)
    for step in exercise.steps:
        yield from (step.name, *step.ask, *(ask for other in step.ask_when for ask in other.ask))
        if isinstance(step, Written):
            yield from (*step.examples, *(words for door in step.doors for words in (door.label, door.ask)))
        if isinstance(step, ListStep):
            yield from (*step.more, step.enough, step.another)
        yield from (option.label for option in getattr(step, "options", ()))
    for way in exercise.exits:
        yield from (way.label, way.note, *way.say)
    closing = exercise.closing
    yield from (*closing.say, *closing.card, *(line for other in closing.say_when for line in other.say))
    yield from (offer.label for offer in closing.offers)


def test_every_word_of_every_exercise_is_on_the_page(page: Page) -> None:
    words = [words for each in people.library().exercises.values() for words in words_of(each)]
    assert len(words) > 1500
    assert [each for each in words if each not in page.words] == []


def test_the_coachs_own_sentences_stand_beside_their_translations(page: Page) -> None:
    for language in people.library().words:
        for sentence, translated in list(people.library().words[language].sentences.items())[:80]:
            assert sentence in page.words
            assert translated in page.words


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(page: Page) -> None:
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(page.tags)


def test_markup_in_a_file_is_text_on_the_page() -> None:
    odd = homemade(
        text(ask=HOSTILE),
        title="<i>Title</i>",
        why=HOSTILE,
        exits=[{"label": "<b>Out</b>", "say": [HOSTILE], "note": HOSTILE}],
    )
    shown = as_html(people.having(odd))
    assert "<script" not in shown
    assert HOSTILE in Page(shown).words


def test_every_kind_of_step_shows_what_it_offers() -> None:
    steps = [
        choice(),
        many(),
        scale(low="none", high="all"),
        pause(seconds=20, go="Back now"),
        several(),
        pick(of="lines"),
    ]
    words = Page(as_html(people.having(homemade(*steps)))).words
    for expected in (
        "Yes",
        "Sun",
        "0 to 10 (0 is none, 10 is all)",
        "Back now",
        "rings after 20 s",
        "One more",
        "one of: lines",
    ):
        assert expected in words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(step="a"), "a was answered"),
        (When(step="a", answered=False), "a was not answered"),
        (When(step="a", at_least=3, at_most=5), "a is 3 or more and is 5 or less"),
        (When(step="a", above="b"), "a is more than b"),
        (When(step="a", below="b"), "a is less than b"),
        (When(step="a", is_one_of=("x", "y")), "a is x or y"),
        (When(step="a", is_none_of=("x",)), "a is not x"),
        (When(step="a", mentions=("late",)), "a mentions “late”"),
        (When(step="a", every_line_mentions=("late",)), "a mentions in every line “late”"),
    ],
)
def test_a_condition_reads_as_a_sentence(when: When, words: str) -> None:
    assert in_words((when,)) == words


def test_the_command_writes_the_page_whole_or_not_at_all(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["exercises", "preview", "--out", str(tmp_path / "all.html")])
    assert done.exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["all.html"]
    refused = CliRunner().invoke(cli, ["exercises", "preview", "--out", str(tmp_path / "gone" / "all.html")])
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1


def test_the_table_in_the_documentation_is_up_to_date() -> None:
    assert (ROOT / "docs" / "exercises.md").read_text("utf-8") == as_markdown(people.library().exercises)


def test_the_table_names_every_exercise_and_every_moment() -> None:
    table = as_markdown(people.library().exercises)
    for (language, name), each in people.library().exercises.items():
        assert language != "en" or f"| `{name}` ({each.code}) |" in table
        assert language != "en" or all(moment in table for moment in each.moments)


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    odd = homemade(text(), gist="this | that")
    assert "this \\| that" in as_markdown(people.having(odd).exercises)


def test_all_thirty_are_there() -> None:
    codes = {re.sub(r"[a-z]$", "", each.code) for each in people.library().exercises.values()}
    assert {f"E{number:02d}" for number in range(1, 31)} <= codes
