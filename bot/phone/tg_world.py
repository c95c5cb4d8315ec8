"""The state of one local Telegram: its accounts, chats, files and updates, and the few moves both sides share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.phone.refusals import PhoneRefused, bad, forbidden
from bot.phone.tg_files import FileShelf
from bot.phone.tg_flood import FloodGate
from bot.phone.tg_json import message_json
from bot.phone.tg_model import (
    Account,
    Call,
    Chat,
    Clock,
    Command,
    Event,
    EventKind,
    FaultKind,
    Happening,
    Json,
    Message,
    Tap,
)
from bot.phone.tg_params import Params, integer, string
from bot.phone.tg_updates import UpdateQueue

FIRST_USER_ID = 700_000_001


class World:
    """Everything one bot and the people around it know of each other. Not thread-safe: use it from one event loop."""

    def __init__(
        self,
        clock: Clock,
        *,
        bot_name: str = "Between",
        bot_username: str = "between_bot",
        token: str = "1000001:local",  # noqa: S107  a made-up token that opens nothing
        flood_limits: bool = True,
    ) -> None:
        self.clock = clock
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
        }
        self.chats: dict[int, Chat] = {}
        self.files = FileShelf()
        self.updates = UpdateQueue()
        self.flood = FloodGate(enabled=flood_limits)
        self.taps: dict[str, Tap] = {}
        self.commands: dict[tuple[str, str], list[Command]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self.on_change: list[Callable[[Event], None]] = []
        self.calls: deque[Call] = deque(maxlen=500)
        self.faults: list[tuple[str | None, FaultKind]] = []
        self._last_message_id = 0

    @property
    def bot_name(self) -> str:
        """The name on top of the chat."""
        return str(self.profile.get(("name", "")) or self.bot["first_name"])

    @property
    def bot_username(self) -> str:
        """The name in t.me links, without @."""
        return str(self.bot["username"])

    def add_account(self, name: str, *, language_code: str = "en", username: str | None = None) -> int:
        """Give a person an account; answers its id, which is also the id of the private chat with the bot."""
        user_id = FIRST_USER_ID + len(self.chats)
        self.chats[user_id] = Chat(account=Account(user_id, name, username, language_code))
        self.refresh_commands()
        return user_id

    def chat(self, user_id: int) -> Chat:
        """The chat as this person sees it, to be read only.

        Raises:
            PhoneRefused: nobody has this id.
        """
        if user_id not in self.chats:
            raise PhoneRefused(f"nobody here has the id {user_id}")
        return self.chats[user_id]

    def file_bytes(self, file_id: str) -> bytes:
        """The content of a file sent by either side.

        Raises:
            KeyError: no such file.
        """
        return self.files.by_id[file_id].content

    def next_message_id(self) -> int:
        """The next message id: one row of numbers over all chats of the bot, as on the real server."""
        self._last_message_id += 1
        return self._last_message_id

    def post(self, chat: Chat, message: Message) -> Message:
        """Put a message into the chat and tell whoever watches."""
        chat.messages.append(message)
        self.fire("message", chat, message.id)
        return message

    def fire(self, kind: EventKind, chat: Chat, message_id: int | None = None) -> None:
        """Write down, and tell whoever watches, that something visible changed."""
        if kind in {"message", "edited", "deleted"}:
            chat.journal.append(_happening(self.clock.now(), chat, message_id))
        for hook in list(self.on_change):
            hook(Event(kind, chat.id, message_id))

    def as_json(self, message: Message, chat: Chat) -> Json:
        """The message as the Bot API writes it."""
        return message_json(message, chat, self.bot)

    def known_chat(self, params: Params) -> Chat:
        """The chat a call names.

        Raises:
            Refusal: chat_id absent, or a person who never wrote to the bot.
        """
        if not string(params, "chat_id"):
            raise bad("chat_id is empty")
        chat = self.chats.get(integer(params, "chat_id"))
        if chat is None or not chat.started:
            raise bad("chat not found")
        return chat

    def open_chat(self, params: Params) -> Chat:
        """The chat a call writes to: known, and not blocked by its person."""
        chat = self.known_chat(params)
        if chat.closed:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def commands_of(self, account: Account) -> list[Command]:
        """The commands menu of one person: the narrowest scope wins, in a scope their language before none."""
        language = account.language_code[:2]
        scopes = (f"chat:{account.id}", "all_private_chats", "default")
        keys = [(scope, code) for scope in scopes for code in (language, "")]
        return next((self.commands[key] for key in keys if key in self.commands), [])

    def refresh_commands(self) -> None:
        """Bring every phone's commands menu up to date."""
        for chat in self.chats.values():
            commands = self.commands_of(chat.account)
            if commands != chat.commands:
                chat.commands = commands
                self.fire("commands", chat)


def _happening(now: datetime, chat: Chat, message_id: int | None) -> Happening:
    message = chat.find(message_id)
    return Happening(at=now, message=replace(message) if message else None, gone=message_id)
