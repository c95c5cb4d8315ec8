"""People with phones: they tap by label, type, and wait for what they see, never for a time."""

import re
from dataclasses import dataclass

from bot.phone.telegram import Message
from tests.crash.house import House, Watched

LINK = re.compile(r"https://t\.me/\w+\?start=([\w-]+)")
FIRST_QUESTIONS = (
    "Go on",
    "That's fine",
    "Yes",
    "Yes, tell Vale",
    "Yes",
    "They match",
    "10 PM - 7 AM",
    "8:30 PM",
    "No, thanks",
    "Vague",
)
PASTE = "Homework assigned:\n1. Write down three things they are proud of, beyond accomplishments"
VALE = "Vale"


class NotSeen(Exception):
    """What somebody waited for did not come."""


@dataclass
class Someone:
    """The owner of a phone."""

    telegram: Watched
    user: int
    name: str

    @property
    def newest(self) -> int:
        """The number of the last message in the chat."""
        messages = self.telegram.chat(self.user).messages
        return messages[-1].id if messages else 0

    def say(self, words: str) -> None:
        """Type and send."""
        self.telegram.say(self.user, words)

    async def sees(self, words: str, *, after: int = 0, seconds: float = 30.0) -> Message:
        """The newest message of the coach's with these words in it, or with a button that says them."""

        def found() -> Message | None:
            messages = reversed(self.telegram.chat(self.user).messages)
            return next((each for each in messages if each.id > after and _shows(each, words)), None)

        if not await self.telegram.until(lambda: found() is not None, seconds):
            shown = [each.text for each in self.telegram.chat(self.user).messages[-5:]]
            raise NotSeen(f"{self.name} waits for {words!r} and sees {shown}")
        message = found()
        assert message is not None
        return message

    async def tap(self, label: str, *, after: int = 0, seconds: float = 30.0, times: int = 1) -> None:
        """Tap the newest button of this label as soon as it is there, so often in a row."""
        message = await self.sees(label, after=after, seconds=seconds)
        for row, buttons in enumerate(message.keyboard):
            for column, button in enumerate(buttons):
                if button["text"] == label:
                    for _ in range(times):
                        self.telegram.tap(self.user, message.id, row, column)
                    return
        raise NotSeen(f"{self.name} sees the words {label!r}, but no such button")


async def therapist_in(house: House) -> Someone:
    """A therapist, invited on the command line and set up in the chat."""
    code, out, err = await house.command("invite-therapist", "--name", VALE)
    found = LINK.search(out)
    assert code == 0, err
    assert found
    therapist = Someone(house.telegram, house.telegram.add_account(VALE), VALE)
    house.telegram.start(therapist.user, found[1])
    await therapist.sees("Invite a client")
    return therapist


async def client_of(therapist: Someone, name: str) -> Someone:
    """A client, invited in the chat and through all the first questions."""
    newest = therapist.newest
    therapist.say("/invite")
    await therapist.sees("What shall I call them", after=newest)
    therapist.say(name)
    found = LINK.search((await therapist.sees("Link for", after=newest)).text)
    assert found
    client = Someone(therapist.telegram, therapist.telegram.add_account(name), name)
    client.telegram.start(client.user, found[1])
    for label in FIRST_QUESTIONS:
        await client.tap(label)
    await client.sees("That's everything.")
    await therapist.sees(f"{name} is in.", after=newest)
    return client


async def give_homework(therapist: Someone, client: Someone, paste: str = PASTE, *, pieces: int = 1) -> None:
    """The therapist pastes a summary and sends the pieces that the coach makes of it."""
    newest = therapist.newest
    therapist.say("/assign")
    if (await therapist.sees("", after=newest)).text == "Who is it for?":
        await therapist.tap(client.name, after=newest)
    await therapist.sees("paste the session summary", after=newest)
    therapist.say(paste)
    for number in range(1, pieces + 1):
        await therapist.sees(f"{number} of {pieces}:", after=newest)
        await therapist.tap("Keep", after=newest)
    await therapist.tap("Send", after=newest)
    await client.sees(f"{VALE} left you")


def _shows(message: Message, words: str) -> bool:
    labels = [button["text"] for row in message.keyboard for button in row]
    return message.from_bot and (words in labels or words in message.text)
