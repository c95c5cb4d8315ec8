"""What `screen` promises: tiers, denials, idioms, disguised spellings, any string at all, and linear time."""

import time
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.safety import load_rules
from bot.core.points import joined, parted, read_points, runs
from bot.core.safety import BadRules, Tier, compile_rules, screen

RULES = load_rules()

SMALL: Mapping[str, object] = {
    "language": "xx",
    "reviewed_by": "",
    "verified_on": "",
    "misspelled": ["banana"],
    "real_words": ["bandana"],
    "words": {"NEG": ["not"], "WANT": ["want", "would like"], "FRUIT": ["banana", "fig"], "KEEN": ["really"]},
    "explicit": [{"what": "wanting fruit", "say": ["WANT ~2 FRUIT !tree", "!old fig $", "^ pear"]}],
    "indirect": [{"what": "fruit", "say": ["FRUIT KEEN* today|$"]}],
    "idioms": [{"what": "a name", "say": ["banana republic"]}],
    "denials": [{"what": "not", "say": ["NEG KEEN*"]}],
}


def small(**changes: object) -> Mapping[str, object]:
    return {**SMALL, **changes}


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("I want a banana", Tier.EXPLICIT),
        ("I would like one ripe banana", Tier.EXPLICIT),
        ("I want one very ripe banana", Tier.INDIRECT),
        ("want banana tree", None),
        ("an old fig", Tier.INDIRECT),
        ("a ripe fig", Tier.EXPLICIT),
        ("pear", Tier.EXPLICIT),
        ("a pear", None),
        ("I want it. One banana.", Tier.INDIRECT),
        ("I want not a banana", Tier.INDIRECT),
        ("not really want banana", Tier.INDIRECT),
        ("not banana", None),
        ("banana really really today", Tier.INDIRECT),
        ("I want a banana republic", None),
        ("I want a banana republic and a banana", Tier.INDIRECT),
        ("I want a bandana", None),
        ("I want a banena", Tier.EXPLICIT),
        ("I want a figg", Tier.EXPLICIT),
    ],
)
def test_phrase_items_mean_what_the_grammar_says(text: str, tier: Tier | None) -> None:
    assert screen(text, compile_rules([SMALL])) == tier


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (small(surprise=1), "surprise"),
        (small(explicit=[{"what": "x", "say": ["NOPE fig"]}]), "NOPE"),
        (small(explicit=[{"what": "x", "say": ["~9 fig"]}]), "~9"),
        (small(explicit=[{"what": "x", "say": ["~2 fig"]}]), "begins"),
        (small(indirect=[{"what": "x", "say": ["fig? banana"]}]), "begins"),
        (small(indirect=[{"what": "x", "say": ["fig ~2"]}]), "ends"),
        (small(indirect=[{"what": "x", "say": ["fig||banana"]}]), "not an item"),
        (small(indirect=[{"what": "x", "say": ["NEG (.*)"]}]), "not an item"),
        (small(words={"FRUIT": ["ba+nana"]}), "FRUIT"),
        (small(misspelled=["orange"]), "orange"),
        (small(explicit="fig"), "explicit"),
        ({"language": "xx"}, "reviewed_by"),
    ],
)
def test_rules_out_of_form_are_refused_and_named(document: Mapping[str, object], named: str) -> None:
    with pytest.raises(BadRules, match=r"^xx|^misspelled") as refused:
        compile_rules([document])
    assert named in str(refused.value)


def test_a_class_of_one_language_joins_its_namesake_in_another() -> None:
    other = small(
        language="yy",
        words={"WANT": ["quiero"]},
        explicit=[],
        indirect=[],
        idioms=[],
        denials=[],
        misspelled=[],
    )
    assert screen("quiero banana", compile_rules([SMALL, other])) == Tier.EXPLICIT


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE", "i want to diiiie", "i want to d i e", "i want to d.i.e", "i want to d!e", "i want to d1e",
        "i want to d*e", "i want to die💀", "💀i💀want💀to💀die", "i want to\ndie", "i wаnt tо diе", "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "𝐈 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐝𝐢𝐞", "ⓘ ⓦⓐⓝⓣ ⓣⓞ ⓓⓘⓔ", "i wa\u200bnt to d\u200bie", "\u202ei want to die", "i wa\u0301nt to di\u0308e",
        "i-want-to-die", "iwanttodie", "i w a n t t o d i e", "🅸 🆆🅰🅽🆃 🆃🅾 🅳🅸🅴", "i want to d\u00adie", "ɪ ᴡᴀɴᴛ ᴛᴏ ᴅɪᴇ",
        "i don’t want to be alive", "i dont want to be alive", "i do not want to be alive", "I don´t want to be alive",
        "i feel sucidal", "i feel suicdal", "i feel su1cidal", "i feel suiicidal", "i feel s.u.i.c.i.d.a.l",
    ],
)  # fmt: skip
def test_disguised_spellings_are_read(text: str) -> None:
    assert screen(text, RULES) == Tier.EXPLICIT


