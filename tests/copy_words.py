"""Collects every sentence and label the coach can say, and where it stands: from the code, the content, the transcripts."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.catalogue import LABEL_NOTE
from bot.content.words import read_catalog

ROOT = Path(__file__).parent.parent
TALK = ROOT / "bot" / "core" / "talk"
CONTENT = ROOT / "bot" / "content"
SPOKEN = ("exercises", "senses")
UNSAID = frozenset(
    {
        "id",
        "code",
        "language",
        "author",
        "reviewed_by",
        "reviewed_on",
        "keywords",
        "mentions",
        "every_line_mentions",
        "kind",
    }
    | {
        "sense",
        "spots",
        "grade",
        "source",
        "when",
        "tiny",
        "flags",
        "command",
        "days",
        "step",
        "exercise",
        "form",
    }
)
"""The keys of a content file whose values nobody is ever shown."""
LABELS = frozenset(
    {"label", "doors_label", "skip", "enough", "another", "go", "rest", "button", "title", "name"}
)
PROSE = re.compile(r"[A-Za-z,.] [A-Za-z{]")
SPEAKING = ("say", "label", "button")


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or label, and where it stands."""

    text: str
    where: str
    label: bool
    language: str = "en"


def spoken(file: Path) -> Iterator[Words]:
    """The sentences and labels that a module gives to say(), label() and button(), and the names it keeps for them."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr), args=[first, *_]) if attr in SPEAKING:
                for text, line in _literals(first):
                    yield Words(text, f"{file.name}:{line}", attr == "button")


def kept_apart(file: Path) -> Iterator[Words]:
    """Every other string of a module that reads like words: with a space between letters, and no docstring."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    asserted = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.Assert) for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docs | asserted and PROSE.search(text):
                yield Words(text, f"{file.name}:{node.lineno}", label=False)


def written(file: Path) -> Iterator[Words]:
    """Everything of a content file that somebody is shown."""
    for way, text in _leaves(tomllib.loads(file.read_text("utf-8")), ()):
        if not UNSAID.intersection(way):
            names = [part for part in way if isinstance(part, str)]
            where = f"{file.parent.name}/{file.name}: {'.'.join(map(str, way))}"
            yield Words(text, where, names[-1] in LABELS or names[0] == "names", _language(file))


def shown(file: Path) -> Iterator[Words]:
    """What a client or a newcomer is shown in a transcript, without what they said themselves."""
    document = tomllib.loads(file.read_text("utf-8"))
    if "therapist" in (document.get("role"), document.get("invited")):
        return
    said = [
        line
        for turn in document.get("turn", ())
        for key in ("say", "edit", "caption")
        for line in turn.get(key, "").splitlines()
    ]
    language = document.get("settings", {}).get("language", "en")
    for number, turn in enumerate(document.get("turn", ()), 1):
        for text in turn.get("bot", ()):
            bare = re.sub(r"“[^”]*”|«[^»]*»", "", text)
            for line in sorted(said, key=len, reverse=True):
                bare = bare.replace(line, "") if len(line) > len("Today") else bare
            yield Words(bare, f"{file.stem}, turn {number}", False, language)


def translated(file: Path) -> Iterator[Words]:
    """Every sentence and label of a catalogue."""
    language = file.parent.name
    for message in read_catalog(file):
        forms = (message.string,) if isinstance(message.string, str) else message.string or ()
        is_label = LABEL_NOTE in message.auto_comments
        yield from (Words(each, f"locale/{language}", is_label, language) for each in forms if message.id)


def _literals(node: ast.expr) -> Iterator[tuple[str, int]]:
    match node:
        case ast.Constant(value=str(text)):
            yield text, node.lineno
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _leaves(value: Any, way: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    match value:
        case str():
            yield way, value
        case list():
            for number, each in enumerate(value):
                yield from _leaves(each, (*way, number))
        case Mapping():
            for name, each in value.items():
                yield from _leaves(each, (*way, name))


def _language(file: Path) -> str:
    return file.parent.name if file.parent.parent.name == "exercises" else file.stem


FILES = [file for folder in SPOKEN for file in sorted((CONTENT / folder).glob("**/*.toml"))]
SAID = [words for file in sorted(TALK.glob("*.py")) for words in spoken(file)]
APART = [words for file in sorted(TALK.glob("*.py")) for words in kept_apart(file)]
WRITTEN = [words for file in FILES for words in written(file)]
SHOWN = [words for file in sorted((ROOT / "tests" / "transcripts").glob("*.toml")) for words in shown(file)]
TRANSLATED = [words for file in sorted((CONTENT / "locale").glob("*/coach.po")) for words in translated(file)]
ALL = [*SAID, *APART, *WRITTEN, *TRANSLATED]
"""Everything but the transcripts."""
