"""Puts together everything reviewed that the conversation draws on."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.content.exercises import load_exercises
from bot.content.holds import load_holds
from bot.content.languages import on_offer
from bot.content.own_labels import labels_of
from bot.content.safety import load_help_lines, load_rules
from bot.content.senses import load_senses
from bot.content.summary import load_wording
from bot.content.words import load_calendars, load_words
from bot.content.zones import load_gazetteer
from bot.core.library import Library, Practice
from bot.core.safety import spare

HERE = Path(__file__).parent


def load_library(practice: Practice, folder: Path = HERE) -> Library:
    """The library from the files in `folder`, which a process reads once.

    Raises BadExercise, BadRules, BadHelpLines, BadWording, BadPlaces, BadSenses or BadWords, each with one
    line that says which file.
    """
    return replace(_read(folder), practice=practice)


@cache
def _read(folder: Path) -> Library:
    screened = {file.stem for file in (folder / "safety").glob("*.toml")}
    library = Library(
        exercises=load_exercises(folder / "exercises"),
        rules=load_rules(folder / "safety"),
        help_lines=load_help_lines(folder / "helplines.toml"),
        holds=load_holds(folder / "holds.toml"),
        wording=load_wording(folder / "summary"),
        places=load_gazetteer(folder / "cities.toml"),
        calendars=load_calendars(folder / "locale"),
        words=load_words(screened, folder / "locale"),
        senses=load_senses(folder / "senses"),
    )
    rules = spare(labels_of(library), library.rules)
    return replace(library, languages=on_offer(library, screened), rules=rules)
