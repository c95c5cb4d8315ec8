"""Crisis language: says of any text whether it calls for the help card, a question about safety, or neither.

Two tiers. EXPLICIT: someone says they want to die, mean to end their life, harm themselves, take or plan an
overdose, mean to harm another, are being abused now, or that someone else is in danger of suicide; the help
card follows at once. INDIRECT: hopelessness, being a burden, goodbyes, not being able to go on, and every
explicit phrase that is denied ("I'm not suicidal"): uncertain is never nothing; a short question follows,
with a line of resources. A denial lowers only the words right after it, so a denial beside another signal
("I'm not suicidal but I want to die") stays EXPLICIT. Known idioms ("died laughing") are taken out first and
the rest is read again, so an idiom never hides another signal. Points then raise what was found; a phrase of
the second tier, and nothing else, they drop where everything around it speaks of a plain day.

What rules of this kind cannot do: they see words, not people. They miss signals that are only implied,
new slang, images, recordings, and languages without a file; they cannot tell a quotation, a novel or a
memory from a plan, and then rather ask once too often. No answer of this module says that anyone is safe.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.frames import framed
from bot.core.helplines import BadHelpLines, HelpLine, HelpLines, read_help_lines
from bot.core.lexicon import OTHER, BadRules
from bot.core.phrases import Rules, compile_rules
from bot.core.points import weighed
from bot.core.spelling import tokens

__all__ = [
    "BadHelpLines",
    "BadRules",
    "HelpLine",
    "HelpLines",
    "Rules",
    "Tier",
    "compile_rules",
    "read_help_lines",
    "screen",
    "spare",
]

LABEL = 8  # words of a label, at most
_DENIAL_REACH = 8  # words before a signal in which a denial of it is looked for


class Tier(StrEnum):
    """How strong the signal is."""

    EXPLICIT = "explicit"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules make of a line, and whether a denial took some of its force."""

    tier: Tier | None = None
    denied: bool = False


def screen(text: str, rules: Rules) -> Tier | None:
    """The strongest signal in `text`, by the rules of every language at once; None if there is none.

    Never raises, whatever the string holds; takes time linear in its length.
    """
    symbol_of = rules.symbols.get
    words = tokens(text, rules.symbols, rules.exact)
    line = "".join([symbol_of(word, OTHER) for word in words])
    found = _read(line, rules)
    if found.tier is not None:
        plain = _without_idioms(line, rules)
        found = found if plain == line else _read(plain, rules)
        words = [word for word, was, now in zip(words, line, plain, strict=True) if was == now]
    return found.tier if found.tier is Tier.EXPLICIT else _second_reading(words, rules, found)


def spare(labels: Iterable[str], rules: Rules) -> Rules:
    """`rules` that know these labels of the coach's own, of eight words at most."""
    read = (tuple(tokens(label, rules.symbols, rules.exact)) for label in labels)
    return replace(rules, own=frozenset(words for words in read if 0 < len(words) <= LABEL))


def _without_idioms(line: str, rules: Rules) -> str:
    """`line` with the words of each idiom made words without a meaning; what one idiom took begins no other."""
    plain, after = list(line), 0
    for start, symbol in enumerate(line):
        if start >= after and (end := _longest(rules.idioms.get(symbol, ()), line, start)) > start:
            plain[start:end], after = OTHER * (end - start), end
    return "".join(plain)


def _longest(patterns: tuple[re.Pattern[str], ...], line: str, start: int) -> int:
    return max((found.end() for pattern in patterns if (found := pattern.match(line, start))), default=start)


def _second_reading(words: list[str], rules: Rules, found: _Found) -> Tier | None:
    """Points raise what the rules found, but not what was denied; they drop a second-tier phrase in plain daily words.

    A label of the coach's own is not weighed: whoever types it in place of tapping has said nothing in words of theirs.
    """
    if tuple(words) in rules.own:
        return found.tier
    classes = [rules.classes.get(rules.symbols.get(word, OTHER), ()) for word in words]
    reading = weighed(words, classes, rules.points)
    if reading.is_first_tier and not found.denied and (found.tier or reading.is_signal):
        return Tier.EXPLICIT
    if reading.is_signal:
        return Tier.INDIRECT
    return None if reading.is_ordinary and not found.denied else found.tier


def _read(line: str, rules: Rules) -> _Found:
    """The strongest of all phrases and frames; the first that is explicit and not denied ends the search."""
    strongest, denied = None, False
    for start, is_explicit in _signals(line, rules):
        is_denied = bool(rules.denials.search(line, max(0, start - _DENIAL_REACH), start))
        if is_explicit and not is_denied:
            return _Found(Tier.EXPLICIT)
        denied = denied or is_denied
        strongest = Tier.INDIRECT if is_explicit or not is_denied else strongest
    return _Found(strongest, denied)


def _signals(line: str, rules: Rules) -> Iterator[tuple[int, bool]]:
    """Where each phrase and each frame begins, and whether it is explicit."""
    for start, symbol in enumerate(line):
        for phrases in rules.signals.get(symbol, ()):
            if signal := phrases.match(line, start):
                yield start, signal.lastgroup == Tier.EXPLICIT
    yield from ((start, frame.is_explicit) for frame, start in framed(line, rules.frames))
