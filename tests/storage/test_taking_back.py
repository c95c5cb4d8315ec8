"""An answer that Back went behind and that is given anew: its row stays, emptied, in no list and no file."""

from bot.core.changes import EntryTakenBack, RunSaved
from bot.core.lookup import Lookup
from bot.core.run import Run
from bot.core.turn import Entry
from storage import store as kept
from storage.tables import ENTRY, MEDIA
from tests.storage.practice import CLIENT_USER, NOW, Practice, named
from tests.storage.shared import shared

OTHER_CLIENT = 7003
RUN = Run(id=named("list"), exercise="mistake-note", revision=1, trigger="client", started=NOW)


def line(number: int, text: str, name: str = "", file: str = "") -> Entry:
    """A line of the list."""
    media = "photo" if file else ""
    return Entry(
        id=named(name or f"line {number}"), run=RUN.id, step="lesson", at=NOW, number=number, text=text, media=media, file=file
    )  # fmt: skip


def given(practice: Practice, *lines: Entry) -> None:
    done = RunSaved(run=RUN, language="en", ended=NOW, outcome="done")
    practice.take(CLIENT_USER, done, entries=lines)


def seen(practice: Practice) -> list[tuple[str, int]]:
    """What the client reads of the run: words, and how often they were said anew."""
    run = practice.load(CLIENT_USER, Lookup(run=RUN.id)).run
    return [(each.text, each.revisions) for each in run.entries] if run else []


def test_what_was_taken_back_is_in_no_list_and_no_file(practice: Practice) -> None:
    given(practice, line(0, "be careful"), line(1, "try harder"))
    changes = [EntryTakenBack(entry=named(f"line {n}")) for n in (0, 1)]
    practice.take(CLIENT_USER, *changes, entries=(line(0, "ask somebody"),))
    who = str(practice.load(CLIENT_USER).id)
    with practice.db.reading() as conn:
        own = kept.own_record(practice.db.store, conn, who)
    [record] = shared(practice.db, [who], NOW.replace(day=30), None)
    exported = [each.text for run in record.runs for each in run.answers]
    assert seen(practice) == [("ask somebody", 1)]
    assert exported == ["ask somebody"]
    assert own is not None
    assert [each.text for run in own.runs for each in run.answers] == ["ask somebody"]
    found = practice.load(CLIENT_USER, Lookup(page_offset=0, page_query="harder")).page
    assert found is not None
    assert found.total == 0


def test_its_row_stays_and_says_nothing_any_more(practice: Practice) -> None:
    given(practice, line(0, "be careful"))
    before = [each.value_sealed for each in practice.rows(ENTRY)]
    practice.take(CLIENT_USER, EntryTakenBack(entry=named("line 0")))
    [row] = practice.rows(ENTRY)
    assert row.taken_back
    assert row.value_sealed not in before
    assert len(row.value_sealed) < len(before[0])


def test_pictures_beside_it_go_with_it(practice: Practice) -> None:
    given(practice, line(0, "", file="one"), line(0, "", "beside", file="two"), line(1, "", file="three"))
    practice.take(CLIENT_USER, EntryTakenBack(entry=named("line 0")))
    assert [each.entry_id for each in practice.rows(MEDIA)] == [named("line 1")]
    assert len(seen(practice)) == 1


def test_nobody_takes_back_what_is_someone_elses(practice: Practice) -> None:
    given(practice, line(0, "mine"))
    practice.client(OTHER_CLIENT)
    practice.take(OTHER_CLIENT, EntryTakenBack(entry=named("line 0")))
    assert seen(practice) == [("mine", 0)]