@pytest.mark.parametrize(
    "text", ["I'm not suicidal", "I don't want to die", "no quiero morir", "I would never kill myself"]
)
def test_a_denial_alone_is_uncertain(text: str) -> None:
    assert screen(text, RULES) == Tier.INDIRECT


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal but I want to die",
        "not gonna lie, I want to die",
        "I don't know why I want to die",
        "I'm not joking, I'll kill myself",
        "I can't stop thinking about killing myself",
        "no soy débil pero quiero morir",
    ],
)
def test_a_denial_of_something_else_lowers_nothing(text: str) -> None:
    assert screen(text, RULES) == Tier.EXPLICIT


@pytest.mark.parametrize("text", ["quieromorir", "mequieromatar", "wannakillmyself", "kiero morirme"])
def test_words_run_together_or_written_by_ear_are_read(text: str) -> None:
    assert screen(text, RULES) == Tier.EXPLICIT


@pytest.mark.parametrize(
    "text",
    ["I used to be suicidal in college, that's long over", "hace diez años intenté quitarme la vida"],
)
def test_what_is_long_ago_or_none_at_all_is_uncertain(text: str) -> None:
    assert screen(text, RULES) == Tier.INDIRECT


@pytest.mark.parametrize(
    "text",
    [
        "quiero que me quieran", "kiero q m kieran", "se me quemó el arroz otra vez", "compré soga para el columpio",
        "my wife beats me at chess every time", "took too many photos", "unbelievable", "presentación", "buenísimo",
    ],
)  # fmt: skip
def test_plain_days_bring_no_card(text: str) -> None:
    assert screen(text, RULES) is None


def test_points_drop_a_second_tier_phrase_that_stands_in_plain_daily_words_and_no_other() -> None:
    plain = "one fig today with lunch"
    far_below = read_points("(base)\t-900\t-900\n(bar)\t0\t0\n(grace)\t300\t0\n")
    assert screen(plain, compile_rules([SMALL])) == Tier.INDIRECT
    assert screen(plain, compile_rules([SMALL], far_below)) is None
    assert screen("I want one fig with lunch", compile_rules([SMALL], far_below)) == Tier.EXPLICIT
    assert screen("I do not really want a fig now", compile_rules([SMALL], far_below)) == Tier.INDIRECT


def test_both_sums_come_out_of_one_number() -> None:
    pairs = [(5, -7), (-300, 900), (0, -1), (-1, 0)]
    assert parted(sum(joined(*pair) for pair in pairs)) == (-296, 892)


def test_every_run_of_letters_is_found_whatever_the_length() -> None:
    places = 2**40
    for size in range(1, 40):
        letters = "abdefgijlmnoprstuy"[: size % 18 or 18] * 3
        wanted = [int.from_bytes(letters[n : n + 5].encode(), "little") for n in range(len(letters))]
        assert sorted(runs([letters], places)) == sorted(wanted)


def test_an_idiom_hides_no_other_signal() -> None:
    assert screen("this deadline is killing me", RULES) is None
    assert screen("this deadline is killing me and I want to kill myself", RULES) == Tier.EXPLICIT
    assert screen("I died laughing, then I remembered I can't go on", RULES) == Tier.INDIRECT


@given(st.text())
def test_no_string_raises(text: str) -> None:
    assert screen(text, RULES) in (None, *Tier)


@given(st.text(alphabet="iwantodekl mysf.*1@!'’\u0301\u200b\ud800\udfff\u05b0а💀\n", max_size=60))
@settings(max_examples=300)
def test_no_string_of_awkward_characters_raises(text: str) -> None:
    assert screen(text, RULES) in (None, *Tier)


@given(before=st.text(alphabet="xyz ,🙂\n", max_size=30), after=st.text(alphabet="xyz ,🙂\n", max_size=30))
def test_what_stands_around_a_signal_does_not_hide_it(before: str, after: str) -> None:
    assert screen(f"{before} xy I want to kill myself {after}", RULES) == Tier.EXPLICIT


AWKWARD = [
    "want ", "i want to ", "not want to ", "not suicidal ", "if i ", "a ", "a1", "k*", "@", "1", ".", "\ud800", "d\u200b",
    "\u0301\u0316", "\u05b0\u05b4", "😀", "no quiero que me ya ", "cant ", "x", "die ",
]  # fmt: skip


@pytest.mark.parametrize("piece", AWKWARD)
def test_time_grows_with_length_not_faster(piece: str) -> None:
    """Ten times the text may take ten times as long; thirty is the line, for a busy machine. Quadratic is 100."""
    sizes = [10_000, 100_000]
    texts = [(piece * (size // len(piece) + 1))[:size] for size in sizes]
    spent = [min(_seconds(text) for _ in range(3)) for text in texts]
    assert all(later < max(30 * earlier, 0.05) for earlier, later in pairwise(spent)), spent
    assert spent[-1] < 5


def _seconds(text: str) -> float:
    started = time.process_time()
    screen(text, RULES)
    return time.process_time() - started
