"""The whole loop once, over HTTP: invited on the command line, homework given, done, and taken out as files."""

import csv
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.crash.house import TOKEN, House, house_in
from tests.crash.people import VALE, Someone, client_of, give_homework, therapist_in

NAME = "Wrenna"
SUMMARY = """Session Summary: we looked at the week.
Homework assigned:
1. Write down three things to learn from each mistake made
2. Practice self-compassion when facing challenges"""
MISTAKE = "left the lamp burning, qanary one"
LESSON = "look back once at the door, qanary two"
HARD = "a long qanary meeting"
FRIEND = "nobody noticed, qanary three"
MYSELF = "Wrenna, nobody noticed, qanary four"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house on this machine, with nobody in it yet."""
    async with house_in(tmp_path) as opened:
        yield opened


async def test_loop_from_invitation_to_files(house: House) -> None:
    await house.start()
    therapist = await therapist_in(house)
    client = await client_of(therapist, NAME)
    await give_homework(therapist, client, SUMMARY, pieces=2)
    await _note_a_mistake(client)
    await _kind_line(client)
    await _exported_in_the_chat(therapist)
    await _exported_as_csv(house)
    await _exported_as_json(house)
    assert await house.end(signal.SIGTERM) == 0
    _log_is_clean(house.log)


async def _note_a_mistake(client: Someone) -> None:
    newest = client.newest
    client.say("I made a mistake")
    await client.sees("What happened?", after=newest)
    client.say(MISTAKE)
    await client.sees("How big does it feel", after=newest)
    await client.tap("Big", after=newest)
    await client.sees("in a month", after=newest)
    await client.tap("Small", after=newest)
    await client.sees("Nothing yet", after=newest)
    client.say(LESSON)
    await client.tap("That's enough", after=newest)
    await client.sees(f"leaves me with: {LESSON}", after=newest)


async def _kind_line(client: Someone) -> None:
    newest = client.newest
    await client.tap("A kind line to myself")
    client.say(HARD)
    await client.sees("friend", after=newest)
    client.say(FRIEND)
    await client.sees("your own name", after=newest)
    client.say(MYSELF)
    await client.sees(f"to myself: {MYSELF}", after=newest)


async def _exported_in_the_chat(therapist: Someone) -> None:
    newest = therapist.newest
    therapist.say("/export")
    for label in ("Everything", "JSON", "No"):
        await therapist.tap(label, after=newest)
    sent = await therapist.telegram.until(lambda: _file(therapist, newest) is not None)
    assert sent
    file = _file(therapist, newest)
    assert file
    name, content = file
    assert name.endswith(".json")
    assert _given(json.loads(content)["answers_long"]) == _expected()


async def _exported_as_csv(house: House) -> None:
    code, out, err = await house.command("export", "--client", "all", "--format", "csv", "--out", "csv")
    assert (code, _complaints(err)) == (0, [])
    paths = {Path(line).name: house.folder / line for line in out.split()}
    with paths["answers_long.csv"].open(encoding="utf-8-sig", newline="") as stream:
        assert _given(list(csv.DictReader(stream))) == _expected()
    assert {"occurrences.csv", "codebook.csv", "manifest.json"} < set(paths)


async def _exported_as_json(house: House) -> None:
    answers = house.folder / "csv" / "answers_long.csv"
    client = answers.read_text(encoding="utf-8-sig").splitlines()[1].split(",")[1]
    code, out, err = await house.command("export", "--client", client, "--format", "json", "--out", "json")
    assert (code, _complaints(err)) == (0, [])
    assert _given(json.loads((house.folder / out.strip()).read_text())["answers_long"]) == _expected()


def _file(someone: Someone, after: int) -> tuple[str, bytes] | None:
    """The file that came last, by name and content."""
    messages = someone.telegram.chat(someone.user).messages
    media = next((each.media for each in reversed(messages) if each.id > after and each.media), None)
    return (str(media.file_name), media.file.content) if media and media.file else None


def _given(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["exercise_id"], row["step_id"], row["value_text"]) for row in rows]


def _expected() -> list[tuple[str, str, str]]:
    return [
        ("mistake-note", "what", MISTAKE),
        ("mistake-note", "size_now", "Big"),
        ("mistake-note", "size_month", "Small"),
        ("mistake-note", "lesson", LESSON),
        ("kind-line", "hard", HARD),
        ("kind-line", "friend", FRIEND),
        ("kind-line", "self", MYSELF),
    ]


def _complaints(errors: str) -> list[str]:
    return [line for line in errors.splitlines() if " INFO " not in line]


def _log_is_clean(log: str) -> None:
    """No token, nobody's words, no names, no traceback."""
    lines = log.splitlines()
    assert any("the coach is running" in line for line in lines)
    for secret in (TOKEN, TOKEN.partition(":")[2], "qanary", NAME, VALE, "Traceback"):
        assert not [line for line in lines if secret in line]
