"""Typed words that stand for a button: its label, its number, or something close to it."""

from collections.abc import Sequence
from difflib import get_close_matches
from unicodedata import combining, normalize

_MARKS = {0x2068: None, 0x2069: None}
"""What sets a name apart on a label in a language that runs from right to left; nobody types it."""


def matching(said: str, labels: Sequence[tuple[str, str]], *, loosely: bool) -> str | None:
    """What the button does that `said` stands for, or None.

    `labels` are (label, action). Only a question that wants a button is read `loosely`: there a number or a near
    miss will do, while in the middle of free words nothing but the whole label counts.
    """
    wanted = _plain(said)
    exact = {_plain(label): do for label, do in labels}
    if wanted in exact:
        return exact[wanted]
    return _loose(wanted, labels, exact) if loosely and wanted else None


def _loose(wanted: str, labels: Sequence[tuple[str, str]], exact: dict[str, str]) -> str | None:
    if wanted.isdecimal():
        picks = [do for _, do in labels if do.startswith("pick:")] or [do for _, do in labels]
        return picks[int(wanted) - 1] if len(wanted) <= 2 and 0 < int(wanted) <= len(picks) else None
    begun = [do for label, do in exact.items() if len(wanted) >= 3 and label.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    close = get_close_matches(wanted, list(exact), n=1, cutoff=0.8) if len(wanted) <= 40 else []
    return exact[close[0]] if close else None


def _plain(words: str) -> str:
    letters = normalize("NFD", words.translate(_MARKS).replace("’", "'").casefold())
    return " ".join("".join(each for each in letters if not combining(each)).strip(" .!?…¿¡").split())
