"""Replays a transcript: one person, the screen they see, and what is kept of them, turn by turn.

A transcript begins with who is there (`role`, `invited`, `settings`, `homework`, `clients`, `newcomers` by what they are called here and what they go by, `now` in New York, and
around a session `meets`, `met`, `draft` and the timers that are set, `around`; what the client `shares`), then come turns. What comes in:
`say`, `tap` a button that is on the screen, `tap_again` the last one, `tap_gone` one that was there, `command`,
`send` a voice, a photo, a sticker, a contact (of `whom`)…, a document with a `name`, which `holds` what it brings once it is fetched, `edit` … `of`, a nudge `due`, a `timer`, `reachable`; `after` lets time pass.
What has to come of it, all of it: `bot` (`in_place`, `silent`), `buttons`, `keyboard` or `keyless`, `commands` (what
the chat's menu lists from now on), `contact`, `file`, the address that is shown to `scan`, the titles of `pictures`, `deleted`, `pinned`, `unpinned`, `reaction`, `toast`, what the
`therapist` or a `client` is told, `kept` answers, `settings`, and what is `stored`.

Between all turns the session and the profile travel through JSON, and every turn is taken twice, because a
crash repeats it. Nothing here is looser than a phone: a button that is not there cannot be tapped, none that is there
is dead, and no hour passes over a timer that is set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.content.documents import opened
from bot.core.appointment import next_start
from bot.core.changes import (
    Arranged,
    Assigned,
    Enrolled,
    Heeded,
    InviteAdmitted,
    InviteEnded,
    InviteLocked,
    InviteMade,
)
from bot.core.inputs import (
    Commanded,
    Due,
    Edited,
    Input,
    NudgesDue,
    Odd,
    Reached,
    Recorded,
    Said,
    Tapped,
    TimerOver,
)
from bot.core.library import Library
from bot.core.lookup import RUN_ACTIONS, lookup, seen_from, split
from bot.core.lookup_shared import shared_of
from bot.core.person import (
    IfThen,
    Invite,
    Look,
    Pair,
    Past,
    Person,
    Profile,
    Role,
    dump_profile,
    load_profile,
)
from bot.core.plan import Quiet, closes_at
from bot.core.recalling import wanted
from bot.core.scene import id_of_newcomer
from bot.core.session import dump_session, load_session
from bot.core.take import take
from bot.core.turn import Document, Turn
from tests.core import people
from tests.core.beginning import around_of, invite_of, moment_of, past_of, person_of, shared_of_week, span
from tests.core.keeping import Keeping, wall
from tests.core.screen import Message, Screen
from tests.core.soundness import faults

Json = Mapping[str, Any]

INPUTS = frozenset(
    {"say", "tap", "tap_again", "tap_gone", "command", "send", "holds", "edit", "due", "timer", "reachable"}
    | {"after", "times", "forwarded", "caption", "of", "album", "reply", "whom", "name", "size"}
)
"""The keys of a transcript's turn that say what comes in; all others say what has to come of it."""
_MEDIA = ("voice", "video_note", "video", "photo", "audio", "document")


