"""Reading a therapist's pasted session summary into homework items, and each item into a kind and days.

Rules for the form alone: which part is homework, where an item starts and ends. What is returned is always
the therapist's own words; nothing is understood, and nothing is sent without a look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.core.summary_blocks import read_blocks
from bot.core.summary_headings import Role, is_day_label, is_labelled
from bot.core.summary_inline import pieces
from bot.core.summary_labels import is_offer, is_ours, with_labels_settled, without_client
from bot.core.summary_match import Kind, days_in, kind_of
from bot.core.summary_parts import Block, Entry
from bot.core.summary_schema import BadWording
from bot.core.summary_sentences import (
    asks,
    comma_parts,
    is_anothers,
    is_detail,
    is_noun_item,
    sentences,
    starts_with,
    tells,
    unaddressed,
    until_parting,
)
from bot.core.summary_wording import Wording, compile_wording
from bot.core.summary_words import folded

__all__ = [
    "BadWording",
    "HomeworkItem",
    "Kind",
    "Wording",
    "compile_wording",
    "days_in",
    "homework",
    "kind_of",
]

MOST_ITEMS = 12
_SHORT_FORMS = ("a.m.", "p.m.", "etc.", "...")


@dataclass(frozen=True, slots=True)
class HomeworkItem:
    """One task in the therapist's words: one line, its list mark taken off, single spaces."""

    text: str


def homework(text: str, wording: Wording) -> tuple[HomeworkItem, ...]:
    """The homework in a pasted summary, in its order, at most MOST_ITEMS; empty when there is none.

    Parts under a homework heading are taken ("For next session" only where there is no other); without such
    a heading, the sentences that ask the client to do something. Any text at all is accepted.
    """
    blocks = read_blocks(text, wording)
    headed = _headed(blocks, wording, {Role.HOMEWORK, Role.PERHAPS}) or _headed(
        blocks, wording, {Role.AGENDA}
    )
    decided = headed or any(_says_none(block, wording) for block in blocks)
    found = headed if decided else (task for block in blocks for task in _in_passing(block, wording))
    return tuple(HomeworkItem(task) for task in islice(_each_once(found), MOST_ITEMS))


def _says_none(block: Block, wording: Wording) -> bool:
    """Whether the part says that there is no homework."""
    none = any(starts_with(entry.text, wording.nothing) for entry in block.entries)
    return block.role is Role.NOTHING or (block.role is Role.HOMEWORK and none)


def _each_once(tasks: Iterable[str]) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for task in tasks:
        if (words := folded(task)) not in seen:
            seen.add(words)
            yield task


def _headed(blocks: Iterable[Block], wording: Wording, roles: set[Role]) -> list[str]:
    wanted = (block for block in blocks if block.role in roles)
    return [task for block in wanted for task in _under_heading(block, wording)]


def _under_heading(block: Block, wording: Wording) -> Iterator[str]:
    told = sum(tells(entry.text, wording) for entry in block.entries)
    if block.role is not Role.HOMEWORK and told * 2 > len(block.entries):
        return
    sure = block.role is Role.HOMEWORK or any(
        entry.style or entry.added or _is_dated(entry.text, wording) for entry in block.entries
    )
    for entry in _open_entries(block, wording):
        tasks = [entry.text] if entry.style else _tasks_in(entry.text, wording, sure=sure)
        clean = list(_clean_all(tasks, wording))
        yield from clean[:-1]
        if clean:
            yield "; ".join([clean[-1], *map(_trimmed, entry.added)])


def _is_dated(text: str, wording: Wording) -> bool:
    """Whether a day stands before a task: "Mon: a swim"."""
    label, _, task = text.partition(":")
    return bool(task.strip()) and is_day_label(label, wording)


def _open_entries(block: Block, wording: Wording) -> Iterator[Entry]:
    """What is not done yet, without the lines of a list that are for somebody else."""
    undone = (entry for entry in block.entries if not entry.done and not _is_done(entry.text, wording))
    theirs = (entry for entry in undone if not is_ours(entry.text, wording))
    return (entry for entry in theirs if not (entry.style and is_anothers(entry.text, wording)))


def _is_done(text: str, wording: Wording) -> bool:
    """Whether a done-mark stands first, or last and apart ("Walk twice - done")."""
    words = folded(text)
    if not words or words[0] in wording.done:
        return bool(words)
    before = text.rstrip(" .;)]").rpartition(" ")[0].rstrip()
    apart = before.endswith(("-", "–", "—", ":", "(", "[", ",")) or text.rstrip(" .;").endswith((")", "]"))
    last_open = text.rstrip(" .;)]").rpartition(" ")[2].startswith(("(", "["))
    return words[-1] in wording.done and (last_open or (apart and before[-1:] in "-–—:,"))


def _tasks_in(text: str, wording: Wording, *, sure: bool) -> Iterator[str]:
    """The tasks of a paragraph under a heading; a remark about a task stays with it, reports do not count."""
    tasks: list[str] = []
    for sentence in sentences(text, wording):
        task, addressed = unaddressed(sentence, wording)
        if addressed or (asks(task, wording) and not tells(task, wording)):
            tasks += comma_parts(task, wording)
        elif tasks and is_detail(sentence, wording):
            tasks[-1] = f"{tasks[-1]} {sentence}"
        elif sure and not sentence.endswith(":") and is_noun_item(sentence, wording):
            tasks.append(sentence)
    yield from tasks


def _in_passing(block: Block, wording: Wording) -> Iterator[str]:
    """The tasks of a part that is not headed as homework; in a part headed otherwise only agreed ones."""
    if block.role in {Role.REVIEW, Role.NOTHING, Role.HOMEWORK}:
        return
    agreed_only = block.role is Role.OTHER
    for entry in _open_entries(block, wording):
        units = [entry.text] if entry.style else sentences(entry.text, wording)
        for unit in (each for each in units if len(folded(each)) > 1):
            task, addressed = _asked(unit, wording)
            if addressed or (not agreed_only and asks(task, wording) and not tells(task, wording)):
                yield from _clean_all(comma_parts(task, wording), wording)


def _asked(unit: str, wording: Wording) -> tuple[str, bool]:
    """The unit's task; a label before it ("Plan: Client will …") goes when the rest says who does it."""
    _, colon, rest = unit.partition(": ")
    task, addressed = unaddressed(rest, wording)
    return (
        (task, addressed)
        if colon and addressed and is_labelled(unit, wording)
        else unaddressed(unit, wording)
    )


def _clean_all(tasks: Iterable[str], wording: Wording) -> Iterator[str]:
    for task in tasks:
        for piece in pieces(task, wording):
            settled = with_labels_settled(until_parting(piece, wording), wording)
            own = without_client(settled, wording)
            bare = _trimmed(unaddressed(own, wording)[0])
            if folded(bare) and not starts_with(bare, wording.nothing) and not is_offer(bare, wording):
                yield bare


def _trimmed(task: str) -> str:
    """The task without the marks that join or end it."""
    bare = task.strip().rstrip(";,").rstrip()
    if bare.endswith(".") and not bare.casefold().endswith(_SHORT_FORMS):
        bare = bare[:-1].rstrip()
    return bare.lstrip("-–—:,;. ")
