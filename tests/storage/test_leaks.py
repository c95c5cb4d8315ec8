"""Nobody reaches anybody outside their own circle, whatever they do and whoever it names: ten thousand attempts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection

from bot.core.appointment import Appointments
from bot.core.changes import (
    Arranged,
    Assigned,
    CardAnswered,
    CardShown,
    Change,
    Drafted,
    Enrolled,
    EntryRevised,
    EntryTakenBack,
    FollowUp,
    HandedOver,
    HandoverDeclined,
    Heeded,
    InviteAdmitted,
    InviteAsks,
    InviteEnded,
    InviteKnocked,
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
from bot.core.inputs import Commanded, Edited, Input, Said, Tapped
from bot.core.lookup import Lookup, lookup
from bot.core.person import Assignment, Heed, Person, Profile, Role
from bot.core.plan import After
from bot.core.run import Run
from bot.core.safety import Tier
from bot.core.take import take
from bot.core.talk.menu import CLIENT_COMMANDS, THERAPIST_COMMANDS
from bot.core.turn import NEWCOMER, THERAPIST, Entry, FileOrder, Reply, Turn
from storage import store as kept
from storage.store_invites import hash_of
from tests.core.people import library
from tests.storage.leaking import (
    CLIENTS,
    STRANGER,
    THERAPISTS,
    Town,
    allowed_words,
    settle,
    shared_word,
    undone,
    unwatch,
    watch,
    words_in,
    written,
)
from tests.storage.practice import DAILY, NOW, named, opened, said

ATTEMPTS, PARTS = 10_000, 4
EVERYBODY = (*THERAPISTS, *CLIENTS)
OWN = Assignment(id=named("own"), exercise="note", plan=DAILY, words="mine", given_at=NOW)
AGAIN = replace(OWN, id=named("again"), plan=After())

_CHANGES: dict[str, Callable[[Town, int], Change]] = {
    "invite": lambda _, who: InviteMade(code=f"c_new{who}", nickname="new", expires=NOW + timedelta(days=1)),
    "greet": lambda town, who: InviteSpoken(code=_code(town, who), language="es"),
    "ask first": lambda town, who: InviteAsks(code=_code(town, who), first=False),
    "lock": lambda town, who: InviteLocked(code=_code(town, who), user=STRANGER),
    "unlock": lambda town, who: InviteLocked(code=_code(town, who)),
    "try": lambda town, who: InviteTried(code=_code(town, who)),
    "knock": lambda town, who: InviteKnocked(code=_code(town, who)),
    "let in": lambda town, who: InviteAdmitted(code=_code(town, who)),
    "cancel": lambda town, who: InviteEnded(code=hash_of(_code(town, who))[:16]),
    "assign": lambda town, who: Assigned(client=town.ids[who], assignments=(OWN,)),
    "arrange": lambda town, who: Arranged(client=town.ids[who], appointments=_weekly()),
    "call off": lambda town, who: Arranged(client=town.ids[who], appointments=None),
    "draft": lambda town, who: Drafted(client=town.ids[who], texts=("a", "b")),
    "heed": lambda town, who: Heeded(client=town.ids[who], heed=Heed(flags=("ocd",))),
    "ask in vain": lambda town, who: Refused(client=town.ids[who]),
    "erase": lambda town, who: Left(person=town.ids[who]),
    "take up": lambda *_: TakenUp(assignment=OWN),
    "put down": lambda *_: PutDown(exercise="exercise-0"),
    "set aside": lambda *_: SetAside(exercises=("exercise-0",)),
    "save a run": lambda town, who: RunSaved(run=_run(_run_of(town, who)), language="en", outcome="part", ended=NOW),
    "hide a run": lambda town, who: RunHidden(run=_run_of(town, who), private=False),
    "delete a run": lambda town, who: RunDeleted(run=_run_of(town, who)),
    "revise": lambda town, who: EntryRevised(entry=_entry_of(town, who), text="other"),
    "take back": lambda town, who: EntryTakenBack(entry=_entry_of(town, who)),
    "move": lambda town, who: OccurrenceMoved(occurrence=_occurrence_of(town, who), due=NOW, snoozed=True),
    "end": lambda town, who: OccurrenceEnded(occurrence=_occurrence_of(town, who), outcome="declined"),
    "start": lambda town, who: OccurrenceStarted(occurrence=_occurrence_of(town, who)),
    "explain": lambda town, who: ReasonGiven(occurrence=_occurrence_of(town, who), reason="time"),
    "follow up": lambda town, who: FollowUp(occurrence=_occurrence_of(town, who), assignment=AGAIN, about=_run_of(town, who), local_date=NOW.date(), due=NOW, expires=NOW),
    "set a timer": lambda *_: TimerSet(timer="idle", subject="", at=NOW),
    "drop a timer": lambda *_: TimerDropped(timer="idle", subject=""),
    "card": lambda *_: CardShown(tier=Tier.EXPLICIT, at=NOW),
    "card answered": lambda *_: CardAnswered(answer="safe"),
    "go on with": lambda town, who: HandedOver(to=town.ids[who]),
    "not go on with": lambda town, who: HandoverDeclined(to=town.ids[who]),
    "enrol anew": lambda _, who: Enrolled(code=f"c_open{who}", role=Role.CLIENT, profile=Profile(consented_at=NOW)),
}  # fmt: skip
_REPLIES: dict[str, Callable[[Town, int], Reply]] = {
    "write to": lambda town, who: said("hello", to=town.ids[who]),
    "write to the therapist": lambda *_: said("hello", to=THERAPIST),
    "write to a newcomer": lambda town, who: said("hello", to=f"{NEWCOMER}{_code(town, who)}"),
    "edit": lambda town, who: said("hello", edit=town.messages[who]),
    "delete": lambda town, who: Reply(delete=town.messages[who]),
    "logs": lambda town, who: _order(town.ids[who], "csv"),
    "logs sent to": lambda town, who: replace(_order(town.ids[who], "csv"), to=town.ids[who]),
    "copy": lambda town, who: _order(town.ids[who], "copy"),
}
_ENTRIES: dict[str, Callable[[Town, int], Entry]] = {
    "answer in a run": lambda town, who: Entry(id=named("new"), run=_run_of(town, who), step="x", at=NOW, text="x"),
    "answer anew": lambda town, who: Entry(id=_entry_of(town, who), run=_run_of(town, who), step="x", at=NOW, text="x"),
}  # fmt: skip
_BUTTONS = (
    *("change:{run}", "insist:{run}", "private:{run}", "shown:{run}", "theirs:{run}", "note:open:{run}", "note:all"),
    *("noticed:word:{run}", "agenda:take:{run}", "agenda:show", "box:how:fine:{run}", "recap:begin", "look"),
    *("why:{occurrence}", "because:{occurrence}:time", "askchange", "continue", "today", "mine:copy", "mine:send", "mine:seen"),
    *("give:{id}", "sessions:{id}", "meet:{id}", "clients:0", "who:{id}", "all", "list", "send", "preview", "summary"),
    *("greet:es:{code}", "cancel:{code}", "askfirst:{code}", "asknot:{code}", "letin:{code}", "scan:{code}", "lock:{code}", "hello:{code}", "agree:{code}", "read:{code}", "refuse:{code}", "notmine:{code}"),
    *("offered:yes:{id}", "offered:no:{id}", "since:everything", "as:csv", "as:json", "plain", "no", "yes", "stop", "do:invite", "do:privacy", "mine:erase"),
)  # fmt: skip
KINDS = (*_CHANGES, *_REPLIES, *_ENTRIES, *("say",) * 2, *("press",) * 6, *("look",) * 3)
_COMMANDS = (*CLIENT_COMMANDS, *THERAPIST_COMMANDS, "help", "start")


def _code(town: Town, who: int) -> str:
    return town.codes.get(who) or town.codes[CLIENTS[who]]


def _run_of(town: Town, who: int) -> str:
    return town.runs[who if who in CLIENTS else 7201][0]


def _entry_of(town: Town, who: int) -> str:
    return town.entries[who if who in CLIENTS else 7201]


def _occurrence_of(town: Town, who: int) -> str:
    return town.occurrences[who if who in CLIENTS else 7201]


def _run(name: str) -> Run:
    return Run(id=name, exercise="note", revision=1, trigger="client", started=NOW)


def _weekly() -> Appointments:
    return Appointments(on=NOW.date(), at=NOW.time(), zone="UTC", every=7)


def _order(client: str, form: str) -> Reply:
    made = FileOrder(clients=(client,), format="copy" if form == "copy" else "csv", since=None, until=NOW)
    return Reply(kind="file", file=made)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    practice = opened(Path(tmp_path_factory.mktemp("town")))
    yield settle(practice)
    practice.close()


@pytest.mark.parametrize("seed", range(PARTS))
def test_ten_thousand_attempts_reach_nobody_outside_the_circle(town: Town, seed: int) -> None:
    random = Random(seed)  # noqa: S311  # nothing is kept secret by it
    with town.practice.db.writing() as conn:
        watch(conn)
        people = {user: _loaded(town, conn, user, Lookup()) for user in (*EVERYBODY, STRANGER)}
        attempts = (attempt(town, conn, people, random, number) for number in range(ATTEMPTS // PARTS))
        leaks = [leak for attempted in attempts for leak in attempted]
        unwatch(conn)
    assert leaks == []


Triple = tuple[int, str, int]


def attempt(
    town: Town, conn: Connection, people: dict[int, Person], random: Random, number: int
) -> Iterator[str]:
    """One actor does one thing to one other's; every way in which that reached too far."""
    actor, about = random.choice((*EVERYBODY, STRANGER)), random.choice(EVERYBODY)
    triple = actor, KINDS[number % len(KINDS)], about
    with undone(conn):
        try:
            shown, sent = done(town, conn, people[actor], random, triple)
        except (kept.NotYours, kept.InviteGone):
            return
        yield from found(town, conn, triple, shown, sent)


