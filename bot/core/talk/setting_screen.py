"""The settings on the screen: what is chosen now, and the buttons that change it."""

from collections.abc import Mapping
from datetime import time
from typing import Literal

from bot.core.places import Setting
from bot.core.scene import Scene, bubble, in_rows
from bot.core.talk.settling_screen import falls_quiet, hours_label
from bot.core.text import Rich, joined
from bot.core.turn import Button, Reply, Rows
from bot.core.words import to_say

Question = Literal["sharing", "notice", "check", "quiet", "evening", "noticing", "screen"]
QUESTIONS: Mapping[str, Question] = {
    "evening": "evening",
    "noticing": "noticing",
    "clock": "check",
    "quiet": "quiet",
    "sharing": "sharing",
    "screen": "screen",
    "help": "notice",
}
"""What the menu can ask again, by its button, and the first question that is."""
DAYS = 7
WEEKLY_HOURS = (time(10), time(14), time(18))


def shown(scene: Scene, place: Setting) -> Reply:
    """The screen that `place` stands at."""
    back = scene.button("Back", "back")
    match place.view:
        case "weekly":
            days = [_marked(scene, n) for n in range(DAYS)]
            return bubble(
                scene.say("Which day suits a weekly look at your values?"), (*in_rows(days, 4), (back,))
            )
        case "weekly_time":
            return bubble(scene.say("At what time? Tap one, or type it."), _hours(scene, back))
        case "language":
            return bubble(scene.say("Which language shall I speak?"), (*in_rows(_spoken(scene)), (back,)))
        case "values":
            return bubble(_values(scene), ((back,),))
        case _:
            return bubble(_chosen(scene), _menu(scene))


def _menu(scene: Scene) -> Rows:
    buttons = [
        scene.button("Evening question", "ask:evening"),
        scene.button("Noticing", "ask:noticing"),
        scene.button("Clock", "ask:clock"),
        scene.button("Quiet hours", "ask:quiet"),
        scene.button("Weekly check-in", "weekly"),
        scene.button("Language", "language"),
        scene.button("Sharing", "ask:sharing"),
        scene.button("Lock screen", "ask:screen"),
        scene.button("Senses", "senses"),
        scene.button("Values", "values"),
        scene.button("Help card", "ask:help"),
        scene.button("Quiet dates", "dates"),
        scene.button("Close", "close"),
    ]
    return in_rows(buttons)


def _chosen(scene: Scene) -> Rich:
    """What is chosen now, a line each."""
    profile = scene.profile
    weekly = profile.week_at or profile.evening
    shares = to_say({"all": "yes", "before_session": "before a session", "none": "no"})[profile.sharing]
    return joined(
        [
            scene.say("Evening question: {at}", at=_hour(scene, profile.evening)),
            scene.say("Noticing: {at}", at=_hour(scene, profile.noticing)),
            scene.say("Clock: {city}", city=scene.calendar.city(profile.zone)),
            scene.say("Quiet hours: {hours}", hours=hours_label(scene, profile.quiet)),
            scene.say(
                "Weekly check-in: {day}, {at}",
                day=scene.calendar.weekdays[profile.week_day % DAYS],
                at=_hour(scene, weekly),
            ),
            scene.say("Language: {language}", language=_name(scene, profile.language)),
            scene.say("Answers shared: {shares}", shares=scene.label(shares)),
            scene.say("Lock screen: {words}", words=scene.label("vague" if profile.vague else "full words")),
            scene.say("Help card: {country}", country=scene.country(profile.country)),
        ]
    )


def _hour(scene: Scene, at: time | None) -> Rich | str:
    if at is None:
        return scene.label("off")
    hour = scene.calendar.hour(at)
    is_quiet = falls_quiet(scene, scene.profile, at)
    return scene.say("{hour}, which is quiet now", hour=hour) if is_quiet else hour


def _values(scene: Scene) -> Rich:
    asked = scene.say("Send me what matters to you, a line each. It takes the place of what is here.")
    return joined([*scene.profile.values, asked])


def _marked(scene: Scene, day: int) -> Button:
    sign = "●" if day == scene.profile.week_day else "○"
    return Button(label=f"{sign} {scene.calendar.weekdays[day]}", do=f"day:{day}")


def _hours(scene: Scene, back: Button) -> Rows:
    fitting = [
        Button(label=scene.calendar.hour(at), do=f"at:{n}")
        for n, at in enumerate(WEEKLY_HOURS)
        if not falls_quiet(scene, scene.profile, at)
    ]
    evening = (scene.button("As the evening question", "evening"),) if scene.profile.evening else ()
    return tuple(row for row in (*in_rows(fitting, 3), evening, (back,)) if row)


def _spoken(scene: Scene) -> list[Button]:
    return [Button(label=_name(scene, each), do=f"speak:{each}") for each in scene.library.languages]


def _name(scene: Scene, language: str) -> str:
    """What a language calls itself."""
    return scene.library.calendar(language).name
