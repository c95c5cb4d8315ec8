"""The first questions as they stand on the screen: their words and their buttons."""

from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

from bot.core.person import Profile, Sharing
from bot.core.plan import Quiet, instant, is_quiet, local_day
from bot.core.scene import Scene, bubble, in_rows
from bot.core.session import Settling
from bot.core.text import Rich, clip, moment
from bot.core.turn import Button, Reply, Rows
from bot.core.words import to_say

SHARING: tuple[tuple[str, Sharing], ...] = (
    (to_say("Yes"), "all"),
    (to_say("Only before a session"), "before_session"),
    (to_say("Keep them to me"), "none"),
)
QUIETS = (Quiet(time(21), time(8)), Quiet(time(22), time(7)), Quiet(time(23), time(9)))
EVENINGS = (time(19, 30), time(20, 30), time(21, 15))
MORNINGS = (time(8), time(9), time(10))
NOTICINGS = (time(11), time(15))


def question(scene: Scene, place: Settling, profile: Profile, therapist: str) -> Reply:
    """The question that `place` stands at. `profile` and `therapist` are given: at first no row has them yet."""
    return bubble(_words(scene, place, profile, therapist), rows(scene, place, profile, therapist))


def times(place: Settling) -> tuple[time, ...]:
    """The hours offered for the one question a day: evening ones, or morning ones once those were asked for."""
    return MORNINGS if "morning" in place.found else EVENINGS


def falls_quiet(scene: Scene, profile: Profile, at: time) -> bool:
    """Whether a wall time lies in the quiet hours that were chosen."""
    return is_quiet(instant(local_day(scene.now, profile.zone), at, profile.zone), profile.hours)


def noticings(scene: Scene, profile: Profile, place: Settling) -> tuple[time, ...]:
    """The hours offered for noticing: those that were found, or the usual ones that are not quiet."""
    found = tuple(at for each in place.found if (at := _read_hour(each)) is not None)
    usual = tuple(at for at in NOTICINGS if not falls_quiet(scene, profile, at))
    return found or usual or nearest(scene, profile)


def nearest(scene: Scene, profile: Profile) -> tuple[time, ...]:
    """The hours just outside quiet hours: the one they end at, and the last whole one before they begin."""
    start, end = profile.quiet.start, profile.quiet.end
    before = time((start.hour - 1) % 24, start.minute)
    return tuple(dict.fromkeys(at for at in (end, before) if not falls_quiet(scene, profile, at)))


def therapists_zone(scene: Scene, profile: Profile) -> str:
    """The clock the therapist lives by; a client begins with it."""
    return scene.person.therapist_zone or profile.zone


def _read_hour(written: str) -> time | None:
    try:
        return time.fromisoformat(written)
    except ValueError:
        return None


def rows(scene: Scene, place: Settling, profile: Profile, therapist: str) -> Rows:
    """The buttons of the question."""
    back = scene.button("Back", "back")
    if place.typing:
        return ((back,),)
    match place.step:
        case "sharing":
            choices = in_rows([scene.button(label, f"share:{n}") for n, (label, _) in enumerate(SHARING)])
            return (*choices, (back,)) if place.alone else choices
        case "notice":
            return _notice_rows(scene, therapist, back)
        case "country":
            known = scene.library.help_lines.values()
            codes = [each.country for each in known]
            names = [Button(label=clip(scene.country(code), 24), do=f"country:{code}") for code in codes]
            return (*in_rows(names), (back,))
        case "clock":
            return _clock_rows(scene, place, back)
        case "lines":
            return ((scene.button("Yes", "yes"), scene.button("No", "no")), (back,))
        case "check":
            match_ = scene.button("They match", "match", style="primary")
            return ((match_, scene.button("Fix it", "fix")), (back,))
        case "evening":
            return _evening_rows(scene, place, profile, back)
        case _:
            return _choice_rows(scene, place, profile, back)


def _words(scene: Scene, place: Settling, profile: Profile, therapist: str) -> Rich:
    match place.step:
        case "sharing":
            return scene.say("May {therapist} read your answers between sessions?", therapist=therapist)
        case "notice":
            return _notice_words(scene, profile, therapist)
        case "country":
            return scene.say("Which country are you in?")
        case "clock":
            return _clock_words(scene, place, profile, therapist)
        case "lines":
            return _lines_words(scene, place, profile)
        case "check":
            return _check_words(scene, profile)
        case "quiet" if place.typing:
            return scene.say("When do you want quiet? Type it like 10 PM - 7 AM.")
        case "quiet":
            return scene.say("When do you want quiet?")
        case "evening":
            return _evening_words(scene, place)
        case "noticing" if place.homework:
            return scene.say("Around when may the small noticing come? It makes no sound.")
        case "noticing":
            return scene.say("And a small noticing in the day? It takes half a minute and makes no sound.")
        case "screen":
            return scene.say("My messages can show on your lock screen. Keep them vague?")


