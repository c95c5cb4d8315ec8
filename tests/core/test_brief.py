"""What a brief says of a client's rows: counts by rules, the client's own words, and what is missing said to be missing."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.core.brief.lines import sections
from bot.core.brief.made import made_of
from bot.core.brief.paste import SCHEMES, Scheme, as_markdown, as_text, escaped, pasted
from bot.core.brief.value import Brief
from bot.core.halves import nudge_of
from bot.core.record import SharedRecord
from bot.core.terms import as_agreed, terms_of
from tests.export import weeks
from tests.export.weeks import BEGIN, NOW, a_week, consent, id_of, making, piece, record, speech

HIDDEN = "zebra-crossing"
SESSION = BEGIN + timedelta(days=7, hours=5)
NEXT_MONDAY = replace(weeks.MEETING, first=date(2026, 11, 23))


def brief(of: SharedRecord | None = None, language: str = "en") -> Brief:
    """The brief of a week."""
    return made_of(a_week() if of is None else of, speech(language), BEGIN, NOW, "A.R.")


def told(of: SharedRecord | None = None, key: str = "") -> list[str]:
    """The lines of one section of it."""
    return [line for each in sections(brief(of), speech()) if each.key == key for line in each.lines]


# --- the week ---------------------------------------------------------------------------------------


def test_what_comes_first_is_what_the_client_named() -> None:
    assert [each.text for each in brief().first] == ["The argument on Tuesday, and what I made of it."]
    assert [each.text for each in brief().bring] == ["why kindness feels fake"]


def test_homework_is_counted_by_piece_and_what_was_done_beside_it_apart() -> None:
    kind = next(each for each in brief().pieces if each.exercise == "kind-line")
    assert (kind.offered, kind.done, kind.part, kind.declined, kind.let_go, kind.days) == (4, 1, 1, 1, 1, 2)
    assert (kind.went, kind.ways, kind.helped, kind.wish) == ("Some of it", "It felt awkward", 4, "Change it")
    assert kind.reasons == (("fit", 1),)
    beside = [each.exercise for each in brief().pieces if each.own]
    assert sorted(beside) == [
        "box",
        "if-then",
        "realistic-standards",
        "realistic-standards-evening",
        "values-check-in",
    ]


@pytest.mark.parametrize(("ended", "line"), [(None, "nothing yet"), (NOW, "over, nothing noted")])
def test_homework_that_is_over_is_not_waited_for(ended: datetime | None, line: str) -> None:
    untouched = replace(piece("kind-line"), ended_at=ended)
    assert told(record(homework=(untouched,)), "homework") == [f"A kind line: {line}"]


def test_nothing_of_a_percentage_or_a_mean_is_said() -> None:
    text = as_text(brief(), speech())
    assert "%" not in text
    assert "average" not in text.casefold()


def test_sizes_are_set_side_by_side_from_three_on() -> None:
    assert told(key="sizes")[-1] == "guessed smaller for later: 4 of 4"
    two = replace(a_week(), runs=a_week().runs[:6])
    assert brief(two).sizes is not None
    assert not any("of" in line and "smaller" in line for line in told(two, "sizes"))


def test_an_expectation_stands_beside_what_came() -> None:
    (guess,) = brief().guesses
    assert (guess.expected, guess.came) == (7, 3)


def test_a_side_that_nobody_gave_is_said_to_be_missing() -> None:
    make = making()
    later = make.run("realistic-standards-evening", BEGIN, ("bad", 3))
    assert told(record(runs=(later,)), "guesses") == [
        "Mon, Nov 16, What came of it: expected not said, came 3"
    ]


def test_two_pairs_that_overlap_are_not_mixed_up() -> None:
    make, second = making(), "realistic-standards-evening"
    firsts = [
        make.run("realistic-standards", BEGIN + timedelta(hours=n), ("bad", bad))
        for n, bad in ((0, 9), (1, 2))
    ]
    seconds = [
        make.run(
            second, BEGIN + timedelta(hours=9 + n), ("bad", bad), occurrence_id=nudge_of(firsts[n].id, second)
        )
        for n, bad in ((0, 4), (1, 6))
    ]
    for order in (seconds, seconds[::-1]):
        pairs = [(each.expected, each.came) for each in brief(record(runs=(*firsts, *order))).guesses]
        assert sorted(pairs) == [(2, 6), (9, 4)]


def test_a_first_half_out_of_range_is_not_replaced_by_another() -> None:
    make, second = making(), "realistic-standards-evening"
    gone, other = (
        make.run("realistic-standards", BEGIN + timedelta(hours=n), ("bad", 9 - n)) for n in (0, 1)
    )
    later = make.run(second, BEGIN + timedelta(hours=9), ("bad", 4), occurrence_id=nudge_of(gone.id, second))
    (guess,) = brief(record(runs=(other, later))).guesses
    assert (guess.expected, guess.came) == (None, 4)


def test_a_second_half_begun_without_a_nudge_goes_on_from_the_latest_first() -> None:
    make = making()
    firsts = [make.run("realistic-standards", BEGIN + timedelta(hours=n), ("bad", 9 - n)) for n in (0, 1)]
    later = make.run("realistic-standards-evening", BEGIN + timedelta(hours=9), ("bad", 4))
    assert brief(record(runs=(*firsts, later))).guesses[0].expected == 8


def test_values_are_told_check_in_by_check_in() -> None:
    assert [each.name for each in brief().values] == ["Creativity", "Fairness", "Community"]
    assert "Creativity: Some way" in told(key="values")


def test_labels_are_told_in_the_readers_language() -> None:
    assert brief(language="es").values[0].seen[0][2] != "Some way"
    assert brief().values[0].seen[0][2] == "Some way"


def test_there_are_at_most_five_quotes_each_with_its_row_and_none_twice() -> None:
    quotes = brief().noticed
    assert len(quotes) == 5
    assert len({each.text for each in quotes}) == 5
    rows = {(run.id[:8], answer.step) for run in a_week().runs for answer in run.answers}
    assert all((each.row.split("/")[0], each.step) in rows for each in quotes)


def test_days_and_gaps_are_neutral() -> None:
    kinds = [kind for _, kind in brief().days]
    assert kinds == [
        "something",
        "something",
        "let_go",
        "something",
        "something",
        "something",
        "let_go",
        "nothing",
    ]
    assert told(key="gaps") == ["quiet: Wed, Nov 18; Sun, Nov 22", "on pause: 1 not asked"]


def test_today_is_never_called_quiet() -> None:
    nudge = making().nudge(id_of("mood"), NOW - timedelta(hours=1), "expired")
    assert brief(record(occurrences=(nudge,), homework=(piece("mood"),))).gaps.quiet == ()


def test_the_next_session_is_known_from_what_is_arranged() -> None:
    assert brief().meets == BEGIN + timedelta(days=7, hours=5)
    assert brief(record(sessions=())).meets is None


# --- what is missing, and what is not shared ----------------------------------------------------------


def test_an_empty_week_says_that_it_is_empty() -> None:
    text = as_text(brief(record()), speech())
    assert "Nothing was named." in text
    assert "None was given in this time." in text
    assert "Help card\n- not shown" in text


def test_the_help_card_is_told_as_agreed_alone() -> None:
    at = BEGIN + timedelta(days=2)
    assert told(record(cards=None), "card") == ["not told, as agreed"]
    assert told(record(cards=(at,)), "card") == ["shown 1: Wed, Nov 18"]


def test_what_is_private_is_a_number_and_nothing_else() -> None:
    assert "2 kept private" in as_text(brief(record(kept_private=2)), speech())


def test_who_shares_nothing_is_told_to_share_nothing() -> None:
    said = as_text(brief(record(consents=(consent("none"),))), speech())
    assert "New answers are kept to the client, as agreed." in said


def agreed(of: SharedRecord, now: datetime) -> SharedRecord:
    """What of a record is open at that moment."""
    return as_agreed(of, terms_of(of.consents, of.sessions, now), BEGIN, now)


@pytest.mark.parametrize(("hours", "hidden"), [(23, False), (25, True)])
def test_answers_shared_before_a_session_open_a_day_before_it(hours: int, hidden: bool) -> None:
    now = SESSION - timedelta(hours=hours)
    theirs = replace(weeks.in_words(HIDDEN), consents=(consent("before_session"),), sessions=(NEXT_MONDAY,))
    made = made_of(agreed(theirs, now), speech(), BEGIN, now)
    assert made.hidden is hidden
    assert (HIDDEN in repr(made)) is not hidden
    assert (HIDDEN in as_text(made, speech())) is not hidden


def test_what_was_open_before_the_last_session_stays_and_the_rest_is_said_to_open_later() -> None:
    theirs = replace(a_week(), consents=(consent("before_session"),), sessions=(weeks.MEETING,))
    made = made_of(agreed(theirs, NOW - timedelta(days=2)), speech(), BEGIN, NOW - timedelta(days=2))
    assert not made.hidden
    assert made.days[-1][0] == made.closed_since.date()  # type: ignore[union-attr]  # None fails as well
    assert "What came since Mon, Nov 16 opens a day before the session." in as_text(made, speech())


# --- pasted elsewhere ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_has_its_headings_and_leaves_judging_blank(scheme: Scheme) -> None:
    text = pasted(brief(), speech(), scheme)
    headings = [line[0] for line in text.splitlines() if line[1:4] == " – "]
    assert "".join(headings).casefold() == scheme
    assert text.count("why kindness feels fake") == 1
    blank = [part for part in text.split("\n\n") if part.startswith("P – ")]
    assert blank == ["P – Plan:"]


def test_markdown_shows_what_was_written_and_nothing_acts() -> None:
    hostile = "# a\n- b [c](d) <script> **e** `f` ![g](h)"
    text = as_markdown(brief(weeks.in_words(hostile)), speech())
    assert escaped(hostile) in text
    assert "<script>" not in text
    assert "](" not in text


def test_a_year_is_made_in_no_time_at_all() -> None:
    made = brief(weeks.a_year())
    assert [len(each.points) for each in made.scales] == [365, 365, 365]