@dataclass(slots=True)
class Replay:
    """One person in the middle of a transcript."""

    person: Person
    now: datetime
    library: Library
    keeping: Keeping
    invite: Invite | None = None
    shared: Look | None = None
    past: tuple[Past, ...] = ()
    screen: Screen = field(default_factory=Screen)
    _tapped: Tapped | None = None
    _was_closed: bool = False
    _asked: Document | None = None

    def play(self, turn: Json) -> dict[str, Any]:
        """Take one turn of the transcript; returns everything that came of it, in the transcript's words."""
        self._pass_time(turn)
        given = self._input(turn)
        hint = seen_from(lookup(given), self.person.session.place)
        person = replace(
            self.person,
            run=self.keeping.find(hint),
            page=self.keeping.page(hint),
            invite=None if hint.code is None else self._invite(hint.code),
            runs_today=tuple(self.keeping.begun),
            recalled=self.keeping.recalled(wanted(self.person, given, self.library)),
            look=self._look(given),
            past=self.past if hint.past else (),
        )
        taken = take(person, given, self.library, self.now)
        assert taken == take(person, given, self.library, self.now), "a turn can be repeated"
        assert not (wrong := faults(person, given, taken)), wrong
        came = self._kept(person, taken)
        self._asked = taken.opens or self._asked
        self._was_closed |= not self.person.profile.reachable
        if not self._was_closed:  # nothing can be taken off a chat that is closed
            assert not (dead := self.screen.dead_buttons(self.live())), f"dead buttons: {dead}"
        return came

    def live(self) -> tuple[int | None, ...]:
        """The turns whose buttons still do something: those of the question in front, and of those aside."""
        session = self.person.session
        return (session.nonce, *(each.nonce for each in session.aside))

    def _look(self, given: Input) -> Look | None:
        """What the client shares whom the input is about."""
        client = shared_of(self.person, given)
        if client is None or self.shared is None:
            return None
        return replace(self.shared, record=replace(self.shared.record, id=client))

    def _invite(self, code: str) -> Invite | None:
        """What stands behind a code: the one invitation there is, or that of somebody who waits."""
        waiting = (each for each in self.person.newcomers if each.code == code)
        held = [
            Invite(code=code, role=Role.CLIENT, usable=True, held=True, nickname=each.nickname)
            for each in waiting
        ]
        known = [self.invite] if self.invite and self.invite.code == code else []
        return next(iter([*known, *held]), None)

    # --- what goes in -------------------------------------------------------------------------

    def _pass_time(self, turn: Json) -> None:
        then = self.now + span(turn["after"]) if "after" in turn else self.now + timedelta(seconds=1)
        if "timer" in turn:
            then = self._timer(turn["timer"])[1]
        elif put_off := self._put_off(turn.get("due")):
            then = put_off.due
        earlier = [name for (name, _), at in self.keeping.timers.items() if at < then]
        assert not earlier, f"before that, these timers run out: {earlier}"
        self.now = then

    def _put_off(self, name: object) -> Due | None:
        waiting = [d for d in self.keeping.nudges.values() if d.due > self.now and d.exercise == name]
        return next((each for each in waiting if each.occurrence not in self.keeping.outcomes), None)

    def _timer(self, name: str) -> tuple[TimerOver, datetime]:
        found = next(((key, at) for key, at in self.keeping.timers.items() if key[0] == name), None)
        assert found is not None, f"no timer {name} is set, only {list(self.keeping.timers)}"
        (timer, subject), at = found
        return TimerOver(timer=timer, subject=subject), at

    def _input(self, turn: Json) -> Input:
        readers: dict[str, Callable[[Json], Input]] = {
            "say": self._said,
            "tap": self._tap,
            "tap_again": lambda _: self._again(),
            "tap_gone": self._tap_gone,
            "command": self._command,
            "send": self._sent,
            "holds": self._holds,
            "edit": self._edit,
            "due": self._due,
            "timer": self._over,
            "reachable": lambda each: Reached(reachable=each["reachable"]),
        }
        names = [name for name in readers if name in turn]
        assert len(names) == 1, f"one thing at a time, not {names}"
        return readers[names[0]](turn)

    def _said(self, turn: Json) -> Input:
        words = str(turn["say"]) * int(turn.get("times", 1))
        original = self.screen.any(turn["reply"]) if "reply" in turn else None
        return Said(
            text=words,
            message=self.screen.typed(words),
            forwarded=turn.get("forwarded", False),
            reply_to=original.number if original else None,
            reply_run=_run_of(original) if original else "",
        )

    def _tap(self, turn: Json) -> Input:
        button, nonce, message = self.screen.button(turn["tap"])
        assert button.do, f"{turn['tap']} opens an address or fills the clipboard"
        self._tapped = Tapped(do=button.do, nonce=None if button.stands else nonce, message=message.number)
        return self._tapped

    def _again(self) -> Input:
        assert self._tapped is not None, "nothing was tapped yet"
        return self._tapped

    def _tap_gone(self, turn: Json) -> Input:
        button, nonce, number = self.screen.gone(turn["tap_gone"])
        return Tapped(do=button.do, nonce=None if button.stands else nonce, message=number)

    def _command(self, turn: Json) -> Input:
        name, _, argument = turn["command"].removeprefix("/").partition(" ")
        return Commanded(name=name, argument=argument, message=self.screen.typed(turn["command"]))

    def _sent(self, turn: Json) -> Input:
        what = turn["send"]
        message = self.screen.typed(f"({what})")
        if what in _MEDIA:
            return Recorded(
                media=what,
                file=f"file-{message}",
                caption=turn.get("caption", ""),
                message=message,
                album=turn.get("album", ""),
                name=turn.get("name", ""),
                size=turn.get("size", 0),
            )
        return Odd(what=what, message=message, user=turn.get("whom"))

    def _holds(self, turn: Json) -> Input:
        """The document that was asked for, fetched."""
        assert self._asked is not None, "no document was asked for"
        return opened(self._asked, turn["holds"].encode(), self.library)

    def _edit(self, turn: Json) -> Input:
        message: Message = self.screen.own(turn["of"])
        message.text = turn["edit"]
        return Edited(text=turn["edit"], message=message.number)

    def _due(self, turn: Json) -> Input:
        names = turn["due"] if isinstance(turn["due"], list) else [turn["due"]]
        return NudgesDue(due=tuple(self._nudge(name) for name in names))

    def _nudge(self, name: str) -> Due:
        known = {each.exercise: each for each in self.keeping.nudges.values() if each.due == self.now}
        if name not in known:
            assignment = next(each for each in self.person.assignments if each.exercise == name)
            hours = self.person.profile.hours
            known[name] = Due(
                occurrence=str(uuid5(NAMESPACE_URL, f"{name}:{self.now}")),
                assignment=assignment.id,
                exercise=name,
                due=self.now,
                expires=closes_at(self.now, hours, life=self.library.lives().get(name)),
            )
        self.keeping.nudges[known[name].occurrence] = known[name]
        return known[name]

    def _over(self, turn: Json) -> Input:
        over, _ = self._timer(turn["timer"])
        del self.keeping.timers[over.timer, over.subject]
        return over

    # --- what comes out -----------------------------------------------------------------------

    def _kept(self, person: Person, turn: Turn) -> dict[str, Any]:
        happened = self.keeping.keep(turn, self.now)
        profile = load_profile(dump_profile(turn.profile or person.profile))
        session = load_session(dump_session(turn.session))
        assert session == turn.session, "a session survives the trip through JSON"
        assert profile == (turn.profile or person.profile), "a profile survives the trip through JSON"
        self.person = replace(self.person, session=session, profile=profile)
        for change in turn.changes:
            self._join(change)
        shown = self.screen.show(self.person.id, turn)
        said = {each.name: getattr(shown, each.name) for each in fields(shown)}
        about = {
            "reaction": turn.reaction,
            "toast": turn.toast,
            "kept": {e.step: _in_entry(e.text, e.label, e.media, e.skipped) for e in turn.entries},
            "stored": happened,
            "settings": _differences(person.profile, profile),
        }
        return {name: value for name, value in (said | about).items() if value}

    def _join(self, change: object) -> None:
        match change:
            case Enrolled(role=role, code=code):
                self.person = replace(
                    self.person,
                    id=id_of_newcomer(code),
                    role=role,
                    therapist_name=self.invite.therapist if self.invite and role is Role.CLIENT else "",
                    therapist_zone=self.invite.zone if self.invite and role is Role.CLIENT else "",
                    nickname="A.R." if role is Role.CLIENT else "",
                )
            case InviteMade(code=code, nickname=nickname):
                self.invite = Invite(code=code, role=Role.CLIENT, usable=True, nickname=nickname)
            case InviteLocked(user=user, username=username) if self.invite:
                self.invite = replace(self.invite, locked=bool(user or username))
            case InviteEnded() | InviteAdmitted():
                self.invite = None if isinstance(change, InviteEnded) else self.invite
                left = (each for each in self.person.newcomers if each.code != change.code)
                self.person = replace(self.person, newcomers=tuple(left))
            case Heeded(client=client, heed=heed):
                cards = (replace(c, heed=heed) if c.id == client else c for c in self.person.clients)
                self.person = replace(self.person, clients=tuple(cards))
            case Assigned(client=client, assignments=given) if client == self.person.id:
                self.person = replace(self.person, assignments=given)
            case Arranged(client=client, appointments=meetings):
                start = next_start(meetings, self.now) if meetings else None
                cards = (
                    replace(each, appointments=meetings, next_appointment=start)
                    if each.id == client
                    else each
                    for each in self.person.clients
                )
                self.person = replace(self.person, clients=tuple(cards))
            case _:
                return


