"""A small practice for the page's tests: a scripted bot on the real local Telegram, and a clock with a list of dues."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import MovableClock
from bot.phone.page import Due, Phone
from bot.phone.story import Story
from bot.phone.telegram import LocalTelegram

START = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)
Entities = list[dict[str, Any]]


def inline(*rows: list[str]) -> dict[str, Any]:
    """An inline keyboard whose buttons say their label back; `!` in front makes one primary, `-` danger."""
    return {"inline_keyboard": [[_button(label) for label in row] for row in rows]}


def _button(label: str) -> dict[str, Any]:
    if label.startswith("https:"):
        return {"text": "Open", "url": label}
    styles = {"!": "primary", "-": "danger"}
    text = label.lstrip("!-")
    button: dict[str, Any] = {"text": text, "callback_data": text}
    return {**button, "style": styles[label[0]]} if label[0] in styles else button


@dataclass
class EchoPractice:
    """Answers `/start` with a question, taps with an edit, anything else with its own words; nudges when due."""

    clock: MovableClock = field(default_factory=lambda: MovableClock(START))
    dues: list[Due] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    naps: list[datetime] = field(default_factory=list)
    offset: int = 0
    answers_taps: bool = True
    held: asyncio.Event | None = None
    """What to wait for before an answer is given; `asked` is set once somebody waits so."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Two phones, and an evening question due."""
        self._begin()
        evening = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
        self.dues.append(Due(at=evening, who="Tamsin", what="Evening question", why="planned"))
        later = evening + timedelta(hours=2)
        self.dues.append(Due(at=later, who="Tamsin", what="Evening question again", why="re-prompt"))

    def _begin(self) -> None:
        self.telegram = LocalTelegram(self.clock, flood_limits=False)
        self.offset = 0
        self._phone("Tamsin", "client", "America/New_York", invite="c_hello")
        self._phone("Vale", "therapist", "Europe/Lisbon")

    def speaks(self, language: str) -> bool:
        """English alone."""
        return language == "en"

    async def begin_again(self, story: Story | None) -> None:
        """A new Telegram and two empty phones."""
        await self._hold()
        if story is not None:
            self.clock.jump_to(story.start)
        self.phones.clear()
        self._begin()

    @property
    def client(self) -> int:
        """The client's user id."""
        return self.phones[0].user_id

    @property
    def therapist(self) -> int:
        """The therapist's user id."""
        return self.phones[1].user_id

    def _phone(self, name: str, role: str, zone: str, invite: str | None = None) -> Phone:
        user_id = self.telegram.add_account(name)
        self.phones.append(Phone(user_id=user_id, name=name, role=role, zone=zone, invite=invite))
        return self.phones[-1]

    async def add_phone(self, name: str) -> Phone:
        """One more client."""
        return self._phone(name, "client", "UTC")

    async def due(self) -> list[Due]:
        """What is still ahead."""
        await self._hold()
        return list(self.dues)

    async def _hold(self) -> None:
        if self.held is not None:
            self.asked.set()
            await self.held.wait()

    async def move_to(self, when: datetime, *, asleep: bool = False) -> None:
        """Send each due question at its moment; asleep, all of them late."""
        if asleep:
            self.naps.append(when)
        while self.dues and self.dues[0].at <= when:
            due = self.dues.pop(0)
            self.clock.jump_to(when if asleep else due.at)
            markup = inline(["!Yes, now", "Later"], ["Not today"])
            await self.send(self.client, "Evening. Got two minutes?", reply_markup=markup)
        self.clock.jump_to(when)

    async def state_of(self, user_id: int) -> Mapping[str, object]:
        """Something to show in the drawer."""
        messages = len(self.telegram.chat(user_id).messages)
        return {"resting": True, "messages": messages, "session": '{"kind":"answering"}'}

    async def settle(self) -> None:
        """Take every update there is."""
        while updates := await self._ask("getUpdates", offset=self.offset, timeout=0):
            for update in updates:
                self.offset = update["update_id"] + 1
                await self._take(update)

    async def send(self, user_id: int, text: str, **more: Any) -> Any:
        """Send a text as the bot; entities and markup as Telegram writes them."""
        return await self._ask("sendMessage", chat_id=user_id, text=text, **more)

    async def _ask(self, method: str, **params: Any) -> Any:
        status, body = await self.telegram.call(method, json.loads(json.dumps(params)), {})
        return body["result"] if status == 200 else None

    async def _take(self, update: dict[str, Any]) -> None:
        match update:
            case {"message": {"chat": {"id": chat}, "text": str(text)}} if text.startswith("/start"):
                await self._greet(chat)
            case {"message": {"chat": {"id": chat}, "message_id": number, "text": str(text)}}:
                await self._ask(
                    "setMessageReaction",
                    chat_id=chat,
                    message_id=number,
                    reaction=[{"type": "emoji", "emoji": "✍"}],
                )
                await self.send(chat, f"You said: {text}", disable_notification=True)
            case {"callback_query": query}:
                await self._take_tap(query)

    async def _greet(self, chat: int) -> None:
        commands = [
            {"command": "today", "description": "What's on"},
            {"command": "box", "description": "Ten minutes"},
        ]
        await self._ask("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": chat})
        keys = {
            "keyboard": [[{"text": "I made a mistake"}, {"text": "Ten minutes"}], [{"text": "Today"}]],
            "is_persistent": True,
            "resize_keyboard": True,
            "input_field_placeholder": "Tap or type",
        }
        await self.send(chat, "Hello. Three buttons stay below.", reply_markup=keys)
        await self.send(
            chat, "Shall we begin?", reply_markup=inline(["!Go on", "Not now"], ["-Erase", "Toast", "Alert"])
        )

    async def _take_tap(self, query: dict[str, Any]) -> None:
        chat, number, label = query["message"]["chat"]["id"], query["message"]["message_id"], query["data"]
        if label in {"Toast", "Alert"}:
            await self._answer(query, text="That one has closed.", show_alert=label == "Alert")
            return
        await self._ask(
            "editMessageText",
            chat_id=chat,
            message_id=number,
            text=f"You tapped {label}.",
            reply_markup=inline(["Back"]) if label != "Back" else None,
        )
        await self._answer(query)

    async def _answer(self, query: dict[str, Any], **more: Any) -> None:
        if self.answers_taps:
            await self._ask("answerCallbackQuery", callback_query_id=query["id"], **more)
