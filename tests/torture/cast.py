"""The people of a short piece, what they have typed, and what can be seen of the coach's doings."""

from dataclasses import dataclass, field

from bot.phone.telegram import Message
from tests.crash.people import Someone
from tests.torture.victims import Killing


@dataclass
class Cast:
    """The house and the people in it, with the words that have to be found again."""

    house: Killing
    therapist: Someone
    wren: Someone
    robin: Someone
    typed: dict[str, list[str]] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)

    def says(self, who: Someone, words: str, command: str = "") -> None:
        """Type an answer that counts once."""
        self.typed.setdefault(who.name, []).append(words)
        who.say(f"{command}{words}")

    def after(self, who: Someone) -> int:
        """The last message before this piece began."""
        return self.since[who.user]

    async def tap(self, who: Someone, *labels: str) -> None:
        """Tap these, one after the other, as soon as each is there: of two copies where something happened last."""
        for label in labels:
            await who.sees(label, after=self.after(who))
            message = max(self._with(who, label), key=lambda each: each.edit_date or each.date)
            places = [
                (r, c)
                for r, row in enumerate(message.keyboard)
                for c, b in enumerate(row)
                if b["text"] == label
            ]
            self.house.telegram.tap(who.user, message.id, *places[0])

    def _with(self, who: Someone, label: str) -> list[Message]:
        new = (each for each in self.house.telegram.chat(who.user).messages if each.id > self.after(who))
        return [
            each for each in new if any(button["text"] == label for row in each.keyboard for button in row)
        ]


def files_of(cast: Cast) -> list[int]:
    """The files in the therapist's chat."""
    chat = cast.house.telegram.chat(cast.therapist.user)
    return [each.id for each in chat.messages if each.media and each.id > cast.after(cast.therapist)]


def notices_of(cast: Cast) -> list[int]:
    """The lines that say a file may not have come."""
    chat = cast.house.telegram.chat(cast.therapist.user)
    return [each.id for each in chat.messages if "couldn't confirm" in each.text]


def bells_of(cast: Cast) -> list[str]:
    """The bells that Telegram took, whatever became of their messages since."""
    sent = (
        str(call.params.get("text")) for call in cast.house.telegram.calls if call.method == "sendMessage"
    )
    return [text for text in sent if text.startswith(("Time.", "This bell"))]