def _notice_words(scene: Scene, profile: Profile, therapist: str) -> Rich:
    return scene.say(
        "If something you write sounds unsafe, I show you people to call in this country: {country}. "
        "May I also tell {therapist} when, how clear it was and in which exercise, never your words?\n"
        "They may not see it soon.",
        country=scene.country(profile.country),
        therapist=therapist,
    )


def _notice_rows(scene: Scene, therapist: str, back: Button) -> Rows:
    yes = Button(label=scene.naming("Yes, tell {name}", therapist, "Yes, tell them"), do="yes")
    return ((yes, scene.button("No", "no")), (scene.button("Another country", "country"), back))


def _clock_words(scene: Scene, place: Settling, profile: Profile, therapist: str) -> Rich:
    if place.found:
        return scene.say("There are several of that name. Which one?")
    if place.typing:
        return scene.say("Which city are you in, or near?")
    city = scene.calendar.city(therapists_zone(scene, profile))
    return scene.say("Is your clock the same as {therapist}'s, in {city}?", therapist=therapist, city=city)


def _clock_rows(scene: Scene, place: Settling, back: Button) -> Rows:
    if place.found:
        zones = enumerate(each.partition(" ")[0] for each in place.found)
        cities = [
            Button(label=clip(scene.calendar.city(zone), 24), do=f"zone:{n}") for n, zone in zones if zone
        ]
        return (*in_rows(cities), (back,))
    return ((scene.button("Yes", "same"), scene.button("No, elsewhere", "type")), (back,))


def _lines_words(scene: Scene, place: Settling, profile: Profile) -> Rich:
    code = place.found[0] if place.found else profile.country
    return scene.say(
        "Is this your country now: {country}? Then I show its help lines.", country=scene.country(code)
    )


def _check_words(scene: Scene, profile: Profile) -> Rich:
    local = scene.calendar.clock(scene.now.astimezone(ZoneInfo(profile.zone)))
    phone = moment(scene.now, "t", local)
    return scene.say(
        "{city} says {time}. Your phone says {phone}.",
        city=scene.calendar.city(profile.zone),
        time=local,
        phone=phone,
    )


def _evening_words(scene: Scene, place: Settling) -> Rich:
    if place.typing:
        return scene.say("At what time? Type it like 8:45 PM.")
    if "morning" in place.found:
        return scene.say("When would a morning question suit you?")
    return scene.say("I'd write twice a day at most. When would an evening question suit you?")


def _evening_rows(scene: Scene, place: Settling, profile: Profile, back: Button) -> Rows:
    fitting = [
        Button(label=scene.calendar.hour(at), do=f"at:{n}")
        for n, at in enumerate(times(place))
        if not falls_quiet(scene, profile, at)
    ]
    other = scene.button("Another time", "type")
    if "morning" in place.found:
        return (*in_rows(fitting, 3), (other, back))
    return (*in_rows(fitting, 3), (other, scene.button("Rather in the morning", "morning")), (back,))


def _choice_rows(scene: Scene, place: Settling, profile: Profile, back: Button) -> Rows:
    match place.step:
        case "quiet":
            spans = [Button(label=hours_label(scene, each), do=f"quiet:{n}") for n, each in enumerate(QUIETS)]
            return (*in_rows(spans), (scene.button("Other hours", "type"), back))
        case "noticing":
            hours = _around(scene, noticings(scene, profile, place))
            return (*in_rows(hours), (scene.button("No, thanks", "none"), back))
        case _:
            vague = scene.button("Vague", "vague", style="primary")
            return ((vague, scene.button("Full words", "full")), (back,))


def _around(scene: Scene, hours: Sequence[time]) -> list[Button]:
    return [
        Button(label=scene.say("Around {hour}", hour=scene.calendar.hour(at)).text, do=f"hour:{n}")
        for n, at in enumerate(hours)
    ]


def hours_label(scene: Scene, quiet: Quiet) -> str:
    """Quiet hours on a button: 10 PM - 7 AM."""
    return f"{scene.calendar.hour(quiet.start)} - {scene.calendar.hour(quiet.end)}"
