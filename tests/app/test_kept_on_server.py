"""A therapist keeps a file on the server: it lies there, the chat says where, and it goes in time or with its client."""

import csv
import io
import stat
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from bot.core.lookup import Lookup
from bot.kept_exports import FOLDER
from tests.app.desk import Office

WORDS = "the letter that stayed unopened"


async def therapist_taps(office: Office, label: str, answer: str) -> None:
    office.telegram.tap_label(office.therapist, label)
    await office.until_shown(answer, office.therapist)


async def kept(office: Office) -> Path:
    """A note of the client's, taken out to the server; returns where the chat says that it lies."""
    office.telegram.say(office.client, WORDS)
    await office.until_shown("Shall I keep that?")
    office.telegram.tap_label(office.client, "As a note")
    await office.until_shown("Kept")
    office.clock.advance(timedelta(minutes=1))
    office.telegram.say(office.therapist, "/export")
    await office.until_shown("Nightingale. From when?", office.therapist)
    await therapist_taps(office, "Everything", "As what?")
    await therapist_taps(office, "CSV", "Files sent here stay")
    await therapist_taps(office, "Keep on the server", "On the server, for whoever runs me")
    said = office.shown(office.therapist)[-1]
    assert "after 30 days" in said
    return Path(said.splitlines()[-1])


def there(office: Office) -> list[str]:
    return [each.name for each in (office.app.parts.folder / FOLDER).iterdir()]


async def test_it_lies_where_the_chat_says_and_is_not_sent(office: Office) -> None:
    path = await kept(office)
    assert path.parent == office.app.parts.folder / FOLDER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with ZipFile(path) as archive:
        rows = csv.DictReader(io.StringIO(archive.read("answers_long.csv").decode("utf-8-sig")))
        assert [row["value_text"] for row in rows] == [WORDS]
    assert office.line.asked_for("sendDocument") == 0


async def test_client_can_read_that_it_was_made(office: Office) -> None:
    await kept(office)
    seen = office.practice.load(office.client, Lookup(seen=True)).seen
    assert ("therapist", "file", "csv on the server") in [(each.by, each.event, each.detail) for each in seen]


async def test_it_goes_after_its_days(office: Office) -> None:
    await kept(office)
    for days in (29, 2):
        office.clock.jump_to(office.clock.now() + timedelta(days=days))
        await office.app.tick()
        await office.app.settled()
        assert len(there(office)) == (days == 29)


async def test_it_goes_with_the_client(office: Office) -> None:
    await kept(office)
    for act in (
        lambda: office.telegram.say(office.client, "/privacy"),
        lambda: office.telegram.tap_label(office.client, "Erase everything"),
        lambda: office.telegram.tap_label(office.client, "Erase everything"),
    ):
        act()
        await office.until(lambda: not office.telegram.updates.pending(office.clock.now()))
    office.clock.jump_to(office.clock.now() + timedelta(hours=24, minutes=1))
    await office.app.tick()
    await office.app.settled()
    assert there(office) == []
