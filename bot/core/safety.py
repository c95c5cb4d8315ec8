"""Crisis language: says of any text whether it calls for the help card, a question about safety, or neither.

Two tiers. EXPLICIT: someone says they want to die, mean to end their life, harm themselves, take or plan an
overdose, mean to harm another, are being abused now, or that someone else is in danger of suicide; the help
card follows at once. INDIRECT: hopelessness, being a burden, goodbyes, not being able to go on, and every
explicit phrase that is denied ("I'm not suicidal"): uncertain is never nothing; a short question follows,
with a line of resources. A denial lowers only the words right after it, so a denial beside another signal
("I'm not suicidal but I want to die") stays EXPLICIT. Known idioms ("died laughing") are taken out first and
the rest is read again, so an idiom never hides another signal.

What rules of this kind cannot do: they see words, not people. They miss signals that are only implied,
new slang, images, recordings, and languages without a file; they cannot tell a quotation, a novel or a
memory from a plan, and then rather ask once too often. No answer of this module says that anyone is safe.
"""

from enum import StrEnum

from bot.core.helplines import BadHelpLines, HelpLine, HelpLines, read_help_lines
from bot.core.lexicon import OTHER, BadRules
from bot.core.phrases import Rules, compile_rules
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
]

_DENIAL_REACH = 8  # words before a signal in which a denial of it is looked for


class Tier(StrEnum):
    """How strong the signal is."""

    EXPLICIT = "explicit"
    INDIRECT = "indirect"


def screen(text: str, rules: Rules) -> Tier | None:
    """The strongest signal in `text`, by the rules of every language at once; None if there is none.

    Never raises, whatever the string holds; takes time linear in its length.
    """
    symbol_of = rules.symbols.get
    line = "".join([symbol_of(word, OTHER) for word in tokens(text, rules.symbols, rules.exact)])
    found = _strongest(line, rules)
    if found is None:
        return None
    plain = rules.idioms.sub(lambda idiom: OTHER * len(idiom[0]), line)
    return found if plain == line else _strongest(plain, rules)


def _strongest(line: str, rules: Rules) -> Tier | None:
    strongest = None
    for start, symbol in enumerate(line):
        phrases = rules.signals.get(symbol)
        signal = phrases.match(line, start) if phrases else None
        if signal is None:
            continue
        denied = rules.denials.search(line, max(0, start - _DENIAL_REACH), start)
        if signal.lastgroup == Tier.EXPLICIT and not denied:
            return Tier.EXPLICIT
        if signal.lastgroup == Tier.EXPLICIT or not denied:
            strongest = Tier.INDIRECT
    return strongest
