"""Every exercise given, begun and finished once: a driver that answers each kind of step, and a picture after each answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.exercise import Exercise
from bot.core.library import Library
from bot.core.steps import AnyStep, ChoiceStep, ListStep, ManyStep, PauseStep, ScaleStep, TextStep
from bot.phone.page_contract import Practice
from bot.phone.page_desk import Desk
from bot.phone.refusals import PhoneRefused
from bot.phone.story import Say, Story, Taps, load_stories
from bot.phone.tg_model import Message

Show = Callable[[str], Awaitable[None]]
LANGUAGES = ("en", "es")
JOINED = 6
"""So many steps a first day takes until the client is in."""
MOST_STEPS = 40
NO_CONCERN = "{name}: no concern"


@dataclass(frozen=True, slots=True)
class Driver:
    """One client's phone, and an exercise that is open on it."""

    desk: Desk
    library: Library
    language: str
    show: Show

    @property
    def practice(self) -> Practice:
        """What stands behind the phones."""
        return self.desk.practice

    @property
    def client(self) -> int:
        """Whose phone it is."""
        return self.practice.phones[0].user_id

    async def lives(self, given: Sequence[Exercise]) -> None:
        """Each of these, one after another, on phones that know nothing of the last."""
        for exercise in given:
            await self._lives(exercise)

    async def _lives(self, exercise: Exercise) -> None:
        """From the therapist's list to the end of the exercise, with a picture after each step."""
        await self.desk.load(self._given(exercise))
        await self._sent()
        await self._tap_words("Look")
        await self._say(self._word("Today"))
        await self.show(f"{exercise.id} today")
        await self._tap(exercise.title)
        for _ in range(MOST_STEPS):
            await self.show(exercise.id)
            if not await self._answered(exercise):
                return
        raise RuntimeError(f"{exercise.id} has no end")

    def _given(self, exercise: Exercise) -> Story:
        """The first day of a story in this language, as far as the homework, which is this exercise instead."""
        first = next(story for story in load_stories().values() if story.language == self.language)
        labels = ("Pick from the list", f"○ {exercise.title}", "Done")
        pick = Taps(on="therapist", tap=tuple(self._word(label) for label in labels))
        assign = Say(on="therapist", say="/assign")
        return first.model_copy(update={"steps": (*first.steps[:JOINED], assign, pick)})

    async def _sent(self) -> None:
        """The therapist sends it, after saying that there is no concern where an exercise asks for that."""
        therapist = self.practice.phones[1].user_id
        after = self._word(NO_CONCERN).partition("}")[2]
        asked = [label for label in self._labels(therapist) if label.endswith(after)]
        for label in (*asked, self._word("Send")):
            self.practice.telegram.tap_label(therapist, label)
            await self._settled()

    async def _answered(self, exercise: Exercise) -> bool:
        """Whether there was a question still, which has an answer now."""
        step = await self._step(exercise)
        asked = step if self._is_asked(step) else None
        match asked:
            case TextStep():
                await self._say(asked.examples[0])
            case ListStep():
                await self._list(asked)
            case ChoiceStep():
                await self._tap(asked.options[0].label)
            case ManyStep():
                await self._tap(f"○ {asked.options[0].label}")
                await self.show(f"{exercise.id} ticked")
                await self._tap_words("Done")
            case ScaleStep():
                await self._tap(str((asked.least + asked.most) // 2))
            case PauseStep(seconds=int(seconds), go=None):
                await self._wait(seconds + 1)
            case _:
                return (step is not None or await self._is_open()) and await self._first()
        return True

    def _is_asked(self, step: AnyStep | None) -> bool:
        """Whether its own buttons are there: before the first question an exercise may say what it is about."""
        labels = self._labels()
        match step:
            case ChoiceStep():
                return step.options[0].label in labels
            case ManyStep():
                return f"○ {step.options[0].label}" in labels
        return True

    async def _list(self, step: ListStep) -> None:
        if step.enough in self._labels():
            await self._tap(step.enough)
        else:
            await self._say(step.examples[0])

    async def _first(self) -> bool:
        labels = self._labels()
        if not labels:
            return False
        await self._tap(labels[0] if labels[0] != self._word("Back") else self._word("Skip"))
        return True

    async def _step(self, exercise: Exercise) -> AnyStep | None:
        place = await self._place()
        run, name = place.get("run"), place.get("step")
        opened = run.get("exercise") if isinstance(run, dict) else None
        doing = self.library.exercise(self.language, str(opened)) or exercise
        return next((step for step in doing.steps if step.id == name), None)

    async def _is_open(self) -> bool:
        place = await self._place()
        return place.get("kind") not in {"resting", None} and place.get("view") != "done"

    async def _place(self) -> dict[str, object]:
        state = await self.practice.state_of(self.client)
        place = json.loads(str(state["session"])).get("place", {})
        return dict(place)

    def _labels(self, user: int | None = None) -> list[str]:
        rows = next((message.keyboard for message in reversed(self._said(user)) if message.keyboard), [])
        return [button["text"] for row in rows for button in row]

    def _said(self, user: int | None = None) -> list[Message]:
        chat = self.practice.telegram.chat(user or self.client)
        return [message for message in chat.messages if message.from_bot]

    def _word(self, label: str) -> str:
        return self.library.translated(self.language, label)

    async def _tap_words(self, label: str) -> None:
        await self._tap(self._word(label))

    async def _tap(self, label: str) -> None:
        try:
            self.practice.telegram.tap_label(self.client, label)
        except PhoneRefused:
            self.practice.telegram.tap_label(self.client, self._cut(label))
        await self._settled()

    def _cut(self, label: str) -> str:
        """The label as it was shortened to fit its button."""
        return next(
            (each for each in self._labels() if each.endswith("…") and label.startswith(each[:-1])), label
        )

    async def _say(self, text: str) -> None:
        self.practice.telegram.say(self.client, text)
        await self._settled()

    async def _settled(self) -> None:
        await self.practice.settle()
        await self._wait(20)

    async def _wait(self, seconds: int) -> None:
        await self.practice.move_to(self.practice.clock.now() + timedelta(seconds=seconds))
