"""Scripted clients: each does one thing, waits for the answer, and does the next; nobody pauses."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

FIRST_USER = 1_000_001
OPENING = "I made a mistake"
NEXT_SAID = {
    "Nothing yet": "I can ask someone to look before I send",
    "Show me an example": "Forgot the meeting with the whole team this morning",
}
"""What is typed where a message has this button."""
NEXT_TAPPED = ("Note it", "Big", "That's enough")
"""What is tapped where a message has this button; the first that is there."""

Json = dict[str, Any]


@dataclass(slots=True)
class Typist:
    """One client and the only thing they wait for: an answer. `since` is when they last did something."""

    user: int
    since: float = 0.0
    waits: bool = False
    answered: int = 0
    message: int = 0


@dataclass(slots=True)
class Town:
    """All clients, and the updates that they make of what they see.

    `post` is given each update; `now` is a monotonic clock in seconds.
    """

    post: Callable[[Json], None]
    now: Callable[[], float]
    pause: Callable[[Callable[[], None]], None] = field(default=lambda act: act())
    """When the next thing is done; at once unless said otherwise."""
    typists: dict[int, Typist] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    updates: int = 0
    all_answered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once everybody has had an answer."""
    _missing: int = 0

    def begin(self, people: int) -> None:
        """Everybody opens a note."""
        self._missing = people
        for user in range(FIRST_USER, FIRST_USER + people):
            typist = self.typists[user] = Typist(user)
            self._say(typist, OPENING)

    def read(self, chat: int, message: int, markup: str) -> None:
        """A message was shown in a chat; `markup` is the JSON of its buttons. Only the first one answers."""
        typist = self.typists.get(chat)
        if typist is None or not typist.waits:
            return
        typist.waits = False
        self._missing -= not typist.answered
        if not self._missing:
            self.all_answered.set()
        typist.answered += 1
        typist.message = message
        self.latencies.append(self.now() - typist.since)
        labels = _labels(markup)
        self.pause(lambda: self._act(typist, labels))

    def _act(self, typist: Typist, labels: dict[str, str]) -> None:
        tapped = next((label for label in NEXT_TAPPED if label in labels), None)
        if tapped is not None:
            self._tap(typist, labels[tapped])
            return
        said = next((words for label, words in NEXT_SAID.items() if label in labels), OPENING)
        self._say(typist, said)

    def _say(self, typist: Typist, words: str) -> None:
        said = {"message_id": 10_000_000 + self.updates, "date": 1_800_000_000, "text": words}
        self._do(typist, {"message": said | {"from": _person(typist.user), "chat": _chat(typist.user)}})

    def _tap(self, typist: Typist, data: str) -> None:
        shown = {"message_id": typist.message, "date": 1_800_000_000, "chat": _chat(typist.user), "text": "…"}
        query = {"id": str(self.updates), "from": _person(typist.user), "message": shown, "data": data}
        self._do(typist, {"callback_query": query | {"chat_instance": "1"}})

    def _do(self, typist: Typist, what: Json) -> None:
        self.updates += 1
        typist.since, typist.waits = self.now(), True
        self.post({"update_id": 500_000_000 + self.updates, **what})


def _person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": "Robin", "username": f"u{user}", "language_code": "en"}


def _chat(user: int) -> Json:
    return {"id": user, "type": "private", "first_name": "Robin", "username": f"u{user}"}


def _labels(markup: str) -> dict[str, str]:
    """What each button of a message brings back, by label."""
    rows = json.loads(markup).get("inline_keyboard", ()) if markup else ()
    return {each["text"]: each["callback_data"] for row in rows for each in row if "callback_data" in each}
