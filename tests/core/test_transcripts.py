"""Every transcript plays as it is written; and there is one for every exercise."""

import tomllib
from pathlib import Path

import pytest

from bot.content.catalogue import gathered
from bot.content.words import english
from tests.core import people
from tests.core.listening import listened_to
from tests.core.record import recorded
from tests.core.screen import NotThere
from tests.core.transcript import INPUTS, begin

FOLDER = Path(__file__).parent.parent / "transcripts"
FILES = sorted(FOLDER.glob("*.toml"))
IN_CATALOGUE = set(english(gathered()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_transcript_plays_as_written(file: Path) -> None:
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    replay, asked = begin(document), set[str]()
    replay.library = listened_to(replay.library, asked)
    for number, turn in enumerate(document["turn"], 1):
        expected = {name: value for name, value in turn.items() if name not in INPUTS}
        assert replay.play(turn) == expected, f"{file.stem}, turn {number}"
    assert asked <= IN_CATALOGUE, "a sentence that no translator gets to see"


def test_every_exercise_has_a_transcript() -> None:
    written = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES]
    # A second half comes by itself, and stands in the transcript of the first.
    covered = {each.get("exercise") for each in written}
    covered |= {turn["due"] for each in written for turn in each["turn"] if isinstance(turn.get("due"), str)}
    assert {each.id for each in people.library().exercises.values()} <= covered


def test_every_transcript_says_first_what_it_shows() -> None:
    assert [file.stem for file in FILES if not file.read_text(encoding="utf-8").startswith("# ")] == []


def test_transcript_refuses_a_tap_on_a_button_that_is_not_there() -> None:
    replay = begin({})
    with pytest.raises(NotThere, match="no button 'Big'"):
        replay.play({"tap": "Big"})


def test_transcript_refuses_to_pass_over_a_timer() -> None:
    replay = begin({})
    replay.play({"command": "/mistake"})
    with pytest.raises(AssertionError, match="idle"):
        replay.play({"say": "late", "after": "3 h"})


def test_transcript_takes_one_thing_at_a_time() -> None:
    with pytest.raises(AssertionError, match="one thing at a time"):
        begin({}).play({"say": "a", "command": "/today"})


def test_recording_keeps_comments_and_inputs_and_writes_what_came() -> None:
    text = '# About.\n\n# A comment.\n[[turn]]\nsay = "hi"\nbot = ["wrong"]\n\n# Another.\n[[turn]]\ntap = "No"\n'
    lines = recorded(text).splitlines()
    assert [line for line in lines if line.startswith("#")] == ["# About.", "# A comment.", "# Another."]
    assert lines[lines.index("# A comment.") + 1 :][:3] == [
        "[[turn]]",
        'say = "hi"',
        'bot = ["Shall I keep that?"]',
    ]
