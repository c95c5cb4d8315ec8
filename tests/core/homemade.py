"""Exercises made up for a test: whole documents with little in them, parsed as a content file would be."""

from typing import Any

from bot.core.exercise import Exercise, parse_exercise

Document = dict[str, Any]
WORDS = ["one", "two", "three", "four"]


def homemade(*steps: Document, id: str = "try-it", **parts: Any) -> Exercise:
    """An exercise of these steps; `parts` replace or add to the rest of the document."""
    whole = {
        "id": id, "code": "E99", "revision": 1, "language": "en", "title": "Try", "gist": "a try", "why": "To see.",
        "minutes": 3, "author": "a", "reviewed_by": "", "reviewed_on": "", "tiny": [steps[0]["id"]],
        "evidence": {"grade": "D", "source": "convention"}, "rhythm": {"kind": "on_demand"},
        "prompt": {"vague": WORDS, "full": WORDS, "again": ["again"]}, "steps": list(steps), "closing": {"say": ["Kept."]},
    }  # fmt: skip
    return parse_exercise(whole | parts)


def text(id: str = "what", ask: str | list[str] = "What?", **more: Any) -> Document:
    """A question for words."""
    return _step(id, "text", ask, examples=["a", "b", "c"], **more)


def choice(id: str = "which", ask: str | list[str] = "Which?", **more: Any) -> Document:
    """Yes or no."""
    options = [{"id": "yes", "label": "Yes", "value": 1}, {"id": "no", "label": "No", "value": 0}]
    return _step(id, "choice", ask, **({"options": options} | more))


def many(id: str = "some", ask: str | list[str] = "Which of these?", **more: Any) -> Document:
    """Several of three."""
    options = [{"id": each, "label": each.title()} for each in ("sun", "rain", "snow")]
    return _step(id, "many", ask, **({"options": options} | more))


def scale(id: str = "size", ask: str | list[str] = "How big?", **more: Any) -> Document:
    """A number."""
    return _step(id, "scale", ask, **more)


def pause(id: str = "rest", ask: str | list[str] = "Sit for a while.", **more: Any) -> Document:
    """A while of nothing."""
    return _step(id, "pause", ask, **more)


def pick(id: str = "line", of: str = "lines", ask: str | list[str] = "Which line?", **more: Any) -> Document:
    """One of earlier lines."""
    return _step(id, "pick", ask, of=[of], **more)


def several(id: str = "lines", ask: str | list[str] = "Which lines?", **more: Any) -> Document:
    """Up to three lines."""
    rest = {"most": 3, "more": ["Another?"], "enough": "That's it", "another": "One more"}
    return _step(id, "list", ask, examples=["a", "b", "c"], **(rest | more))


def _step(id: str, kind: str, ask: str | list[str], **more: Any) -> Document:
    asks = [ask] if isinstance(ask, str) else ask
    return {"id": id, "kind": kind, "name": id.title(), "ask": asks} | more
