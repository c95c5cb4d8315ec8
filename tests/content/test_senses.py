"""The shipped sensory prompts against the rules for words, and the loader against broken files."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.content.senses import FOLDER, load_senses
from bot.core.senses import LEAST, SENSES, BadSenses, SensePrompt, Senses, draw, noted

ENGLISH = load_senses()["en"]
SHIPPED = [prompt for senses in load_senses().values() for prompt in senses.prompts]
BANNED = re.compile(
    r"\b(fail|failed|missed|streak|perfect|should|must|just|simply|overdue|behind|amazing|well done|great job)\b",
    re.IGNORECASE,
)
EATING = {
    "en": r"\b(calorie|weight|diet|hungry|hunger|full|portion|bite|eat|ate|food|healthy)\w*\b",
    "es": r"\b(calor[ií]a|peso|dieta|hambr|porci[oó]n|bocad|com(er|e|ida|iste)\b|alimento|llen[oa]\b|san[oa]\b)\w*",
}


def of(sense: str) -> list[str]:
    return [prompt.id for prompt in ENGLISH.prompts if prompt.sense == sense]


# --- the words ----------------------------------------------------------------------------------


def test_every_sense_has_enough_prompts() -> None:
    counted = Counter(prompt.sense for prompt in ENGLISH.prompts)
    assert all(counted[sense] >= LEAST for sense in SENSES)


@pytest.mark.parametrize("language", sorted(load_senses()))
def test_a_prompt_asks_one_short_question_in_allowed_words(language: str) -> None:
    for prompt in load_senses()[language].prompts:
        assert prompt.ask.count("?") == 1, prompt.id
        assert len(prompt.ask) <= 100, prompt.id
        for words in (prompt.ask, prompt.stay, *(option.label for option in prompt.options)):
            assert not BANNED.search(words), prompt.id
            assert not re.search(EATING[language], words, re.IGNORECASE), prompt.id
            assert "!" not in words


@pytest.mark.parametrize("prompt", SHIPPED, ids=lambda prompt: prompt.id)
def test_what_is_said_after_an_answer_asks_nothing_and_is_short(prompt: SensePrompt) -> None:
    assert "?" not in prompt.stay
    assert len(re.findall(r"[.…]", prompt.stay)) <= 2
    assert len(prompt.stay) <= 120


def test_no_two_prompts_ask_the_same() -> None:
    assert not [ask for ask, times in Counter(prompt.ask for prompt in SHIPPED).items() if times > 1]


def test_every_language_asks_the_same_prompts() -> None:
    """Ids, senses, places and options; so that whoever changes the language is asked nothing twice."""
    asked = {
        language: [(p.id, p.sense, p.spots, [option.id for option in p.options]) for p in senses.prompts]
        for language, senses in load_senses().items()
    }
    assert all(prompts == asked["en"] for prompts in asked.values())
    assert len(asked) > 1


# --- drawing ------------------------------------------------------------------------------------


def round_of(switched_on: tuple[str, ...], many: int, drawn: tuple[str, ...] = ()) -> list[str]:
    """So many prompts, drawn one after the other."""
    ids = []
    for number in range(many):
        prompt = draw(ENGLISH, switched_on, drawn, f"seed {number}")
        assert prompt is not None
        drawn = noted(ENGLISH, switched_on, drawn, prompt.id)
        ids.append(prompt.id)
    return ids


def test_nothing_is_drawn_twice_until_everything_was() -> None:
    ids = round_of(SENSES, len(ENGLISH.prompts))
    assert sorted(ids) == sorted(prompt.id for prompt in ENGLISH.prompts)


def test_a_new_round_does_not_begin_with_what_came_last() -> None:
    for seed in range(30):
        drawn = tuple(of("touch"))
        prompt = draw(ENGLISH, ("touch",), drawn, f"{seed}")
        assert prompt is not None
        assert prompt.id != drawn[-1]
        assert noted(ENGLISH, ("touch",), drawn, prompt.id) == (prompt.id,)


def test_only_senses_that_are_on_are_asked_about() -> None:
    assert set(round_of(("taste", "smell"), 2 * LEAST)) <= {*of("taste"), *of("smell")}


def test_nothing_is_drawn_where_no_sense_is_on() -> None:
    assert draw(ENGLISH, (), (), "seed") is None


def test_the_same_seed_draws_the_same_prompt_although_others_were_drawn_since() -> None:
    first = draw(ENGLISH, SENSES, (), "the nudge")
    assert first is not None
    others = tuple(prompt.id for prompt in ENGLISH.prompts[:20] if prompt.id != first.id)
    assert draw(ENGLISH, SENSES, others, "the nudge") == first


def test_other_seeds_draw_other_prompts() -> None:
    assert len({draw(ENGLISH, SENSES, (), f"{seed}").id for seed in range(40)}) > 15  # type: ignore[union-attr]  # some sense is on


# --- broken files -------------------------------------------------------------------------------


def broken(tmp_path: Path, old: str, new: str, name: str = "en") -> Path:
    words = (FOLDER / "en.toml").read_text("utf-8")
    assert old in words
    (tmp_path / f"{name}.toml").write_text(words.replace(old, new, 1), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "touch-ground"', 'id = "touch-nearest"', "touch-nearest is there twice"),
        ('id = "cool", label = "Cool"', 'id = "warm", label = "Cool"', "two options are the same"),
        ('id = "cool", label = "Cool"', 'id = "cool", label = "warm"', "two options are the same"),
        ('smell = "Smell"', "", "smell has no name"),
        ('sense = "touch"', 'sense = "balance"', "sense"),
        ('author = "the contributors"', 'author = "the contributors"\nextra = 1', "extra"),
        ('language = "en"', 'language = "es"', "is in es"),
        ('language = "en"', "language =", "Invalid"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_reason(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(BadSenses, match=rf"en\.toml: .*{complaint}"):
        load_senses(broken(tmp_path, old, new))


def test_a_sense_with_too_few_prompts_is_refused(tmp_path: Path) -> None:
    words = (FOLDER / "en.toml").read_text("utf-8")
    head, *prompts = words.split("[[prompts]]")
    left = [each for each in prompts if 'sense = "taste"' not in each or '"taste-l' in each]
    (tmp_path / "en.toml").write_text("[[prompts]]".join([head, *left]), "utf-8")
    with pytest.raises(BadSenses, match="taste has fewer than 12"):
        load_senses(tmp_path)


def test_twelve_prompts_are_enough(tmp_path: Path) -> None:
    words = (FOLDER / "en.toml").read_text("utf-8")
    head, *prompts = words.split("[[prompts]]")
    for sense in SENSES:
        own = [each for each in prompts if f'sense = "{sense}"' in each]
        prompts = [each for each in prompts if each not in own[LEAST:]]
    (tmp_path / "en.toml").write_text("[[prompts]]".join([head, *prompts]), "utf-8")
    assert len(load_senses(tmp_path)["en"].prompts) == len(SENSES) * LEAST


def test_nothing_that_takes_the_eyes_may_be_meant_for_the_road(tmp_path: Path) -> None:
    old = 'stay = "Look at what it falls on for three breaths."\nspots = ["anywhere"]'
    with pytest.raises(BadSenses, match="off a road"):
        load_senses(broken(tmp_path, old, old.replace("anywhere", "transit")))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSenses, match="no sensory prompts"):
        load_senses(tmp_path)


def test_a_prompt_is_found_by_its_id_and_an_unknown_one_is_not() -> None:
    found = ENGLISH.prompt("smell-cup")
    assert found is not None
    assert found.sense == "smell"
    assert ENGLISH.prompt("gone") is None
    assert isinstance(ENGLISH, Senses)
