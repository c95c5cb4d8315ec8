"""Practising without Telegram: the whole coach on a local stand-in, two phones, and a clock that can be moved."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, Parts
from bot.clock import MovableClock
from bot.core.library import Library, Practice
from bot.core.lookup import Lookup
from bot.core.plan_kinds import Lives
from bot.core.session import dump_session
from bot.phone.page_contract import Due, Phone
from bot.phone.request import LocalRequest
from bot.phone.story import Story
from bot.phone.telegram import LocalTelegram
from bot.settings import SQLITE
from storage import store
from storage.database import Database, open_database, prepare
from storage.store import Address
from storage.vault import Vault, create_key_file, load_keys

CLIENT, THERAPIST = "Sam", "Dr. Maren Vale"
MOST_STOPS = 5000
"""So many due moments in one move of the clock are more than any practice has."""
MOST_TRIES = 20
"""So often one moment is stopped at: not all that is due together may find room to leave at once."""
LONGEST_STEP = timedelta(days=1)
"""Nudges are made two days ahead, tick by tick: a longer step could pass one that is not made yet."""
TIMERS = {
    "agenda": ("List for the session", "the evening before it"),
    "again": ("Re-prompt", "asked once more, silently"),
    "bell": ("Bell", "a box is over"),
    "brief": ("Brief", "for the therapist, before the session"),
    "card": ("Help card", "comes off the top of the chat"),
    "close": ("Closing time", "lets go of an open question"),
    "dateless": ("No session set", "the therapist may be asked for one"),
    "document": ("File on its way", "let go where it does not arrive"),
    "erase": ("Erasing", "the day to undo it is over"),
    "hold": ("Ten minutes", "held for a step that was chosen"),
    "idle": ("Half answer", "kept as far as it went"),
    "joined": ("New client", "said yes to going on with another therapist"),
    "lapsed": ("Session question", "nobody waits for its answer any more"),
    "left": ("Therapist left", "the client hears of it"),
    "lookin": ("Looking in", "the morning after the help card"),
    "mention": ("Plan", "mentioned at the hour that was chosen"),
    "offer": ("Another therapist", "asks whether to go on with them"),
    "password": ("Password", "removes itself from the chat"),
    "paste": ("Rest of a paste", "waits for the next part"),
    "pause": ("End of the pause", "asks whether to go on"),
    "recap": ("Session summary", "some hours after the session"),
    "review": ("Look back", "two days before the session"),
    "step": ("Bell", "a pause within an exercise is over"),
    "tweak": ("Plan", "keep, change or drop it"),
}
"""What each timer is called on the page, and why it is there."""


@dataclass(slots=True)
class LivePractice:
    """The coach and a local Telegram in one event loop, on one clock, in a folder of their own."""

    app: App
    telegram: LocalTelegram
    clock: MovableClock
    home: Practice
    phones: list[Phone] = field(default_factory=list)

    def speaks(self, language: str) -> bool:
        """Whether the language is on offer."""
        return language in self.app.parts.library.languages

    async def begin_again(self, story: Story | None) -> None:
        """A new database, a new Telegram and empty phones: where the story is, else at home."""
        await self.app.stop(patience=2)
        parts = self.app.parts
        parts.database.close()
        if story is not None:
            self.clock.jump_to(story.start)
        library = replace(parts.library, practice=_place(story, self.home))
        fresh = await open_practice(library, parts.folder, self.clock)
        self.app, self.telegram, self.phones = fresh.app, fresh.telegram, fresh.phones

    async def add_phone(self, name: str) -> Phone:
        """One more person, for whoever wants to open an invitation on a third phone."""
        phone = _phone(self.telegram, self.app.parts.library.practice, name, "client")
        self.phones.append(phone)
        return phone

    async def due(self) -> Sequence[Due]:
        """What will happen by itself, earliest first."""
        names = await self._names()
        rows = await self.app.writer.submit(lambda conn: store.upcoming(conn, 20))
        return [
            Due(
                at=at,
                who=names.get(who, "?"),
                what=titled(self.app.parts.library, what, which),
                why=_why(what, which),
            )
            for at, who, what, which in rows
        ]

    async def move_to(self, when: datetime, *, asleep: bool = False) -> None:
        """Bring the clock to `when`, stopping at each due moment on the way; `asleep` is a closed laptop: one jump."""
        tried: Counter[datetime] = Counter()
        for _ in range(0 if asleep else MOST_STOPS):
            then = await self._next_stop()
            # What is due still, however often it is taken, would hold the clock here for ever.
            if then > when or tried[then] > MOST_TRIES:
                break
            tried[then] += 1
            self.clock.jump_to(max(then, self.clock.now()))
            await self.app.tick()
            await self.settle()
        self.clock.jump_to(max(when, self.clock.now()))
        await self.app.tick()
        await self.settle()

    async def _next_stop(self) -> datetime:
        due = await self.app.writer.submit(store.next_due)
        step = self.clock.now() + LONGEST_STEP
        return min(due, step) if due else step

    async def restart(self) -> None:
        """Stop the coach and start it again on the same database, as after a power cut that was noticed in time."""
        await self.app.stop(patience=2)
        self.app.parts.database.close()
        database = await asyncio.to_thread(_reopened, self.app.parts.folder, self.app.parts.library.lives())
        self.app = App(replace(self.app.parts, database=database))
        await self.app.start()
        await self.settle()

    async def state_of(self, user_id: int) -> Mapping[str, object]:
        """Where the coach is with the owner of a phone."""
        keys = self.app.parts.database.store
        now = self.clock.now()
        person = await self.app.writer.submit(
            lambda conn: store.load(keys, conn, Address(user=user_id), Lookup(), now)
        )
        return {"role": person.role.value, "session": dump_session(person.session).decode()}

    async def settle(self) -> None:
        """Return once every update has been taken and every reply sent."""
        while self._is_busy():
            await self.app.settled()
            await asyncio.sleep(0.001)

    def _is_busy(self) -> bool:
        polling = self.app.is_listening
        return self.app.busy or (polling and self.telegram.updates.pending(self.clock.now()) > 0)

    async def _names(self) -> dict[str, str]:
        keys, now = self.app.parts.database.store, self.clock.now()
        asked = [(Address(user=phone.user_id), Lookup()) for phone in self.phones]
        people = await self.app.writer.submit(lambda conn: store.load_many(keys, conn, asked, now))
        return {person.id: phone.name for person, phone in zip(people, self.phones, strict=True) if person.id}


async def open_practice(library: Library, folder: Path, clock: MovableClock) -> LivePractice:
    """Begin afresh in `folder`: a new database, a client's and a therapist's phone, the therapist's invitation open."""
    database = await asyncio.to_thread(_fresh_database, folder, library.lives())
    telegram = LocalTelegram(clock)
    parts = Parts(
        database=database,
        library=library,
        clock=clock,
        request=LocalRequest(telegram),
        token=telegram.token,
        api_url="http://localhost",
        folder=folder,
    )
    practice = LivePractice(App(parts), telegram, clock, library.practice)
    _add_phones(practice, library)
    await practice.app.start()
    return practice


