"""What a store would keep of one person, in memory: runs, entries, nudges and timers, and each change in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.appointment import Appointments
from bot.core.changes import (
    Arranged,
    Asked,
    Assigned,
    CardAnswered,
    CardShown,
    Change,
    Drafted,
    Enrolled,
    EntryRevised,
    EntryTakenBack,
    FollowUp,
    Heeded,
    InviteAdmitted,
    InviteEnded,
    InviteLocked,
    InviteMade,
    InviteSpoken,
    InviteTried,
    Left,
    OccurrenceEnded,
    OccurrenceMoved,
    OccurrenceStarted,
    PutDown,
    ReasonGiven,
    Refused,
    RunDeleted,
    RunHidden,
    RunSaved,
    SetAside,
    TakenUp,
    TimerDropped,
    TimerSet,
)
from bot.core.inputs import Due
from bot.core.lookup import PAGE, Lookup
from bot.core.person import Assignment, KeptEntry, KeptRun, NotesPage
from bot.core.recalling import Wish
from bot.core.turn import Entry, Turn


@dataclass(slots=True)
class Keeping:
    """Rows, by id. `ended` holds the runs that are over, `nudges` the planned ones that were put off."""

    zone: str
    runs: dict[str, KeptRun] = field(default_factory=dict)
    begun: list[tuple[str, datetime]] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    nudges: dict[str, Due] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)

    def keep(self, turn: Turn, now: datetime) -> list[str]:
        """Perform a turn's changes and entries; returns what happened, without the timers."""
        happened = [line for change in turn.changes if (line := self._perform(change, now))]
        for entry in turn.entries:
            self._enter(entry)
        return happened

    def find(self, hint: Lookup) -> KeptRun | None:
        """The run that an input points back to."""
        if hint.run is not None:
            return self.runs.get(hint.run)
        typed = hint.message
        runs = (run for run in self.runs.values() if any(each.message == typed for each in run.entries))
        return next(runs, None) if typed is not None else None

    def page(self, hint: Lookup) -> NotesPage | None:
        """The page of finished runs that an input asks for, newest first."""
        if hint.page_offset is None:
            return None
        runs = [run for run in reversed(self.runs.values()) if run.id in self.ended and _fits(run, hint)]
        shown = tuple(runs[hint.page_offset : hint.page_offset + PAGE])
        return NotesPage(runs=shown, offset=hint.page_offset, total=len(runs))

    def _perform(self, change: Change, now: datetime) -> str:
        match change:
            case TimerSet():
                self.timers[change.timer, change.subject] = change.at
            case TimerDropped():
                self.timers.pop((change.timer, change.subject), None)
            case RunSaved():
                return self._save(change, now)
            case EntryRevised():
                return self._revise(change)
            case EntryTakenBack():
                return self._take_back(change)
            case RunHidden():
                self.runs[change.run] = replace(self.runs[change.run], private=change.private)
                return "made private" if change.private else "shared again"
            case RunDeleted():
                del self.runs[change.run]
                return "deleted"
            case _:
                return self._plan(change, now)
        return ""

    def _plan(self, change: Change, now: datetime) -> str:
        match change:
            case OccurrenceMoved():
                return self._move(change, now)
            case FollowUp():
                return self._follow(change, now)
            case Asked(name=name):
                return f"asked around the session: {name}"
            case SetAside(exercises=names):
                return f"set aside: {', '.join(names)}"
            case Heeded(heed=heed):
                return f"heeds: {', '.join(heed.flags)}; no concern: {', '.join(heed.confirmed)}"
            case OccurrenceEnded():
                self.outcomes.setdefault(change.occurrence, change.outcome)
                return f"nudge {change.outcome}" + (f", {change.reason}" if change.reason else "")
            case _:
                return _in_words(change)

    def _save(self, saved: RunSaved, now: datetime) -> str:
        run = saved.run
        known = self.runs.get(run.id)
        if known is None:
            self.begun.append((run.exercise, run.started))
        hidden = saved.private or bool(known and known.private)
        entries = known.entries if known else ()
        self.runs[run.id] = KeptRun(
            id=run.id, exercise=run.exercise, private=hidden, entries=entries, at=run.started
        )
        if saved.ended is None:
            begun = "reopened" if run.id in self.ended else "begun"
            self.ended.discard(run.id)
            return f"{begun}: {run.exercise}" + (", private" if hidden else "")
        assert run.id not in self.ended, "a run ends once"
        assert saved.ended == now, "a run ends when it ends"
        self.ended.add(run.id)
        return f"ended: {run.exercise}, {saved.outcome}" + (", private" if hidden else "")

    def _revise(self, change: EntryRevised) -> str:
        for run in self.runs.values():
            for entry in run.entries:
                if entry.id == change.entry:
                    self._enter_into(run, replace(entry, text=change.text, revisions=entry.revisions + 1))
                    return f"reworded: {entry.text} -> {change.text}".replace("\n", " / ")
        raise AssertionError("an answer that nobody gave was changed")

    def _follow(self, change: FollowUp, now: datetime) -> str:
        exercise = change.assignment.exercise
        assert now < change.due < change.expires, "what comes after comes later, and lives"
        self.nudges[change.occurrence] = Due(
            occurrence=change.occurrence,
            assignment=change.assignment.id,
            exercise=exercise,
            due=change.due,
            expires=change.expires,
            about=change.about,
        )
        return f"to come: {exercise}, {wall(change.due, self.zone)}"

    def recalled(self, wishes: Sequence[Wish]) -> tuple[KeptRun, ...]:
        """The earlier runs that an exercise quotes, newest first within each wish."""
        return tuple(run for wish in wishes for run in self._latest(wish))

    def _latest(self, wish: Wish) -> list[KeptRun]:
        finished = [run for run in reversed(self.runs.values()) if run.id in self.ended]
        wanted = [run for run in finished if run.exercise == wish.exercise and wish.run in ("", run.id)]
        return [run for run in wanted if any(not each.skipped for each in run.entries)][: wish.most]

    def _take_back(self, change: EntryTakenBack) -> str:
        for run in self.runs.values():
            for entry in run.entries:
                if entry.id == change.entry:
                    left = tuple(each for each in run.entries if each.id != change.entry)
                    self.runs[run.id] = replace(run, entries=left)
                    return f"taken back: {entry.text or entry.label or entry.media or '(skipped)'}"
        raise AssertionError("an answer that nobody gave was taken back")

    def _move(self, change: OccurrenceMoved, now: datetime) -> str:
        nudge = self.nudges[change.occurrence]
        assert change.due > now, "a nudge moves forward"
        self.nudges[change.occurrence] = replace(
            nudge,
            due=change.due,
            expires=change.expires or nudge.expires,
            snoozed=nudge.snoozed + change.snoozed,
        )
        return f"nudge moved to {wall(change.due, self.zone)}"

    def _enter(self, entry: Entry) -> None:
        kept = KeptEntry(
            id=entry.id,
            step=entry.step,
            text=entry.text,
            label=entry.label,
            value=entry.value,
            media=entry.media,
            skipped=entry.skipped,
            message=entry.message,
        )
        assert entry.run in self.runs, "an entry belongs to a run that was saved"
        self._enter_into(self.runs[entry.run], kept)

    def _enter_into(self, run: KeptRun, kept: KeptEntry) -> None:
        if any(each.id == kept.id for each in run.entries):
            entries = tuple(kept if each.id == kept.id else each for each in run.entries)
        else:
            entries = (*run.entries, kept)
        self.runs[run.id] = replace(run, entries=entries)


