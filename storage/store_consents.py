"""Writes down each agreement, and each change to what it covers, so that either can be shown later."""

import json
from datetime import datetime

from sqlalchemy import Connection

from bot.core.person import Profile
from storage.dialect import upserting
from storage.store_keys import place
from storage.tables import CONSENT
from storage.vault import ClientKey

_note = upserting(CONSENT)
_NOTE = _note.on_conflict_do_update(
    index_elements=["person_id", "at"],
    set_={"version": _note.excluded.version, "choices_sealed": _note.excluded.choices_sealed},
)


def note_consent(
    conn: Connection, key: ClientKey, person_id: str, profiles: tuple[Profile | None, Profile], now: datetime
) -> bool:
    """Keep a row when the profile after a turn agrees to something else than the one before it; whether it did."""
    before, after = profiles
    if after.consented_at is None or (before is not None and _agreed(before) == _agreed(after)):
        return False
    choices = json.dumps(
        {"sharing": after.sharing, "tell_therapist": after.tell_therapist, "country": after.country}
    )
    sealed = key.seal(choices.encode(), where=place("consent", "choices", f"{person_id}|{now.isoformat()}"))
    row = {"person_id": person_id, "at": now, "version": after.consent_version, "choices_sealed": sealed}
    conn.execute(_NOTE, row)
    return True


def _agreed(profile: Profile) -> tuple[object, ...]:
    return (
        profile.consent_version,
        profile.consented_at,
        profile.sharing,
        profile.tell_therapist,
        profile.country,
    )
