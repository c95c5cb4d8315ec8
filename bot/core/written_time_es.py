"""Spanish ways of writing a time of day, put the way the reader of times knows: "a las ocho y media" is "8:30"."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from unicodedata import combining, normalize

_NUMBERS = (
    "cero",
    "una",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
)
_NUMBER = re.compile(rf"\b({'|'.join(_NUMBERS)})\b")
_MINUTES: Mapping[str, int] = MappingProxyType({"media": 30, "cuarto": 15, "veinte": 20, "veinticinco": 25})
_PART = rf"{'|'.join(_MINUTES)}|[1-5][05]|5|10"
_PAST = re.compile(rf"\b(\d{{1,2}}) (y|menos) ({_PART})\b(?! ?[:.h]?\d)")
_HALF = re.compile(r"\b(?:de|por|en|a) la (manana|madrugada|tarde|noche)\b")
_HALVES: Mapping[str, str] = MappingProxyType(
    {
        "manana": "in the morning",
        "madrugada": "in the morning",
        "tarde": "in the afternoon",
        "noche": "at night",
    }
)
_LEADING = re.compile(
    r"^(?:(?:desde|entre|de|el|este|proximo|a|sobre|hacia|como) )*(?:las? )?(?=\d|noon|midnight)"
)
_BETWEEN = re.compile(r"\s+(?:hasta|a|y)\s+(?=(?:el |las? )?(?:\d|noon|midnight))")
_NAMES = re.compile(r"\b(?:al |el |la |a )?(mediodia|medianoche)\b")


def plainly(text: str) -> str:
    """`text` with Spanish words for a time turned into what `parse_clock_time` reads; other texts as they are."""
    words = _numbered(text)
    halves = [_HALVES[found[1]] for found in _HALF.finditer(words)]
    rest = _LEADING.sub("", " ".join(_HALF.sub("", words).split()))
    rest = re.sub(r" ?\b(?:horas?|hs|en punto)$", "", rest)
    return " ".join([rest, *halves[:1]]) if rest != text or halves else text


def ends(text: str) -> list[str]:
    """The parts of "de 22 a 7" or "entre las 10 de la noche y las 7", each still as it was written."""
    words = re.sub(r"^\s*(?:desde|entre|de) ", "", _numbered(text))
    return _BETWEEN.split(words)


def _numbered(text: str) -> str:
    letters = normalize("NFD", " ".join(text.casefold().split()))
    words = "".join(letter for letter in letters if not combining(letter))
    words = _NAMES.sub(lambda name: "noon" if name[1] == "mediodia" else "midnight", words)
    return _PAST.sub(_spelled_out, _NUMBER.sub(lambda word: str(_NUMBERS.index(word[1])), words))


def _spelled_out(found: re.Match[str]) -> str:
    hour, minutes = int(found[1]), _MINUTES.get(found[3]) or int(found[3])
    return f"{hour}:{minutes:02}" if found[2] == "y" else f"{(hour - 2) % 12 + 1}:{60 - minutes:02}"
