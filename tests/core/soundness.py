"""What holds for every turn there is, whoever takes it and whatever came in."""

from collections.abc import Iterator

from bot.core.inputs import Input, NudgesDue, Opened, Reached, TimerOver
from bot.core.person import Person, Role
from bot.core.session import dump_session, load_session
from bot.core.turn import Button, Reply, Turn

LONGEST_TEXT = 4096
LONGEST_LABEL = 24
LONGEST_DATA = 64
EMPTY = 0


def faults(person: Person, given: Input, turn: Turn) -> list[str]:
    """Everything about this turn that may not be."""
    return [
        *_of_session(person, turn),
        *(fault for reply in turn.replies for fault in _of_reply(reply)),
        *_of_role(person, turn),
        *_unseen(given, turn),
    ]


def callback(button: Button, nonce: int) -> str:
    """What a tap on this button brings back, as Telegram carries it."""
    return f"0:{button.do}" if button.stands else f"1:{base36(nonce)}:{button.do}"


def base36(number: int) -> str:
    """A turn's number in few characters."""
    digits = ""
    while number > 0:
        number, last = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[last] + digits
    return digits or "0"


def _of_session(person: Person, turn: Turn) -> Iterator[str]:
    if turn.session.turn != person.session.turn + 1:
        yield "the turn is not counted"
    if load_session(dump_session(turn.session)) != turn.session:
        yield "the session does not survive JSON"


def _of_reply(reply: Reply) -> Iterator[str]:
    is_wordless = reply.bare or reply.contact or reply.file or reply.leave or reply.delete is not None
    if not is_wordless and reply.commands is None and not reply.text.text.strip():
        yield "a message without words"
    if len(reply.text.text) > LONGEST_TEXT:
        yield f"a message of {len(reply.text.text)} characters"
    for span in reply.text.spans:
        if not 0 <= span.start < span.end <= len(reply.text.text):
            yield f"a mark outside the text: {span}"
    for button in (button for row in reply.rows for button in row):
        yield from _of_button(button, reply.nonce)


def _of_button(button: Button, nonce: int) -> Iterator[str]:
    if not 1 <= len(button.label) <= LONGEST_LABEL:
        yield f"a label of {len(button.label)} characters: {button.label!r}"
    if len(callback(button, nonce).encode()) > LONGEST_DATA:
        yield f"a button that carries too much: {callback(button, nonce)}"
    if not (button.do or button.link or button.copy):
        yield f"a button that does nothing: {button.label}"


def _of_role(person: Person, turn: Turn) -> Iterator[str]:
    if turn.entries and person.role is not Role.CLIENT:
        yield "an entry of someone who is no client"


def _unseen(given: Input, turn: Turn) -> Iterator[str]:
    if isinstance(given, NudgesDue | TimerOver | Reached | Opened):
        return
    if not (turn.replies or turn.reaction or turn.toast):
        yield "no sign that it was seen"
