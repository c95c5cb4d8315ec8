"""A running coach lets go of what is old by itself, once a day by whatever clock it has."""

from datetime import timedelta

from storage import store as kept
from storage.shelf import shelf_of
from storage.tables import MEDIA, META, RUN
from tests.app.desk import Office

A_DAY = timedelta(days=1)


async def passes(office: Office, days: int) -> None:
    """So many days later the coach ticks."""
    office.clock.jump_to(office.clock.now() + days * A_DAY)
    await office.app.tick()
    await office.app.settled()


async def test_old_answers_go_once_the_day_has_come(office: Office) -> None:
    office.practice.kept_run(office.client)
    await passes(office, 363)
    assert len(office.practice.rows(RUN)) == 1
    await passes(office, 3)
    assert office.practice.rows(RUN) == []


async def test_it_looks_once_a_day_and_notes_when(office: Office) -> None:
    await passes(office, 400)
    office.practice.kept_run(office.client)
    await passes(office, 0)
    assert len(office.practice.rows(RUN)) == 1
    with office.practice.db.reading() as conn:
        assert kept.last_look(conn) == office.clock.now().date()
    await passes(office, 1)
    assert office.practice.rows(RUN) == []


async def test_files_of_recordings_go_with_their_answers(office: Office) -> None:
    _, entry = office.practice.kept_run(office.client)
    shelf = shelf_of(office.practice.db.store, office.app.parts.folder)
    shelf.put(entry, b"sealed")
    client = office.practice.load(office.client).id
    with office.practice.db.writing() as conn:
        row = {"entry_id": entry, "client_id": client, "state": "kept", "not_before": office.clock.now()}
        conn.execute(MEDIA.insert(), row | {"name": "voice.oga", "size": 6, "attempts": 0})
    await passes(office, 300)
    assert shelf.get(entry) == b"sealed"
    await passes(office, 100)
    assert (shelf.get(entry), office.practice.rows(MEDIA)) == (None, [])


async def test_keys_of_the_database_stay(office: Office) -> None:
    await passes(office, 800)
    assert {"transit_key", "index_key"} <= {row.key for row in office.practice.rows(META)}
