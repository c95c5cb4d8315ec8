"""What a flow sees of one turn, and the move it makes in answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar
from bot.core.changes import Change
from bot.core.exercise import Exercise
from bot.core.inputs import Input
from bot.core.library import Library
from bot.core.person import Person, Profile, Role
from bot.core.session import AnyPlace, Aside, Box, LastAlbum, LastKept, Session
from bot.core.text import Rich, fill, moment, set_apart
from bot.core.turn import Button, Document, Entry, Reply, Rows, Style


def id_of_newcomer(code: str) -> str:
    """The id of the person who redeems this invitation: the same however often the turn is repeated."""
    return str(uuid5(NAMESPACE_URL, f"invited:{code}"))


def id_of_reply(person: str, turn: int, position: int) -> str:
    """The outbox row of one reply of one turn."""
    return str(uuid5(UUID(person), f"{turn}:reply:{position}"))


LABEL_ROOM = 24
"""So many characters a label may have; from a certain length on it has a row of its own."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One turn's givens: who, what came in, what there is to draw on, and when."""

    person: Person
    given: Input
    library: Library
    now: datetime
    spoken: str = ""
    """The language of what goes to somebody else; empty for the person's own."""

    @property
    def session(self) -> Session:
        return self.person.session

    @property
    def profile(self) -> Profile:
        return self.person.profile

    @property
    def language(self) -> str:
        """What the person is spoken to in; before they join, what the therapist chose goes before their phone's."""
        if self.spoken:
            return self.spoken
        invite = self.person.invite
        if self.person.role is Role.STRANGER and invite and invite.language in self.library.languages:
            return invite.language
        return self.profile.language

    @property
    def to_therapist(self) -> "Scene":
        """The same turn in words for the client's therapist, or for who invited a newcomer."""
        invite = self.person.invite
        of_invite = invite.therapist_language if invite else ""
        return replace(self, spoken=self.person.therapist_language or of_invite)

    @property
    def turn(self) -> int:
        """The number of this turn: the nonce of the buttons it draws."""
        return self.session.turn + 1

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.zone)

    def id(self, what: str) -> str:
        """An id that a repeat of this turn gives again."""
        return str(uuid5(UUID(self.person.id) if self.person.id else NAMESPACE_URL, f"{self.turn}:{what}"))

    def say(self, sentence: str, /, **fields: Rich | str | int) -> Rich:
        """One of the coach's own sentences in the person's language, its fields filled in."""
        return self.fill(self.library.translated(self.language, sentence), **fields)

    def counted(self, one: str, many: str, count: int, /, **fields: Rich | str | int) -> Rich:
        """A sentence that tells how many, in the form that `count` takes in the person's language."""
        return self.fill(self.library.counting(self.language, one, many, count), **fields)

    def fill(self, template: str, /, **fields: Rich | str | int) -> Rich:
        """Words with fields. A field that runs the other way than its sentence may, or stands in one that runs from
        right to left, is set apart, so that neither turns the other round."""
        apart = self.calendar.direction == "rtl"
        return fill(template, **{name: set_apart(each, always=apart) for name, each in fields.items()})

    def label(self, words: str) -> str:
        """A button's words in the person's language."""
        return self.library.translated(self.language, words)

    def button(self, words: str, do: str, *, style: Style | None = None, stands: bool = False) -> Button:
        """A button with one of the coach's own labels."""
        return Button(label=self.label(words), do=do, style=style, stands=stands)

    def naming(self, words: str, name: str, without: str) -> str:
        """A label that names somebody, or the one without the name where a button has no room for both."""
        label = self.say(words, name=name).text
        return label if len(label) <= LABEL_ROOM else self.label(without)

    def variant(self, wordings: Sequence[str]) -> str:
        """One of several wordings, another one each turn."""
        return wordings[self.turn % len(wordings)]

    @property
    def calendar(self) -> Calendar:
        """How the person's language writes times and dates."""
        return self.library.calendar(self.language)

    def exercise(self, name: str) -> Exercise | None:
        return self.library.exercise(self.language, name)

    def country(self, code: str) -> str:
        """What the person's language calls a country; one that it has no name for is called by its code."""
        lines = self.library.help_lines.get(code)
        return self.calendar.countries.get(code) or (lines.name if lines else code)

    def clock(self, at: datetime) -> Rich:
        """A time of day for the person's screen, shown by the phone in its own zone."""
        return moment(at, "t", self.calendar.clock(at.astimezone(self.zone)))

    def day(self, at: datetime) -> Rich:
        """A date for the person's screen, with its weekday."""
        return moment(at, "wD", self.calendar.day(at.astimezone(self.zone)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A flow's answer, before it is staged for the screen.

    `place` None leaves the person where they are. The first of `says` answers the input: after a tap it changes the
    message that was tapped, unless `fresh`; after anything else it is a new message and the old one loses its buttons.
    `aside` are the questions aside after an edit of theirs. `box` begins a box and `box_over` ends it; `forget` forgets the run that was left half way. `sorted` says that what
    was said is kept or let go by now, `worded` which opening a nudge had, `put_off` which noticing is to knock again.
    `of_card` are the words that brought the help card, "" once they are to be forgotten.
    """

    place: AnyPlace | None = None
    parked: AnyPlace | None = None
    aside: tuple[Aside, ...] | None = None
    says: tuple[Reply, ...] = ()
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    profile: Profile | None = None
    reaction: str | None = None
    toast: str | None = None
    last_kept: LastKept | None = None
    album: LastAlbum | None = None
    box: Box | None = None
    box_over: bool = False
    forget: bool = False
    sorted: bool = False
    worded: tuple[str, int] | None = None
    put_off: tuple[str, str] | None = None
    of_card: str | None = None
    fresh: bool = False
    opens: Document | None = None


def bubble(text: Rich | str, rows: Rows = (), *, silent: bool = False, to: str = "self") -> Reply:
    """A message with buttons under it."""
    return Reply(text=text if isinstance(text, Rich) else Rich(text), rows=rows, silent=silent, to=to)


MOST_PICKS = 80
"""Telegram takes a hundred buttons under a message; whoever is not among the first is named in words."""


def in_rows(buttons: Sequence[Button], per_row: int = 2) -> Rows:
    """Buttons laid out left to right; two a row is what a phone shows without cutting labels."""
    return tuple(tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row))


CROWDED = {2: 17, 3: 11, 4: 8}
"""So many characters of a label can be read on a small phone where two, three or four buttons share a row."""


def legible(rows: Rows) -> Rows:
    """The same buttons, fewer to a row where a phone would cut one of their labels: two, then one."""
    pairs = (pair for row in rows for pair in (in_rows(row) if len(row) > 2 and _is_cut(row) else (row,)))
    return tuple(
        short for row in pairs for short in (in_rows(row, 1) if len(row) == 2 and _is_cut(row) else (row,))
    )


def _is_cut(row: Sequence[Button]) -> bool:
    room = CROWDED.get(len(row))
    return room is not None and any(len(button.label) > room for button in row)
