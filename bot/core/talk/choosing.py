"""Which of their clients a therapist means: by a button, by a name or a code that was typed, or asked where it is unclear."""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.core.person import ClientCard
from bot.core.scene import LABEL_ROOM, MOST_PICKS, Scene
from bot.core.talk.matching import matching
from bot.core.text import Rich, clip, joined
from bot.core.turn import Button

MOST_CLOSE = 6
SHORTEST = 2
"""So many letters of a name say enough to ask about it."""
LONGEST = 40


def picks(scene: Scene, cards: Sequence[ClientCard] = ()) -> list[Button]:
    """A button for each of `cards`; without them for each client, as many as there is room for."""
    shown = cards or scene.person.clients[:MOST_PICKS]
    return [Button(label=_label(scene, each), do=f"who:{each.id}") for each in shown]


def asked(scene: Scene, question: Rich) -> Rich:
    """`question`, with another way where not everybody has a button."""
    if len(scene.person.clients) <= MOST_PICKS:
        return question
    return joined([question, scene.say("Anyone without a button here can be typed, by name or code.")])


def meant(scene: Scene, words: str, ways: Sequence[Button]) -> str | tuple[ClientCard, ...]:
    """What typed words stand for: the button of the one client they name, one of the other `ways`, or else the clients
    to ask about, if there are any."""
    labels = [(button.label, button.do) for button in ways]
    if (do := matching(words, labels, loosely=False)) is not None:
        return do
    found = named(scene, words)
    if len(found) == 1:
        return f"who:{found[0].id}"
    return found or matching(words, labels, loosely=True) or nearly(scene, words)


def did_you_mean(scene: Scene, cards: Sequence[ClientCard]) -> Rich:
    """The question for whom the words may mean."""
    if len(cards) == 1:
        return scene.say("Do you mean {client}?", client=cards[0].nickname)
    return scene.say("Whom do you mean?")


def named(scene: Scene, words: str) -> tuple[ClientCard, ...]:
    """Whom the words name: their code, their whole name, or their number among the buttons. Of namesakes, each."""
    wanted, clients = _plain(words), scene.person.clients
    exact = tuple(each for each in clients if wanted in (_plain(each.code), _plain(_label(scene, each))))
    alike = exact or tuple(each for each in clients if _plain(each.nickname) == wanted)
    if alike or not (wanted.isdecimal() and len(wanted) <= 2):
        return alike
    return clients[:MOST_PICKS][int(wanted) - 1 : int(wanted)] if int(wanted) else ()


def nearly(scene: Scene, words: str) -> tuple[ClientCard, ...]:
    """Whom the words may mean, likelier ones first: each is to be asked about."""
    wanted, clients = _plain(words)[:LONGEST], scene.person.clients
    if len(wanted) < SHORTEST:
        return ()
    begun = [each for each in clients if _plain(each.nickname).startswith(wanted)]
    names = {name for each in clients for name in _names(each)}
    close = get_close_matches(wanted, sorted(names), n=MOST_CLOSE, cutoff=0.6)
    alike = [each for name in close for each in clients if name in _names(each)]
    return tuple(dict.fromkeys([*begun, *alike]))[:MOST_CLOSE]


def _names(card: ClientCard) -> tuple[str, str]:
    return _plain(card.nickname), _plain(card.code)


def _label(scene: Scene, card: ClientCard) -> str:
    """A client's name on a button; of namesakes with their code."""
    alone = sum(_plain(each.nickname) == _plain(card.nickname) for each in scene.person.clients) < 2
    room = LABEL_ROOM - len(card.code) - 2
    return clip(card.nickname, LABEL_ROOM) if alone else f"{clip(card.nickname, room)}, {card.code}"


def _plain(words: str) -> str:
    return " ".join(words.casefold().strip(" .!?…").split())
