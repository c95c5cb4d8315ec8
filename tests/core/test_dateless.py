"""Without a session the therapist is asked for one every fortnight, and the client hears nothing of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.changes import TimerSet
from bot.core.inputs import TimerOver
from tests.core.people import NOW, client, given_to, said_to, settled, turn_of

OVER = TimerOver(timer="dateless", subject="")
HOMEWORK = (given_to("kind-line", "be kind", (0, 2)),)
AGAIN = TimerSet(timer="dateless", subject="", at=NOW + timedelta(days=14))


def test_the_therapist_is_asked_without_a_sound_and_again_a_fortnight_later() -> None:
    turn = turn_of(client(assignments=HOMEWORK), OVER)
    assert said_to(turn) == []
    assert said_to(turn, "therapist") == ["A.R. has homework, and no session is set. When do you meet next?"]
    assert [each.do for reply in turn.replies for row in reply.rows for each in row] == [
        f"meet:{client().id}"
    ]
    assert all(each.silent for each in turn.replies)
    assert turn.changes == (AGAIN,)


@pytest.mark.parametrize(
    "changed",
    [
        {"next_appointment": NOW + timedelta(days=3)},
        {"assignments": ()},
        {"assignments": (replace(HOMEWORK[0], own=True),)},
        {"therapist_left": True},
        {"profile": replace(settled(), erasing_at=NOW + timedelta(hours=3))},
    ],
)
def test_nobody_is_asked_where_there_is_no_need_and_it_is_looked_at_again(changed: dict[str, Any]) -> None:
    turn = turn_of(replace(client(assignments=HOMEWORK), **changed), OVER)
    assert (turn.replies, turn.changes) == ((), (AGAIN,))
