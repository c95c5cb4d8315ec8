"""A brief as text to paste into notes: under the headings of SOAP, DAP, BIRP or GIRP, or as it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from bot.core.brief.lines import FOOT, Key, Section, covered, heading, privacy_lines, sections
from bot.core.brief.value import Brief
from bot.core.speech import Speech
from bot.core.words import to_say

Scheme = Literal["soap", "dap", "birp", "girp"]
SCHEMES: tuple[Scheme, ...] = ("soap", "dap", "birp", "girp")

_SAID: tuple[Key, ...] = ("first", "bring", "words", "plan")
_COUNTED: tuple[Key, ...] = ("homework", "way", "sizes", "scales", "guesses", "values", "gaps", "card")
_AIMED: tuple[Key, ...] = ("homework", "values", "plan")
LEFT: tuple[Key, ...] = ()
"""Left blank: it is for the clinician to write."""
_TITLES = to_say(
    {
        "S": "Subjective",
        "O": "Objective",
        "D": "Data",
        "B": "Behavior",
        "G": "Goals",
        "A": "Assessment",
        "I": "Intervention",
        "R": "Response",
        "P": "Plan",
    }
)
_UNDER: Mapping[Scheme, Mapping[str, tuple[Key, ...]]] = {
    "soap": {"S": _SAID, "O": _COUNTED, "A": LEFT, "P": LEFT},
    "dap": {"D": (*_SAID, *_COUNTED), "A": LEFT, "P": LEFT},
    "birp": {"B": (*_SAID, *_COUNTED), "I": LEFT, "R": LEFT, "P": LEFT},
    "girp": {
        "G": _AIMED,
        "I": LEFT,
        "R": tuple(key for key in (*_SAID, *_COUNTED) if key not in _AIMED),
        "P": LEFT,
    },
}


def pasted(brief: Brief, speech: Speech, scheme: Scheme) -> str:
    """The brief under the headings of a scheme; what is the clinician's to judge and to plan stays blank."""
    found = {each.key: each for each in sections(brief, speech)}
    parts = [_head(brief, speech)]
    for letter, keys in _UNDER[scheme].items():
        lines = [line for key in keys if key in found for line in _flat(found[key])]
        parts.append("\n".join([f"{letter} – {speech.say(_TITLES[letter])}:", *lines]))
    return "\n\n".join([*parts, speech.say(FOOT)]) + "\n"


def as_text(brief: Brief, speech: Speech) -> str:
    """The brief as plain text."""
    parts = [
        "\n".join([each.title, *(f"- {line}" for line in each.lines)]) for each in sections(brief, speech)
    ]
    return "\n\n".join([_head(brief, speech), *parts, speech.say(FOOT)]) + "\n"


def as_markdown(brief: Brief, speech: Speech) -> str:
    """The brief as Markdown; nothing that a client wrote can act as markup in it."""
    head, *rest = _head(brief, speech).splitlines()
    parts = [f"# {escaped(head)}", *(escaped(line) for line in rest)]
    for each in sections(brief, speech):
        parts.append(f"## {escaped(each.title)}\n\n" + _bullets(each.lines))
    return "\n\n".join([*parts, f"*{escaped(speech.say(FOOT))}*"]) + "\n"


def escaped(line: str) -> str:
    """`line` with a backslash before everything that Markdown or HTML in it could take for markup."""
    return "".join(
        f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~&:@/" else sign for sign in " ".join(line.split())
    )


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)


def _head(brief: Brief, speech: Speech) -> str:
    return "\n".join([heading(brief, speech), covered(brief, speech), *privacy_lines(brief, speech)])


def _flat(section: Section) -> Sequence[str]:
    """A section without a heading of its own."""
    if len(section.lines) == 1:
        return (f"{section.title}: {section.lines[0]}",)
    return (f"{section.title}:", *(f"  {line}" for line in section.lines))
