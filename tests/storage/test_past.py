"""Homework that is over, as its client reads it: what was given, in whose words, until when."""

from datetime import timedelta

from bot.core.changes import Assigned, TakenUp
from bot.core.lookup import Lookup
from bot.core.person import Assignment, Past
from bot.core.plan import OnDemand
from tests.storage.practice import CLIENT_USER, DAILY, NOW, THERAPIST_USER, Practice, named

A_DAY = timedelta(days=1)


def give(practice: Practice, *exercises: str, days: int = 0) -> None:
    """Homework in place of what was there."""
    client = str(practice.load(CLIENT_USER).id)
    pieces = tuple(
        Assignment(id=named(f"{each} {days}"), exercise=each, plan=DAILY, words=f"do {each}")
        for each in exercises
    )
    practice.take(THERAPIST_USER, Assigned(client=client, assignments=pieces), now=NOW + days * A_DAY)


def past(practice: Practice, user: int = CLIENT_USER) -> tuple[Past, ...]:
    """What is loaded beside somebody who asks for it."""
    return practice.load(user, Lookup(past=True)).past


def test_what_has_ended_is_read_back_the_last_first(practice: Practice) -> None:
    give(practice, "mood")
    give(practice, "kind-line", days=7)
    give(practice, "box", days=14)
    assert [(each.exercise, each.words, each.ended_at) for each in past(practice)] == [
        ("kind-line", "do kind-line", NOW + 14 * A_DAY),
        ("mood", "do mood", NOW + 7 * A_DAY),
    ]


def test_what_the_client_took_up_alone_is_not_in_it(practice: Practice) -> None:
    for n in range(2):
        own = Assignment(id=named(f"own {n}"), exercise="noticing", plan=OnDemand(), own=True)
        practice.take(CLIENT_USER, TakenUp(assignment=own), now=NOW + n * A_DAY)
    assert past(practice) == ()


def test_nobody_elses_is_in_it_and_it_is_loaded_only_where_it_is_asked_for(practice: Practice) -> None:
    practice.client(user=7005)
    give(practice, "mood")
    give(practice, "box", days=7)
    assert past(practice, 7005) == ()
    assert practice.load(CLIENT_USER).past == ()
