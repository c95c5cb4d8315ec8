"""Updates are kept once, in order, and one that cannot be taken does not hold up the others."""

from storage import store as kept
from storage.store_inbox import ATTEMPTS
from storage.tables import INBOX
from tests.storage.practice import NOW, Practice


def keep(practice: Practice, *updates: tuple[int, bytes]) -> list[int]:
    with practice.db.writing() as conn:
        return kept.keep_updates(practice.db.store, conn, updates, NOW)


def waiting(practice: Practice) -> list[tuple[int, bytes]]:
    with practice.db.writing() as conn:
        return kept.waiting_updates(practice.db.store, conn)


def test_updates_wait_in_the_order_they_came(empty: Practice) -> None:
    assert keep(empty, (7, b"first"), (3, b"second")) == [7, 3]
    assert keep(empty, (9_000_000_000, b"third")) == [9_000_000_000]
    assert waiting(empty) == [(7, b"first"), (3, b"second"), (9_000_000_000, b"third")]


def test_update_that_comes_again_is_not_new(empty: Practice) -> None:
    keep(empty, (7, b"first"))
    assert keep(empty, (7, b"changed"), (8, b"new"), (8, b"again")) == [8]
    assert waiting(empty) == [(7, b"first"), (8, b"new")]


def test_update_that_was_taken_is_not_new_either(empty: Practice) -> None:
    keep(empty, (7, b"first"))
    empty.take(5, update_id=7)
    assert keep(empty, (7, b"first")) == []
    assert waiting(empty) == []


def test_nothing_to_keep_is_nothing_new(empty: Practice) -> None:
    assert keep(empty) == []


def test_update_that_keeps_failing_is_parked_and_the_next_one_waits_on(empty: Practice) -> None:
    keep(empty, (7, b"poison"), (8, b"fine"))
    for attempt in range(1, ATTEMPTS + 1):
        assert (7, b"poison") in waiting(empty)
        with empty.db.writing() as conn:
            assert kept.count_attempt(conn, 7, "ValueError") == attempt
    assert waiting(empty) == [(8, b"fine")]
    row = empty.rows(INBOX)[0]
    assert (row.state, row.attempts, row.error_class) == ("dead", ATTEMPTS, "ValueError")


def test_parked_update_is_not_offered_again(empty: Practice) -> None:
    keep(empty, (7, b"poison"))
    with empty.db.writing() as conn:
        kept.park_update(conn, 7, "BadUpdate")
    assert waiting(empty) == []
    assert keep(empty, (7, b"poison")) == []
