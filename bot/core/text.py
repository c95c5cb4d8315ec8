"""Text with marks: what the coach says, as plain characters plus spans, so that nobody's words can become markup."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from unicodedata import bidirectional

SpanKind = Literal["bold", "italic", "code", "quote", "folded_quote", "spoiler", "moment"]
MomentFormat = Literal["r", "t", "D", "wD", "wDt"]

_FIELD = re.compile(r"\{(\w+(?:\.\w+)?)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A mark on `text[start:end]`, counted in code points.

    `at` (seconds since 1970, UTC) and `form` belong to a `moment`: the phone shows that instant in its own
    zone and language, and with form "r" lets it tick.
    """

    kind: SpanKind
    start: int
    end: int
    at: int | None = None
    form: MomentFormat | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """Characters and the spans that mark them."""

    text: str
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Rich | str") -> "Rich":
        tail = rich(other)
        return Rich(self.text + tail.text, self.spans + _shifted(tail.spans, len(self.text)))

    def __radd__(self, other: str) -> "Rich":
        return Rich(other) + self


def rich(value: "Rich | str | int") -> Rich:
    """`value` as text with marks."""
    return value if isinstance(value, Rich) else Rich(str(value))


def fill(template: str, /, **fields: "Rich | str | int") -> Rich:
    """`template` with each `{name}` replaced by its field; an unknown name stays as it is written.

    Only the template is read for names: braces inside a field are ordinary characters.
    """
    whole = Rich("")
    last = 0
    for match in _FIELD.finditer(template):
        if match[1] in fields:
            whole = whole + template[last : match.start()] + rich(fields[match[1]])
            last = match.end()
    return whole + template[last:]


def fields_of(template: str) -> frozenset[str]:
    """The names that `template` asks for."""
    return frozenset(_FIELD.findall(template))


def marked(kind: SpanKind, inner: Rich | str) -> Rich:
    """`inner` under one more mark."""
    body = rich(inner)
    return Rich(body.text, (Span(kind, 0, len(body.text)), *body.spans)) if body.text else body


def moment(at: datetime, form: MomentFormat, fallback: str) -> Rich:
    """An instant that the phone shows in its own zone; `fallback` is what an old app shows instead."""
    return Rich(fallback, (Span("moment", 0, len(fallback), at=int(at.timestamp()), form=form),))


def joined(parts: Iterable[Rich | str], between: str = "\n") -> Rich:
    """The non-empty parts, one after the other."""
    whole = Rich("")
    for part in parts:
        body = rich(part)
        if body.text:
            whole = whole + (between if whole.text else "") + body
    return whole


def set_apart(value: "Rich | str | int", *, always: bool) -> Rich:
    """`value` between the marks that isolate its direction (U+2068, U+2069): always, or where it runs right to left."""
    body = rich(value)
    return "\u2068" + body + "\u2069" if body.text and (always or _runs_leftwards(body.text)) else body


def clip(words: str, limit: int) -> str:
    """`words` on one line and no longer than `limit` characters, cut with an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def unended(words: str) -> str:
    """`words` without their full stop, to stand within a sentence; dots that trail off stay."""
    return words if words.endswith("..") else words.removesuffix(".")


def utf16_length(text: str) -> int:
    """How long Telegram counts `text` to be: in UTF-16 code units."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def _runs_leftwards(text: str) -> bool:
    return not text.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in text)


def _shifted(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple(Span(s.kind, s.start + by, s.end + by, s.at, s.form) for s in spans)
