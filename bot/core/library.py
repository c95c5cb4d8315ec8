"""Everything reviewed that a turn may draw on: exercises, crisis rules, help lines, places and the coach's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.calendar import Calendar, Calendars
from bot.core.exercise import Exercise
from bot.core.helplines import HelpLines
from bot.core.holds import Holds
from bot.core.plan import SENSORY_LIFE
from bot.core.plan_kinds import Lives
from bot.core.safety import Rules
from bot.core.senses import Senses
from bot.core.summary import Kind, Wording
from bot.core.summary_words import fold
from bot.core.words import Words
from bot.core.zones import Gazetteer

DEFAULT_LANGUAGE = "en"
ENGLISH = Words()
"""The sentences are English already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Where this coach works: its name on Telegram, and what newcomers start from."""

    username: str = "between_bot"
    zone: str = "UTC"
    country: str = "US"
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """`exercises` by (language, id); `words`, `calendars` and `senses` by language.
    `languages` are those a client can be spoken to in."""

    exercises: Mapping[tuple[str, str], Exercise]
    rules: Rules
    help_lines: Mapping[str, HelpLines]
    wording: Wording
    places: Gazetteer
    calendars: Calendars
    practice: Practice = field(default_factory=Practice)
    holds: Holds = field(default_factory=Holds)
    words: Mapping[str, Words] = field(default_factory=dict)
    senses: Mapping[str, Senses] = field(default_factory=dict)
    languages: tuple[str, ...] = (DEFAULT_LANGUAGE,)

    def exercise(self, language: str, name: str) -> Exercise | None:
        """The exercise in that language, else in English, else None."""
        return self.exercises.get((language, name)) or self.exercises.get((DEFAULT_LANGUAGE, name))

    def offered(self, language: str) -> tuple[Exercise, ...]:
        """What a therapist can assign, in the order of the exercises' codes."""
        own = {each.id: each for (spoken, _), each in self.exercises.items() if spoken == DEFAULT_LANGUAGE}
        own |= {each.id: each for (spoken, _), each in self.exercises.items() if spoken == language}
        return tuple(sorted((e for e in own.values() if e.assignable), key=lambda each: each.code))

    def lives(self) -> Lives:
        """How long nudges stand of the exercises that do not go by quiet hours."""
        short = {e.id: SENSORY_LIFE for e in self.exercises.values() if e.form in ("noticing", "values")}
        return short | {e.id: e.expiry.life for e in self.exercises.values() if e.expiry.life}

    def senses_in(self, language: str) -> Senses | None:
        """The sensory prompts in that language, else in English, else None."""
        return self.senses.get(language) or self.senses.get(DEFAULT_LANGUAGE)

    def kinds(self) -> tuple[Kind, ...]:
        """How a line of a summary finds its exercise, over all languages."""
        ordered = sorted(self.exercises.values(), key=lambda each: (each.code, each.language))
        return tuple(
            Kind(exercise_id=e.id, keywords=e.keywords) for e in ordered if e.assignable and e.keywords
        )

    def started_by(self, said: str) -> str | None:
        """The exercise whose keyboard button carries these words, in any language."""
        wanted = fold(said.strip())
        with_button = (each for each in self.exercises.values() if each.button)
        return next((each.id for each in with_button if wanted in self._buttons(each)), None)

    def _buttons(self, exercise: Exercise) -> frozenset[str]:
        label = exercise.button or ""
        return self.spelled(label) if exercise.language == DEFAULT_LANGUAGE else frozenset({fold(label)})

    def spelled(self, label: str) -> frozenset[str]:
        """One label of the keyboard in every language, without case and accents: an old keyboard outlives a switch."""
        return frozenset(fold(each.of(label)) for each in (ENGLISH, *self.words.values()))

    def commanded_by(self, name: str) -> str | None:
        """The exercise that a slash command starts."""
        return next((e.id for e in self.exercises.values() if e.command == name), None)

    def translated(self, language: str, sentence: str) -> str:
        """`sentence` in `language`, or as it is where nobody has translated it."""
        return self.words.get(language, ENGLISH).of(sentence)

    def counting(self, language: str, one: str, many: str, number: int) -> str:
        """The form of a counted sentence that `number` takes in `language`."""
        return self.words.get(language, ENGLISH).counting(one, many, number)

    def calendar(self, language: str) -> Calendar:
        """How `language` writes times and dates, else how English does."""
        return self.calendars.get(language) or self.calendars[DEFAULT_LANGUAGE]
