"""What is there and how it is reached: the command lists, today's card, homework, clients, how data is kept."""

from datetime import datetime

from bot.core.person import Role
from bot.core.scene import Move, Scene, bubble, in_rows
from bot.core.talk import today as today_items
from bot.core.talk.rhythms import rhythm
from bot.core.text import Rich, clip, fill, joined
from bot.core.turn import THERAPIST, Button
from bot.core.words import to_say

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
        "export": "files",
        "privacy": "how data is kept",
        "sos": "people to call",
    }
)


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
    ways = _distinct([button for _, buttons in items for button in buttons] + _starters(scene))
    return Move(says=(bubble(joined([joined(lines), *homework], "\n\n"), in_rows(ways)),), fresh=True)


def look(scene: Scene) -> Move:
    """The homework as the client sees it, opened from the message that announced it."""
    if not scene.person.assignments:
        return Move(says=(bubble(scene.say("Nothing is waiting.")),))
    fine = scene.button("Fine", "done", stands=True)
    other = scene.button("Ask for a change", "askchange", stands=True)
    return Move(says=(bubble(_homework(scene), ((fine, other),)),))


def ask_for_change(scene: Scene) -> Move:
    """The client would like a piece of homework to be different."""
    said = scene.say(
        "Passed on. {therapist} sees it when they next look.", therapist=scene.person.therapist_name
    )
    note = scene.say("{client} would like a piece of homework to be different.", client=scene.person.nickname)
    return Move(says=(bubble(said), bubble(note, silent=True, to=THERAPIST)))


def clients(scene: Scene) -> Move:
    """/clients: who there is, by which code their exports go, and when each was last heard."""
    if not scene.person.clients:
        return Move(says=(bubble(scene.say("Nobody has joined yet. /invite makes a link.")),), fresh=True)
    lines = [
        scene.fill(
            "{name}, {code}. {heard}",
            name=each.nickname,
            code=each.code,
            heard=_heard(scene, each.heard, each.reachable),
        )
        for each in scene.person.clients
    ]
    return Move(says=(bubble(joined(lines)),), fresh=True)


def privacy(scene: Scene) -> Move:
    """/privacy for a therapist: where answers lie, and who can read them."""
    said = scene.say(
        "Answers lie encrypted on the server this coach runs on, one key a client. You see what your clients share, "
        "never what they keep private. Chats with bots pass through Telegram, which is able to read them."
    )
    return Move(says=(bubble(said),), fresh=True)


def _homework(scene: Scene) -> Rich:
    lines = [scene.say("From {therapist}:", therapist=scene.person.therapist_name)]
    for each in scene.person.assignments:
        exercise = scene.exercise(each.exercise)
        if exercise is not None:
            when = rhythm(scene, each.plan)
            words = clip(each.words or exercise.gist, 300)
            lines.append(
                scene.fill("• {words} ({title}, {when})", words=words, title=exercise.title, when=when)
            )
    return joined(lines)


def _starters(scene: Scene) -> list[Button]:
    exercises = [scene.exercise(each.exercise) for each in scene.person.assignments]
    return [Button(label=e.title, do=f"offer:{e.id}", stands=True) for e in exercises if e is not None]


def _distinct(buttons: list[Button]) -> list[Button]:
    """One way into each thing: the first."""
    first: dict[str, Button] = {}
    for button in buttons:
        first.setdefault(button.do, button)
    return list(first.values())


def _heard(scene: Scene, at: datetime | None, reachable: bool) -> Rich:
    if not reachable:
        return scene.say("Chat closed by the client.")
    if at is None:
        return scene.say("Not heard yet.")
    return scene.say("Last heard {day}.", day=scene.day(at))
