"""What every table draws on beside a client's record: what was asked for, and what the exercises say of themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bot.core.exercise import Exercise
from bot.core.senses import Senses
from bot.core.steps import AnyStep, ChoiceStep, ListStep, ManyStep, ScaleStep
from bot.export.selection import Selection


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its number from 1, its kind, and the unit its numbers have in that revision."""

    number: int
    kind: str
    unit: str
    revision: int


Places = Mapping[str, Place]
"""The questions of one exercise, by step."""


class Question(NamedTuple):
    """What a row says of the question it answers: its place to order by, its number, wording, kind and unit."""

    place: int
    number: int | None
    version: str
    kind: str
    unit: str | None


LAST = 1_000
"""Where the answers stand whose question has gone."""


class Questions(dict[str, Question]):
    """The questions of one revision of an exercise, by step; each is made when it is first asked for."""

    def __init__(self, exercise: str, revision: int, places: Places) -> None:
        super().__init__()
        self._exercise, self._revision, self._places = exercise, revision, places

    def __missing__(self, step: str) -> Question:
        place = self._places.get(step)
        version = question_version(self._exercise, self._revision, step)
        if place is None:
            made = Question(LAST, None, version, "", None)
        else:
            unit = place.unit or None if place.revision == self._revision else None
            made = Question(place.number, place.number, version, place.kind, unit)
        self[step] = made
        return made


@dataclass(frozen=True)
class Context:
    """One export's givens. `files` are the recordings that go along, by the id of their answer."""

    selection: Selection
    exercises: Sequence[Exercise]
    files: Mapping[str, str] = field(default_factory=dict)
    senses: Sequence[Senses] = ()

    @cached_property
    def by_language(self) -> Mapping[tuple[str, str], Exercise]:
        """The exercises by id and language."""
        return {(each.id, each.language): each for each in self.exercises}

    @cached_property
    def by_name(self) -> Mapping[str, Exercise]:
        """One language of each exercise, the first by the alphabet."""
        ordered = sorted(
            self.exercises, key=lambda each: (each.language != "en", each.language), reverse=True
        )
        return {each.id: each for each in ordered}

    def exercise(self, name: str, language: str) -> Exercise | None:
        """The exercise in that language, else in another one, else None."""
        return self.by_language.get((name, language)) or self.by_name.get(name)

    def places(self, name: str, language: str) -> Places:
        """Where the questions of an exercise stand; empty where it has gone."""
        return self._places.get((name, language)) or self._places.get((name, ""), {})

    @cached_property
    def _questions(self) -> dict[tuple[str, str, int], Questions]:
        return {}

    def questions(self, exercise: str, language: str, revision: int) -> Questions:
        """An exercise's questions, as a run of that revision met them."""
        known = self._questions.get((exercise, language, revision))
        if known is None:
            known = Questions(exercise, revision, self.places(exercise, language))
            self._questions[exercise, language, revision] = known
        return known

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Places]:
        found = {(each.id, ""): places_of(each) for each in self.by_name.values()}
        return found | {key: places_of(each) for key, each in self.by_language.items()}

    @cached_property
    def _naming(self) -> dict[tuple[str, str], tuple[frozenset[str], bool]]:
        return {}

    def naming(self, name: str, language: str) -> tuple[frozenset[str], bool]:
        """The steps of an exercise that name values, and whether it asks how near they were."""
        known = self._naming.get((name, language))
        if known is None:
            exercise = self.exercise(name, language)
            steps = exercise.steps if exercise else ()
            naming = frozenset(s.id for s in steps if isinstance(s, ListStep) and s.becomes == "values")
            known = self._naming[name, language] = (
                naming,
                exercise is not None and exercise.form == "values",
            )
        return known

    @cached_property
    def compared(self) -> Mapping[str, tuple[str, str]]:
        """By exercise, which two numbers belong together as before and after; empty names where none do."""
        return {each.id: compared_in(each) for each in self.by_name.values()}


def question_version(exercise: str, revision: int, step: str) -> str:
    """How the wording of a question is named in every table."""
    return f"{exercise}@{revision}/{step}"


def places_of(exercise: Exercise) -> Places:
    """Where an exercise's questions stand."""
    return {
        step.id: Place(number, step.kind, unit_of(step), exercise.revision)
        for number, step in enumerate(exercise.steps, start=1)
    }


def unit_of(step: AnyStep) -> str:
    """The scale that a step's numbers are on, from its lowest to its highest; "" for a step without numbers."""
    if isinstance(step, ScaleStep):
        return f"scale {step.least} to {step.most}"
    values = numbers_of(step)
    return f"scale {min(values)} to {max(values)}" if values else ""


def numbers_of(step: AnyStep) -> list[int]:
    """The numbers that a choice's options stand for."""
    if not isinstance(step, ChoiceStep | ManyStep):
        return []
    return [option.value for option in step.options if option.value is not None]


def compared_in(exercise: Exercise) -> tuple[str, str]:
    """The two answers that its ending compares, else its first and last that are on one scale."""
    compare = exercise.closing.compare
    if compare is not None:
        return compare.before, compare.after
    scaled = [(unit, step.id) for step in exercise.steps if (unit := unit_of(step))]
    for place, (unit, step) in enumerate(scaled):
        same = [other for its_unit, other in scaled[place + 1 :] if its_unit == unit]
        if same:
            return step, same[-1]
    return "", ""
