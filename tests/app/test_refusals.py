"""Whoever reaches for what is somebody else's gets nothing, and it stands in the audit."""

import asyncio

import pytest

from bot.core.inputs import Said
from bot.core.turn import FileOrder, Reply
from bot.hearing import Hearing
from storage import store
from storage.store import Address, Outgoing
from storage.tables import AUDIT
from tests.app.desk import Office
from tests.storage.practice import EVENING

OTHER_THERAPIST = 8001


def order(office: Office, asker: str, *, on_server: bool) -> Outgoing:
    """An order for the logs of the office's client."""
    client = str(office.practice.load(office.client).id)
    file = FileOrder(clients=(client,), format="csv", since=None, until=EVENING, on_server=on_server)
    reply = Reply(kind="file", file=file)
    return Outgoing(
        seq=1, id="x", person_id=asker, chat=OTHER_THERAPIST, reply=reply, attempts=1, state="claimed"
    )


async def refused(office: Office) -> list[tuple[str, str]]:
    """By which role, and what; once everything that waits was written."""
    await office.app.writer.submit(lambda _: None)
    return [(row.by, row.detail) for row in office.practice.rows(AUDIT) if row.event == "refused"]


@pytest.mark.parametrize("on_server", [False, True])
async def test_file_of_somebody_elses_client_is_not_made(office: Office, *, on_server: bool) -> None:
    other = office.practice.therapist(OTHER_THERAPIST, "Dr. Other")
    item = order(office, other, on_server=on_server)
    assert await office.app.filing.call_for(office.app.api, item) is None
    assert await refused(office) == [("therapist", "somebody else's")]
    assert not (office.app.parts.folder / "exports").exists()


async def test_turn_that_reached_too_far_is_noted_once(office: Office) -> None:
    given, future = Said(text="x"), asyncio.get_running_loop().create_future()
    hearing = Hearing(Address(user=office.client), given, None, future, 1)
    for _ in range(2):
        office.app.coach._failed(hearing, store.NotYours())
    assert await refused(office) == [("client", "somebody else's")]
    office.app.coach._failed(Hearing(Address(user=1), given, None, future, 2), ValueError())
    assert len(await refused(office)) == 1
