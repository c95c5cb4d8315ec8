"""A client reads who did what with what is theirs, in plain words and with no more than the role of who it was."""

import pytest

from bot.core.inputs import Commanded
from bot.core.person import Seen
from tests.core.people import NOW, client, first, labels, said_to, tap, turn_of


def seen(by: str, event: str, name: str = "", detail: str = "") -> Seen:
    return Seen(at=NOW, by=by, name=name, event=event, detail=detail)


def lines(*deeds: Seen) -> list[str]:
    turn = turn_of(client(seen=deeds), tap("mine:seen", stands=True))
    return first(turn).text.text.split("\n")


def test_privacy_leads_there() -> None:
    assert "Who looked" in labels(turn_of(client(), Commanded(name="privacy")))
    assert said_to(turn_of(client(), tap("mine:seen", stands=True))) == ["Nobody has looked yet."]


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (seen("therapist", "file", "Vale", "csv"), "Vale took a file."),
        (seen("therapist", "read", "", "answers"), "A therapist looked at what you share."),
        (seen("therapist", "refused"), "A therapist asked for something of yours, and was refused."),
        (seen("operator", "file", detail="json"), "Who runs me took a file."),
        (seen("client", "agreed", detail="none"), "You changed what is shared."),
        (seen("operator", "unheard of"), "Something else was noted."),
        (seen("", ""), "Something else was noted."),
    ],
)
def test_each_deed_is_said_in_words(deed: Seen, words: str) -> None:
    head, line = lines(deed)
    assert head == "The latest that was done with what is yours:"
    assert line.endswith(words)
    assert "Nov 17" in line
