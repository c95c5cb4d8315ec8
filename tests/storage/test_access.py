"""A file is made only of what is the asker's to have, and the client can see who had one made."""

from datetime import timedelta

import pytest

from bot.core.record import SharedAccess
from bot.core.turn import THERAPIST, FileOrder
from storage import store as kept
from storage.file import BadDatabase
from storage.share import note_export
from storage.tables import ACCESS, OUTBOX
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, said

OTHER_CLIENT, OTHER_THERAPIST = 8002, 8001


def order(*clients: str, form: str = "csv") -> FileOrder:
    chosen = {"csv": "csv", "json": "json", "copy": "copy"}[form]
    return FileOrder(clients=clients, format=chosen, since=NOW - timedelta(days=1), until=NOW)  # type: ignore[arg-type]  # one of the three


def test_therapists_export_is_noted_for_each_client(practice: Practice) -> None:
    practice.client(OTHER_CLIENT)
    clients = sorted(card.id for card in practice.load(THERAPIST_USER).clients)
    practice.take(THERAPIST_USER, replies=(said("", kind="file", file=order(*clients, form="json")),))
    assert sorted(row.client_id for row in practice.rows(ACCESS)) == clients
    noted = practice.rows(ACCESS)[0]._asdict()
    del noted["seq"], noted["client_id"]
    assert noted == {
        "therapist_id": practice.load(THERAPIST_USER).id,
        "by": "therapist",
        "at": NOW,
        "form": "json",
        "since": NOW - timedelta(days=1),
        "until": NOW,
    }


def test_operators_export_is_noted_for_all_or_nobody(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    made = SharedAccess(at=NOW, by="operator", form="csv", since=None, until=NOW)
    with pytest.raises(BadDatabase):
        note_export(practice.url, practice.db.store.index, [client, "nobody"], made)
    assert not practice.rows(ACCESS)
    note_export(practice.url, practice.db.store.index, [client], made)
    row = practice.row(ACCESS)
    assert (row.client_id, row.by, row.therapist_id, row.at, row.until) == (
        client,
        "operator",
        None,
        NOW,
        NOW,
    )


def test_own_copy_is_no_access_of_anybody_else(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    for whose in ((), (client,)):
        asked = order(*whose, form="copy")
        (sent,) = practice.take(CLIENT_USER, replies=(said("", kind="file", file=asked),))
        assert sent.reply.file == asked
    assert not practice.rows(ACCESS)


@pytest.mark.parametrize("form", ["csv", "copy"])
def test_nobody_has_a_file_made_of_somebody_elses_client(practice: Practice, form: str) -> None:
    practice.therapist(OTHER_THERAPIST, "Dr. Other")
    practice.client(OTHER_CLIENT, OTHER_THERAPIST)
    client = str(practice.load(CLIENT_USER).id)
    for user in (OTHER_THERAPIST, OTHER_CLIENT):
        with pytest.raises(kept.NotYours):
            practice.take(user, replies=(said("", kind="file", file=order(client, form=form)),))
    assert not practice.rows(ACCESS)
    assert not practice.rows(OUTBOX)


def test_clients_have_no_logs_made_and_therapists_no_copies(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    for user, asked in (
        (CLIENT_USER, order(client)),
        (THERAPIST_USER, order(client, form="copy")),
        (THERAPIST_USER, order(form="copy")),
    ):
        with pytest.raises(kept.NotYours):
            practice.take(user, replies=(said("", kind="file", file=asked),))


def test_no_file_goes_to_anybody_but_the_asker(practice: Practice) -> None:
    asked = said("", kind="file", file=order(form="copy"), to=THERAPIST)
    with pytest.raises(kept.NotYours):
        practice.take(CLIENT_USER, replies=(asked,))
