"""Whatever a turn asks for comes back as it was, once, and only to those it belongs to."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.changes import (
    Assigned,
    CardAnswered,
    CardShown,
    Enrolled,
    EntryRevised,
    InviteEnded,
    InviteMade,
    InviteSpoken,
    Left,
    OccurrenceEnded,
    RunHidden,
    RunSaved,
    TimerDropped,
    TimerSet,
)
from bot.core.inputs import TimerOver
from bot.core.lookup import Lookup
from bot.core.person import Invite, KeptEntry, KeptRun, Person, Profile, Role
from bot.core.plan import OnDemand, Quiet, Random
from bot.core.run import Answer, Run
from bot.core.safety import Tier
from bot.core.scene import id_of_newcomer, id_of_reply
from bot.core.session import Answering, LastKept, Session, Unsorted
from bot.core.text import Rich, Span
from bot.core.turn import THERAPIST, Button, Entry, FileOrder, Reply, Turn
from storage import store as kept
from storage.store_invites import hash_of
from storage.tables import (
    ASSIGNMENT,
    CONSENT,
    ENTRY,
    INBOX,
    INVITE,
    OCCURRENCE,
    OUTBOX,
    PERSON,
    RUN,
    SAFETY_EVENT,
    TIMER,
)
from tests.storage.practice import CLIENT_USER, DAILY, NOW, THERAPIST_USER, Practice, named, said

OTHER_THERAPIST, OTHER_CLIENT = 8001, 8002


def test_stranger_has_no_row_and_the_phones_language(empty: Practice) -> None:
    with empty.db.writing() as conn:
        person = kept.load(empty.db.store, conn, kept.Address(user=5, language="de"), Lookup(), NOW)
    assert person == Person(profile=Profile(language="de"))


def test_strangers_turn_answers_and_keeps_nothing_else(empty: Practice) -> None:
    with empty.db.writing() as conn:
        kept.keep_updates(empty.db.store, conn, [(1, b"{}")], NOW)
    card = CardShown(tier=Tier.EXPLICIT, at=NOW)
    (sent,) = empty.take(5, card, replies=(said("Hello"),), update_id=1)
    assert (sent.chat, sent.person_id, sent.reply.text.text) == (5, None, "Hello")
    assert not empty.rows(PERSON)
    assert not empty.rows(SAFETY_EVENT)


def test_therapist_enrols_with_the_operators_invitation(empty: Practice) -> None:
    with empty.db.writing() as conn:
        code = kept.make_therapist_invite(empty.db.store, conn, "Dr. Adler", NOW)
    assert code.startswith("t_")
    shown = empty.load(THERAPIST_USER, Lookup(code=code)).invite
    assert shown == Invite(code=code, role=Role.THERAPIST, usable=True, therapist="Dr. Adler")
    profile = Profile(name="Dr. Adler", zone="Europe/Berlin")
    empty.take(THERAPIST_USER, Enrolled(code=code, role=Role.THERAPIST, profile=profile))
    person = empty.load(THERAPIST_USER)
    assert (person.role, person.profile, person.id) == (Role.THERAPIST, profile, id_of_newcomer(code))
    assert len(person.spare_code) == 22
    assert person.spare_code != empty.load(THERAPIST_USER).spare_code


def test_therapists_invitation_ends_after_seven_days(empty: Practice) -> None:
    with empty.db.writing() as conn:
        code = kept.make_therapist_invite(empty.db.store, conn, "Dr. Adler", NOW)
    late = empty.load(THERAPIST_USER, Lookup(code=code), NOW + timedelta(days=7)).invite
    assert late == Invite(code=code, role=Role.STRANGER, usable=False)


def test_invitation_greets_in_the_language_its_therapist_chose(empty: Practice) -> None:
    empty.therapist()
    empty.therapist(OTHER_THERAPIST, "Dr. Other")
    code = empty.invited()
    empty.take(THERAPIST_USER, InviteSpoken(code=code, language="es"))
    empty.take(OTHER_THERAPIST, InviteSpoken(code=code, language="xx"))
    shown = empty.load(CLIENT_USER, Lookup(code=code)).invite
    assert shown is not None
    assert shown.language == "es"


def test_each_is_known_by_the_language_of_the_other(empty: Practice) -> None:
    empty.therapist()
    empty.client()
    shown = empty.load(CLIENT_USER)
    assert shown.therapist_language == empty.load(THERAPIST_USER).profile.language == "en"
    with_spanish = replace(shown.profile, language="es")
    empty.take(CLIENT_USER, profile=with_spanish)
    assert [card.language for card in empty.load(THERAPIST_USER).clients] == ["es"]


def test_client_enrols_under_the_therapist_who_invited(empty: Practice) -> None:
    empty.therapist()
    code = empty.invited()
    shown = empty.load(CLIENT_USER, Lookup(code=code)).invite
    assert shown == Invite(
        code=code,
        role=Role.CLIENT,
        usable=True,
        nickname="Nightingale",
        therapist="Dr. Adler",
        therapist_language="en",
        zone="Europe/Berlin",
        country="DE",
    )
    client = empty.client(nickname="Nightingale")
    person = empty.load(CLIENT_USER)
    assert (person.id, person.nickname, person.therapist_name) == (client, "Nightingale", "Dr. Adler")
    (card,) = empty.load(THERAPIST_USER).clients
    row = next(row for row in empty.rows(PERSON) if row.id == client)
    assert (card.id, card.nickname, card.code, card.zone) == (
        client,
        "Nightingale",
        row.code,
        "Europe/Berlin",
    )
    assert card.settled
    assert card.reachable
    assert len(card.code) == 6


@pytest.mark.parametrize("state", ["unknown", "used", "ended", "expired"])
def test_code_that_is_no_good_looks_the_same_whatever_is_wrong(empty: Practice, state: str) -> None:
    empty.therapist()
    code = empty.invited(code="c_one")
    now = NOW
    match state:
        case "unknown":
            code = "c_none"
        case "used":
            empty.take(CLIENT_USER, Enrolled(code=code, role=Role.CLIENT, profile=Profile()))
        case "ended":
            empty.take(55, InviteEnded(code=code))
        case _:
            now = NOW + timedelta(days=3)
    assert empty.load(99, Lookup(code=code), now).invite == Invite(
        code=code, role=Role.STRANGER, usable=False
    )
    with pytest.raises(kept.InviteGone):
        empty.take(99, Enrolled(code=code, role=Role.CLIENT, profile=Profile()), now=now)
    assert empty.load(99).id is None


def test_invitation_is_redeemed_by_one_of_two(empty: Practice) -> None:
    empty.therapist()
    code = empty.invited()
    enrolled = Enrolled(code=code, role=Role.CLIENT, profile=Profile())
    empty.take(1, enrolled)
    with pytest.raises(kept.InviteGone):
        empty.take(2, enrolled, replies=(said("Welcome"),))
    assert empty.load(1).role is Role.CLIENT
    assert empty.load(2).role is Role.STRANGER
    assert not empty.rows(OUTBOX)


def test_clients_invitation_makes_no_therapist(empty: Practice) -> None:
    empty.therapist()
    code = empty.invited()
    with pytest.raises(kept.InviteGone):
        empty.take(1, Enrolled(code=code, role=Role.THERAPIST, profile=Profile()))
    assert empty.load(99, Lookup(code=code)).invite == replace(
        Invite(code=code, role=Role.CLIENT, usable=True),
        nickname="Nightingale",
        therapist="Dr. Adler",
        therapist_language="en",
        zone="Europe/Berlin",
        country="DE",
    )


def test_someone_who_is_here_already_cannot_enrol_again(practice: Practice) -> None:
    code = practice.invited(code="c_second")
    with pytest.raises(kept.InviteGone):
        practice.take(CLIENT_USER, Enrolled(code=code, role=Role.CLIENT, profile=Profile()))


def test_invitation_is_cancelled_by_its_hash_only_by_its_therapist(empty: Practice) -> None:
    empty.therapist()
    empty.therapist(OTHER_THERAPIST, "Dr. Other")
    code = empty.invited()
    empty.take(OTHER_THERAPIST, InviteEnded(code=hash_of(code)))
    invite = empty.load(99, Lookup(code=code)).invite
    assert invite is not None
    assert invite.usable
    empty.take(THERAPIST_USER, InviteEnded(code=hash_of(code)[:16]))
    invite = empty.load(99, Lookup(code=code)).invite
    assert invite is not None
    assert not invite.usable


def test_code_itself_is_kept_nowhere(empty: Practice) -> None:
    empty.therapist()
    code = empty.invited(code="c_never-written-down")
    assert hash_of(code) in {row.hash for row in empty.rows(INVITE)}
    assert all(code not in str(tuple(row)) for row in empty.rows(INVITE))


def test_stranger_can_tell_the_therapist_that_the_link_went_astray(empty: Practice) -> None:
    therapist = empty.therapist()
    code = empty.invited()
    sent = empty.take(
        99,
        InviteEnded(code=code),
        replies=(said("Not mine"), said("Went astray", to=THERAPIST)),
        hint=Lookup(code=code),
    )
    assert [(each.chat, each.person_id) for each in sent] == [(99, None), (THERAPIST_USER, therapist)]
    invite = empty.load(99, Lookup(code=code)).invite
    assert invite is not None
    assert not invite.usable


@pytest.mark.parametrize("to", [THERAPIST, named("somebody")])
def test_stranger_reaches_nobody_without_an_invitation(practice: Practice, to: str) -> None:
    for hint in (Lookup(), Lookup(code="c_guessed")):
        try:
            assert practice.take(99, replies=(said("Hello", to=to),), hint=hint) == []
        except kept.NotYours:
            continue
    with pytest.raises(kept.NotYours):
        practice.take(99, Left(person=str(practice.load(CLIENT_USER).id)))
    assert not practice.rows(OUTBOX)


def test_stranger_leaves_no_timer(empty: Practice) -> None:
    empty.take(99, TimerSet(timer="idle", subject="", at=NOW), TimerDropped(timer="idle", subject=""))
    assert not empty.rows(TIMER)


def test_client_invites_nobody(practice: Practice) -> None:
    with pytest.raises(kept.NotYours):
        practice.take(CLIENT_USER, InviteMade(code="c_x", nickname="Friend", expires=NOW + timedelta(days=1)))


def test_session_and_profile_come_back_as_they_were(practice: Practice) -> None:
    run = Run(
        id=named("r"),
        exercise="e",
        revision=2,
        trigger="nudge",
        started=NOW,
        answers=(Answer(step="a", text="ä🙂"),),
    )
    session = Session(
        turn=40,
        place=Answering(run=run, step="a", view="more", door=1),
        parked=Unsorted(text="Hm", message=3),
        anchor=named("x"),
        nonce=7,
        touched=NOW,
        last_kept=LastKept(entry="e", run="r", text="t", until=NOW),
    )
    profile = Profile(
        name="Wren",
        quiet=Quiet(time(21), time(8)),
        evening=time(20, 30),
        sharing="none",
        held_until=NOW,
        zone="Asia/Tokyo",
    )
    person = practice.load(CLIENT_USER)
    taken = kept.Taken(
        address=kept.Address(user=CLIENT_USER), person=person, turn=Turn(session=session, profile=profile)
    )
    with practice.db.writing() as conn:
        kept.save(practice.db.store, conn, taken, NOW)
        inside = kept.load(practice.db.store, conn, taken.address, Lookup(), NOW)
    after = practice.load(CLIENT_USER)
    assert (after.session, after.profile) == (session, profile)
    assert inside == after


def test_person_is_found_by_id_too(practice: Practice) -> None:
    client = practice.load(CLIENT_USER)
    with practice.db.writing() as conn:
        by_id = kept.load(practice.db.store, conn, kept.Address(person=client.id), Lookup(), NOW)
        nobody = kept.load(practice.db.store, conn, kept.Address(person=named("nobody")), Lookup(), NOW)
    assert by_id == client
    assert nobody == Person()


def test_many_are_loaded_in_the_order_they_were_asked_for(practice: Practice) -> None:
    asked = [
        (kept.Address(user=CLIENT_USER), Lookup()),
        (kept.Address(user=4), Lookup()),
        (kept.Address(user=THERAPIST_USER), Lookup()),
        (kept.Address(user=CLIENT_USER), Lookup()),
    ]
    with practice.db.writing() as conn:
        people = kept.load_many(practice.db.store, conn, asked, NOW)
    assert [person.role for person in people] == [Role.CLIENT, Role.STRANGER, Role.THERAPIST, Role.CLIENT]
    assert people[0] == people[3]


def test_hearing_from_someone_is_noted_only_when_they_did_something(practice: Practice) -> None:
    later = NOW + timedelta(hours=1)
    practice.take(CLIENT_USER, now=later)
    assert practice.load(THERAPIST_USER).clients[0].heard == NOW
    practice.take(CLIENT_USER, now=later, heard=True)
    assert practice.load(THERAPIST_USER).clients[0].heard == later


def test_run_and_answers_come_back_to_their_client_alone(practice: Practice) -> None:
    run, entry = practice.kept_run()
    expected = KeptRun(
        id=run,
        exercise="mistake-note",
        private=False,
        entries=(KeptEntry(id=entry, step="what", text="I forgot the file", message=41),),
        at=NOW,
    )
    assert practice.load(CLIENT_USER, Lookup(run=run)).run == expected
    assert practice.load(CLIENT_USER, Lookup(message=41)).run == expected
    assert practice.load(CLIENT_USER, Lookup(message=42)).run is None
    assert practice.load(THERAPIST_USER, Lookup(run=run)).run is None
    practice.client(OTHER_CLIENT)
    assert practice.load(OTHER_CLIENT, Lookup(run=run)).run is None
    assert practice.load(OTHER_CLIENT, Lookup(message=41)).run is None


def test_message_of_the_same_number_is_found_in_its_own_chat(practice: Practice) -> None:
    practice.client(OTHER_CLIENT)
    runs = {user: practice.kept_run(user)[0] for user in (OTHER_CLIENT, CLIENT_USER)}
    for user, run in runs.items():
        found = practice.load(user, Lookup(message=41)).run
        assert found is not None
        assert found.id == run


def test_every_kind_of_answer_comes_back_in_order(practice: Practice) -> None:
    run = Run(id=named("r"), exercise="e", revision=1, trigger="client", started=NOW)
    given = [
        Entry(id=named("z"), run=run.id, step="a", at=NOW, text="words"),
        Entry(id=named("y"), run=run.id, step="b", at=NOW, label="7 of 10", value=7),
        Entry(id=named("x"), run=run.id, step="c", at=NOW, media="voice", file="AwACAgI", number=1),
        Entry(id=named("w"), run=run.id, step="d", at=NOW, skipped=True),
    ]
    practice.take(CLIENT_USER, RunSaved(run=run, language="en"), entries=tuple(given))
    loaded = practice.load(CLIENT_USER, Lookup(run=run.id)).run
    assert loaded is not None
    assert [(e.id, e.step, e.text, e.label, e.value, e.media, e.skipped) for e in loaded.entries] == [
        (e.id, e.step, e.text, e.label, e.value, e.media, e.skipped) for e in given
    ]


def test_answer_given_again_replaces_the_first_and_is_counted(practice: Practice) -> None:
    run, entry = practice.kept_run()
    later = NOW + timedelta(minutes=1)
    again = Entry(id=entry, run=run, step="what", at=later, text="I forgot two files", message=43)
    practice.take(CLIENT_USER, entries=(again,), now=later)
    row = practice.row(ENTRY)
    assert (row.revisions, row.at, row.revised_at, row.message) == (1, NOW, later, 41)
    loaded = practice.load(CLIENT_USER, Lookup(run=run)).run
    assert loaded is not None
    assert [each.text for each in loaded.entries] == ["I forgot two files"]


def test_revised_answer_keeps_all_but_its_words(practice: Practice) -> None:
    run = Run(id=named("r"), exercise="e", revision=1, trigger="client", started=NOW)
    entry = Entry(id=named("e"), run=run.id, step="a", at=NOW, text="old", value=3, label="three")
    practice.take(CLIENT_USER, RunSaved(run=run, language="en"), entries=(entry,))
    practice.take(CLIENT_USER, EntryRevised(entry=entry.id, text="new"))
    loaded = practice.load(CLIENT_USER, Lookup(run=run.id)).run
    assert loaded is not None
    assert loaded.entries == (
        KeptEntry(id=entry.id, step="a", text="new", value=3, label="three", revisions=1),
    )


def test_nobody_revises_or_hides_or_overwrites_what_is_someone_elses(practice: Practice) -> None:
    run, entry = practice.kept_run()
    practice.client(OTHER_CLIENT)
    stolen = Run(id=run, exercise="other", revision=9, trigger="client", started=NOW)
    practice.take(
        OTHER_CLIENT,
        EntryRevised(entry=entry, text="not mine"),
        RunHidden(run=run, private=True),
        RunSaved(run=stolen, language="en", private=True),
        entries=(Entry(id=entry, run=run, step="what", at=NOW, text="not mine"),),
    )
    loaded = practice.load(CLIENT_USER, Lookup(run=run)).run
    assert loaded is not None
    assert (loaded.private, [each.text for each in loaded.entries]) == (False, ["I forgot the file"])


def test_private_run_stays_private_until_it_is_shown_again(practice: Practice) -> None:
    run, _ = practice.kept_run()
    practice.take(CLIENT_USER, RunHidden(run=run, private=True))
    practice.kept_run()
    assert practice.row(RUN).private
    practice.take(CLIENT_USER, RunHidden(run=run, private=False))
    assert not practice.row(RUN).private


def test_runs_of_the_last_day_are_known(practice: Practice) -> None:
    practice.kept_run()
    assert practice.load(CLIENT_USER).runs_today == (("mistake-note", NOW),)
    assert practice.load(CLIENT_USER, now=NOW + timedelta(hours=24)).runs_today == ()


def test_homework_comes_back_in_the_order_it_was_given(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    plans = (OnDemand(), DAILY, Random(days=(0, 2), start=time(9), end=time(17), count=2))
    practice.assign(client, *plans)
    loaded = practice.load(CLIENT_USER).assignments
    assert [each.plan for each in loaded] == list(plans)
    assert {(each.words, each.given_at) for each in loaded} == {("Ten minutes a day", NOW)}


def test_new_homework_takes_the_place_of_the_old(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.assign(client, DAILY)
    old = {row.id for row in practice.rows(OCCURRENCE)}
    practice.assign(client, OnDemand(), name="second")
    assert [each.exercise for each in practice.load(CLIENT_USER).assignments] == ["exercise-0"]
    assert {(row.id, row.outcome, row.send_state) for row in practice.rows(OCCURRENCE)} == {
        (each, "cancelled", "never") for each in old
    }
    assert old


def test_therapist_reaches_only_their_own_clients(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.therapist(OTHER_THERAPIST, "Dr. Other")
    assert practice.load(OTHER_THERAPIST).clients == ()
    for change in (Assigned(client=client, assignments=()), Left(person=client)):
        with pytest.raises(kept.NotYours):
            practice.take(OTHER_THERAPIST, change)
    with pytest.raises(kept.NotYours):
        practice.take(OTHER_THERAPIST, replies=(said("Hello", to=client),))
    assert practice.load(CLIENT_USER).id == client
    assert not practice.rows(OUTBOX)


def test_clients_are_listed_by_nickname(practice: Practice) -> None:
    practice.client(OTHER_CLIENT, nickname="ash")
    assert [card.nickname for card in practice.load(THERAPIST_USER).clients] == ["ash", "Nightingale"]


def test_replies_go_to_whom_they_are_meant_for(practice: Practice) -> None:
    client, therapist = practice.load(CLIENT_USER), practice.load(THERAPIST_USER)
    own, their = practice.take(CLIENT_USER, replies=(said("To me"), said("To her", to=THERAPIST)))
    assert (own.chat, own.person_id, their.chat, their.person_id) == (
        CLIENT_USER,
        client.id,
        THERAPIST_USER,
        therapist.id,
    )
    (back,) = practice.take(THERAPIST_USER, replies=(said("To you", to=str(client.id)),))
    assert (back.chat, back.person_id) == (CLIENT_USER, client.id)
    assert (own.seq, their.seq, back.seq) == (1, 2, 3)


def test_every_part_of_a_reply_comes_back(practice: Practice) -> None:
    reply = Reply(
        text=Rich("Hello 🙂", (Span("bold", 0, 5), Span("moment", 6, 7, at=5, form="t"))),
        rows=(
            (
                Button(label="Yes", do="yes", style="primary", stands=True),
                Button(label="L", link="https://x.y"),
            ),
        ),
        edit="some-row",
        bare=True,
        keyboard=(("A", "B"), ("C",)),
        silent=True,
        kind="file",
        contact=("Line", "116 123"),
        file=FileOrder(clients=(), format="copy", since=NOW, until=NOW),
        nonce=9,
        delete=4,
    )
    (sent,) = practice.take(CLIENT_USER, replies=(reply,))
    assert sent.reply == reply
    person = practice.load(CLIENT_USER)
    assert sent.id == id_of_reply(str(person.id), person.session.turn, 0)
    with practice.db.writing() as conn:
        kept.retry_later(conn, sent.seq, NOW)
        (again,) = kept.outgoing_waiting(practice.db.store, conn, NOW)
    assert again.reply == reply
    assert (again.chat, again.id, again.attempts, again.state) == (CLIENT_USER, sent.id, 1, "due")


def test_only_a_nudge_waits_to_be_claimed(practice: Practice) -> None:
    kinds = ("reply", "nudge", "safety", "file")
    sent = practice.take(CLIENT_USER, replies=tuple(said("x", kind=kind) for kind in kinds))
    assert [(each.state, each.attempts) for each in sent] == [
        ("claimed", 1),
        ("due", 0),
        ("claimed", 1),
        ("claimed", 1),
    ]


def test_same_update_twice_is_taken_once(practice: Practice) -> None:
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(9, b'{"update_id": 9}')], NOW)
    first = practice.take(CLIENT_USER, replies=(said("Once"),), update_id=9)
    session = practice.load(CLIENT_USER).session
    second = practice.take(CLIENT_USER, replies=(said("Twice"),), update_id=9)
    assert (len(first), second) == (1, [])
    assert practice.load(CLIENT_USER).session == session
    assert practice.row(INBOX).state == "done"
    assert practice.row(INBOX).body_sealed is None


def test_turn_is_not_saved_twice_without_an_update_either(practice: Practice) -> None:
    person = practice.load(CLIENT_USER)
    turn = Turn(session=Session(turn=50), replies=(said("Once"),))
    taken = kept.Taken(address=kept.Address(user=CLIENT_USER), person=person, turn=turn)
    with practice.db.writing() as conn:
        kept.save(practice.db.store, conn, taken, NOW)
    with pytest.raises(IntegrityError), practice.db.writing() as conn:
        kept.save(practice.db.store, conn, taken, NOW)


def test_turn_that_breaks_off_leaves_nothing(practice: Practice) -> None:
    before = practice.load(CLIENT_USER)
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(9, b"{}")], NOW)
    run = Run(id=named("r"), exercise="e", revision=1, trigger="client", started=NOW)
    turn = Turn(
        session=Session(turn=50),
        profile=replace(before.profile, zone="Asia/Tokyo"),
        replies=(said("Never"),),
        entries=(Entry(id=named("e"), run=run.id, step="a", at=NOW, text="never"),),
        changes=(RunSaved(run=run, language="en"), TimerSet(timer="idle", subject="", at=NOW)),
    )
    taken = kept.Taken(address=kept.Address(user=CLIENT_USER), person=before, turn=turn, update_id=9)

    def cut_short() -> None:
        with practice.db.writing() as conn:
            kept.save(practice.db.store, conn, taken, NOW)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        cut_short()
    assert practice.load(CLIENT_USER) == before
    assert practice.row(INBOX).state == "new"
    for table in (RUN, ENTRY, TIMER, OUTBOX):
        assert practice.rows(table) == []


def test_several_turns_are_saved_like_one_after_the_other(practice: Practice) -> None:
    practice.client(OTHER_CLIENT)
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(1, b"{}"), (2, b"{}"), (3, b"{}")], NOW)
    asked = [kept.Address(user=user) for user in (CLIENT_USER, OTHER_CLIENT, 4)]
    with practice.db.writing() as conn:
        people = kept.load_many(practice.db.store, conn, [(each, Lookup()) for each in asked], NOW)
        taken = [
            kept.Taken(
                address=address,
                person=person,
                turn=Turn(session=Session(turn=60), replies=(said("a"), said("b"))[: number + 1]),
                update_id=number + 1,
            )
            for number, (address, person) in enumerate(zip(asked, people, strict=True))
        ]
        sent = kept.save_many(practice.db.store, conn, taken, NOW)
    assert [[each.chat for each in turn] for turn in sent] == [[CLIENT_USER], [OTHER_CLIENT] * 2, [4] * 2]
    assert [each.seq for turn in sent for each in turn] == [1, 2, 3, 4, 5]
    assert {row.state for row in practice.rows(INBOX)} == {"done"}


def test_timer_is_moved_dropped_and_fires_once(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.take(CLIENT_USER, TimerSet(timer="idle", subject="a", at=NOW + timedelta(hours=1)))
    practice.take(CLIENT_USER, TimerSet(timer="idle", subject="a", at=NOW + timedelta(hours=2)))
    practice.take(CLIENT_USER, TimerSet(timer="close", subject="b", at=NOW + timedelta(hours=3)))
    practice.take(CLIENT_USER, TimerDropped(timer="close", subject="b"))
    with practice.db.reading() as conn:
        assert kept.next_due(conn) == NOW + timedelta(hours=2)
        assert kept.due_timers(conn, NOW + timedelta(hours=1), 10) == []
        due = kept.due_timers(conn, NOW + timedelta(hours=2), 10)
    assert due == [(client, TimerOver(timer="idle", subject="a"))]
    practice.take(CLIENT_USER, timer=("idle", "a"))
    assert practice.rows(TIMER) == []


def test_timer_that_its_own_turn_sets_again_stays(practice: Practice) -> None:
    again = TimerSet(timer="idle", subject="", at=NOW + timedelta(hours=2))
    practice.take(CLIENT_USER, TimerSet(timer="idle", subject="", at=NOW))
    practice.take(CLIENT_USER, again, timer=("idle", ""))
    assert practice.row(TIMER).at == again.at


def test_card_is_noted_without_words(practice: Practice) -> None:
    practice.take(CLIENT_USER, CardShown(tier=Tier.INDIRECT, at=NOW, exercise="mistake-note"))
    row = practice.row(SAFETY_EVENT)
    assert (row.tier, row.at, row.exercise) == ("indirect", NOW, "mistake-note")


def test_what_is_said_to_the_card_is_noted_with_the_last_one(practice: Practice) -> None:
    practice.take(CLIENT_USER, CardShown(tier=Tier.EXPLICIT, at=NOW))
    practice.take(CLIENT_USER, CardShown(tier=Tier.INDIRECT, at=NOW + timedelta(hours=1)))
    practice.take(CLIENT_USER, CardAnswered(answer="other"))
    said = {(row.tier, row.answer) for row in practice.rows(SAFETY_EVENT)}
    assert said == {("explicit", ""), ("indirect", "other")}


def test_every_agreement_is_written_down(practice: Practice) -> None:
    profile = practice.load(CLIENT_USER).profile
    later = NOW + timedelta(hours=1)
    practice.take(CLIENT_USER, profile=replace(profile, zone="Asia/Tokyo"), now=later)
    assert [(row.version, row.at) for row in practice.rows(CONSENT)] == [("1", NOW)]
    practice.take(CLIENT_USER, profile=replace(profile, sharing="none"), now=later)
    assert [(row.version, row.at) for row in practice.rows(CONSENT)] == [("1", NOW), ("1", later)]


def test_leaving_takes_everything_and_still_says_goodbye(practice: Practice) -> None:
    client = str(practice.load(CLIENT_USER).id)
    practice.assign(client)
    occurrence = practice.rows(OCCURRENCE)[0].id
    practice.kept_run()
    practice.take(
        CLIENT_USER,
        TimerSet(timer="idle", subject="", at=NOW),
        CardShown(tier=Tier.EXPLICIT, at=NOW),
        OccurrenceEnded(occurrence=occurrence, outcome="declined"),
        replies=(said("Earlier"),),
    )
    (goodbye,) = practice.take(CLIENT_USER, Left(person=client), replies=(said("All of it is gone"),))
    assert (goodbye.chat, goodbye.person_id) == (CLIENT_USER, None)
    assert practice.load(CLIENT_USER) == Person()
    for table in (RUN, ENTRY, TIMER, OCCURRENCE, ASSIGNMENT, SAFETY_EVENT, CONSENT):
        assert practice.rows(table) == []
    assert [row.id for row in practice.rows(OUTBOX)] == [goodbye.id]
    assert practice.load(THERAPIST_USER).clients == ()


def test_therapist_who_leaves_leaves_the_clients_here(practice: Practice) -> None:
    practice.assign(str(practice.load(CLIENT_USER).id))
    practice.invited(code="c_open")
    practice.take(THERAPIST_USER, Left(person=str(practice.load(THERAPIST_USER).id)))
    client = practice.load(CLIENT_USER)
    assert (client.role, client.therapist_name, len(client.assignments)) == (Role.CLIENT, "", 1)
    assert practice.take(CLIENT_USER, replies=(said("Anyone?", to=THERAPIST),)) == []
