"""What must hold after a piece in which the coach was killed."""

from collections import Counter

from sqlalchemy import select

from storage import store
from storage.tables import ASSIGNMENT, OCCURRENCE, PERSON, RECEIPT, RUN
from tests.crash.ledger import Ledger
from tests.torture.cast import Cast, bells_of, files_of, notices_of


def check_all(cast: Cast, ledger: Ledger) -> None:
    """What holds after every piece: nothing lost, nothing twice, everything in order."""
    house = cast.house
    assert ledger.unhandled(house.telegram.updates.next_id) == {}
    assert ledger.given_twice("what", "size_now", "size_month") == []
    assert ledger.broken == []
    assert len(house.telegram.prompts) == len(set(house.telegram.prompts)), "a nudge came twice"
    nudged = Counter(
        row.occurrence_id for row in ledger.messages if row.occurrence_id and row.state == "sent"
    )
    assert [nudge for nudge, number in nudged.items() if number > 1] == []
    in_flight = [row.seq for row in ledger.messages if row.state in ("due", "claimed")]
    assert in_flight == [], "messages never left"
    _check_copies(cast)
    assert "Traceback" not in house.log, house.log


def _check_copies(cast: Cast) -> None:
    """A reply whose sending was cut short may be there a second time, and never a third."""
    for chat in cast.house.telegram.chats.values():
        new = [each for each in chat.messages if each.id > cast.since.get(chat.id, 0) and each.from_bot]
        asked = [(each.text, str(each.keyboard)) for each in new if each.keyboard and not each.edited]
        assert len(asked) - len(set(asked)) <= 1, f"copies in the chat of {chat.account.name}"


def answers(cast: Cast, ledger: Ledger) -> None:
    """Every answer is there once, in the order in which they were given."""
    for name, typed in cast.typed.items():
        assert ledger.words(name, "what", "like") == typed


def outcome(wanted: str, cast: Cast, ledger: Ledger) -> None:
    """The nudge has come to this end."""
    answers(cast, ledger)
    (nudge,) = (row for row in ledger.nudges if row.slot >= 100)
    assert nudge.outcome == wanted
    assert nudge.send_state in ("sent", "unknown")


def run_of(exercise: str, cast: Cast, _ledger: Ledger) -> None:
    """The exercise was begun once."""
    with cast.house.database() as database, database.reading() as conn:
        rows = conn.execute(select(RUN).where(RUN.c.exercise == exercise)).all()
        cards = {card.id for card in store.clients(database.store, conn, None)}
    assert len(rows) == 1
    assert {row.client_id for row in rows} <= cards


def bell(cast: Cast, ledger: Ledger) -> None:
    """The bell rang once; where it did not, the coach knows that it may have been lost. The box is over."""
    rung = bells_of(cast)
    unknown = [row for row in ledger.messages if row.kind == "nudge" and row.state == "unknown"]
    assert len(rung) <= 1, "the bell rang twice"
    assert len(rung) + len(unknown) >= 1, "the bell was lost, and nobody knows"
    run_of("box", cast, ledger)
    with cast.house.database() as database, database.reading() as conn:
        (run,) = conn.execute(select(RUN).where(RUN.c.exercise == "box")).all()
    assert run.outcome == "done"


def erased(cast: Cast, ledger: Ledger) -> None:
    """Nothing is left of Wren but the receipt, and no trace in the file."""
    assert set(ledger.answers) <= {"Robin"}
    with cast.house.database() as database, database.reading() as conn:
        assert [card.nickname for card in store.clients(database.store, conn, None)] == ["Robin"]
        receipts = conn.execute(select(RECEIPT)).all()
        left = [
            table.name
            for table in (RUN, OCCURRENCE, ASSIGNMENT)
            if conn.execute(select(table.c.client_id).except_(select(PERSON.c.id))).all()
        ]
    assert [row.clean for row in receipts] == [True]
    assert left == []


def one_file(cast: Cast, ledger: Ledger) -> None:
    """One file, or a line that says it may not have come."""
    files, notices = len(files_of(cast)), len(notices_of(cast))
    assert files <= 1, "the file was sent twice"
    assert files + notices >= 1, "the file was lost, and nobody was told"
    orders = [row for row in ledger.messages if row.kind == "file"]
    assert len(orders) == 1


def assigned(cast: Cast, _ledger: Ledger) -> None:
    """Robin was given one thing."""
    with cast.house.database() as database, database.reading() as conn:
        (robin,) = (card for card in store.clients(database.store, conn, None) if card.nickname == "Robin")
        open_ones = select(ASSIGNMENT).where(ASSIGNMENT.c.client_id == robin.id, ASSIGNMENT.c.own.is_(False))
        assert len(conn.execute(open_ones).all()) == 1


def joined(cast: Cast, _ledger: Ledger) -> None:
    """There is one client more."""
    with cast.house.database() as database, database.reading() as conn:
        names = sorted(card.nickname for card in store.clients(database.store, conn, None))
    assert names == ["Lark", "Robin", "Wren"]
