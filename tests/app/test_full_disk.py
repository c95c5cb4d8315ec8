"""A disk that takes nothing: one honest line, nothing lost and nothing claimed, and all of it taken without a restart."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.changes import Assigned
from bot.core.person import Assignment
from bot.troubles import WAITING_LINE
from storage.tables import OCCURRENCE, OUTBOX, RUN
from tests.app.desk import PATIENCE, Office
from tests.app.test_troubles import CARD, IN_DANGER, cards, says
from tests.storage.disk import Disk, file_of
from tests.storage.practice import DAILY, EVENING, named
from tests.storage.shared import shared

A_DAY = timedelta(days=1)
FULL_FOR = "x" * 4000
"""Words longer than the room that any page of a full disk has left."""


@pytest.fixture
async def disk(office: Office) -> Disk:
    await office.app.settled()
    return Disk((office.practice.db.engine,))


def pending(office: Office) -> int:
    """How many updates Telegram still keeps for us."""
    return office.telegram.updates.pending(office.clock.now())


def words_kept(office: Office) -> list[str]:
    """All answers, in the order they were kept."""
    practice = office.practice
    clients = [str(practice.load(office.client).id)]
    (record,) = shared(practice.db, clients, office.clock.now() + A_DAY)
    return [answer.text for run in record.runs for answer in run.answers]


def reactions(office: Office) -> int:
    return office.line.asked_for("setMessageReaction")


async def test_words_on_a_full_disk_are_not_confirmed_and_get_one_line(office: Office, disk: Disk) -> None:
    disk.is_full = True
    says(office, f"/mistake {FULL_FOR}")
    await office.until_shown(WAITING_LINE)
    assert (office.kept(), pending(office), reactions(office)) == ({}, 1, 0)


async def test_chat_hears_the_line_once_in_ten_minutes_however_much_it_says(
    office: Office, disk: Disk
) -> None:
    disk.is_read_only = True
    for words in ("one", "two", "/privacy"):
        says(office, words)
    office.telegram.say(office.therapist, "/clients")
    await office.until_shown(WAITING_LINE, office.therapist)
    await office.until_shown(WAITING_LINE)
    office.clock.jump_to(office.clock.now() + timedelta(minutes=9))
    says(office, "three")
    office.telegram.say(office.client, IN_DANGER)
    await office.until(lambda: cards(office) == 1)
    assert [text for text in office.shown() if not text.startswith(CARD)] == [WAITING_LINE]
    office.clock.jump_to(office.clock.now() + timedelta(minutes=2))
    says(office, "four")
    await office.until(lambda: office.shown().count(WAITING_LINE) == 2)


async def test_what_waited_is_taken_in_order_once_there_is_room(office: Office, disk: Disk) -> None:
    disk.is_full = True
    numbers = [says(office, words) for words in (f"/mistake {FULL_FOR}", "/privacy")]
    await office.until_shown(WAITING_LINE)
    disk.is_full = False
    await office.until(lambda: set(office.kept()) == set(numbers))
    await office.app.settled()
    assert office.kept() == dict.fromkeys(numbers, "done")
    assert len(office.practice.rows(RUN)) == 1
    assert pending(office) == 0


@pytest.mark.parametrize("words", [IN_DANGER, "/sos"])
async def test_help_card_comes_whatever_the_disk_does(office: Office, disk: Disk, words: str) -> None:
    disk.is_read_only = True
    says(office, words)
    await office.until(lambda: cards(office) == 1)
    assert any(character.isdigit() for character in office.shown()[-1])
    assert WAITING_LINE not in office.shown()


async def test_button_of_the_card_brings_it_again_and_any_other_gets_a_toast(
    office: Office, disk: Disk
) -> None:
    says(office, "/sos")
    await office.until_shown("What would help first?")
    says(office, "/privacy")
    await office.until(lambda: any("Erase everything" in str(row) for row in keyboards(office)))
    disk.is_read_only = True
    office.telegram.tap_label(office.client, "Breathe with me")
    await office.until(lambda: cards(office) == 1)
    answered = office.line.asked_for("answerCallbackQuery")
    office.telegram.tap_label(office.client, "Erase everything")
    await office.until(lambda: office.line.asked_for("answerCallbackQuery") > answered)
    assert WAITING_LINE not in office.shown()


def keyboards(office: Office) -> list[object]:
    return [each.keyboard for each in office.telegram.chat(office.client).messages]


# --- kept as it came, and then there was no room ------------------------------------------------------


async def test_input_that_cannot_be_taken_for_want_of_room_is_never_parked(
    office: Office, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.lasts = 1
    number = says(office, "/mistake the wrong door")
    await office.as_soon_as(lambda: WAITING_LINE in office.shown())
    for _ in range(7):
        assert await office.app.coach.tick() == 0
    disk.mend()
    assert (office.kept(), reactions(office)) == ({number: "new"}, 0)
    await office.app.coach.tick()
    await office.app.settled()
    assert office.kept() == {number: "done"}
    assert office.shown().count(WAITING_LINE) == 1
    assert len(office.practice.rows(RUN)) == 1
    assert not [record for record in caplog.records if record.exc_info]


async def test_what_comes_while_another_input_waits_is_taken_after_it(office: Office, disk: Disk) -> None:
    disk.lasts = 1
    office.telegram.say(office.client, "/mistake first")
    await office.as_soon_as(lambda: WAITING_LINE in office.shown())
    disk.lasts = 2  # to keep two more as they came
    for words in ("/mistake second", "/sos"):
        office.telegram.say(office.client, words)
    await office.as_soon_as(lambda: cards(office) == 1)
    disk.mend()
    await office.app.coach.tick()
    await office.app.settled()
    assert words_kept(office) == ["first", "second"]


async def test_crisis_words_that_wait_bring_the_card_and_no_other_line(office: Office, disk: Disk) -> None:
    disk.lasts = 1
    number = says(office, IN_DANGER)
    await office.as_soon_as(lambda: cards(office) == 1)
    disk.mend()
    assert WAITING_LINE not in office.shown()
    await office.app.coach.tick()
    await office.until_shown("What would help first?")
    assert office.kept() == {number: "done"}


# --- what goes out --------------------------------------------------------------------------------------


async def test_end_that_cannot_be_written_down_is_written_once_there_is_room(
    office: Office, disk: Disk
) -> None:
    disk.lasts = 2  # to keep it and to take it, but not to note that its answer was sent
    says(office, "/privacy")
    await office.as_soon_as(lambda: len(office.shown()) == 1)
    disk.mend()
    await office.app.settled()
    assert {row.state for row in office.practice.rows(OUTBOX) if row.person_id} == {"sent"}
    assert len(office.shown()) == 1


async def test_nudge_that_cannot_be_claimed_goes_out_once_there_is_room(office: Office, disk: Disk) -> None:
    practice = office.practice
    client = str(practice.load(office.client).id)
    piece = Assignment(id=named("piece"), exercise="kind-line", plan=DAILY)
    practice.take(office.therapist, Assigned(client=client, assignments=(piece,)))
    disk.lasts = 1
    assert await office.app.coach.tick() == 1
    assert await asyncio.to_thread(disk.met.wait, PATIENCE)
    disk.mend()
    await office.app.settled()
    (due,) = [row for row in practice.rows(OCCURRENCE) if row.planned_at <= EVENING]
    assert due.send_state == "sent"


# --- a database that is lost ------------------------------------------------------------------------------


async def test_lost_database_keeps_nothing_and_is_made_anew_by_nobody(office: Office) -> None:
    says(office, "/privacy")
    await office.until(lambda: len(office.shown()) == 1)
    file = file_of(office.practice.url)
    aside = file.rename(file.with_name("aside"))
    number = says(office, "/mistake the wrong door")
    await office.until_shown(WAITING_LINE)
    assert (file.exists(), pending(office)) == (False, 1)
    aside.rename(file)
    await office.until(lambda: len(office.shown()) == 3)
    assert office.kept()[number] == "done"
