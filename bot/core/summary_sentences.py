"""Sentences of a session summary: where they end, whether they ask the client to do something, and what."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from bot.core.summary_wording import SLOTS, Path, Wording
from bot.core.summary_words import Phrases, Word, phrase_at, words_of

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*|;)\s+")
_FIRST_WORDS = 3
_OPENING = 240  # code points in which a sentence shows whether it asks
_LONGEST_NOUN_ITEM = 12
_LIST_COMMA = re.compile(r",\s+")


def sentences(text: str, wording: Wording) -> list[str]:
    """The sentences and semicolon parts of a text, in order, each with its end mark."""
    edges = [0, *(m.end() for m in _END.finditer(text) if _ends_here(text, m, wording)), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return [part for part in parts if part]


def _ends_here(text: str, end: re.Match[str], wording: Wording) -> bool:
    if end[0].startswith(";"):
        return True
    before = text[max(0, end.start() - 12) : end.start()].rpartition(" ")[2].casefold()
    shortened = end[0].startswith(".") and (before in wording.shortened or "." in before or len(before) == 1)
    return not shortened and (
        not text[end.end()].islower() or asks(text[end.end() : end.end() + 80], wording)
    )


def comma_parts(text: str, wording: Wording) -> list[str]:
    """The parts of "do this, do that, and do the other": three or more, or two of which the second has a day of its own,
    each asking; else the whole text."""
    parts = [_without_joiner(part, wording) for part in _LIST_COMMA.split(text)]
    several = len(parts) > 2 or (len(parts) == 2 and _begins_with_day(parts[1], wording))
    spoken = len(words_of(text)) * 2 >= len(parts) * 3
    return parts if several and spoken and all(asks(part, wording) for part in parts) else [text]


def _begins_with_day(part: str, wording: Wording) -> bool:
    return any(word.text in wording.days for word in words_of(part)[:2])


def _without_joiner(part: str, wording: Wording) -> str:
    words = words_of(part)
    if len(words) > 1 and words[0].text in wording.joiners and asks(part[words[1].start :], wording):
        return part[words[1].start :]
    return part


def asks(text: str, wording: Wording) -> bool:
    """Whether the words ask for something to be done: a verb of doing first, or after "when …," and the like."""
    words = words_of(text[:_OPENING])
    folded = [word.text for word in words]
    return any(_verb_at(folded, at, wording) for at in _starts(text, words, folded, wording))


def _starts(text: str, words: Sequence[Word], folded: Sequence[str], wording: Wording) -> Iterator[int]:
    """Where the asking verb may stand."""
    if not words:
        return
    if not text[words[0].end :].lstrip().startswith(":"):
        yield 0
    yield from _after_day(text, words, wording)
    if words[0].text not in wording.leads:
        return
    comma = text.find(",")
    yield from (
        at
        for at, word in enumerate(words)
        if comma >= 0 and word.start > comma and words[at - 1].end <= comma
    )
    yield from _after_when(folded, wording)


def _after_day(text: str, words: Sequence[Word], wording: Wording) -> Iterator[int]:
    """The place behind a day that stands before the task: "Thu evening: …"."""
    known = wording.days.keys() | wording.short_days.keys() | wording.parts
    at = next((at for at, word in enumerate(words) if word.text not in known), len(words))
    if (
        0 < at < len(words)
        and words[0].text not in wording.parts
        and ":" in text[words[at - 1].end : words[at].start]
    ):
        yield at


def _after_when(folded: Sequence[str], wording: Wording) -> Iterator[int]:
    """The place after "every evening", "on Mondays"."""
    for at in range(min(2, len(folded))):
        if phrase := phrase_at(folded, at, wording.every) or phrase_at(folded, at, wording.day_groups):
            yield at + len(phrase)
        elif folded[at] in wording.days:
            yield at + 1


def _verb_at(folded: Sequence[str], at: int, wording: Wording) -> bool:
    if phrase_at(folded, at, wording.no_tasks):
        return False
    if helper := phrase_at(folded, at, wording.assisting):
        after = at + len(helper)
        if after < len(folded) and (folded[after] in wording.verbs or folded[after].endswith(("ing", "ndo"))):
            return True
    following = folded[at + 1] if at + 1 < len(folded) else ""
    return at < len(folded) and folded[at] in wording.verbs and following not in wording.noun_signs


def tells(text: str, wording: Wording) -> bool:
    """Whether the words tell what has happened instead of asking for something; a question tells nothing."""
    if text.rstrip().endswith("?"):
        return False
    folded = [word.text for word in words_of(text)]
    near = {*range(min(_FIRST_WORDS + 1, len(folded))), len(folded) - 1}
    return any(
        folded[at] in wording.reports and not _inside_clause(folded, at, wording) for at in near if at >= 0
    )


def _inside_clause(folded: Sequence[str], at: int, wording: Wording) -> bool:
    """Whether the verb belongs to "what you felt" behind an asking verb, or to "how you are" anywhere."""
    if at < 2 or folded[at - 1] not in wording.subjects:
        return False
    return folded[0] in wording.verbs or folded[at - 2] in wording.subjects


def is_noun_item(text: str, wording: Wording) -> bool:
    """Whether the words can name a task without a verb: short, with no other person and no report in it."""
    folded = [word.text for word in words_of(text)]
    about_others = folded and folded[0] in wording.others | wording.clients
    closing = phrase_at(folded, 0, wording.closing)
    is_remark = "," in text and phrase_at(folded, 0, wording.conditions)
    return (
        0 < len(folded) <= _LONGEST_NOUN_ITEM
        and not about_others
        and not closing
        and not is_remark
        and not tells(text, wording)
    )


def is_detail(text: str, wording: Wording) -> bool:
    """Whether the sentence goes on about the task before it ("For example …")."""
    return bool(phrase_at([word.text for word in words_of(text)], 0, wording.details))


def until_parting(text: str, wording: Wording) -> str:
    """The text up to the sentence in which the writer takes leave ("… three times. See you on Monday")."""
    said = sentences(text, wording)
    kept = list(takewhile(lambda sentence: not starts_with(sentence, wording.partings), said))
    return text if len(kept) == len(said) else " ".join(kept)


def is_anothers(text: str, wording: Wording) -> bool:
    """Whether the words give the task to somebody other than the client: "Therapist to send the handout"."""
    words = words_of(text[:_OPENING])
    if len(words) < 2 or words[0].text not in wording.others:
        return False
    # Said of the client it would be a task with more before it than the bare word for who does it.
    task, addressed = unaddressed(f"{min(wording.clients)}{text[words[0].end :]}", wording)
    prefixed = len(words_of(task)) < len(words_of(text)) - 1
    return addressed and (prefixed or words[1].text in wording.later)


def starts_with(text: str, phrases: Phrases) -> bool:
    """Whether one of the phrases stands first."""
    return bool(phrase_at([word.text for word in words_of(text[:_OPENING])], 0, phrases))


def unaddressed(text: str, wording: Wording) -> tuple[str, bool]:
    """The task without "Client will", "She agreed to", and whether such a prefix was there.

    It is taken off only where what remains asks for something.
    """
    words = words_of(text[:_OPENING])[:24]
    best = 0
    reached = {0}
    for _ in range(3):
        reached = {end for at in reached for end in _addressed(words, at, wording)}
        asking = [at for at in reached if 0 < at < len(words) and asks(text[words[at].start :], wording)]
        best = max([best, *asking])
    return (text[words[best].start :].rstrip("?"), True) if best else (text, False)


def is_address(text: str, wording: Wording) -> bool:
    """Whether the words only lead up to tasks, as in "Tamsin agreed to:" or "Please do the following:"."""
    if not text.endswith((":", "：")):
        return False
    words = words_of(text[:_OPENING])[:24]
    ends = {0} | _addressed(words, 0, wording)
    ends |= {end for at in ends for end in _addressed(words, at, wording)}
    furthest = max(ends)
    return len(words) - furthest <= (4 if furthest or asks(text, wording) else -1)


def leads_up(lead: str, wording: Wording) -> bool:
    """Whether what stands before a list asks for it: "This week focus on:", "She agreed to try:"."""
    if not lead.strip():
        return False
    bare = lead.rstrip(" :：")
    return asks(bare, wording) or unaddressed(bare, wording)[1] or is_address(f"{bare}:", wording)


def _addressed(words: Sequence[Word], at: int, wording: Wording) -> set[int]:
    """Every place where an address can end that starts at word `at`."""
    ends: set[int] = set()
    ways = [(at, wording.addresses)]
    while ways:
        place, path = ways.pop()
        ends |= {place} if path.ends else set()
        if place < len(words):
            ways += _ways_on(words, place, path, wording)
    return ends - {at}


def _ways_on(words: Sequence[Word], at: int, path: Path, wording: Wording) -> Iterator[tuple[int, Path]]:
    if words[at].text in path.further:
        yield at + 1, path.further[words[at].text]
    for slot in SLOTS:
        if slot in path.further:
            yield from ((end, path.further[slot]) for end in _slot_ends(words, at, slot, wording))


def _slot_ends(words: Sequence[Word], at: int, slot: str, wording: Wording) -> Iterator[int]:
    if slot != "{later}":
        return _person_ends(words, at, wording, named=slot == "{who}")
    return iter([at] if words[at].text in wording.later else [])


def _person_ends(words: Sequence[Word], at: int, wording: Wording, *, named: bool) -> Iterator[int]:
    """Where a mention of the client ends: "the client", "she", "Tamsin", "Tamsin R.", "A. R."."""
    bare = at + (words[at].text in wording.articles)
    if bare < len(words) and words[bare].text in wording.clients:
        yield bare + 1
    for end in range(at, min(at + 2, len(words)) if named else at):
        if not _is_name(words[end], wording):
            return
        yield end + 1


def _is_name(word: Word, wording: Wording) -> bool:
    is_initial = word.end - word.start == 1
    return (
        word.capital
        and (is_initial or word.text not in wording.not_names)
        and word.text not in wording.others
    )
