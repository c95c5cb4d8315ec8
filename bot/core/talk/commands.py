"""The list of commands that a chat's menu shows: drawn for whoever joins or changes the language, gone with whoever goes."""

from bot.core.person import Role
from bot.core.scene import Scene
from bot.core.talk.menu import commands_of
from bot.core.turn import Reply


def listed(scene: Scene, role: Role) -> Reply:
    """The commands of that role, each with its line in the person's language."""
    return Reply(commands=tuple((name, scene.label(what)) for name, what in commands_of(role)))


def as_for_anyone() -> Reply:
    """The chat shows what it shows to somebody nobody knows."""
    return Reply(commands=())
