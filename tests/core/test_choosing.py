"""Many clients: listed a page at a time, chosen by a typed name or code, asked about where it is unclear."""

import pytest

from bot.core.inputs import Commanded, Said
from bot.core.person import ClientCard
from bot.core.scene import MOST_PICKS
from bot.core.session import Resting
from bot.core.therapist_places import Assigning, Exporting
from bot.core.turn import Turn
from tests.core.people import actions, card, labels, said_to, tap, therapist, turn_of

MANY = tuple(card(f"Client {n:03d}", f"id-{n}", f"C{n:03d}") for n in range(100))
FEW = (card("Marta", "id-m", "MRT234"), card("Marek", "id-k", "MRK234"), card("Sam", "id-s", "SAM234"))
TWINS = (card("Sam", "id-1", "SAM234"), card("Sam", "id-2", "SAM567"), card("Ida", "id-3", "IDA234"))


def listed(clients: tuple[ClientCard, ...], button: str = "") -> Turn:
    given = tap(button, stands=True) if button else Commanded(name="clients")
    return turn_of(therapist(clients=clients), given)


def typed(clients: tuple[ClientCard, ...], words: str, command: str) -> Turn:
    place = Assigning(step="who") if command == "assign" else Exporting(step="who")
    return turn_of(therapist(place, clients=clients), Said(text=words))


def chosen(turn: Turn) -> str | None:
    place = turn.session.place
    return place.client if isinstance(place, Assigning | Exporting) else None


def test_clients_are_listed_eight_a_page() -> None:
    shown, seen = listed(MANY[:20]), list[str]()
    for button in ("", "clients:8", "clients:16"):
        shown = listed(MANY[:20], button)
        seen += said_to(shown)[0].splitlines()
    assert [line.split(",")[0] for line in seen] == [each.nickname for each in MANY[:20]]
    assert len(said_to(listed(MANY))[0].splitlines()) == 8


@pytest.mark.parametrize(
    ("count", "at", "buttons"),
    [(8, "", []), (9, "", ["More"]), (9, "clients:8", ["Back"]), (20, "clients:8", ["Back", "More"])],
)
def test_list_leads_on_and_back_only_where_there_is_more(count: int, at: str, buttons: list[str]) -> None:
    assert labels(listed(MANY[:count], at)) == buttons


@pytest.mark.parametrize("at", ["clients:16", "clients:999999", "clients:-8", "clients:x", "clients:9"])
def test_page_that_is_no_more_shows_one_that_is(at: str) -> None:
    assert said_to(listed(MANY[:9], at))[0].startswith("Client 00")


def test_page_turns_in_the_message_itself() -> None:
    assert listed(MANY, "clients:8").replies[0].edit == 55
    assert listed(MANY).replies[0].edit is None


@pytest.mark.parametrize("command", ["assign", "export"])
@pytest.mark.parametrize("words", ["Client 093", "client 093.", "c093", " C093 "])
def test_client_without_a_button_is_chosen_by_name_or_code(command: str, words: str) -> None:
    asked = turn_of(therapist(clients=MANY), Commanded(name=command))
    assert "who:id-93" not in actions(asked)
    assert said_to(asked)[0].endswith("Anyone without a button here can be typed, by name or code.")
    assert chosen(typed(MANY, words, command)) == "id-93"


@pytest.mark.parametrize("command", ["assign", "export"])
def test_fewer_clients_than_buttons_need_no_hint(command: str) -> None:
    asked = turn_of(therapist(clients=MANY[:MOST_PICKS]), Commanded(name=command))
    assert "\n" not in said_to(asked)[0]


@pytest.mark.parametrize("command", ["assign", "export"])
@pytest.mark.parametrize(
    ("words", "question", "whom"),
    [
        ("Samm", "Do you mean Sam?", ["who:id-s"]),
        ("SAM23", "Do you mean Sam?", ["who:id-s"]),
        ("mar", "Whom do you mean?", ["who:id-m", "who:id-k"]),
    ],
)
def test_close_match_is_asked_about(command: str, words: str, question: str, whom: list[str]) -> None:
    turn = typed(FEW, words, command)
    assert chosen(turn) is None
    assert said_to(turn) == [question]
    assert [each for each in actions(turn) if each.startswith("who:id")] == whom
    again = turn_of(therapist(turn.session.place, clients=FEW), tap(whom[0]))
    assert chosen(again) == whom[0].removeprefix("who:")


@pytest.mark.parametrize("command", ["assign", "export"])
def test_namesakes_are_told_apart_by_their_codes(command: str) -> None:
    turn = typed(TWINS, "sam", command)
    assert said_to(turn) == ["Whom do you mean?"]
    assert labels(turn)[:2] == ["Sam, SAM234", "Sam, SAM567"]
    assert chosen(typed(TWINS, "sam567", command)) == "id-2"
    assert chosen(typed(TWINS, "Sam, SAM567", command)) == "id-2"


@pytest.mark.parametrize("command", ["assign", "export"])
@pytest.mark.parametrize("words", ["zzzz", "x", "0", "99", "…"])
def test_nobody_of_that_name_asks_again(command: str, words: str) -> None:
    turn = typed(FEW, words, command)
    assert chosen(turn) is None
    assert "who:id-m" in actions(turn)


@pytest.mark.parametrize("command", ["assign", "export"])
def test_number_and_the_way_out_can_still_be_typed(command: str) -> None:
    assert chosen(typed(FEW, "2", command)) == "id-k"
    assert typed(FEW, "stop", command).session.place == Resting()


def test_everybody_can_still_be_typed() -> None:
    assert chosen(typed(FEW, "all of them", "export")) == "all"
