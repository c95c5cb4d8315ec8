"""Every exercise given, begun and finished once, with the halves that come after it: a driver that answers each kind of
step, and a picture after each answer."""

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
from bot.phone.story import Say, Step, Taps, load_stories
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

    @property
    def therapist(self) -> int:
        """Who gives the homework."""
        return self.practice.phones[1].user_id

    def exercise(self, name: str) -> Exercise:
        """The exercise of that id as it is spoken here."""
        return next(
            e
            for (spoken, each), e in self.library.exercises.items()
            if (spoken, each) == (self.language, name)
        )

    async def lives(self, given: Sequence[Exercise]) -> None:
        """Each of these, one after another, on phones that know nothing of the last."""
        for exercise in given:
            await self._lives(exercise)

    async def _lives(self, exercise: Exercise) -> None:
        """From the therapist's list to the end of the exercise and its later halves, with a picture after each step."""
        await self.given(exercise)
        await self.opened(exercise)
        await self._goes_on(exercise)
        for half in self._halves(exercise):
            await self._comes(exercise, half)

    async def given(self, *exercises: Exercise) -> None:
        """Phones that know nothing yet, and on them this homework and nothing else."""
        labels = ("Pick from the list", *(f"○ {each.title}" for each in exercises), "Done")
        await self.assigned(Taps(on="therapist", tap=tuple(self.word(label) for label in labels)))

    async def assigned(self, *steps: Step) -> None:
        """The same with homework that these steps of the therapist find; it is sent and looked at."""
        first = next(story for story in load_stories().values() if story.language == self.language)
        assign = Say(on="therapist", say="/assign")
        await self.desk.load(first.model_copy(update={"steps": (*first.steps[:JOINED], assign, *steps)}))
        await self._sent()
        await self.tap(self.word("Look"))

    async def opened(self, exercise: Exercise, called: str = "") -> None:
        """Begun by hand from the day's card, where it is `called` by its title or otherwise, and finished."""
        await self.say(self.word("Today"))
        await self.show(f"{exercise.id} today")
        await self.tap(called or exercise.title)
        await self.finished(exercise)

    async def finished(self, exercise: Exercise) -> None:
        """Everything that an exercise asks by itself, answered one after the other."""
        for _ in range(MOST_STEPS):
            await self.show(exercise.id)
            if not await self._answered(exercise):
                return
        raise RuntimeError(f"{exercise.id} has no end")

    async def comes(self, what: str) -> None:
        """The clock goes on to what comes by itself under this name."""
        due = [each.at for each in await self.practice.due() if each.what == what]
        if not due:
            raise RuntimeError(f"{what} does not come")
        await self.practice.move_to(due[0])

    async def taken_up(self, exercise: Exercise) -> None:
        """What has come is answered with its first button, and finished."""
        await self.show(f"{exercise.id} comes")
        await self.tap(self._labels()[0])
        await self.finished(exercise)

    async def _goes_on(self, exercise: Exercise) -> None:
        """What is left of an exercise that is more than its questions: a bell, values to look at, a plan's hour."""
        match exercise.form:
            case "box":
                await self.comes("Bell")
                await self.taken_up(exercise)
            case "values":
                await self.tap(self.exercise("values").closing.offers[0].label)
                await self.finished(exercise)
            case "plan":
                await self.comes("Plan")
                await self.show(f"{exercise.id} mentioned")

    def _halves(self, exercise: Exercise) -> list[Exercise]:
        """What comes after it by itself, the nearest first."""
        spoken = (each for (language, _), each in self.library.exercises.items() if language == self.language)
        after = [each for each in spoken if each.rhythm.exercise == exercise.id]
        return sorted(after, key=lambda half: half.rhythm.wait or "")

    async def _comes(self, first: Exercise, half: Exercise) -> None:
        """A later half comes, after a tap where it waits to be asked for, and is finished."""
        if half.rhythm.asked:
            await self.tap(next(each.label for each in first.closing.offers if each.exercise == half.id))
            await self.show(f"{half.id} asked for")
        await self.comes(half.title)
        await self.finished(half)

    async def _sent(self) -> None:
        """The therapist sends it, after saying that there is no concern where an exercise asks for that."""
        after = self.word(NO_CONCERN).partition("}")[2]
        asked = [label for label in self._labels(self.therapist) if label.endswith(after)]
        for label in (*asked, self.word("Send")):
            await self.tap(label, self.therapist)

    async def _answered(self, exercise: Exercise) -> bool:
        """Whether there was a question still, which has an answer now."""
        step, piece = await self._step(exercise)
        asked = step if self._is_asked(step) else None
        match asked:
            case TextStep():
                await self.say(asked.examples[0])
            case ListStep():
                await self._list(asked)
            case ChoiceStep():
                await self.tap(asked.options[-1 if piece else 0].label)
            case ManyStep():
                await self.tap(f"○ {asked.options[0].label}")
                await self.show(f"{exercise.id} ticked")
                await self.tap(self.word("Done"))
            case ScaleStep():
                await self.tap(str((asked.least + asked.most) // 2))
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
            await self.tap(step.enough)
        else:
            await self.say(step.examples[0])

    async def _first(self) -> bool:
        labels = self._labels()
        if not labels:
            return False
        if labels[0] == self.word("Show ideas"):
            version = self.exercise("values-check-in").step("version")
            await self.say(version.examples[0] if isinstance(version, TextStep) else labels[0])
        else:
            await self.tap(labels[0] if labels[0] != self.word("Back") else self.word("Skip"))
        return True

    async def _step(self, exercise: Exercise) -> tuple[AnyStep | None, int]:
        """The step that is open, and of several pieces of homework the one it is about, from 0."""
        place = await self._place()
        run, name, index = place.get("run"), place.get("step"), int(str(place.get("index") or 0))
        opened = run.get("exercise") if isinstance(run, dict) else None
        doing = self.library.exercise(self.language, str(opened)) or exercise
        if place.get("kind") == "recapping":
            return doing.steps[index], 0
        return next((step for step in doing.steps if step.id == name), None), index

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

    def word(self, label: str) -> str:
        """One of the coach's own labels in the language that is spoken."""
        return self.library.translated(self.language, label)

    async def tap(self, label: str, user: int | None = None) -> None:
        """A button with that label, or with as much of it as fits."""
        try:
            self.practice.telegram.tap_label(user or self.client, label)
        except PhoneRefused:
            self.practice.telegram.tap_label(user or self.client, self._cut(label))
        await self._settled()

    def _cut(self, label: str) -> str:
        """The label as it was shortened to fit its button."""
        return next(
            (each for each in self._labels() if each.endswith("…") and label.startswith(each[:-1])), label
        )

    async def say(self, text: str, user: int | None = None) -> None:
        """A text, sent."""
        self.practice.telegram.say(user or self.client, text)
        await self._settled()

    async def _settled(self) -> None:
        await self.practice.settle()
        await self._wait(20)

    async def _wait(self, seconds: int) -> None:
        await self.practice.move_to(self.practice.clock.now() + timedelta(seconds=seconds))
