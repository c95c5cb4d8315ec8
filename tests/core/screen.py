"""A phone as far as the core knows one: messages in order, the buttons under them, what was sent to others."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.core.scene import id_of_reply
from bot.core.text import clip
from bot.core.turn import SELF, Button, Reply, Rows, Turn


class NotThere(AssertionError):
    """Somebody wants to tap or to edit what is not on the screen."""


@dataclass(slots=True)
class Message:
    """One message; `nonce` is the turn that drew its buttons."""

    number: int
    text: str
    own: bool
    rows: Rows = ()
    nonce: int = 0

    def buttons(self) -> Iterator[Button]:
        """Its buttons, left to right and down."""
        return (button for row in self.rows for button in row)


@dataclass(slots=True)
class Shown:
    """What one turn put on the screen, in a transcript's words."""

    bot: list[str] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)
    in_place: bool = False
    silent: bool = False
    keyboard: list[list[str]] = field(default_factory=list)
    keyless: bool = False
    commands: list[str] = field(default_factory=list)
    contact: str = ""
    file: str = ""
    scan: str = ""
    pictures: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)
    unpinned: list[str] = field(default_factory=list)
    therapist: list[str] = field(default_factory=list)
    client: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Screen:
    """The chat as it stands. Every button that was ever drawn is remembered, for taps that come too late."""

    messages: list[Message] = field(default_factory=list)
    keyboard: tuple[tuple[str, ...], ...] = ()
    drawn: list[tuple[Button, int, int]] = field(default_factory=list)
    _rows_sent: dict[str, int] = field(default_factory=dict)
    _last: int = 0

    def typed(self, text: str) -> int:
        """The person's own message; returns its number."""
        return self._add(text, own=True).number

    def own(self, text: str) -> Message:
        """The person's own message with these words."""
        found = next((m for m in reversed(self.messages) if m.own and m.text == text), None)
        if found is None:
            raise NotThere(f"nobody wrote {text!r}")
        return found

    def any(self, text: str) -> Message:
        """The newest message with these words, whoever wrote it."""
        found = next((m for m in reversed(self.messages) if m.text == text), None)
        if found is None:
            raise NotThere(f"there is no message {text!r}")
        return found

    def button(self, label: str) -> tuple[Button, int, Message]:
        """The newest button with this label that is still there, the turn that drew it, and its message."""
        for message in reversed(self.messages):
            for button in message.buttons():
                if button.label == label:
                    return button, message.nonce, message
        there = [button.label for message in self.messages for button in message.buttons()]
        raise NotThere(f"no button {label!r} on the screen, only {there}")

    def gone(self, label: str) -> tuple[Button, int, int]:
        """The last button with this label that was drawn, the turn and its message: on an old screen it can still be tapped."""
        for button, nonce, message in reversed(self.drawn):
            if button.label == label:
                return button, nonce, message
        raise NotThere(f"no button {label!r} was ever drawn")

    def show(self, person: str | None, turn: Turn) -> Shown:
        """Put a turn's replies on the screen."""
        shown = Shown()
        for position, reply in enumerate(turn.replies):
            if reply.to != SELF:
                (shown.therapist if reply.to == "therapist" else shown.client).append(reply.text.text)
                continue
            row = id_of_reply(person, turn.session.turn, position) if person else ""
            self._show(reply, row, shown)
        return shown

    def dead_buttons(self, live: Collection[int | None]) -> list[str]:
        """Buttons on the screen that would no longer do anything."""
        return [
            button.label
            for message in self.messages
            for button in message.buttons()
            if button.do and not button.stands and message.nonce not in live
        ]

    def live_buttons(self, live: Collection[int | None]) -> Sequence[tuple[Button, int, Message]]:
        """Everything on the screen that a tap would move."""
        return [
            (button, message.nonce, message)
            for message in self.messages
            for button in message.buttons()
            if button.do and (button.stands or message.nonce in live)
        ]

    def _show(self, reply: Reply, row: str, shown: Shown) -> None:
        target = self._target(reply.edit)
        if reply.delete is not None:
            number = self._rows_sent.get(reply.delete) if isinstance(reply.delete, str) else reply.delete
            gone = next((m for m in self.messages if m.number == number), None)
            shown.deleted += [clip(gone.text, 60)] if gone else []
            self.messages = [m for m in self.messages if m is not gone]
        elif reply.commands is not None:
            shown.commands = [f"/{name}" for name, _ in reply.commands] or ["as for anyone"]
        elif reply.unpin:
            shown.unpinned += [target.text] if target is not None else []
        elif reply.bare:
            if target is not None:
                target.rows = ()
        elif reply.contact is not None:
            shown.contact = f"{reply.contact[1]}: {reply.contact[0]}"
        elif reply.file is not None:
            shown.file = reply.file.format
        else:
            self._write(reply, row, target, shown)

    def _write(self, reply: Reply, row: str, target: Message | None, shown: Shown) -> None:
        shown.in_place |= target is not None
        shown.scan = reply.scan or shown.scan
        shown.pictures += [reply.picture.title] if reply.picture else []
        shown.silent |= reply.silent
        message = target or self._add("", own=False)
        message.text, message.rows, message.nonce = reply.text.text, reply.rows, reply.nonce
        self._rows_sent[row] = message.number
        self.drawn += [(button, reply.nonce, message.number) for button in message.buttons()]
        below = (((reply.chooser,),) if reply.chooser else ()) + reply.keyboard
        self.keyboard = () if reply.keyless else below or self.keyboard
        shown.keyless |= reply.keyless
        shown.keyboard = [list(row) for row in below] or shown.keyboard
        shown.bot.append(reply.text.text)
        shown.pinned += [reply.text.text] if reply.pin else []
        shown.buttons += [[button.label for button in each] for each in reply.rows]

    def _target(self, edit: int | str | None) -> Message | None:
        number = self._rows_sent.get(edit) if isinstance(edit, str) else edit
        return next((m for m in self.messages if m.number == number and not m.own), None)

    def _add(self, text: str, *, own: bool) -> Message:
        self._last += 1
        self.messages.append(Message(self._last, text, own))
        return self.messages[-1]
