"""What kind of exercise a homework item asks for, and on which weekdays, by the words it uses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.summary_wording import Wording
from bot.core.summary_words import covered, folded, phrase_at, words_of

_WHOLE_WORD = 3
_DASH = re.compile(r"(?<=\w)\s?[-–—]\s?(?=\w)")
_LABEL = 40  # code points in which a label ends
_LABEL_END = re.compile(r"\.?(?:\s?[:：,)\]]|\s[-–—]\s)")
_SPREAD = (
    frozenset[int](),
    frozenset({0}),
    frozenset({0, 3}),
    frozenset({0, 2, 4}),
    frozenset({0, 2, 4, 6}),
    frozenset({0, 1, 2, 3, 4}),
    frozenset({0, 1, 2, 3, 4, 5}),
    frozenset(range(7)),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """An exercise and the words that point to it: of each inner tuple all stems must occur, in any order.

    A stem fits the beginning of a word ("mistak" fits "mistakes"); one of up to three letters only a whole
    word. Case, accents and hyphens do not matter.
    """

    exercise_id: str
    keywords: tuple[tuple[str, ...], ...]


def kind_of(item: str, kinds: Sequence[Kind]) -> str | None:
    """The id of the exercise with most stems found, then the longest; the earlier of equals; None if none fits."""
    words = folded(item)
    best, most = None, (0, 0)
    for kind in kinds:
        evidence = _evidence(words, kind)
        strength = (len(evidence), sum(map(len, evidence)))
        if strength > most:
            best, most = kind.exercise_id, strength
    return best


def _evidence(words: Sequence[str], kind: Kind) -> frozenset[str]:
    """The stems of every keyword group that is found whole."""
    groups = [[stem for keyword in group for stem in folded(keyword)] for group in kind.keywords]
    found = (group for group in groups if group and all(_occurs(stem, words) for stem in group))
    return frozenset(stem for group in found for stem in group)


def _occurs(stem: str, words: Sequence[str]) -> bool:
    if len(stem) <= _WHOLE_WORD:
        return stem in words
    return any(word.startswith(stem) for word in words)


def days_in(item: str, wording: Wording) -> frozenset[int] | None:
    """The weekdays an item names (0 is Monday): by name, range, "every day", or "three times a week".

    So many times a week are spread over it. A day that is a deadline ("by Friday") does not count.
    None when the item says nothing about days.
    """
    words = folded(_DASH.sub(f" {min(wording.between)} ", item))
    kept, left_out = _split_at_exception(words, wording)
    named = _named(kept, wording) | _leading(item, wording)
    daily = frozenset(range(7)) if covered(kept, wording.every) else frozenset[int]()
    days = (named or _counted(kept, wording) or daily) - _named(left_out, wording)
    return days or None


def _leading(item: str, wording: Wording) -> frozenset[int]:
    """The day whose short name stands first, as a label does: "Wed: …", "(Wed) …", "Wed evening: …"."""
    words = words_of(item[:_LABEL])
    if not words or words[0].text not in wording.short_days:
        return frozenset()
    last = next((at for at, word in enumerate(words[1:]) if word.text not in wording.parts), len(words) - 1)
    is_label = bool(_LABEL_END.match(item, words[last].end))
    return frozenset({wording.short_days[words[0].text]} if is_label else ())


def _split_at_exception(words: Sequence[str], wording: Wording) -> tuple[Sequence[str], Sequence[str]]:
    for at in range(len(words)):
        if phrase := phrase_at(words, at, wording.except_for):
            return words[:at], words[at + len(phrase) :]
    return words, ()


def _named(words: Sequence[str], wording: Wording) -> frozenset[int]:
    places = _day_places(words, wording)
    days = {places[at] for at in places if not _is_deadline(words[max(0, at - 2) : at], wording)}
    for at in places:
        if at + 2 in places and words[at + 1] in wording.between:
            days |= _range(places[at], places[at + 2])
    for at in range(len(words)):
        days |= wording.group_days.get(phrase_at(words, at, wording.day_groups), frozenset())
    return frozenset(days)


def _is_deadline(before: Sequence[str], wording: Wording) -> bool:
    """Whether the two words before a day say "by" or "before the"."""
    near = before if before and before[-1] in wording.joiners else before[-1:]
    return any(word in wording.not_on for word in near)


def _range(first: int, last: int) -> set[int]:
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def _day_places(words: Sequence[str], wording: Wording) -> dict[int, int]:
    """Where days are named; a short form ("sun") counts beside another day or after "on" and "every"."""
    full = {at: wording.days[word] for at, word in enumerate(words) if word in wording.days}
    short = {at: wording.short_days[word] for at, word in enumerate(words) if word in wording.short_days}
    several = len(full) + len(short) > 1
    sure = {
        at: day for at, day in short.items() if several or (at > 0 and words[at - 1] in wording.day_signs)
    }
    return full | sure


def _counted(words: Sequence[str], wording: Wording) -> frozenset[int]:
    """Days for "three times a week", "3x per week", "two evenings a week", "once a week"."""
    for at in range(len(words)):
        if phrase_at(words, at, wording.weekly) and (count := _count_before(words, at, wording)):
            return _SPREAD[min(count, 7)]
    return frozenset()


def _count_before(words: Sequence[str], at: int, wording: Wording) -> int:
    """The number just before a week phrase; of "three or four times" the smaller."""
    start = at - 1 if at and words[at - 1] in wording.times else at
    counts = [_number(word, wording) for word in words[max(0, start - 3) : start]]
    last = counts[-1] if counts else 0
    return min(filter(None, counts)) if last else 0


def _number(word: str, wording: Wording) -> int:
    digits = word.removesuffix("x")
    return int(digits) if digits.isdecimal() and len(digits) == 1 else wording.numbers.get(word, 0)
