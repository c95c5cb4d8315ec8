"""Spanish verbs in the forms that messages use, regular endings with the usual changes of spelling."""

from collections.abc import Iterator

_ENDINGS = {
    "ar": [
        "o",
        "as",
        "ás",
        "a",
        "amos",
        "an",
        "é",
        "aste",
        "ó",
        "aron",
        "aba",
        "abas",
        "aban",
        "aré",
        "ará",
        "aría",
        "arías",
        "arían",
        "e",
        "es",
        "en",
        "ara",
        "aras",
        "aran",
        "ase",
        "ado",
        "ada",
        "ados",
        "adas",
        "ando",
        "ar",
    ],
    "er": [
        "o",
        "es",
        "és",
        "e",
        "emos",
        "en",
        "í",
        "iste",
        "ió",
        "ieron",
        "ía",
        "ías",
        "ían",
        "eré",
        "erá",
        "ería",
        "a",
        "as",
        "an",
        "iera",
        "ieran",
        "iese",
        "ido",
        "ida",
        "iendo",
        "er",
    ],
    "ir": [
        "o",
        "es",
        "ís",
        "e",
        "imos",
        "en",
        "í",
        "iste",
        "ió",
        "ieron",
        "ía",
        "ías",
        "ían",
        "iré",
        "irá",
        "iría",
        "a",
        "as",
        "an",
        "iera",
        "ieran",
        "iese",
        "ido",
        "ida",
        "iendo",
        "ir",
    ],
}
_PRONOUNS = [
    "me",
    "te",
    "se",
    "nos",
    "lo",
    "la",
    "le",
    "los",
    "las",
    "les",
    "melo",
    "mela",
    "melos",
    "melas",
    "selo",
    "sela",
]
_BEFORE_E = {"c": "qu", "g": "gu", "z": "c"}


def inflected(verb: str) -> Iterator[str]:
    """Every form of a verb in -ar, -er or -ir; irregular stems are not known and are listed as words instead."""
    stem, kind = verb[:-2], verb[-2:]
    for ending in _ENDINGS[kind]:
        yield _stem(stem, kind, ending) + ending
    for base in (verb, f"{stem}{'á' if kind == 'ar' else 'ié'}ndo"):
        yield from (base + pronoun for pronoun in _PRONOUNS)
    yield from (f"{stem}{kind[0]}{pronoun}" for pronoun in ("me", "te", "se", "lo", "la"))


def _stem(stem: str, kind: str, ending: str) -> str:
    softens = kind == "ar" and ending[0] in "eé" and stem[-1] in _BEFORE_E
    return stem[:-1] + _BEFORE_E[stem[-1]] if softens else stem
