"""A language that runs from right to left: the pilot catalogue shows that names, numbers and times keep their place."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from unicodedata import bidirectional

import pytest
from babel import Locale

from bot.content.words import FOLDER, load_words, read_catalog
from bot.core.inputs import Commanded, Said
from bot.core.library import Library
from bot.core.person import Person
from bot.core.scene import Scene
from bot.core.text import Rich, marked
from bot.core.turn import Turn
from tests.core import people
from tests.core.people import after, labels, said_to, tap, turn_of

FSI, PDI = "\u2068", "\u2069"
START = Commanded(name="start", argument=f"c_{people.SPARE_CODE}")
KINDS = ("zero", "one", "two", "few", "other", "many")
"""The CLDR's kinds of numbers, in the order of the catalogue's forms."""
WITH = ("{therapist} left you one small thing.", "{therapist} left you {number} small things.")


@lru_cache(maxsize=1)
def arabic() -> Library:
    """The shipped library with the pilot in it."""
    words = {**people.library().words, **load_words(["ar"])}
    return replace(people.library(), words=words, languages=("ar", "en"))


def speaking(person: Person, language: str = "ar") -> Person:
    """The same person in another language."""
    return replace(person, profile=replace(person.profile, language=language))


def scene(language: str = "ar") -> Scene:
    """A turn of a client who reads that language."""
    return Scene(speaking(people.client(), language), Said(text=""), arabic(), people.NOW)


def first_strong(text: str) -> str:
    """Which way a text runs, as a phone finds out: by its first letter that has a direction."""
    return next((way for way in map(bidirectional, text) if way in ("L", "R", "AL")), "")


def is_balanced(text: str) -> bool:
    """Whether everything that is set apart ends where it began."""
    depth = 0
    for letter in text:
        depth += {FSI: 1, PDI: -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def shown(turn: Turn) -> Iterator[str]:
    """Every text and label of a turn for the person themselves."""
    yield from said_to(turn)
    yield from labels(turn)


def joining() -> Iterator[Turn]:
    """The first questions in Arabic, from the link to the last of them."""
    person = speaking(people.stranger(people.invitation()))
    turn = turn_of(person, START, shelf=arabic())
    yield turn
    for do in (f"hello:c_{people.SPARE_CODE}", f"read:c_{people.SPARE_CODE}", f"agree:c_{people.SPARE_CODE}"):
        turn = turn_of(person, tap(do, stands=True), shelf=arabic())
        yield turn
    person = after(replace(people.client(), profile=replace(people.settled(), settled=False)), turn)
    for do in ("share:0", "yes", "same", "right", "quiet:1", "at:1", "hour:0", "vague"):
        turn = turn_of(person, replace(tap(do), nonce=person.session.nonce), shelf=arabic())
        person = after(person, turn)
        yield turn


# --- sentences ------------------------------------------------------------------------------------


def test_every_sentence_begins_with_a_letter_that_runs_leftwards() -> None:
    for message in read_catalog(FOLDER / "ar" / "coach.po"):
        forms = (message.string,) if isinstance(message.string, str) else message.string or ()
        for form in forms if message.id else ():
            start = re.split(r"\{\w+\}", form)[0]
            assert not form or first_strong(start) in ("R", "AL"), form


def test_first_questions_are_in_the_pilot_and_run_leftwards() -> None:
    turns = list(joining())
    assert len(turns) == 12
    for text in (text for turn in turns for text in said_to(turn)):
        assert first_strong(text) in ("R", "AL"), text


def test_everything_set_apart_ends_where_it_began() -> None:
    texts = [text for turn in joining() for text in shown(turn)]
    assert all(is_balanced(text) for text in texts)
    assert any(FSI in text for text in texts)


def test_a_mistake_is_noted_in_the_pilots_words() -> None:
    person = speaking(people.client())
    begun = turn_of(person, Said(text="ارتكبت خطأ"), shelf=arabic())
    assert begun.session.place.kind == "answering"
    assert labels(begun)[-2:] == ["تخطٍّ", "التوقف هنا"]


# --- what stands inside them ----------------------------------------------------------------------


@pytest.mark.parametrize("value", ["Vale", "نور", 7, Rich("20:30")])
def test_field_is_set_apart_in_a_sentence_that_runs_leftwards(value: Rich | str | int) -> None:
    said = scene().say("For {name}", name=value)
    assert said.text == f"إلى {FSI}{value.text if isinstance(value, Rich) else value}{PDI}"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Vale", "For Vale"),
        ("נועה", f"For {FSI}נועה{PDI}"),
        ("نور", f"For {FSI}نور{PDI}"),
        ("Zoë", "For Zoë"),
        ("", "For "),
    ],
)
def test_elsewhere_only_what_runs_the_other_way_is_set_apart(name: str, shown: str) -> None:
    assert scene("en").say("For {name}", name=name).text == shown


def test_marks_stay_on_their_words() -> None:
    said = scene().say("For {name}", name=marked("bold", "Vale"))
    [span] = said.spans
    assert said.text[span.start : span.end] == "Vale"


def test_time_that_the_phone_draws_stays_on_its_words() -> None:
    said = scene().say("Quiet until {day}. Your buttons still work.", day=scene().day(people.NOW))
    [span] = said.spans
    assert said.text[span.start : span.end] == "الثلاثاء، 17 نوفمبر"


def test_label_with_a_name_is_matched_without_its_marks() -> None:
    person = speaking(people.stranger(people.invitation()))
    [_, unknown] = labels(turn_of(person, START, shelf=arabic()))
    assert unknown == f"لا أعرف {FSI}Vale{PDI}"


@pytest.mark.parametrize("typed", ["نعم، أخبر Vale", f"نعم، أخبر {FSI}Vale{PDI}"])
def test_typed_label_needs_no_marks(typed: str) -> None:
    turns = list(joining())
    asked = after(
        replace(people.client(), profile=replace(people.settled(), settled=False, language="ar")), turns[4]
    )
    turn = turn_of(asked, Said(text=typed), shelf=arabic())
    assert turn.profile is not None
    assert turn.profile.tell_therapist


# --- counting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111])
def test_number_takes_the_form_that_the_cldr_says(number: int) -> None:
    said = arabic().counting("ar", *WITH, number)
    assert said == arabic().words["ar"].counted[WITH[1]][KINDS.index(Locale("ar").plural_form(number))]


def test_six_forms_are_six_sentences() -> None:
    assert len({arabic().counting("ar", *WITH, number) for number in (0, 1, 2, 3, 11, 100)}) == 6