async def close_practice(practice: LivePractice) -> None:
    """Stop, and leave nothing behind: what was practised is nobody's record."""
    await practice.app.stop(patience=2)
    practice.app.parts.database.close()
    await asyncio.to_thread(shutil.rmtree, practice.app.parts.folder, ignore_errors=True)


def _place(story: Story | None, home: Practice) -> Practice:
    if story is None:
        return home
    return replace(home, zone=story.zone, country=story.country, language=story.language)


def _fresh_database(folder: Path, lives: Lives) -> Database:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    create_key_file(folder / "key")
    prepare(_url(folder), Vault(load_keys(folder / "key")))
    return _reopened(folder, lives)


def _reopened(folder: Path, lives: Lives) -> Database:
    return open_database(_url(folder), Vault(load_keys(folder / "key")), lives=lives)


def _url(folder: Path) -> str:
    return f"{SQLITE}{folder / 'practice.db'}"


def _add_phones(practice: LivePractice, library: Library) -> None:
    keys = practice.app.parts.database.store
    with practice.app.parts.database.writing() as conn:
        code = store.make_therapist_invite(keys, conn, THERAPIST, practice.clock.now())
    client = _phone(practice.telegram, library.practice, CLIENT, "client")
    therapist = _phone(practice.telegram, library.practice, THERAPIST, "therapist")
    therapist.invite = code
    practice.phones += [client, therapist]


def _phone(telegram: LocalTelegram, practice: Practice, name: str, role: str) -> Phone:
    """A new phone, set to the practice's zone and language."""
    spoken = practice.language.replace("_", "-")
    user = telegram.add_account(name, language_code=spoken)
    return Phone(user_id=user, name=name, role=role, zone=practice.zone, language=spoken)


def titled(library: Library, what: str, which: str) -> str:
    """What is called so on the page; an exercise that the library does not hold by its id, in words."""
    if what == "timer":
        return TIMERS.get(which, (which, ""))[0]
    exercise = library.exercise(library.practice.language, which)
    return exercise.title if exercise else which.replace("-", " ").capitalize()


def _why(what: str, which: str) -> str:
    return TIMERS.get(which, ("", "a timer"))[1] if what == "timer" else "planned"