def done(
    town: Town, conn: Connection, person: Person, random: Random, triple: Triple
) -> tuple[object, list[kept.Outgoing]]:
    """What was loaded for it, and what was sent."""
    actor, what, about = triple
    if what == "look":
        return _loaded(town, conn, actor, _hint(town, random, about)), []
    if what in ("say", "press"):
        given = _press(town, random, about) if what == "press" else _say(random)
        person = _loaded(town, conn, actor, lookup(given))
        turn = take(person, given, library(), NOW)
    else:
        turn = _made(person, town, what, about)
    taken = kept.Taken(address=kept.Address(user=actor), person=person, turn=turn)
    return (person, kept.save(town.practice.db.store, conn, taken, NOW))


def _loaded(town: Town, conn: Connection, user: int, hint: Lookup) -> Person:
    return kept.load(town.practice.db.store, conn, kept.Address(user=user), hint, NOW)


def _made(person: Person, town: Town, what: str, about: int) -> Turn:
    turn = Turn(session=replace(person.session, turn=500))
    if what in _CHANGES:
        return replace(turn, changes=(_CHANGES[what](town, about),))
    if what in _REPLIES:
        return replace(turn, replies=(_REPLIES[what](town, about),))
    return replace(turn, entries=(_ENTRIES[what](town, about),))


