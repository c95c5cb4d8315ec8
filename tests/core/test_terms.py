"""What of a client's answers is open by when: as it was agreed, by the sessions that were arranged."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.record import Arrangement, SharedConsent, SharedRecord, SharedRecording
from bot.core.terms import Terms, as_agreed, terms_of
from tests.export.weeks import making, piece, record

JOINED = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""A Monday."""
FIRST = datetime(2026, 11, 6, 14, tzinfo=UTC)
"""The Friday after, three in the afternoon in Berlin."""
WEEKLY = Arrangement(
    version=1,
    made_at=JOINED,
    ended_at=None,
    next_at=FIRST,
    first=date(2026, 11, 6),
    hour="15:00",
    zone="Europe/Berlin",
    every_days=7,
)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def agreed(sharing: str, at: datetime = JOINED) -> SharedConsent:
    """What was chosen then."""
    return SharedConsent(at=at, version="1", choices={"sharing": sharing, "tell_therapist": True})


def terms(now: datetime, *sharing: SharedConsent, sessions: tuple[Arrangement, ...] = (WEEKLY,)) -> Terms:
    """The terms by then; before a session alone where nothing else is said."""
    return terms_of(sharing or (agreed("before_session"),), sessions, now)


# --- by the sessions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours_before", "closed"), [(25, True), (24, False), (1, False), (0, False)], ids=str
)
def test_it_opens_a_day_before_the_session(hours_before: int, closed: bool) -> None:
    now = FIRST - hours_before * AN_HOUR
    assert terms(now).is_closed(now - AN_HOUR) is closed


def test_after_the_session_what_was_open_stays_and_what_comes_waits() -> None:
    then = terms(FIRST + 2 * A_DAY)
    assert not then.is_closed(FIRST - AN_HOUR)
    assert then.is_closed(FIRST + AN_HOUR)
    assert then.closed_since(None, FIRST + 2 * A_DAY) == FIRST


def test_while_it_is_open_nothing_of_any_range_is_left_out() -> None:
    now = FIRST - AN_HOUR
    assert terms(now).closed_since(None, now + timedelta(seconds=1)) is None


def test_without_a_session_it_stays_closed() -> None:
    now = FIRST + 30 * A_DAY
    assert terms(now, sessions=()).closed_since(None, now) == JOINED


def test_a_session_in_a_zone_that_is_not_known_here_opens_nothing() -> None:
    nowhere = replace(WEEKLY, zone="Mars/Base")
    assert terms(FIRST - AN_HOUR, sessions=(nowhere,)).is_closed(JOINED)


def test_a_session_that_was_moved_away_had_opened_what_it_had_opened() -> None:
    """Moved on the morning of that day: until then the evening before could be read, and still can."""
    moved = FIRST - 6 * AN_HOUR
    old = replace(WEEKLY, ended_at=moved)
    new = replace(WEEKLY, version=2, made_at=moved, first=date(2026, 11, 20))
    then = terms(FIRST + A_DAY, sessions=(old, new))
    assert not then.is_closed(moved - AN_HOUR)
    assert then.is_closed(moved + AN_HOUR)


def test_a_session_called_off_long_before_opens_nothing() -> None:
    gone = replace(WEEKLY, ended_at=FIRST - 2 * A_DAY)
    assert terms(FIRST + A_DAY, sessions=(gone,)).is_closed(JOINED + AN_HOUR)


def test_an_arrangement_made_after_the_session_would_have_been_opens_nothing() -> None:
    late = replace(WEEKLY, made_at=FIRST + AN_HOUR)
    assert terms(FIRST + A_DAY, sessions=(late,)).is_closed(JOINED + AN_HOUR)


# --- by what was agreed -----------------------------------------------------------------------------


def test_what_was_given_while_all_was_shared_stays_readable() -> None:
    change = JOINED + A_DAY
    then = terms(change + A_DAY, agreed("all"), agreed("before_session", change))
    assert not then.is_closed(change - AN_HOUR)
    assert then.is_closed(change + AN_HOUR)


def test_sharing_all_again_opens_everything() -> None:
    change = JOINED + A_DAY
    assert terms(change + A_DAY, agreed("before_session"), agreed("all", change)).closed == ()


def test_who_stops_sharing_opens_nothing_more_by_it_not_even_at_the_next_session() -> None:
    change = JOINED + A_DAY
    for now in (change + AN_HOUR, FIRST - AN_HOUR, FIRST + A_DAY):
        then = terms(now, agreed("before_session"), agreed("none", change))
        assert then.is_closed(JOINED + AN_HOUR)
        assert not then.is_closed(change + AN_HOUR), "what is kept private since is left out as private"


def test_who_agreed_to_everything_has_nothing_closed() -> None:
    for sharing in ("all", "none", ""):
        assert terms(FIRST + A_DAY, agreed(sharing)).closed == ()
    assert terms_of((), (WEEKLY,), FIRST).closed == ()


# --- of a record ------------------------------------------------------------------------------------


def week() -> SharedRecord:
    """Something on each side of a session, and one doing that lasted over it."""
    make = making()
    before = make.run("note", FIRST - A_DAY, ("note", "before"))
    over = make.run(
        "kind-line", FIRST - timedelta(minutes=1), ("hard", "until then"), ("friend", "from then on")
    )
    after = make.run("mood", FIRST + A_DAY, ("mood", 4))
    nudges = tuple(make.nudge("mood", FIRST + n * A_DAY, "done") for n in (-1, 1, 5))
    media = {run.answers[0].id: SharedRecording(state="kept") for run in (before, after)}
    mine = replace(piece("mood"), own=True, given_at=FIRST + A_DAY)
    return record(
        runs=(before, over, after),
        occurrences=nudges,
        recordings=media,
        homework=(piece("mood", name="x"), mine),
    )


def test_a_record_holds_what_is_open_and_says_since_when_the_rest_waits() -> None:
    now = FIRST + 3 * A_DAY
    found = as_agreed(week(), terms(now), None, now)
    assert [[answer.text for answer in run.answers] for run in found.runs] == [["before"], ["until then"]]
    assert [each.planned_at for each in found.occurrences] == [FIRST - A_DAY, FIRST + 5 * A_DAY]
    assert list(found.recordings) == [found.runs[0].answers[0].id]
    assert [each.own for each in found.homework] == [False]
    assert found.closed_since == FIRST


def test_words_that_were_changed_since_wait_as_well() -> None:
    theirs = week()
    run = theirs.runs[0]
    changed = run._replace(answers=(run.answers[0]._replace(revised_at=FIRST + AN_HOUR),))
    found = as_agreed(replace(theirs, runs=(changed,)), terms(FIRST + A_DAY), None, FIRST + A_DAY)
    assert [each.answers for each in found.runs] == [()]


def test_an_open_record_is_the_very_record() -> None:
    theirs = week()
    assert as_agreed(theirs, terms(FIRST + A_DAY, agreed("all")), None, FIRST + A_DAY) is theirs
