"""Everything reviewed that a turn may draw on: exercises, crisis rules, help lines, places and the coach's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.exercise import Exercise
from bot.core.helplines import HelpLines
from bot.core.safety import Rules
from bot.core.senses import Senses
from bot.core.summary import Kind, Wording
from bot.core.zones import Gazetteer

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Where this coach works: its name on Telegram, and what newcomers start from."""

    username: str = "between_bot"
    zone: str = "UTC"
    country: str = "US"
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """`exercises` by (language, id); `words` by language: English sentence to translated sentence;
    `senses` by language."""

    exercises: Mapping[tuple[str, str], Exercise]
    rules: Rules
    help_lines: Mapping[str, HelpLines]
    wording: Wording
    places: Gazetteer
    practice: Practice = field(default_factory=Practice)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    senses: Mapping[str, Senses] = field(default_factory=dict)

    def exercise(self, language: str, name: str) -> Exercise | None:
        """The exercise in that language, else in English, else None."""
        return self.exercises.get((language, name)) or self.exercises.get((DEFAULT_LANGUAGE, name))

    def offered(self, language: str) -> tuple[Exercise, ...]:
        """What a therapist can assign, in the order of the exercises' codes."""
        own = {each.id: each for (spoken, _), each in self.exercises.items() if spoken == DEFAULT_LANGUAGE}
        own |= {each.id: each for (spoken, _), each in self.exercises.items() if spoken == language}
        return tuple(sorted((e for e in own.values() if e.assignable), key=lambda each: each.code))

    def short_lived(self) -> frozenset[str]:
        """The exercises whose nudges close after ninety minutes."""
        return frozenset(e.id for e in self.exercises.values() if e.form in ("noticing", "values"))

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
        wanted = said.strip().casefold()
        return next(
            (e.id for e in self.exercises.values() if e.button and e.button.casefold() == wanted), None
        )

    def commanded_by(self, name: str) -> str | None:
        """The exercise that a slash command starts."""
        return next((e.id for e in self.exercises.values() if e.command == name), None)

    def translated(self, language: str, sentence: str) -> str:
        """`sentence` in `language`, or as it is where nobody has translated it."""
        return self.words.get(language, {}).get(sentence) or sentence