def _run_of(message: Message) -> str:
    """The run that a message's buttons are about, as the edge reads it."""
    taps = (split(button.do) for button in message.buttons())
    return next((argument for name, argument in taps if name in RUN_ACTIONS), "")


def begin(document: Json) -> Replay:
    """The state in which a transcript begins."""
    person = person_of(document)
    return Replay(
        person=person,
        now=moment_of(document),
        library=people.library(),
        keeping=Keeping(person.profile.zone, timers=around_of(document)),
        invite=invite_of(document),
        shared=shared_of_week(document),
        past=past_of(document),
    )


def _differences(before: Profile, after: Profile) -> dict[str, str]:
    names = [each.name for each in fields(after) if getattr(before, each.name) != getattr(after, each.name)]
    return {name: _plainly(getattr(after, name), after.zone) for name in names if name != "consented_at"}


def _plainly(value: object, zone: str) -> str:
    match value:
        case datetime():
            return wall(value, zone)
        case time():
            return f"{value:%H:%M}"
        case Quiet(start=start, end=end):
            return f"{start:%H:%M}-{end:%H:%M}"
        case Pair(exercise=exercise, before=before, after=after):
            return f"{exercise} {before} / {after}"
        case (Pair(), *_) as pairs:
            return ", ".join(_plainly(each, zone) for each in pairs)
        case IfThen(cue=cue, act=act, stack=stack, mention=at):
            return " / ".join(each for each in (cue, act, stack, f"{at:%H:%M}" if at else "") if each)
        case _:
            return str(value)


def _in_entry(text: str, label: str, media: str, skipped: bool) -> str:
    return "(skipped)" if skipped else f"({media}) {text}".strip() if media else text or label
