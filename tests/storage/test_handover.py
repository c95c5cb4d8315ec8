"""A therapist who leaves can do nothing from that moment on, and nobody goes on with a client who has not agreed."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.content.library import load_library
from bot.core.changes import Assigned, HandedOver, HandoverDeclined
from bot.core.library import Practice as Defaults
from bot.core.lookup import Lookup
from bot.core.person import Role
from bot.core.turn import THERAPIST, FileOrder
from bot.files import build_file
from storage import store as kept
from storage.store_handover import JOINED, LEFT, OFFER
from storage.tables import INVITE, OUTBOX, PERSON, TIMER
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, said

OTHER_THERAPIST, OTHER_CLIENT = 8001, 8002


def ended(practice: Practice) -> str:
    therapist = str(practice.load(THERAPIST_USER).id)
    with practice.db.writing() as conn:
        kept.end_therapist(practice.db.store, conn, therapist, NOW)
    return therapist


def offered(practice: Practice) -> tuple[str, str]:
    """The client, and the other therapist they are offered to."""
    other, client = practice.therapist(OTHER_THERAPIST, "Dr. Other"), str(practice.load(CLIENT_USER).id)
    with practice.db.writing() as conn:
        kept.offer(practice.db.store, conn, [client], other, NOW)
    return client, other


def told(practice: Practice, timer: str) -> list[str]:
    with practice.db.reading() as conn:
        due = kept.due_timers(conn, NOW, 50)
    return [person for person, given in due if given.timer == timer]


def test_therapist_who_left_is_a_stranger_at_once(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.invited(code="c_open")
    ended(practice)
    gone = practice.load(THERAPIST_USER)
    assert (gone.id, gone.role, gone.clients) == (None, Role.STRANGER, ())
    with pytest.raises(kept.NotYours):
        practice.take(THERAPIST_USER, Assigned(client=client, assignments=()))
    assert all(row.used_at or row.ended_at for row in practice.rows(INVITE))


def test_therapist_who_left_is_not_even_reached_by_id(practice: Practice) -> None:
    therapist = ended(practice)
    with practice.db.writing() as conn:
        found = kept.load(practice.db.store, conn, kept.Address(person=therapist), Lookup(), NOW)
    assert found.id is None


def test_nothing_is_sent_to_a_therapist_who_left(practice: Practice) -> None:
    practice.take(THERAPIST_USER, replies=(said("on its way"),))
    therapist = ended(practice)
    assert [row.state for row in practice.rows(OUTBOX)] == ["failed"]
    assert practice.take(CLIENT_USER, replies=(said("a word to them", to=THERAPIST),)) == []
    with pytest.raises(kept.NotYours):
        practice.take(CLIENT_USER, replies=(said("a word to them", to=therapist),))


def test_clients_stay_and_are_told(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    ended(practice)
    person = practice.load(CLIENT_USER)
    assert (person.therapist_left, person.therapist_name) == (True, "Dr. Adler")
    assert told(practice, LEFT) == [client]


def test_file_ordered_before_leaving_is_not_made_after(practice: Practice, tmp_path: Path) -> None:
    client, therapist = str(practice.load(CLIENT_USER).id), str(practice.load(THERAPIST_USER).id)
    order = FileOrder(clients=(client,), format="json", since=None, until=NOW + timedelta(days=1))
    library = load_library(Defaults())
    assert build_file(practice.db, library, order, NOW, asker=therapist, data=tmp_path)
    ended(practice)
    with pytest.raises(kept.NotYours):
        build_file(practice.db, library, order, NOW, asker=therapist, data=tmp_path)


def test_account_of_one_who_left_can_be_invited_anew(practice: Practice) -> None:
    before = ended(practice)
    again = practice.therapist(name="Dr. Adler")
    assert again != before
    assert practice.load(THERAPIST_USER).clients == ()


def test_nothing_changes_hands_before_the_client_agrees(practice: Practice) -> None:
    client, other = offered(practice)
    assert told(practice, OFFER) == [client]
    assert practice.load(OTHER_THERAPIST).clients == ()
    assert [card.id for card in practice.load(THERAPIST_USER).clients] == [client]
    with pytest.raises(kept.NotYours):
        practice.take(OTHER_THERAPIST, Assigned(client=client, assignments=()))
    standing = practice.load(CLIENT_USER).offered
    assert standing is not None
    assert (standing.id, standing.name) == (other, "Dr. Other")


def test_client_who_agrees_is_the_other_therapists_alone(practice: Practice) -> None:
    client, other = offered(practice)
    practice.take(CLIENT_USER, HandedOver(to=other))
    assert practice.load(THERAPIST_USER).clients == ()
    (card,) = practice.load(OTHER_THERAPIST).clients
    assert (card.id, card.nickname) == (client, "Nightingale")
    person = practice.load(CLIENT_USER)
    assert (person.therapist_name, person.offered) == ("Dr. Other", None)
    assert told(practice, JOINED) == [other]


def test_client_who_declines_stays(practice: Practice) -> None:
    client, other = offered(practice)
    practice.take(CLIENT_USER, HandoverDeclined(to=other))
    assert [card.id for card in practice.load(THERAPIST_USER).clients] == [client]
    assert practice.load(CLIENT_USER).offered is None
    assert told(practice, JOINED) == []


@pytest.mark.parametrize("change", [HandedOver, HandoverDeclined])
def test_nobody_hands_themselves_over_to_whom_nobody_offered(
    practice: Practice, change: type[HandedOver | HandoverDeclined]
) -> None:
    _, other = offered(practice)
    practice.client(OTHER_CLIENT)
    for user, to in ((OTHER_CLIENT, other), (CLIENT_USER, "somebody"), (THERAPIST_USER, other)):
        with pytest.raises(kept.NotYours):
            practice.take(user, change(to=to))


def test_offer_of_one_who_left_is_off(practice: Practice) -> None:
    _, other = offered(practice)
    with practice.db.writing() as conn:
        kept.end_therapist(practice.db.store, conn, other, NOW)
    assert practice.load(CLIENT_USER).offered is None
    with pytest.raises(kept.NotYours):
        practice.take(CLIENT_USER, HandedOver(to=other))


def test_only_therapists_leave_and_only_clients_are_offered(practice: Practice) -> None:
    client, therapist = str(practice.load(CLIENT_USER).id), str(practice.load(THERAPIST_USER).id)
    other = practice.therapist(OTHER_THERAPIST, "Dr. Other")
    keys = practice.db.store
    with practice.db.writing() as conn, pytest.raises(kept.NotYours):
        kept.end_therapist(keys, conn, client, NOW)
    for who, to in ((therapist, other), (client, client), (client, therapist), ("nobody", other)):
        with practice.db.writing() as conn, pytest.raises(kept.NotYours):
            kept.offer(keys, conn, [who], to, NOW)


def test_operator_sees_who_left(practice: Practice) -> None:
    ended(practice)
    with practice.db.reading() as conn:
        (each,) = kept.therapists(practice.db.store, conn)
    assert (each.name, each.clients, each.left) == ("Dr. Adler", 1, NOW)
    assert {row.code for row in practice.rows(PERSON)} >= {each.code}
    assert {row.timer for row in practice.rows(TIMER)} == {LEFT}
