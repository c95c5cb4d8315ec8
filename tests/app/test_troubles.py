"""What people see when something inside goes wrong: nobody in danger is left without an answer, and nobody waits for another."""

from datetime import timedelta
from typing import Any

import pytest

from bot import coach
from bot.core.changes import Assigned
from bot.core.person import Assignment
from bot.troubles import TROUBLE_LINE
from storage.tables import OCCURRENCE, PERSON
from tests.app.desk import Office
from tests.storage.practice import DAILY, EVENING, named

IN_DANGER = "I want to kill myself"
CARD = "I'm a program and nobody is reading this live."
NO_INBOX = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"
NO_SESSION = (
    "CREATE TRIGGER full BEFORE UPDATE OF session_sealed ON person BEGIN SELECT RAISE(ABORT, 'no'); END"
)
NO_SESSION_AT_FIRST = (
    "CREATE TRIGGER full BEFORE UPDATE OF session_sealed ON person WHEN (SELECT max(attempts) FROM inbox) = 0 "
    "BEGIN SELECT RAISE(ABORT, 'no'); END"
)
FREE = "DROP TRIGGER full"


def cards(office: Office) -> int:
    return sum(text.startswith(CARD) for text in office.shown())


def says(office: Office, words: str) -> int:
    """The client says this; returns the number of the update."""
    office.telegram.say(office.client, words)
    return office.telegram.updates.next_id - 1


# --- the database does not take it ------------------------------------------------------------------


async def test_crisis_words_that_cannot_be_kept_bring_the_card_at_once_and_are_taken_later(
    office: Office,
) -> None:
    office.database(NO_INBOX)
    number = says(office, IN_DANGER)
    await office.until(lambda: cards(office) == 1)
    assert any(character.isdigit() for character in office.shown()[-1])
    assert (office.kept(), office.telegram.updates.pending(office.clock.now())) == ({}, 1)
    office.database(FREE)
    await office.until_shown("What would help first?")
    assert (office.kept(), cards(office)) == ({number: "done"}, 1)


async def test_crisis_words_that_cannot_be_taken_bring_the_card_once(office: Office) -> None:
    office.database(NO_SESSION)
    number = says(office, IN_DANGER)
    await office.until(lambda: cards(office) == 1)
    assert (office.shown(), office.kept()) == (office.shown()[:1], {number: "dead"})


async def test_words_that_cannot_be_taken_get_one_line_and_are_parked(office: Office) -> None:
    office.database(NO_SESSION)
    number = says(office, "/privacy")
    await office.until_shown(TROUBLE_LINE)
    assert (office.shown(), office.kept()) == ([TROUBLE_LINE], {number: "dead"})


async def test_words_that_are_taken_at_the_second_try_get_their_answer_and_no_complaint(
    office: Office,
) -> None:
    office.database(NO_SESSION_AT_FIRST)
    number = says(office, "/privacy")
    await office.until(lambda: bool(office.shown()))
    assert TROUBLE_LINE not in office.shown()
    assert office.kept() == {number: "done"}


async def test_poisoned_update_is_parked_and_the_next_is_taken(office: Office) -> None:
    office.telegram.updates.put("message", {"chat": "no chat", "text": "x"}, office.clock.now())
    poison = office.telegram.updates.next_id - 1
    good = says(office, "/privacy")
    await office.until(lambda: bool(office.shown()))
    assert office.kept() == {poison: "dead", good: "done"}


async def test_one_persons_broken_row_holds_up_nobody_else(office: Office) -> None:
    broken = office.practice.load(office.client).id
    office.database("UPDATE person SET session_sealed = x'00' WHERE id = :id", id=broken)
    number = says(office, "/privacy")
    office.telegram.say(office.therapist, "/clients")
    await office.until_shown("Nightingale", office.therapist)
    await office.until_shown(TROUBLE_LINE)
    assert office.kept()[number] == "dead"


# --- what comes by itself ---------------------------------------------------------------------------


