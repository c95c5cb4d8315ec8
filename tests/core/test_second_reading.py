"""The parts of the screening that see more than phrases: frames, points, inflected verbs, and words typed by ear."""

from collections.abc import Mapping

import pytest

from bot.core.inflecting import inflected
from bot.core.points import FEWEST, STEP, Points, features, joined, read_points
from bot.core.safety import BadRules, Rules, Tier, compile_rules, screen
from bot.core.spelling import by_ear, doubled, slips, starred

FRAMES = ["FRUIT & take|eat & MANY - shop|fruit bowl"]
DOCUMENT: Mapping[str, object] = {
    "language": "xx",
    "reviewed_by": "",
    "verified_on": "",
    "by_ear": True,
    "starred": ["banana"],
    "misspelled": [],
    "real_words": [],
    "words": {"NEG": ["not"], "FRUIT": ["banana", "passion fruit", "quesos"], "MANY": ["ten", "all"]},
    "verbs": {"CUTTING": ["cortar"]},
    "explicit": [{"what": "too much fruit", "near": FRAMES}, {"what": "cutting", "say": ["CUTTING"]}],
    "indirect": [{"what": "fruit to hand", "near": ["FRUIT & hand"]}],
    "idioms": [],
    "denials": [{"what": "not", "say": ["NEG"]}],
}


def rules(points: Points | None = None, **changes: object) -> Rules:
    return compile_rules([{**DOCUMENT, **changes}], points)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("I take all of the banana", Tier.EXPLICIT),
        ("banana, all of them, to eat", Tier.EXPLICIT),
        ("ten passion fruit I take", Tier.EXPLICIT),
        ("passion for fruit, ten, I take", None),
        ("a banana in my hand", Tier.INDIRECT),
        ("I did not take all of the banana", Tier.INDIRECT),
        ("I take all of the banana at the shop", None),
        ("I take all of the banana from the fruit bowl", None),
        ("banana " + "so " * 12 + "take all", None),
    ],
)
def test_a_frame_is_found_in_any_order_within_its_reach(text: str, tier: Tier | None) -> None:
    assert screen(text, rules()) == tier


@pytest.mark.parametrize("frame", ["FRUIT &  & MANY", "FRUIT & NOPE", "FRUIT & a+b", "FRUIT & ten - "])
def test_a_frame_out_of_form_is_refused_and_named(frame: str) -> None:
    with pytest.raises(BadRules, match="xx, explicit, x"):
        rules(explicit=[{"what": "x", "near": [frame]}])


@pytest.mark.parametrize("form", ["corto", "cortó", "corté", "cortándome", "cortarlo", "cortate", "cortaría"])
def test_every_form_of_a_verb_is_read(form: str) -> None:
    assert screen(f"ayer {form}", rules()) == Tier.EXPLICIT


@pytest.mark.parametrize(
    ("verb", "form"), [("tocar", "toqué"), ("pegar", "pegué"), ("forzar", "forcé"), ("sufrir", "sufriendo")]
)
def test_the_spelling_of_a_verb_changes_before_e(verb: str, form: str) -> None:
    assert form.replace("ié", "ie") in {each.replace("ié", "ie") for each in inflected(verb)}


def test_words_are_known_by_ear_with_letters_swapped_doubled_or_starred_out() -> None:
    assert {"kiero", "qiero"} <= by_ear("quiero")
    assert {"bida"} <= by_ear("vida")
    assert {"wnat"} <= slips("want")
    assert {"livng"} <= slips("living")
    assert not {"ive", "live"} & slips("alive")
    assert {"diie"} <= doubled("die")
    assert {"d*e", "b**g"} <= starred("die") | starred("bing")


WORTH = {"swee": joined(9000, 0), "sour": joined(9000, 9000), "soft": joined(-9000, 0)}
POINTS = Points(worth=WORTH, bars=(100, 100))


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("so very sweet today", Tier.INDIRECT),
        ("so very sour today", Tier.EXPLICIT),
        ("so very sweet and soft", None),
        ("so very plain today", None),
        ("sour", None),
        ("I did not take all of the sour banana", Tier.INDIRECT),
        ("a sour banana in my hand", Tier.EXPLICIT),
    ],
)
def test_points_raise_what_the_rules_found_but_nothing_denied_and_nothing_short(
    text: str, tier: Tier | None
) -> None:
    assert screen(text, rules(POINTS)) == tier
    assert FEWEST == 3


def test_what_counts_are_stems_neighbours_and_classes() -> None:
    found = features(["sweets", "taste", "!"], [["FRUIT"], [], []])
    assert found == {"swee", "tast", ".", "^_swee", "swee_tast", "tast_.", "._$", "FRUIT"}


def test_a_table_of_points_is_read() -> None:
    table = read_points("(base)\t-5\t-6\n(bar)\t1\t2\n(grace)\t9\t0\nswee\t30\t-40\n", b"\x02\xff\x00\x01")
    runs_of = [joined(2 * STEP, -STEP), joined(0, STEP)]
    assert list(table.runs) == runs_of
    expected = Points(worth={"swee": joined(30, -40)}, runs=table.runs, bases=(-5, -6), bars=(1, 2), grace=9)
    assert table == expected


@pytest.mark.parametrize(
    "text", ["swee\t1\t2\n", "(base)\t1\n", "(base)\t1\tx\n", "(base)\t0\t0\n(bar)\t0\t0\n", ""]
)
def test_a_table_of_points_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(BadRules, match="line 1"):
        read_points(text)
