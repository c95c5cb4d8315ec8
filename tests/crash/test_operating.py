"""The operator's commands on a coach that runs, and on one that does not: each ends with its code and in plain lines."""

import signal

from tests.crash.house import House
from tests.crash.people import client_of, therapist_in


async def test_operator_looks_backs_up_restores_and_changes_the_key(house: House) -> None:
    await house.start()
    client = await client_of(await therapist_in(house), "Wren")
    await house.quiet()
    await beside_a_running_coach(house)
    client.say("/mistake after the backup")
    await client.sees("How big")
    assert await house.end(signal.SIGTERM) == 0
    await without_one(house)
    await house.start()
    newest = client.newest
    client.say("/mistake after the restore")
    await client.sees("How big", after=newest)
    assert (await house.command("doctor"))[0] == 0
    assert await house.end(signal.SIGTERM) == 0
    assert "Traceback" not in house.log


async def beside_a_running_coach(house: House) -> None:
    code, out, _ = await house.command("doctor")
    assert (code, [line for line in out.splitlines() if line.startswith("broken")]) == (0, [])
    assert "everybody's rows (2)" in out
    code, out, _ = await house.command("backup", "kept")
    assert (code, "The key is not in it" in out) == (0, True)
    for refused in (("restore", "kept", "--replace"), ("keys", "rotate")):
        assert_one_line(await house.command(*refused), "another coach is running")
    assert_one_line(await house.command("backup", "kept"), "already")


async def without_one(house: House) -> None:
    assert_one_line(await house.command("restore", "kept"), "--replace")
    code, out, _ = await house.command("restore", "kept", "--replace")
    assert (code, "Restored as of" in out) == (0, True)
    code, out, _ = await house.command("keys", "rotate")
    assert (code, "(2 people)" in out) == (0, True)
    assert_one_line(await house.command("restore", "kept", "--replace"), "no key of the key file")
    code, out, _ = await house.command("doctor")
    assert (code, "no coach is running" in out) == (0, True)


def assert_one_line(ended: tuple[int, str, str], words: str) -> None:
    """It failed with one line on standard error that says this."""
    code, out, err = ended
    complaints = [line for line in err.splitlines() if line.startswith("coach: ")]
    assert (code, out, len(complaints)) == (1, "", 1)
    assert words in complaints[0]
