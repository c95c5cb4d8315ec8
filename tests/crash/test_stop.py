"""The ends a coach is meant to have: told to stop it finishes what it began, and two never share a database."""

import signal

from tests.crash.house import House
from tests.crash.ledger import ledger_of
from tests.crash.people import client_of, therapist_in

NAMES = ("Wren", "Robin", "Lark")
NOTES = 10  # few enough that Telegram asks nobody to wait longer than a stop may take


async def test_told_to_stop_it_finishes_exits_0_and_loses_nothing(house: House) -> None:
    await house.start()
    therapist = await therapist_in(house)
    clients = [await client_of(therapist, name) for name in NAMES]
    before = {client.name: len(house.telegram.chat(client.user).messages) for client in clients}
    for number in range(NOTES):
        for client in clients:
            client.say(f"/mistake note {number}")
    assert await house.end(signal.SIGTERM) == 0
    with_rest = ledger_of(house)
    assert set(with_rest.updates.values()) == {"done"}
    assert not [row for row in with_rest.messages if row.state in ("due", "claimed")]

    await house.start()
    await house.quiet()
    assert await house.end(signal.SIGTERM) == 0
    ledger = ledger_of(house)
    assert ledger.unhandled(house.telegram.updates.next_id) == {}
    for client in clients:
        assert ledger.words(client.name, "what") == [f"note {number}" for number in range(NOTES)]
        new = house.telegram.chat(client.user).messages[before[client.name] :]
        asked = [each for each in new if each.from_bot and "How big" in each.text]
        assert len(asked) == NOTES
    assert ledger.broken == []
    assert "Traceback" not in house.log


async def test_second_coach_on_the_same_database_stops_with_one_line(house: House) -> None:
    await house.start()
    code, out, err = await house.command("run")
    assert (code, out) == (1, "")
    assert err.startswith("coach: ")
    assert err.count("\n") == 1
    assert await house.end(signal.SIGTERM) == 0
