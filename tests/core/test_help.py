"""The help card: before anything else, in every state, for anyone; and nothing that follows it closes it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core.changes import CardAnswered, CardShown, OccurrenceEnded, TimerDropped, TimerSet
from bot.core.holds import read_holds
from bot.core.inputs import Commanded, Edited, Input, Recorded, Said, TimerOver
from bot.core.person import Contact, Person, Role
from bot.core.plan import Quiet
from bot.core.run import Run
from bot.core.safety import Tier
from bot.core.session import Answering, Prompted, Resting, Settling, dump_session, load_session
from bot.core.take import take
from bot.core.talk.help import emergency_text
from bot.core.turn import Turn
from tests.core import arbitrary, people
from tests.core.people import NOW, OCCURRENCE, client, labels, said_to, stranger, tap, therapist, turn_of
from tests.core.transcript import begin

DIE = "i want to die"
WRITTEN: tuple[Input, ...] = (
    Said(text=DIE),
    Edited(text=DIE, message=3),
    Recorded(media="photo", file="f", caption=DIE),
    Commanded(name="mistake", argument=DIE),
)
OPEN = Prompted(
    occurrence=OCCURRENCE, assignment="a", exercise="who-you-are", expires=NOW + timedelta(hours=1)
)


def card_of(turn: Turn) -> list[str]:
    """The kinds of what a turn says to the person, in order."""
    return [reply.kind for reply in turn.replies if reply.to == "self" and (reply.text.text or reply.contact)]


@pytest.mark.parametrize("written", WRITTEN, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize(
    "person", [client(), therapist(), stranger()], ids=["client", "therapist", "stranger"]
)
def test_crisis_words_bring_the_card_in_whatever_form(person: Person, written: Input) -> None:
    turn = turn_of(person, written)
    assert card_of(turn) == ["safety"] * 3
    assert turn.replies[0].text.text.endswith("text HOME 741741")


@pytest.mark.parametrize("kind", arbitrary.PLACES)
@given(st.data())
@settings(
    deadline=None,
    derandomize=True,
    max_examples=8,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_crisis_words_bring_the_card_in_every_state(kind: str, data: st.DataObject) -> None:
    session = load_session(dump_session(data.draw(arbitrary.sessions(arbitrary.PLACES[kind]))))
    role = data.draw(st.sampled_from([Role.CLIENT, Role.STRANGER]))
    person = data.draw(arbitrary.persons(role, session))
    said = data.draw(st.sampled_from(arbitrary.CRISES))
    turn = turn_of(person, Said(text=said))
    assert turn.replies[0].kind == "safety"
    assert not turn.entries


def test_the_card_names_a_number_in_digits_and_brings_it_as_a_contact() -> None:
    turn = turn_of(client(), Said(text=DIE))
    assert "988" in turn.replies[0].text.text
    assert turn.replies[1].contact == ("988", "988 Suicide & Crisis Lifeline")


@pytest.mark.parametrize(("country", "number"), [("GB", "116 123"), ("US", "988"), ("XX", "112 or 911")])
def test_the_card_is_of_the_clients_country(country: str, number: str) -> None:
    person = client(profile=replace(people.settled(), country=country))
    assert number in turn_of(person, Said(text=DIE)).replies[0].text.text


@pytest.mark.parametrize(
    ("said", "tier", "hours"), [(DIE, Tier.EXPLICIT, 24), ("I'm a burden to everyone", Tier.INDIRECT, 6)]
)
def test_nudges_are_held_back_after_the_card(said: str, tier: Tier, hours: int) -> None:
    turn = turn_of(client(), Said(text=said))
    assert turn.profile is not None
    assert turn.profile.held_until == NOW + timedelta(hours=hours)
    assert CardShown(tier=tier, at=NOW) in turn.changes


def test_a_practice_can_hold_nudges_longer() -> None:
    longer = replace(people.library(), holds=read_holds({"explicit": 48, "unclear": 12}))
    turn = take(client(), Said(text=DIE), longer, NOW)
    assert turn.profile is not None
    assert turn.profile.held_until == NOW + timedelta(hours=48)


def test_a_shorter_hold_does_not_shorten_a_longer_one() -> None:
    later = NOW + timedelta(hours=20)
    turn = turn_of(
        client(profile=replace(people.settled(), held_until=later)), Said(text="I'm a burden to everyone")
    )
    assert turn.profile is not None
    assert turn.profile.held_until == later


def test_the_open_nudge_is_over_and_its_timers_are_off() -> None:
    turn = turn_of(client(OPEN), Said(text=DIE))
    assert [(c.occurrence, c.outcome) for c in turn.changes if isinstance(c, OccurrenceEnded)] == [
        (OCCURRENCE, "held_safety")
    ]
    assert {c.timer for c in turn.changes if isinstance(c, TimerDropped)} == {"again", "close"}


def test_the_open_exercise_is_parked_and_nothing_of_the_words_is_kept_in_it() -> None:
    replay = begin({})
    replay.play({"command": "/mistake forgot the milk"})
    place = replay.person.session.place
    replay.play({"say": DIE})
    assert isinstance(place, Answering)
    assert (replay.person.session.place, replay.person.session.parked) == (Resting(), place)


def test_the_first_questions_stay_open() -> None:
    place = Settling(step="quiet")
    turn = turn_of(client(place), Said(text=DIE))
    assert turn.session.place == place
    assert turn.session.nonce == 4


@pytest.mark.parametrize("what", ["breathe", "safe", "other", "now", "call", "", "unheard"])
def test_no_button_of_the_card_goes_on_by_itself(what: str) -> None:
    parked = Answering(run=arbitrary_run(), step="what")
    person = client()
    person = replace(person, session=replace(person.session, parked=parked))
    turn = turn_of(person, tap(f"help:{what}", stands=True))
    assert turn.session.place == Resting()
    assert turn.session.parked == parked
    assert turn.replies


def test_going_on_is_a_tap_of_its_own() -> None:
    person = client()
    person = replace(
        person, session=replace(person.session, parked=Answering(run=arbitrary_run(), step="what"))
    )
    assert "Go on where I was" in labels(turn_of(person, tap("help:safe", stands=True)))
    assert labels(turn_of(client(), tap("help:safe", stands=True))) == ["Ask for a call", "Rather not"]


def test_sos_shows_the_card_and_notes_nothing() -> None:
    turn = turn_of(client(), Commanded(name="sos"))
    assert card_of(turn)[:3] == ["safety"] * 3
    assert not turn.changes
    assert turn.profile is None


def test_the_card_can_be_said_without_anything_else() -> None:
    text = emergency_text(people.library().help_lines["US"])
    assert "988" in text
    assert "911" in text
    assert "112 or 911" in emergency_text(None)


def test_the_card_without_anything_else_speaks_the_phones_language() -> None:
    text = emergency_text(people.library().help_lines["US"], partial(people.library().translated, "es"))
    assert text.splitlines()[:2] == [
        "Soy un programa y nadie está leyendo esto en este momento. "
        "Si crees que podrías llevarlo a cabo, por favor llama ahora.",
        "Emergencias: 911",
    ]


def lookin_of(turn: Turn) -> TimerSet:
    """The timer that looks in."""
    return next(each for each in turn.changes if isinstance(each, TimerSet) and each.timer == "lookin")


@pytest.mark.parametrize(("hour", "minute", "day", "at"), [(21, 14, 24, 10), (9, 30, 24, 10), (3, 0, 23, 10)])
def test_the_morning_after_it_is_asked_once_how_it_is(hour: int, minute: int, day: int, at: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    person = client(profile=replace(people.settled(), zone="Europe/Berlin"))
    now = datetime(2026, 11, 23, hour, minute, tzinfo=zone).astimezone(UTC)
    timer = lookin_of(take(person, Said(text=DIE), people.library(), now))
    assert timer.at == datetime(2026, 11, day, at, tzinfo=zone)


def looked_in(**profile: Any) -> Turn:
    return turn_of(
        client(profile=replace(people.settled(), **profile)), TimerOver(timer="lookin", subject="")
    )


def test_looking_in_is_a_plain_question_without_a_sound_even_while_nudges_are_held() -> None:
    turn = looked_in(held_until=NOW + timedelta(hours=3))
    assert said_to(turn, "self") == ["Looking in. How is it now?"]
    assert turn.replies[0].silent
    assert labels(turn) == ["Better", "The same", "Worse"]


@pytest.mark.parametrize("closed", [{"reachable": False}, {"erasing_at": NOW + timedelta(hours=1)}])
def test_nobody_is_looked_in_on_who_has_closed_the_chat_or_is_leaving(closed: dict[str, Any]) -> None:
    assert looked_in(**closed).replies == ()


def test_looking_in_waits_for_the_end_of_quiet_hours() -> None:
    turn = looked_in(quiet=Quiet(time(0), time(23, 59)), zone="UTC")
    assert turn.replies == ()
    assert lookin_of(turn).at > NOW


def test_worse_brings_the_card_again_and_better_takes_nothing_away() -> None:
    assert card_of(turn_of(client(), tap("help:worse", stands=True)))[0] == "safety"
    assert turn_of(client(), tap("help:better", stands=True)).profile is None


def test_looking_in_can_be_declined() -> None:
    turn = turn_of(client(), tap("help:unasked", stands=True))
    assert [each.timer for each in turn.changes if isinstance(each, TimerDropped)] == ["lookin"]


@pytest.mark.parametrize(("do", "answer"), [("safe", "safe"), ("other", "other")])
def test_what_is_said_to_the_card_is_noted_and_lifts_nothing(
    do: str, answer: Literal["safe", "other"]
) -> None:
    held = NOW + timedelta(hours=20)
    person = client(profile=replace(people.settled(), held_until=held))
    turn = turn_of(person, tap(f"help:{do}", stands=True))
    assert CardAnswered(answer=answer) in turn.changes
    assert (turn.profile or person.profile).held_until == held


@pytest.mark.parametrize("country", sorted(people.library().help_lines))
@pytest.mark.parametrize("tier", Tier)
def test_the_card_is_eight_lines_at_most_in_every_country(country: str, tier: Tier) -> None:
    profile = replace(people.settled(), country=country, people=(Contact(name="Mara", phone="555 0134"),))
    said = DIE if tier is Tier.EXPLICIT else "I'm a burden to everyone"
    card = turn_of(client(profile=profile), Said(text=said)).replies[0].text.text
    assert len(card.splitlines()) <= 8
    assert "Mara" in card
    assert "reading this live" in card


def arbitrary_run() -> Run:
    """A run that was interrupted."""
    return Run(id=people.RUN_ID, exercise="mistake-note", revision=1, trigger="client", started=NOW)