@pytest.fixture
def two_nudges(office: Office) -> Office:
    """The client and a second one, each with a nudge that is due now."""
    practice = office.practice
    office.telegram.start(office.telegram.add_account("Robin"))
    office.telegram.updates.queued.clear()
    for client in (str(practice.load(office.client).id), practice.client(700_000_003, office.therapist, "R")):
        piece = Assignment(id=named(f"piece of {client}"), exercise="kind-line", plan=DAILY)
        practice.take(office.therapist, Assigned(client=client, assignments=(piece,)))
    return office


async def test_due_nudges_are_sent(two_nudges: Office) -> None:
    assert await two_nudges.app.coach.tick() == 2
    await two_nudges.app.settled()
    assert {row.send_state for row in due_now(two_nudges)} == {"sent"}


async def test_nudges_wait_where_they_are_until_there_is_room(two_nudges: Office) -> None:
    office = two_nudges
    office.app.coach._room = lambda: False
    await office.app.coach.tick()
    assert {row.send_state for row in due_now(office)} == {"planned"}


async def test_what_is_due_is_taken_a_little_at_a_time_in_one_tick(
    two_nudges: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coach, "DUE_AT_ONCE", 1)
    batches: list[int] = []
    office = two_nudges
    office.app.coach._deliver = lambda outgoing, _unasked: batches.append(len(outgoing))
    assert await office.app.coach.tick() == 2
    assert batches == [1, 1, 0]


async def test_one_broken_row_silences_nobody_elses_nudge(
    two_nudges: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office = two_nudges
    broken = office.practice.load(office.client).id
    office.database("UPDATE person SET session_sealed = x'00' WHERE id = :id", id=broken)
    assert await office.app.coach.tick() == 1
    await office.app.settled()
    states = {row.client_id == broken: row.send_state for row in due_now(office)}
    assert states == {True: "planned", False: "sent"}
    assert not [record for record in caplog.records if record.exc_info]


BROKEN = {
    "clock": "UPDATE person SET profile_sealed = x'00' WHERE id = :id",
    "key": "UPDATE person SET key_wrapped = x'00' WHERE id = :id",
    "plan": "UPDATE assignment SET plan_sealed = x'00' WHERE client_id = :id",
}


@pytest.mark.parametrize("harm", BROKEN.values(), ids=BROKEN)
async def test_homework_that_cannot_be_opened_holds_up_nobody_elses_plans(
    two_nudges: Office, harm: str
) -> None:
    office = two_nudges
    broken = office.practice.load(office.client).id
    office.database(harm, id=broken)
    office.clock.jump_to(EVENING + timedelta(days=2))
    await office.app.coach.tick()
    await office.app.settled()
    ahead = {row.client_id for row in office.practice.rows(OCCURRENCE) if row.planned_at > office.clock.now()}
    assert len(ahead) == 1
    assert broken not in ahead


@pytest.mark.parametrize("harm", ["clock", "key"])
async def test_therapist_reaches_the_others_when_one_clients_row_cannot_be_opened(
    two_nudges: Office, harm: str
) -> None:
    office = two_nudges
    office.database(BROKEN[harm], id=office.practice.load(office.client).id)
    office.telegram.say(office.therapist, "/clients")
    await office.until(lambda: bool(office.shown(office.therapist)))
    (listed,) = office.shown(office.therapist)
    assert "R" in listed
    assert "Nightingale" not in listed


def due_now(office: Office) -> list[Any]:
    return [row for row in office.practice.rows(OCCURRENCE) if row.planned_at <= EVENING]


# --- people who are gone, and a Telegram that is not there --------------------------------------------


async def test_therapist_hears_of_a_client_who_closed_the_chat_and_nothing_more_is_sent(
    office: Office,
) -> None:
    says(office, "/privacy")
    office.telegram.fail_next("sendMessage", "403")
    await office.until_shown("Nightingale closed the chat", office.therapist)
    assert not next(row for row in office.practice.rows(PERSON) if row.role == "client").reachable