def _fits(run: KeptRun, hint: Lookup) -> bool:
    given = [each for each in run.entries if not each.skipped]
    wanted = hint.page_query.casefold()
    said = any(wanted in words.casefold() for each in given for words in (each.text, each.label))
    return bool(given) and said and hint.page_exercise in ("", run.exercise)


def wall(at: datetime, zone: str) -> str:
    """An instant as a clock on the wall shows it."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a %H:%M}"


def _meetings(meetings: Appointments) -> str:
    rhythm = f", every {meetings.every} days" if meetings.every else ""
    others = (
        f", {each.was:%b %d} {f'on {each.on:%b %d} at {each.at:%H:%M}' if each.on else 'left out'}"
        for each in meetings.instead
    )
    return f"{meetings.on:%a %b %d} {meetings.at:%H:%M}{rhythm}{''.join(others)}"


def _of_a_session(change: Change) -> str:
    match change:
        case Drafted(texts=texts):
            return f"written down for the client: {' / '.join(each for each in texts if each)}"
        case Arranged(appointments=meetings):
            return f"arranged: {_meetings(meetings) if meetings else 'nothing'}"
        case _:
            raise AssertionError(f"{type(change).__name__} is not known here")


def _given(piece: Assignment) -> str:
    until = "" if piece.until == "appointment" else f" until {piece.until}"
    return f"{piece.exercise} {list(getattr(piece.plan, 'days', ()))}{until}"


def _in_words(change: Change) -> str:
    match change:
        case OccurrenceStarted():
            return "nudge taken up"
        case ReasonGiven():
            return f"reason: {change.reason}"
        case Enrolled():
            return f"enrolled as {change.role}"
        case (
            InviteMade() | InviteSpoken() | InviteEnded() | InviteLocked() | InviteTried() | InviteAdmitted()
        ):
            return _of_link(change)
        case CardShown() | CardAnswered():
            return _of_card(change)
        case Assigned():
            return f"assigned: {'; '.join(map(_given, change.assignments))}"
        case TakenUp():
            return (
                f"taken up: {change.assignment.exercise} {list(getattr(change.assignment.plan, 'days', ()))}"
            )
        case Refused():
            return "refused"
        case PutDown():
            return f"put down: {change.exercise}"
        case Left():
            return "left"
        case _:
            return _of_a_session(change)


def _of_link(
    change: InviteMade | InviteSpoken | InviteEnded | InviteLocked | InviteTried | InviteAdmitted,
) -> str:
    match change:
        case InviteMade():
            return f"invited: {change.nickname}"
        case InviteSpoken(language=language):
            return f"greets in {language}"
        case InviteEnded():
            return "invitation ended"
        case InviteLocked(user=user, username=username):
            return f"the link is for {username or user or 'anybody'}"
        case InviteTried():
            return "somebody else tried"
        case InviteAdmitted():
            return "let in"


def _of_card(change: CardShown | CardAnswered) -> str:
    if isinstance(change, CardAnswered):
        return f"help card: {change.answer}"
    return f"help card, {change.tier}" + (f", during {change.exercise}" if change.exercise else "")
