"""What is there and how it is reached: the command lists, today's card, homework, clients, how data is kept."""

from datetime import datetime, timedelta

from bot.core.exercise import Exercise
from bot.core.inputs import Tapped
from bot.core.person import Assignment, Role
from bot.core.scene import LABEL_ROOM, Move, Scene, bubble, in_rows
from bot.core.talk import knocking, noticing_hour
from bot.core.talk import today as today_items
from bot.core.talk.rhythms import rhythm
from bot.core.text import Rich, clip, fill, joined
from bot.core.turn import THERAPIST, Button, Rows
from bot.core.words import to_say

A_MOMENT = timedelta(minutes=1)
CLIENT_COMMANDS = to_say(
    {
        "today": "what is on, and what is open",
        "mistake": "note a mistake, a line is enough",
        "box": "ten minutes for one thing",
        "plan": "if this, then that",
        "notes": "read, change, hide or delete",
        "pause": "some quiet, for as long as you like",
        "settings": "times, clock, language, sharing",
        "sos": "people to call, your own plan",
        "privacy": "who sees what; copy or erase",
    }
)
THERAPIST_COMMANDS = to_say(
    {
        "clients": "who, and when we last heard",
        "invite": "add a client",
        "assign": "paste a summary or pick homework",
        "progress": "what was done since the session",
        "brief": "one page before the session",
        "export": "files",
        "sessions": "day and hour, and a summary",
        "settings": "help card line, who comes in",
        "privacy": "how data is kept",
        "sos": "people to call",
    }
)

CLIENTS_PAGE = 8
"""So many clients /clients shows at once."""


def commands_of(role: Role) -> tuple[tuple[str, str], ...]:
    """The slash commands that a role sees, each with its line."""
    listed = {Role.CLIENT: CLIENT_COMMANDS, Role.THERAPIST: THERAPIST_COMMANDS}.get(role, {})
    return tuple(listed.items())


def help_list(scene: Scene) -> Move:
    """/help, and any command that there isn't."""
    lines = [
        fill("/{name} – {what}", name=n, what=scene.label(what)) for n, what in commands_of(scene.person.role)
    ]
    foot = scene.say("I'm a program, nobody reads along live, and I'm not for emergencies: /sos")
    return Move(says=(bubble(joined([*lines, foot])),), fresh=True)


def today(scene: Scene) -> Move:
    """/today: what is open, and what the client can start right now."""
    items = today_items.open_items(scene)
    if not items and not scene.person.assignments:
        nothing = scene.say("Nothing is waiting. You can always note a mistake, or send me a line to keep.")
        return Move(says=(bubble(nothing),), fresh=True)
    lines = [line for line, _ in items]
    homework = (_homework(scene),) if scene.person.assignments else ()
    open_ways = [button for _, buttons in items for button in buttons]
    ways = _distinct([*open_ways, *noticing_hour.buttons(scene), *_starters(scene)])
    return Move(says=(bubble(joined([joined(lines), *homework], "\n\n"), in_rows(ways)),), fresh=True)


def look(scene: Scene) -> Move:
    """The homework as the client sees it, opened from the message that announced it."""
    if not scene.person.assignments:
        return Move(says=(bubble(scene.say("Nothing is waiting.")),))
    then = noticing_hour.DO if noticing_hour.is_missing(scene) else "done"
    fine = scene.button("Fine", then, stands=True)
    other = scene.button("Ask for a change", "askchange", stands=True)
    return Move(says=(bubble(_homework(scene), ((fine, other),)),))


def ask_for_change(scene: Scene) -> Move:
    """The client would like a piece of homework to be different."""
    if scene.person.therapist_left:
        alone = scene.say("There is nobody here I could pass that on to right now.")
        return Move(says=(bubble(alone),))
    said = scene.say(
        "Passed on. {therapist} sees it when they next look.", therapist=scene.person.therapist_name
    )
    note = scene.to_therapist.say(
        "{client} would like a piece of homework to be different.", client=scene.person.nickname
    )
    return Move(says=(bubble(said), bubble(note, silent=True, to=THERAPIST)))


def clients(scene: Scene, offset: str = "0") -> Move:
    """/clients, a page at a time: who there is, by which code their exports go, and when each was last heard; then those
    who wait to be let in, each with what answers that."""
    at_the_door = [knocking.question(scene, each) for each in scene.person.newcomers]
    if not scene.person.clients:
        nobody = bubble(scene.say("Nobody has joined yet. /invite makes a link."))
        return Move(says=(nobody, *at_the_door), fresh=True)
    first = _page_at(scene, offset)
    page = bubble(joined(_clients(scene, first)), _pages(scene, first))
    return Move(says=(page, *at_the_door), fresh=not isinstance(scene.given, Tapped))


