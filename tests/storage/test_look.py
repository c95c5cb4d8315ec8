"""What one client shares, read for a turn: from the last session on, nothing private, and the help card as agreed."""

from dataclasses import replace
from datetime import timedelta

from bot.core.changes import CardShown, RunHidden, RunSaved
from bot.core.lookup import Lookup
from bot.core.lookup_shared import WITHOUT_SESSION
from bot.core.person import Look
from bot.core.run import Run
from bot.core.safety import Tier
from bot.core.turn import Entry
from storage import store as kept
from tests.storage.practice import CLIENT_USER, NOW, Practice, named

HIDDEN = "zebra-crossing"


def client_id(practice: Practice) -> str:
    """Who the client is."""
    found = practice.load(CLIENT_USER).id
    assert found is not None
    return found


def keep(practice: Practice, name: str, words: str, *, private: bool = False) -> str:
    """A note that is over."""
    run = Run(id=named(name), exercise="note", revision=1, trigger="client", started=NOW)
    saved = RunSaved(run=run, language="en", ended=NOW, outcome="done", private=private)
    entry = Entry(id=named(f"{name} answer"), run=run.id, step="note", at=NOW, text=words)
    practice.take(CLIENT_USER, saved, entries=(entry,))
    return run.id


def look(practice: Practice, after: timedelta = timedelta(hours=1)) -> Look:
    """What is there to see a while later."""
    client = client_id(practice)
    with practice.db.writing() as conn:
        found = kept.look_at(practice.db.store, conn, client, NOW + after)
    assert found is not None
    return found


def test_what_is_shared_is_there_and_what_is_private_is_a_number(practice: Practice) -> None:
    keep(practice, "one", "the draft")
    keep(practice, "two", HIDDEN, private=True)
    seen = look(practice)
    assert [answer.text for run in seen.record.runs for answer in run.answers] == ["the draft"]
    assert seen.record.kept_private == 1
    assert HIDDEN not in repr(seen)


def test_what_is_hidden_later_is_gone_from_the_next_look(practice: Practice) -> None:
    run = keep(practice, "one", HIDDEN)
    practice.take(CLIENT_USER, RunHidden(run=run, private=True))
    assert HIDDEN not in repr(look(practice))


def test_it_goes_back_four_weeks_where_the_two_have_not_met(practice: Practice) -> None:
    assert look(practice).since == NOW + timedelta(hours=1) - WITHOUT_SESSION


def test_the_help_card_is_told_while_that_was_agreed(practice: Practice) -> None:
    profile = replace(practice.load(CLIENT_USER).profile, consented_at=NOW, tell_therapist=True)
    practice.take(CLIENT_USER, profile=profile)
    practice.take(CLIENT_USER, CardShown(tier=Tier.EXPLICIT, at=NOW))
    assert look(practice).record.cards == (NOW,)


def test_the_help_card_is_not_told_where_that_was_not_agreed(practice: Practice) -> None:
    profile = replace(practice.load(CLIENT_USER).profile, consented_at=NOW, tell_therapist=False)
    practice.take(CLIENT_USER, profile=profile)
    practice.take(CLIENT_USER, CardShown(tier=Tier.EXPLICIT, at=NOW))
    assert look(practice).record.cards is None


def test_nobody_is_nobody(practice: Practice) -> None:
    with practice.db.writing() as conn:
        assert kept.look_at(practice.db.store, conn, named("nobody"), NOW) is None


def test_the_client_can_read_that_it_was_looked_at(practice: Practice) -> None:
    client = client_id(practice)
    with practice.db.writing() as conn:
        kept.note_read(practice.db.store, conn, client, NOW)
    seen = practice.load(CLIENT_USER, Lookup(seen=True)).seen
    assert [(each.by, each.event, each.detail) for each in seen][:1] == [("therapist", "read", "answers")]
