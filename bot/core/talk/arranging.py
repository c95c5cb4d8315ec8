"""/sessions: the therapist says when they meet a client, how often, and what becomes of a single appointment."""

from dataclasses import replace
from datetime import date, datetime, time

from bot.core.appointment import MOST_DAYS, Appointments, cancelled, moved, next_start
from bot.core.changes import Arranged
from bot.core.inputs import Said, Tapped
from bot.core.meeting_places import Arranging
from bot.core.person import ClientCard
from bot.core.scene import Move, Scene, bubble
from bot.core.session import Resting
from bot.core.talk import arranging_screen as screen
from bot.core.talk import drafting
from bot.core.talk.dates import tapped_date, typed_date
from bot.core.talk.matching import matching
from bot.core.text import Rich
from bot.core.wall import instant
from bot.core.written_time import parse_clock_time

FIRST_OF_THE_MORNING = 8
"""An hour without AM or PM from here to eleven is in the morning, any other after noon."""


def start(scene: Scene, client: str | None = None) -> Move:
    """/sessions, or the button beside a client's name."""
    clients = scene.person.clients
    if not clients:
        return Move(says=(bubble(scene.say("Nobody has joined yet. /invite makes a link.")),))
    wanted = clients[0].id if client is None and len(clients) == 1 else client
    chosen = screen.card_of(scene, wanted)
    if chosen is None:
        return screen.show(scene, Arranging(step="who"))
    return screen.show(scene, Arranging(step="menu", client=chosen.id))


def set_day(scene: Scene, client: str) -> Move:
    """The button under the news that somebody has joined."""
    return screen.show(scene, Arranging(step="day", client=client))


def hear(scene: Scene, place: Arranging) -> Move:
    """A tap, or words: for a button, or a day, an hour, a number of days."""
    client = screen.card_of(scene, place.client)
    match scene.given:
        case Tapped(do=do):
            return _tapped(scene, place, client, do)
        case Said(text=text) if text.strip():
            return _said(scene, place, client, text)
        case _:
            return screen.show(scene, place)


def _said(scene: Scene, place: Arranging, client: ClientCard | None, text: str) -> Move:
    labels = [(button.label, button.do) for row in screen.rows(scene, place) for button in row]
    is_choice = place.step in ("who", "menu", "rhythm", "brief")
    if (do := matching(text, labels, loosely=is_choice)) is not None:
        return _tapped(scene, place, client, do)
    match place.step:
        case "day":
            return _typed_day(scene, place, client, text)
        case "hour" if (at := typed_hour(text)) is not None:
            return _at(scene, place, client, at)
        case "hour":
            return screen.show(scene, place, scene.say("I couldn't read a time in that."))
        case "days" | "rhythm" if text.strip().isdecimal() and 1 <= int(text.strip()[:4]) <= MOST_DAYS:
            return _every(scene, place, client, int(text.strip()[:4]))
        case _:
            return screen.show(scene, place)


def typed_hour(text: str) -> time | None:
    """The hour that was typed; where it could be either half of the day, the one in which people meet."""
    at = parse_clock_time(text, "pm")
    early = parse_clock_time(text, "am")
    return early if early is not None and early.hour in range(FIRST_OF_THE_MORNING, 12) else at


def _tapped(scene: Scene, place: Arranging, client: ClientCard | None, do: str) -> Move:
    name, _, argument = do.partition(":")
    match name:
        case "stop" | "close":
            return Move(place=Resting(), says=(bubble(scene.say("Closed. Nothing was changed.")),))
        case "who":
            return start(scene, argument)
        case _ if client is None:
            return start(scene)
        case "back":
            return screen.show(scene, _before(place))
        case "summary":
            return drafting.start(scene, client)
        case "brief":
            return screen.show(scene, replace(place, step="brief"))
        case "lead" if argument in {str(minutes) for minutes in screen.LEADS}:
            return _lead(scene, client, int(argument))
        case "change":
            return screen.show(scene, Arranging(step="day", client=client.id))
        case "move" if client.next_appointment is not None:
            return screen.show(scene, Arranging(step="day", client=client.id, moving=client.next_appointment))
        case "cancel" if client.appointments is not None and client.next_appointment is not None:
            return _kept(scene, client, cancelled(client.appointments, client.next_appointment))
        case "none":
            return _kept(scene, client, None)
        case _:
            return _answered(scene, place, client, name, argument)