def _clients(scene: Scene, first: int) -> list[Rich]:
    return [
        scene.fill(
            "{name}, {code}. {heard} {next}",
            name=each.nickname,
            code=each.code,
            heard=_heard(scene, each.heard, each.reachable),
            next=_next(scene, each.next_appointment),
        )
        for each in scene.person.clients[first : first + CLIENTS_PAGE]
    ]


def _page_at(scene: Scene, offset: str) -> int:
    """Where the page begins that a button asks for; the last one where there are fewer clients by now."""
    wanted = int(offset) if offset.isdecimal() and len(offset) <= 6 else 0
    last = (len(scene.person.clients) - 1) // CLIENTS_PAGE
    return min(wanted // CLIENTS_PAGE, last) * CLIENTS_PAGE


def _pages(scene: Scene, first: int) -> Rows:
    back = scene.button("Back", f"clients:{first - CLIENTS_PAGE}", stands=True)
    more = scene.button("More", f"clients:{first + CLIENTS_PAGE}", stands=True)
    shown = [back] * (first > 0) + [more] * (first + CLIENTS_PAGE < len(scene.person.clients))
    return (tuple(shown),) if shown else ()


def privacy(scene: Scene) -> Move:
    """/privacy for a therapist: where answers lie, and who can read them."""
    said = scene.say(
        "Answers lie encrypted on the server this coach runs on, one key a client. You see what your clients share, "
        "never what they keep private. Chats with bots pass through Telegram, which is able to read them."
    )
    return Move(says=(bubble(said),), fresh=True)


def _homework(scene: Scene) -> Rich:
    only = _only_end(scene)
    lines, is_said = [_from(scene, only)], only is not None
    for each in scene.person.assignments:
        exercise = scene.exercise(each.exercise)
        if exercise is not None:
            when = rhythm(scene, each.plan)
            # What was picked from the list was given with no words but its title.
            words = clip(each.words if each.words not in ("", exercise.title) else exercise.gist, 300)
            # What fits no exercise is called by its words alone.
            piece = (
                scene.fill("{title}, {when}", title=exercise.title, when=when) if exercise.keywords else when
            )
            end = "" if is_said else _end(scene, each)
            piece = scene.say("{piece}, until {day}", piece=piece, day=end) if end else piece
            lines.append(scene.fill("• {words} ({piece})", words=words, piece=piece))
    return joined(lines)


def _end(scene: Scene, given: Assignment) -> Rich | str:
    """Until when one piece goes on, as far as that is known. What ends with a date ends as that date is over."""
    return scene.day(given.ends_at - A_MOMENT) if given.ends_at and not given.own else ""


def _only_end(scene: Scene) -> datetime | None:
    """When all that was given ends at once."""
    ends = {each.ends_at for each in scene.person.assignments if not each.own}
    return ends.pop() if len(ends) == 1 else None


def _from(scene: Scene, end: datetime | None) -> Rich:
    """Whose homework it is, and until when where all of it has that `end`."""
    name = scene.person.therapist_name
    if end is None:
        return scene.say("From {therapist}:", therapist=name)
    return scene.say("From {therapist}, until {day}:", therapist=name, day=scene.day(end - A_MOMENT))


def _starters(scene: Scene) -> list[Button]:
    named = [each.exercise for each in scene.person.assignments]
    return [
        _starter(exercise, each if named.count(exercise.id) > 1 or not exercise.keywords else None)
        for each in scene.person.assignments
        if (exercise := scene.exercise(each.exercise)) is not None
    ]


def _starter(exercise: Exercise, one_of_several: Assignment | None) -> Button:
    """The way into an exercise; one that was given several times, or is words and nothing else, is told by its words."""
    if one_of_several is None or not one_of_several.words:
        return Button(label=exercise.title, do=f"offer:{exercise.id}", stands=True)
    label = clip(one_of_several.words, LABEL_ROOM)
    return Button(label=label, do=f"offer:{exercise.id}:{one_of_several.id}", stands=True)


def _distinct(buttons: list[Button]) -> list[Button]:
    """One way into each thing: the first."""
    first: dict[str, Button] = {}
    for button in buttons:
        first.setdefault(button.do, button)
    return list(first.values())


def _next(scene: Scene, at: datetime | None) -> Rich | str:
    return scene.say("Next: {day}, {time}.", day=scene.day(at), time=scene.clock(at)) if at else ""


def _heard(scene: Scene, at: datetime | None, reachable: bool) -> Rich:
    if not reachable:
        return scene.say("Chat closed by the client.")
    if at is None:
        return scene.say("Not heard yet.")
    return scene.say("Last heard {day}.", day=scene.day(at))
