"""A client of whom everything has been kept that can be, and what would betray that they were here."""

from pathlib import Path

from bot.core.changes import CardShown, TimerSet
from bot.core.safety import Tier
from bot.core.turn import Entry, FileOrder
from storage import store as kept
from storage.shelf import shelf_of
from storage.tables import ASSIGNMENT, ENTRY, INBOX, INVITE, PERSON
from tests.storage.practice import CLIENT_USER, NOW, THERAPIST_USER, Practice, named, said

SOUND = b"OggS what was said" * 50


def live_through(
    practice: Practice, folder: Path, user: int = CLIENT_USER, therapist: int = THERAPIST_USER
) -> str:
    """Everything that can be kept of a client, of each kind something."""
    client = str(practice.load(user).id)
    practice.assign(client, user=therapist, name=f"for {user}")
    run, _ = practice.kept_run(user)
    voice = Entry(id=named(f"voice {user}"), run=run, step="more", at=NOW, media="voice", file="file-1")
    practice.take(user, replies=(said("Earlier"),), entries=(voice,))
    practice.take(user, CardShown(tier=Tier.EXPLICIT, at=NOW), TimerSet(timer="idle", subject="", at=NOW))
    order = FileOrder(clients=(client,), format="csv", since=None, until=NOW)
    practice.take(therapist, replies=(said("", kind="file", file=order),))
    with practice.db.writing() as conn:
        kept.keep_updates(practice.db.store, conn, [(user, f'{{"id":{user},"text":"dead"}}'.encode())], NOW)
        kept.park_update(conn, user, "ValueError")
        (recording,) = kept.wanted_media(practice.db.store, conn, NOW, 5)
        shelf_of(practice.db.store, folder).put(recording.entry, recording.seal(SOUND))
        assert kept.keep_media(practice.db.store, conn, recording, "voice.oga", len(SOUND))
    return client


def traces_of(practice: Practice, client: str, folder: Path, user: int = CLIENT_USER) -> dict[str, bytes]:
    """What would betray that this person was here."""
    (person,) = [row for row in practice.rows(PERSON) if row.id == client]
    traces = {
        name: bytes(getattr(person, name))
        for name in (
            "tg_index",
            "key_wrapped",
            "profile_sealed",
            "session_sealed",
            "nickname_sealed",
            "chat_sealed",
        )
    }
    traces["id"] = client.encode()
    for row in practice.rows(ENTRY):
        if row.client_id == client:
            traces |= {
                f"answer {row.seq}": bytes(row.value_sealed),
                f"answer's id {row.seq}": row.id.encode(),
            }
    for row in practice.rows(INVITE):
        if row.used_by == client:
            traces |= {"invitation": row.hash.encode(), "invited name": bytes(row.nickname_sealed)}
    for row in practice.rows(ASSIGNMENT):
        if row.client_id == client:
            traces |= {"plan": bytes(row.plan_sealed), "homework": bytes(row.words_sealed)}
    for row in practice.rows(INBOX):
        if row.update_id == user:
            traces["parked update"] = bytes(row.body_sealed)
    recorded = shelf_of(practice.db.store, folder).get(named(f"voice {user}"))
    assert recorded is not None
    return traces | {"recording": recorded}


def found_in(folder: Path, traces: dict[str, bytes]) -> set[str]:
    """Which traces still stand somewhere, in a file or in a file's name: their beginning or their end is enough."""
    raw = b"".join(file.name.encode() + file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return {name for name, trace in traces.items() if trace[:24] in raw or trace[-24:] in raw}
