"""Simulated clients: what each kind of person does with what the coach sends, and their own record of it."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from bot.phone.telegram import Message
from tests.torture.town import Town

Kind = Literal["diligent", "silent", "late", "traveller", "chatty", "blocker", "in crisis"]
KINDS: tuple[Kind, ...] = ("diligent", "silent", "late", "traveller", "chatty", "blocker", "in crisis")
CITIES = ("Tokyo", "Honolulu", "Auckland", "Apia", "Lisbon", "Chicago", "Kathmandu", "Sydney", "Berlin")
CRISIS = "i want to die"
STRAY = (
    "good morning",
    "what do you think of the weather",
    "🙂",
    "/today",
    "/notes",
    "/settings",
    "/privacy",
    "/huh",
    "Today",
)
MINUTE = timedelta(minutes=1)


@dataclass
class Client:
    """One simulated person. `given` are the answers that have to be in the therapist's file, in order; `did` counts
    what became of nudges as this person remembers it."""

    town: Town
    user: int
    name: str
    kind: Kind
    chance: random.Random
    given: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    words: int = 0
    looking: bool = False

    def watch(self) -> None:
        """Look at the phone from now on whenever something happens on it."""
        self.town.watchers[self.user] = self._buzzed

    def plan_day(self) -> None:
        """What this person does of their own accord today; called once a day, in the morning."""
        now, at = self.town.now, self.town.at
        match self.kind:
            case "chatty":
                for _ in range(self.chance.randint(1, 3)):
                    at(now + self.chance.randint(0, 900) * MINUTE, self._chat)
            case "traveller" if self.chance.random() < 0.3:
                at(now + self.chance.randint(0, 1200) * MINUTE, self._travel)
            case "blocker" if self.chance.random() < 0.3:
                at(now + self.chance.randint(0, 1200) * MINUTE, self._turn_away)
            case "in crisis" if self.chance.random() < 0.15:
                at(now + self.chance.randint(0, 900) * MINUTE, lambda: self._say(CRISIS))
            case _:
                pass

    # --- looking at the phone ---------------------------------------------------------------------

    def _buzzed(self) -> None:
        if not self.looking:
            self.looking = True
            self.town.at(self.town.now + self._delay(), self._look)

    def _delay(self) -> timedelta:
        if self.kind == "late" and self._is_prompt(self._freshest()):
            return self.chance.randint(60, 400) * MINUTE
        return timedelta(seconds=20 * self.chance.randint(1, 5))

    def _look(self) -> None:
        self.looking = False
        message = self._freshest()
        if message is None or self.kind == "silent" or self._is_blocked():
            return
        labels = [str(button["text"]) for row in message.keyboard for button in row]
        picks = [
            str(b["text"]) for row in message.keyboard for b in row if ":pick:" in str(b.get("callback_data"))
        ]
        match labels:
            case _ if "Yes, now" in labels:
                self._prompted(message, labels)
            case _ if "That's it" in labels:
                self._tap(message, "That's it")
                self.did["done"] += 1
            case _ if "Show me an example" in labels and "Stop here" in labels:
                self._answer()
            case _ if picks and "Not now" in labels:
                self._notice(message, picks)
            case _ if "In 20 min" in labels:
                self._tap(message, "In 20 min")
            case _ if "I'm safe right now" in labels:
                self._tap(message, "I'm safe right now")
            case _:
                pass

    def _prompted(self, message: Message, labels: list[str]) -> None:
        roll = self.chance.random()
        if roll < 0.1:
            self._tap(message, "Not today")
            self.did["declined"] += 1
        elif roll < 0.2 and "Later" in labels:
            self._tap(message, "Later")
        elif roll < 0.9 or self.kind == "diligent":
            self._tap(message, "Yes, now")

    def _notice(self, message: Message, picks: list[str]) -> None:
        label = self.chance.choice(picks)
        self._tap(message, label)
        self.given.append(label)
        self.did["done"] += 1

    def _answer(self) -> None:
        self.words += 1
        words = f"something good {self.user % 1000}-{self.words:04}"
        self.given.append(words)
        self._say(words)

    # --- of their own accord ------------------------------------------------------------------------

    def _chat(self) -> None:
        message = self._freshest()
        if message is not None and not message.keyboard:
            self._say(self.chance.choice(STRAY))

    def _travel(self) -> None:
        self._say("/settings")
        self.town.at(self.town.now + MINUTE, lambda: self._tap_if_there("Clock"))
        self.town.at(self.town.now + 2 * MINUTE, lambda: self._tap_if_there("Fix it"))
        self.town.at(self.town.now + 3 * MINUTE, self._name_a_city)
        self.town.at(self.town.now + 4 * MINUTE, lambda: self._tap_if_there("They match"))

    def _name_a_city(self) -> None:
        message = self._freshest()
        if message is not None and "Which city" in message.text:
            self._say(self.chance.choice(CITIES))

    def _turn_away(self) -> None:
        if self._is_blocked():
            self.town.telegram.unblock(self.user)
        else:
            self.town.telegram.block(self.user)

    # --- hands ----------------------------------------------------------------------------------------

    def _is_blocked(self) -> bool:
        return self.town.telegram.chat(self.user).blocked

    def _freshest(self) -> Message | None:
        theirs = [each for each in self.town.telegram.chat(self.user).messages[-12:] if each.from_bot]
        return max(theirs, key=lambda each: (each.edit_date or each.date, each.id), default=None)

    @staticmethod
    def _is_prompt(message: Message | None) -> bool:
        return message is not None and "Yes, now" in str(message.keyboard)

    def _say(self, words: str) -> None:
        if not self._is_blocked():
            self.town.telegram.say(self.user, words)

    def _tap_if_there(self, label: str) -> None:
        message = self._freshest()
        if message is not None and not self._is_blocked() and label in str(message.keyboard):
            self._tap(message, label)

    def _tap(self, message: Message, label: str) -> None:
        for row, buttons in enumerate(message.keyboard):
            for column, button in enumerate(buttons):
                if button["text"] == label:
                    self.town.telegram.tap(self.user, message.id, row, column)
                    return
