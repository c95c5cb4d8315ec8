"""A file is ordered: locked or not, and the password is shown for five minutes."""

import hashlib
from datetime import datetime, timedelta

from bot.core.changes import TimerSet
from bot.core.inputs import TimerOver
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.speech import Speech
from bot.core.talk.begun import row_of
from bot.core.text import Rich, joined, marked
from bot.core.therapist_places import Exporting
from bot.core.turn import Button, FileOrder, Reply

SHOWN_FOR = timedelta(minutes=5)
# No letter or digit that is easily read as another one; 31 of them.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4


def order(
    scene: Scene, place: Exporting, since: datetime | None, *, locked: bool = False, on_server: bool = False
) -> Move:
    """The file that was chosen, and after a locked one its password; or word of where it lies."""
    everyone = tuple(each.id for each in scene.person.clients)
    chosen = everyone if place.client == "all" else tuple(each for each in everyone if each == place.client)
    if not chosen or place.format is None:
        return Move(place=Resting(), says=(bubble(scene.say("That one has closed.")),))
    password = _password(scene.person.spare_code) if locked else ""
    file = FileOrder(
        clients=chosen,
        format=place.format,
        since=since,
        until=scene.now,
        recordings=place.recordings,
        password=password,
        on_server=on_server,
        language=scene.language,
        zone=scene.profile.zone,
    )
    sent = Reply(kind="file", file=file)
    if on_server:
        made = scene.say("It is being made. I say where it lies once it is there.")
        return Move(place=Resting(), says=(bubble(made), sent))
    if not locked:
        return Move(place=Resting(), says=(bubble(scene.say("Here it comes.")), sent))
    said = scene.say("Here it comes. Its password is in the next message, which removes itself in 5 minutes.")
    # The third message of this turn: that is how the timer finds it again.
    away = TimerSet(timer="password", subject=row_of(scene, 2), at=scene.now + SHOWN_FOR)
    return Move(place=Resting(), says=(bubble(said), sent, _shown(scene, password)), changes=(away,))


def where_it_lies(speech: Speech, path: str, days: int) -> Rich:
    """What the therapist is told of a file that stays on the server."""
    said = speech.counted(
        "On the server, for whoever runs me to fetch. It goes by itself after a day:",
        "On the server, for whoever runs me to fetch. It goes by itself after {count} days:",
        days,
    )
    return joined([said, marked("code", path)])


def remove_password(given: TimerOver) -> Move:
    """The five minutes are over."""
    return Move(says=(Reply(delete=given.subject),))


def _shown(scene: Scene, password: str) -> Reply:
    copy = Button(label=scene.label("Copy"), copy=password)
    return bubble(marked("code", password), ((copy,),), silent=True)


def _password(chance: str) -> str:
    """Five groups of four letters and digits, 96 bits and more, out of a fresh code of 128 bits."""
    drawn = int.from_bytes(hashlib.sha256(f"password of a file|{chance}".encode()).digest())
    letters: list[str] = []
    for _ in range(_GROUPS * _GROUP):
        drawn, place = divmod(drawn, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "-".join("".join(letters[start : start + _GROUP]) for start in range(0, len(letters), _GROUP))