def _answered(scene: Scene, place: Arranging, client: ClientCard, name: str, argument: str) -> Move:
    """A day, an hour or a rhythm."""
    match name:
        case "on" if (day := tapped_date(argument)) is not None:
            return _on(scene, place, day)
        case "at" if (at := _clock(argument)) is not None:
            return _at(scene, place, client, at)
        case "same" if place.moving is not None:
            return _at(scene, place, client, place.moving.astimezone(scene.zone).time())
        case "every" if argument.isdecimal() and int(argument[:4]) <= MOST_DAYS:
            return _every(scene, place, client, int(argument[:4]))
        case "other":
            return screen.show(scene, replace(place, step="days"))
        case _:
            return screen.show(scene, place)


def _clock(argument: str) -> time | None:
    try:
        return time.fromisoformat(argument)
    except ValueError:
        return None


def _before(place: Arranging) -> Arranging:
    match place.step:
        case "hour":
            return replace(place, step="day")
        case "rhythm":
            return replace(place, step="hour")
        case "days":
            return replace(place, step="rhythm")
        case "brief":
            return replace(place, step="menu")
        case _:
            return place


# --- what was chosen ------------------------------------------------------------------------------


def _typed_day(scene: Scene, place: Arranging, client: ClientCard | None, text: str) -> Move:
    """A date, and perhaps an hour behind it."""
    day, rest = typed_date(scene, text)
    if day is None:
        return screen.show(scene, place, scene.say("I couldn't read a date within a year in that."))
    at = _hour_in(rest)
    there = replace(place, step="hour", on=day)
    return screen.show(scene, there) if at is None else _at(scene, there, client, at)


def _hour_in(text: str) -> time | None:
    """The hour at the end of a text, whatever stands before it."""
    words = text.split()
    hours = (typed_hour(" ".join(words[start:])) for start in range(len(words)))
    return next((at for at in hours if at is not None), None)


def _on(scene: Scene, place: Arranging, day: date) -> Move:
    return screen.show(scene, replace(place, step="hour", on=day))


def _at(scene: Scene, place: Arranging, client: ClientCard | None, at: time) -> Move:
    if place.on is None or client is None:
        return screen.show(scene, replace(place, step="day"))
    if instant(place.on, at, scene.profile.zone) <= scene.now:
        return screen.show(scene, replace(place, step="day"), scene.say("That has passed already."))
    if place.moving is None:
        return screen.show(scene, replace(place, step="rhythm", at=at))
    if client.appointments is None or client.next_appointment != place.moving:
        return start(scene, client.id)
    return _kept(scene, client, moved(client.appointments, place.moving, place.on, at))


def _every(scene: Scene, place: Arranging, client: ClientCard | None, every: int) -> Move:
    if place.on is None or place.at is None or client is None:
        return screen.show(scene, replace(place, step="day"))
    return _kept(scene, client, Appointments(on=place.on, at=place.at, zone=scene.profile.zone, every=every))


def _kept(scene: Scene, client: ClientCard, appointments: Appointments | None) -> Move:
    start_at = next_start(appointments, scene.now) if appointments else None
    there = replace(client, appointments=appointments, next_appointment=start_at)
    give = scene.button("Give homework", f"give:{client.id}", stands=True)
    row = (give, scene.button("Sessions", f"sessions:{client.id}", stands=True))
    return Move(
        place=Resting(),
        says=(bubble(_said_of(scene, there, start_at), (row,)),),
        changes=(Arranged(client=client.id, appointments=appointments),),
    )


def _said_of(scene: Scene, client: ClientCard, start_at: datetime | None) -> Rich:
    if start_at is None:
        return scene.say("Kept. {client} has no session ahead.", client=client.nickname)
    return scene.say("Kept. {meets}", meets=screen.meets(scene, client))


def _lead(scene: Scene, client: ClientCard, minutes: int) -> Move:
    """When briefs come from now on, for all clients."""
    profile = replace(scene.profile, brief_before=minutes)
    there = Arranging(step="menu", client=client.id)
    return replace(screen.show(scene, there, scene.say("Kept, for all of your clients.")), profile=profile)
