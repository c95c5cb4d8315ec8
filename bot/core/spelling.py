"""Plain words from typed text: undoes accents, look-alike letters, invisible characters, spacing and repeated letters."""

import re
import unicodedata
from collections.abc import Container

# Letters that look Latin and are not: Cyrillic, Greek, small capitals, dotless and stroked forms.
_TWINS = str.maketrans(
    "абвгеёзикмнорстухіїјѕԁқһѵԛԝ" + "αβγεζηικνορτυχω" + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ" + "ıłøđðħɑɡǝəᵻ",
    "abbreezikmhopctyxiijsdkhvqw" + "abyeznikvoptuxw" + "abcdefghijklmnoprstuvwyz" + "iloddhageei",
)
_APOSTROPHES = "'`´‘’‛ʼʻˈ′＇"
_LEET = str.maketrans("013457@$!|", "oieastasil")
_ENCLOSED = (0x1F130, 0x1F150, 0x1F170)  # three rows of boxed capitals; two have no decomposition

_ODD = re.compile(
    r"([a-z])\1\1|[a-z][^a-z\s]+[a-z]|[0-9@$][a-z]{2}|(?<![a-z])[a-z][\W_]+[a-z](?![a-z])",
)
_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:[\W_]{1,4}[a-z0-9@$!](?![a-z0-9])){2,}")
_CHUNK = re.compile(r"\S+")
_EDGES = '.,;:!?"()[]{}<>-_~*#/\\&+=%^'
_RUN = re.compile(r"([a-z])\1{2,}")
_PAIR = re.compile(r"([a-z])\1+")
_TOKEN = re.compile(r"[a-z0-9]+(?:\*+[a-z0-9]+)*|(?<!\.)\.(?!\.)|[!?;]")
_LONGEST = 14


def fold(text: str) -> str:
    """`text` in lower case with Latin letters only where a reader would see Latin letters; apostrophes dropped.

    Works on each distinct character once, so it takes linear time whatever the order of combining marks.
    """
    if not text.isascii():
        text = text.translate({ord(char): _plain(char) for char in set(text) if not char.isascii()})
    return text.lower().replace("'", "").replace("`", "")


def tokens(text: str, known: Container[str], exact: Container[str]) -> list[str]:
    """The words of `text` in order, with ".", "!", "?", ";" where a sentence ends; never raises.

    `known` holds every spelling that has a meaning, `exact` the correct ones; a disguised word comes back in
    a known spelling if it has one, and as it was typed if not.
    """
    folded = fold(text)
    if _ODD.search(folded):
        folded = _SPACED.sub(lambda match: _cut(match[0], exact), folded)
        folded = _CHUNK.sub(lambda match: _mended(match[0], known), folded)
    return _TOKEN.findall(folded)


def misspellings(word: str) -> set[str]:
    """Every string one deletion, swap, replacement or insertion away from `word`."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in letters),
        *(head + letter + tail for head, tail in cuts for letter in letters),
    }


def slips(word: str) -> set[str]:
    """`word` with two neighbouring letters swapped or, in a long word, an inner letter left out; the first stays."""
    swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1)}
    lacking = {word[:n] + word[n + 1 :] for n in range(1, len(word) - 1)} if len(word) > 5 else set()
    return swapped | lacking


def by_ear(word: str) -> set[str]:
    """`word` as some write Spanish on a phone: k for qu and c, s for z, b for v, no silent h."""
    heard = {word}
    for sound, letter in (
        ("qu", "k"),
        ("qu", "q"),
        ("z", "s"),
        ("v", "b"),
        ("h", ""),
        ("ll", "y"),
        ("c", "s"),
    ):
        heard |= {each.replace(sound, letter) for each in heard}
    return heard - {word}


def doubled(word: str) -> set[str]:
    """`word` with one letter doubled."""
    return {word[:place] + word[place] + word[place:] for place in range(len(word))}


def starred(word: str) -> set[str]:
    """`word` with one inner letter, or all of them, starred out."""
    one = {f"{word[:place]}*{word[place + 1 :]}" for place in range(1, len(word) - 1)}
    return one | {word[0] + "*" * (len(word) - 2) + word[-1]}


def _plain(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in "\u2028\u2029":
        return "\n"
    for row in _ENCLOSED:
        if 0 <= ord(char) - row < 26:
            return chr(ord("a") + ord(char) - row)
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    parts = unicodedata.normalize("NFKD", char).lower().translate(_TWINS)
    kept = "".join(part for part in parts if unicodedata.category(part) != "Mn")
    return kept if kept.isascii() or kept.isalpha() else " "


def _cut(spaced: str, exact: Container[str]) -> str:
    letters = "".join(char for char in spaced.translate(_LEET) if char.isalpha())
    pieces: list[str] = []
    place = 0
    while place < len(letters):
        longest = min(_LONGEST, len(letters) - place)
        size = next((n for n in range(longest, 1, -1) if letters[place : place + n] in exact), 1)
        pieces.append(letters[place : place + size])
        place += size
    return f" {' '.join(pieces)} "


def _mended(chunk: str, known: Container[str]) -> str:
    core = chunk.strip(_EDGES)
    if not core or core in known or (core.isalpha() and not _RUN.search(core)):
        return chunk
    joined = "".join(char for char in core.translate(_LEET) if char.isalpha())
    other = "".join(char for char in core.replace("1", "l").translate(_LEET) if char.isalpha())
    spelled = next((one for one in (*_squeezed(joined), other) if one in known), _RUN.sub(r"\1", core))
    return chunk.replace(core, spelled, 1)


def _squeezed(word: str) -> tuple[str, str, str, str]:
    return word, _RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word), _PAIR.sub(r"\1", word)
