"""What is drawn of a client's numbers: from three on, what is missing shown as missing, and all of it told in words too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.brief.made import made_of
from bot.core.brief.pictures import DENSE, MOST_CHARTS, Told, pictures
from bot.core.inputs import Commanded, Said
from bot.core.person import Look
from bot.core.picture import Picture
from bot.core.record import SharedRecord
from bot.core.terms import Terms, as_agreed
from bot.core.therapist_places import Looking
from bot.core.turn import Turn
from tests.core.people import CLIENT_ID, labels, said_to, tap, therapist, turn_of
from tests.export.weeks import BEGIN, NOW, a_week, a_year, id_of, making, record, speech


def told(of: SharedRecord, language: str = "en") -> dict[str, Told]:
    """The pictures of a record, by title."""
    words = speech(language)
    made = made_of(of, words, BEGIN, NOW, "A.R.")
    return {each.picture.title: each for each in pictures(of, made, words)}


def points(of: SharedRecord, title: str, chart: int = 0, line: int = 0) -> list[int | None]:
    """The numbers of one line in their order."""
    return [value for _, value in told(of)[title].picture.charts[chart].lines[line].points]


def moods(*numbers: int | str) -> SharedRecord:
    """One a day."""
    make = making()
    runs = (make.run("mood", BEGIN + timedelta(days=n), ("mood", number)) for n, number in enumerate(numbers))
    return record(runs=tuple(runs))


def check_ins(*weeks: dict[str, int]) -> SharedRecord:
    """How near values were, week by week."""
    make, runs = making(), []
    for n, near in enumerate(weeks):
        rated = [("near", (name, "", number)) for name, number in near.items()]
        runs.append(make.run("values-check-in", BEGIN + timedelta(hours=n), *rated))
    return record(runs=tuple(runs))


# --- from three on ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("numbers", "drawn"), [((4, 5), False), ((4, 5, 6), True)])
def test_fewer_than_three_numbers_are_not_drawn(numbers: tuple[int, ...], drawn: bool) -> None:
    assert ("Own scales" in told(moods(*numbers))) is drawn


def test_fewer_than_three_mistakes_with_both_sizes_are_not_drawn() -> None:
    make = making()
    sizes = (("size_now", ("", "Big", 4)), ("size_month", ("", "Small", 2)))
    runs = [make.run("mistake-note", BEGIN + timedelta(days=n), *sizes) for n in range(2)]
    runs += [make.run("mistake-note", BEGIN + timedelta(days=n), sizes[0]) for n in range(2, 5)]
    assert told(record(runs=tuple(runs))) == {}
    runs.append(make.run("mistake-note", BEGIN + timedelta(days=5), *sizes))
    assert list(told(record(runs=tuple(runs)))) == ["Size of mistakes"]


def test_fewer_than_three_check_ins_are_not_drawn() -> None:
    assert told(check_ins({"Fairness": 1}, {"Fairness": 2})) == {}
    found = told(check_ins({"Fairness": 1, "Rest": 3}, {"Fairness": 2}, {"Fairness": 2, "Rest": 1}))["Values"]
    assert [each.title for each in found.picture.charts] == ["Fairness"]
    assert found.words[-1] == "Not drawn: Rest (n = 2)"


def test_a_week_has_one_picture_of_each_kind_that_there_is_enough_of() -> None:
    assert list(told(a_week())) == ["Own scales", "Size of mistakes"]
    assert told(record()) == {}


# --- what is missing --------------------------------------------------------------------------------


def test_a_day_that_was_asked_about_and_has_no_number_is_missing() -> None:
    assert points(a_week(), "Own scales") == [4, 5, None, 3, 6, 6, None]
    found = told(a_week())["Own scales"]
    assert found.picture.notes == ("× asked, no number",)
    assert "asked, no number: 2" in found.words


def test_a_number_that_was_passed_over_is_missing() -> None:
    assert points(moods(4, "", 5, 6), "Own scales") == [4, None, 5, 6]


def test_what_was_never_offered_is_not_missing() -> None:
    nudge = making().nudge(
        id_of("mood"), BEGIN + timedelta(days=1, hours=1), "not_offered", send_state="never"
    )
    assert points(replace(moods(4, 5, 6), occurrences=(nudge,)), "Own scales") == [4, 5, 6]


def test_a_mistake_without_a_guess_leaves_that_line_alone_open() -> None:
    make = making()
    both = (("size_now", ("", "Big", 4)), ("size_month", ("", "Small", 2)))
    runs = [make.run("mistake-note", BEGIN + timedelta(days=n), *both) for n in (0, 1, 3)]
    runs.insert(2, make.run("mistake-note", BEGIN + timedelta(days=2), both[0]))
    theirs = record(runs=tuple(runs))
    assert points(theirs, "Size of mistakes", line=0) == [4, 4, 4, 4]
    assert points(theirs, "Size of mistakes", line=1) == [2, 2, None, 2]


def test_a_value_that_a_check_in_went_past_is_missing_between_its_first_and_its_last() -> None:
    theirs = check_ins({"Rest": 1}, {"Fairness": 2}, {"Rest": 1}, {"Rest": 1, "Fairness": 3}, {"Fairness": 4})
    assert points(theirs, "Values", chart=0) == [1, None, 1, 1]
    assert points(theirs, "Values", chart=1) == [2, None, 3, 4]


# --- how it looks -----------------------------------------------------------------------------------


def test_sizes_are_two_lines_with_names_over_the_same_moments() -> None:
    chart = told(a_week())["Size of mistakes"].picture.charts[0]
    assert [each.name for each in chart.lines] == ["felt at the time", "guessed for a month later"]
    felt, guessed = ([at for at, _ in each.points] for each in chart.lines)
    assert felt == guessed
    assert chart.ticks == ((1, "Tiny"), (2, "Small"), (3, "Medium"), (4, "Big"), (5, "Huge"))


def test_places_run_from_the_first_moment_to_the_last() -> None:
    for each in told(a_week()).values():
        places = [at for chart in each.picture.charts for line in chart.lines for at, _ in line.points]
        assert (min(places), max(places)) == (0.0, 1.0)


def test_many_numbers_become_weeks() -> None:
    chart = told(a_year())["Own scales"].picture.charts[0]
    assert chart.lines[0].points == ()
    assert len(chart.lines[0].bars) == 53
    assert DENSE < 365


def test_no_more_charts_than_a_phone_shows() -> None:
    names = [f"Value {n}" for n in range(MOST_CHARTS + 2)]
    theirs = check_ins(*(dict.fromkeys(names, 1 + n % 4) for n in range(3)))
    assert len(told(theirs)["Values"].picture.charts) == MOST_CHARTS


def test_everything_drawn_is_told_in_words() -> None:
    assert told(a_week())["Size of mistakes"].words == (
        "A.R. Size of mistakes, Mon, Nov 16 to Fri, Nov 20",
        "felt Big 3, Huge 1",
        "guessed for a month later Small 3, Medium 1",
        "guessed smaller for later: 4 of 4",
    )
    assert told(a_week())["Own scales"].words[1] == "Mood: 4, 5, 3, 6, 6 (n = 5)"


def test_the_client_is_on_the_picture_by_code_alone() -> None:
    assert all("A.R." not in repr(each.picture) for each in told(a_week()).values())


# --- in the chat ------------------------------------------------------------------------------------


def asked(of: SharedRecord) -> Turn:
    """The therapist taps [Pictures]."""
    place = Looking(view="front", client=CLIENT_ID)
    return turn_of(therapist(place, look=Look(record=of, since=BEGIN)), tap("pictures"), now=NOW)


def drawn(turn: Turn) -> list[Picture]:
    """The pictures that a turn sends."""
    return [each.picture for each in turn.replies if each.picture]


def test_pictures_are_sent_below_and_cannot_be_passed_on() -> None:
    turn = asked(a_week())
    assert [each.title for each in drawn(turn)] == ["Own scales", "Size of mistakes"]
    assert all(each.protected and each.edit is None for each in turn.replies)
    assert said_to(turn)[0].startswith("A.R. Own scales")
    assert turn.session.place == Looking(view="front", client=CLIENT_ID)


def test_progress_offers_them_and_takes_the_word() -> None:
    look = Look(record=a_week(), since=BEGIN)
    front = turn_of(therapist(look=look), Commanded(name="progress"), now=NOW)
    assert "Pictures" in labels(front)
    place = Looking(view="front", client=CLIENT_ID)
    assert drawn(turn_of(therapist(place, look=look), Said(text="pictures"), now=NOW))


def test_too_few_numbers_are_said_to_be_too_few() -> None:
    assert said_to(asked(record())) == ["Too few numbers to draw so far; three of one kind are needed."]


def test_nothing_that_opens_later_is_drawn() -> None:
    waits = Terms(NOW, closed=((BEGIN, NOW + timedelta(days=9)),))
    assert drawn(asked(as_agreed(a_week(), waits, BEGIN, NOW))) == []
