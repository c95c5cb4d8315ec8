"""Going from one of the first questions to another, with what was chosen so far."""

from dataclasses import replace
from typing import TypeVar

from bot.core.person import Profile
from bot.core.scene import Move, Scene
from bot.core.session import Settling
from bot.core.talk.settling_screen import question
from bot.core.text import Rich, joined

T = TypeVar("T")


def ask(scene: Scene, place: Settling, profile: Profile | None = None, before: Rich | None = None) -> Move:
    """The question that `place` stands at, after an optional line; `profile` is what was chosen so far."""
    asked = question(scene, place, profile or scene.profile, scene.person.therapist_name)
    if before:
        asked = replace(asked, text=joined([before, asked.text]))
    return Move(place=place, says=(asked,), profile=profile)


def on(scene: Scene, place: Settling, profile: Profile | None = None, before: Rich | None = None) -> Move:
    """The same, for whatever reason the questions were opened."""
    now = scene.session.place
    alone, homework = (now.alone, now.homework) if isinstance(now, Settling) else (False, False)
    return ask(scene, replace(place, alone=alone, homework=homework), profile, before)


def go(scene: Scene, step: str, profile: Profile | None = None, before: Rich | None = None) -> Move:
    """On to a step, from its beginning."""
    there = Settling(step=step)  # type: ignore[arg-type]  # every caller names a step
    return on(scene, there, profile, before)


def nth(argument: str, choices: tuple[T, ...]) -> T | None:
    """The choice that a button's number stands for."""
    number = int(argument) if argument.isdecimal() and len(argument) <= 2 else len(choices)
    return choices[number] if number < len(choices) else None
