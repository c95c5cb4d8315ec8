"""What people hear when something of theirs cannot be kept: the help card where it is needed, else one honest line."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.content.languages import spoken_with
from bot.core.inputs import Commanded, Input, Recorded, Said, Tapped
from bot.core.library import Library
from bot.core.safety import screen
from bot.core.talk.help import emergency_text
from bot.core.words import to_say
from bot.hearing import Trouble
from handlers.render import Call
from handlers.translate import Arrival, Json, Unreadable, chat_in, texts_in, translate
from storage.store import Address

TROUBLE_LINE = to_say(
    "Something went wrong on my side, and I could not keep that. Please send it once more later."
)
WAITING_LINE = to_say(
    "I can't save anything right now. What you send waits, for up to a day, and I answer once I can. "
    "/sos works even now."
)
AGAIN = timedelta(minutes=10)
"""How long a chat that heard one of these lines does not hear it again."""


class Troubles:
    """Needs neither database nor network but for sending: `say` gets a chat and a text, `call` what is sent once."""

    def __init__(
        self,
        library: Library,
        clock: Clock,
        *,
        say: Callable[[int, str], None],
        call: Callable[[Call], None],
    ) -> None:
        self._library = library
        self._clock = clock
        self._say = say
        self._call = call
        self._heard: dict[tuple[int, str], datetime] = {}

    def rescue(self, raw: Json) -> None:
        """An update that could not even be kept as it came; Telegram has it still."""
        arrival = _read(raw)
        chat = arrival.chat if arrival is not None else chat_in(raw)
        if chat is None or (arrival is not None and arrival.group):
            return
        language = spoken_with(self._library, arrival.language if arrival else "")
        if any(screen(text, self._library.rules) for text in texts_in(raw)) or self._needs_card(arrival):
            self._say(chat, self._card(language))
        elif arrival is not None and arrival.callback is not None:
            words = self._library.translated(language, WAITING_LINE)
            self._call(Call("answerCallbackQuery", {"callback_query_id": arrival.callback, "text": words}))
        else:
            self._tell(chat, language, WAITING_LINE)

    def hear(self, address: Address, given: Input, trouble: Trouble) -> None:
        """An input that was kept and could not be taken: the card at once, a line when it waits or is given up."""
        in_need = _needs_card(given, self._library)
        if address.user is None:
            return
        if in_need and trouble != "given up":
            self._say(address.user, self._card(address.language))
        elif not in_need and trouble != "failing":
            line = WAITING_LINE if trouble == "waiting" else TROUBLE_LINE
            self._tell(address.user, address.language, line)

    def _needs_card(self, arrival: Arrival | None) -> bool:
        return arrival is not None and _needs_card(arrival.given, self._library)

    def _card(self, language: str) -> str:
        lines = self._library.help_lines.get(self._library.practice.country)
        return emergency_text(lines, partial(self._library.translated, language))

    def _tell(self, chat: int, language: str, line: str) -> None:
        now = self._clock.now()
        self._heard = {who: at for who, at in self._heard.items() if timedelta(0) <= now - at < AGAIN}
        if (chat, line) not in self._heard:
            self._heard[chat, line] = now
            self._say(chat, self._library.translated(language, line))


def _needs_card(given: Input, library: Library) -> bool:
    match given:
        case Commanded(name="sos"):
            return True
        case Tapped(do=do):
            return do.startswith("help:")
        case Said(text=text) | Recorded(caption=text) | Commanded(argument=text):
            return screen(text, library.rules) is not None
        case _:
            return False


def _read(raw: Json) -> Arrival | None:
    try:
        return translate(raw)
    except Unreadable:
        return None
