"""Labels before and under the tasks of a session summary: whose a task is, why it is given, when it is to be done; and what
is said to the client beside them."""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum

from bot.core.summary_sentences import sentences
from bot.core.summary_wording import Wording
from bot.core.summary_words import Phrases, phrase_at, words_of

_OPENING = 240  # code points in which an offer shows
_LONGEST = 40  # code points of a label
_COLON = re.compile(r"\s?[:：]\s+(?=\S)")
_NAMED = re.compile(
    r"[(\[]\s*(?P<boxed>[^)\]]{1,30})\s*[)\]]\s*[:–—-]?\s*|(?P<bare>[^:–—-]{1,30}?)\s*(?:[:：]|\s[–—-])\s+"
)


class Label(StrEnum):
    """What a label says of the words behind it."""

    TASK = "what is to be done"
    WHEN = "when, how often or how long"
    REASON = "why"


def labelled(text: str, wording: Wording) -> tuple[Label, str] | None:
    """The label that a line begins with ("How often: …") and the words behind it; None for any other line."""
    found = _COLON.search(text, 0, _LONGEST)
    if not found:
        return None
    kinds: tuple[tuple[Label, Phrases], ...] = (
        (Label.TASK, wording.whats),
        (Label.WHEN, wording.whens),
        (Label.REASON, wording.reasons),
    )
    before = [word.text for word in words_of(text[: found.start()]) if not word.text.isdigit()]
    kind = next((label for label, phrases in kinds if before and _is_whole(before, phrases)), None)
    return (kind, text[found.end() :]) if kind else None


def _is_whole(words: list[str], phrases: Phrases) -> bool:
    return len(phrase_at(words, 0, phrases)) == len(words)


def with_labels_settled(task: str, wording: Wording) -> str:
    """A task with its labels in the same line: when it comes goes with it, why it is given does not, and that it is a task
    goes without saying."""
    main, added = "", []
    for sentence in sentences(task, wording):
        label, rest = labelled(sentence, wording) or (Label.TASK, sentence)
        if label is Label.WHEN and main:
            added.append(rest)
        elif label is Label.TASK or not main:
            main = f"{main} {rest if label is Label.TASK else sentence}".strip()
    return "; ".join(part.rstrip(" .;") for part in (main, *added)) if added else main


def is_ours(text: str, wording: Wording) -> bool:
    """Whether a label gives the task to the therapist's side: "Therapist: send the form", "(me) ring the clinic"."""
    return _rest_behind(text, wording.ours, wording) is not None


def without_client(text: str, wording: Wording) -> str:
    """The task without a label that gives it to the client."""
    return _rest_behind(text, wording.clients, wording) or text


def _rest_behind(text: str, people: Collection[str], wording: Wording) -> str | None:
    """What stands behind a label that is one of these words and no more than an article beside it."""
    found = _NAMED.match(text)
    if not found or not text[found.end() :].strip():
        return None
    words = [word.text for word in words_of(found["boxed"] or found["bare"])]
    bare = words[1:] if len(words) > 1 and words[0] in wording.articles else words
    return text[found.end() :] if len(bare) == 1 and bare[0] in people else None


def is_offer(text: str, wording: Wording) -> bool:
    """Whether the words offer the writer's help: "If you get stuck, call me", "Si te cuesta, escríbeme"."""
    words = [word.text for word in words_of(text[:_OPENING])]
    if not phrase_at(words, 0, wording.conditions):
        return False
    return any(_is_to_writer(words, at, wording) for at in range(len(words)))


def _is_to_writer(words: Sequence[str], at: int, wording: Wording) -> bool:
    """Whether a verb at this place has the writer for its object: behind it, before it, or in one word with it."""
    if words[at] in wording.mine:
        near = {*words[max(0, at - 2) : at], *words[at + 1 : at + 2]}
        return not near.isdisjoint(wording.verbs)
    return any(
        words[at].endswith(last) and words[at].removesuffix(last) in wording.verbs
        for last in wording.mine_endings
    )
