"""A therapist's own exercise with a whole coach: from the file to the client's answers, the files about them, and the end."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Literal

from bot.core.turn import FileOrder
from bot.files import build_file
from storage import store
from storage.tables import HOMEMADE
from tests.app.desk import Office, library
from tests.core.homespun import BALCONY


async def step(office: Office, label: str, then: str, user: int | None = None) -> None:
    """A button is tapped, and this comes of it."""
    office.telegram.tap_label(user or office.client, label)
    await said(office, then, user or office.client)


async def said(office: Office, words: str, user: int) -> None:
    """The last thing the coach says in a chat begins so."""
    await office.until(lambda: office.shown(user)[-1:] != [] and office.shown(user)[-1].startswith(words))


async def give(office: Office, text: str = BALCONY) -> None:
    office.telegram.say(office.therapist, "/assign")
    await said(office, "For ", office.therapist)
    office.telegram.send_media(office.therapist, "document", data=text.encode(), filename="balcony.toml")
    await said(office, "“Balcony” can be used.", office.therapist)
    await step(office, "Keep", "This is what", office.therapist)
    await step(office, "Send", "Sent.", office.therapist)


async def do_it(office: Office) -> None:
    """The client starts it from the list of the day, and answers."""
    office.telegram.say(office.client, "/today")
    await office.until_shown("From ")
    await step(office, "Balcony", "Where will you stand?")
    await step(office, "Front door", "“Front door”: what was in the air?")
    office.telegram.say(office.client, "bread")
    await office.until_shown("Kept.")


def file_of(office: Office, form: Literal["csv", "json", "md"]) -> bytes:
    """What the therapist takes out of what the client shares."""
    client, therapist = (str(office.practice.load(user).id) for user in (office.client, office.therapist))
    now = office.clock.now()
    order = FileOrder(clients=(client,), format=form, since=None, until=now + timedelta(days=1))
    _, content = build_file(
        office.practice.db, library(), order, now, asker=therapist, data=office.app.parts.folder
    )
    return content


def unzipped(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        (path,) = [each for each in whole.namelist() if each.endswith(name)]
        return whole.read(path).decode("utf-8-sig")


async def test_own_exercise_is_given_and_done_and_taken_out_under_its_own_names(office: Office) -> None:
    await give(office)
    await do_it(office)
    logs = file_of(office, "csv")
    (row,) = csv.DictReader(io.StringIO(unzipped(logs, "runs_wide_balcony.csv")))
    assert "bread" in row.values()
    assert "A word" in unzipped(logs, "codebook.csv")
    assert "A word" in file_of(office, "json").decode()


async def test_brief_calls_it_by_its_title(office: Office) -> None:
    await give(office)
    await do_it(office)
    assert "Balcony" in unzipped(file_of(office, "md"), ".md")


async def test_its_file_lies_sealed_with_the_client(office: Office) -> None:
    await give(office)
    row = office.practice.row(HOMEMADE)
    assert row.exercise == "balcony"
    assert b"Fresh air" not in bytes(row.words_sealed)
    assert office.practice.load(office.client).homemade == (BALCONY,)


async def test_therapist_reads_of_it_by_its_title(office: Office) -> None:
    await give(office)
    await do_it(office)
    office.telegram.say(office.therapist, "/progress")
    await office.until(lambda: "since" in office.shown(office.therapist)[-1])
    await step(office, "Entries", "Entries, newest first:\n\nBalcony,", office.therapist)


async def test_a_later_file_takes_its_place(office: Office) -> None:
    await give(office)
    await give(office, BALCONY.replace("Fresh air", "Cold air"))
    (text,) = office.practice.load(office.client).homemade
    assert "Cold air" in text


async def test_it_goes_with_the_client(office: Office) -> None:
    await give(office)
    client = str(office.practice.load(office.client).id)
    with office.practice.db.writing() as conn:
        store.erase(office.practice.db.store, conn, client, office.clock.now())
    assert office.practice.rows(HOMEMADE) == []