def _hint(town: Town, random: Random, about: int) -> Lookup:
    hints = (
        Lookup(run=_run_of(town, about)),
        Lookup(message=about % 100),
        Lookup(page_offset=0),
        Lookup(draft=True),
        Lookup(newcomers=True),
    )
    return random.choice(hints)


def _press(town: Town, random: Random, about: int) -> Input:
    names = {
        "run": random.choice(town.runs[about if about in CLIENTS else 7201]),
        "occurrence": _occurrence_of(town, about),
        "id": town.ids[about],
        "code": random.choice((_code(town, about), hash_of(_code(town, about))[:16])),
    }
    do = random.choice(_BUTTONS).format(**names)
    return Tapped(do=do, nonce=random.choice((None, None, 1, 2)), message=5)


def _say(random: Random) -> Input:
    name = random.choice(_COMMANDS)
    return random.choice(
        (
            Commanded(name=name),
            Said(text=random.choice(("shared", "secret", "A.R."))),
            Edited(text="x", message=1),
        )
    )


def found(
    town: Town, conn: Connection, triple: Triple, shown: object, sent: list[kept.Outgoing]
) -> Iterator[str]:
    """Every way in which one attempt reached too far."""
    actor, what, about = triple
    circle, hears = _reach(town, actor, about)
    for table, whose in written(conn):
        is_theirs = whose in (hears if table in ("outbox", "invite") else circle)
        if whose in town.ids.values() and not is_theirs:
            yield f"{actor} {what} {about}: wrote {table}"
    if over := words_in((shown, sent)) - _words(town, triple):
        yield f"{actor} {what} {about}: saw {over}"


def _reach(town: Town, actor: int, about: int) -> tuple[set[str], set[str]]:
    """Whose rows may be written, and whose chats; an invitation brings its bearer to the therapist who made it."""
    if actor == STRANGER:
        return set(), {town.ids[CLIENTS.get(about, about)]}
    return {town.ids[each] for each in town.circle(actor)}, {town.ids[each] for each in town.hears(actor)}


def _words(town: Town, triple: Triple) -> set[str]:
    """A therapist is named to whoever holds their invitation; nothing else is said to a stranger."""
    actor, what, about = triple
    inviter = {shared_word(CLIENTS.get(about, about))} if what == "press" or actor == STRANGER else set()
    return inviter | (set() if actor == STRANGER else allowed_words(town, actor))
