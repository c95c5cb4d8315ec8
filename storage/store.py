"""What the rest of the program calls: the store's functions, by name, wherever they live.

Beside the turns of the conversation:

- Recordings. An answer with a file is `wanted_media` until `keep_media`, `postpone_media` or `give_up_media` says what
  became of it. Its sealed bytes lie on the shelf (`storage.shelf`), where only `kept_media` may stay.
- Erasing. `erase` removes a person's rows, as the change Left does; then the shelf is to be swept and the file scrubbed
  (`Database.scrub`), and `mark_clean` said of the receipts that were `unclean` before.
- Letting go. `forget_old` removes what is older than it is to be kept, step by step; the shelf is swept as above.
- Files. `own_record` and `open_recording` are for the client's own copy and nobody else. What goes to others is read by
  `storage.share`. A therapist's order is noted as the turn is saved, the operator's export by `share.note_export`.
"""

from storage.retention import Forgotten, forget_old, last_look, note_looked
from storage.store_audit import note_denied
from storage.store_due import due_nudges, due_timers, next_due, upcoming
from storage.store_erase import erase, erased_codes, mark_clean, unclean
from storage.store_handover import clients_under, end_therapist, offer
from storage.store_inbox import ATTEMPTS, count_attempt, keep_updates, mark_done, park_update, waiting_updates
from storage.store_invites import make_therapist_invite
from storage.store_keys import Address, InviteGone, NotYours, Store
from storage.store_lists import Therapist, clients, counts, find_client, is_empty, therapists
from storage.store_load import load, load_many
from storage.store_look import look_at, note_read
from storage.store_media import (
    Recording,
    give_up_media,
    keep_media,
    kept_media,
    postpone_media,
    wanted_media,
)
from storage.store_outbox import (
    Outgoing,
    claim,
    has_failed,
    mark_failed,
    mark_sent,
    mark_unknown,
    mark_unreachable,
    message_of,
    outgoing_waiting,
    retry_later,
)
from storage.store_own import open_recording, own_record
from storage.store_plan import plan_ahead, replan
from storage.store_recall import recalled
from storage.store_recover import recover
from storage.store_save import Taken, save, save_many

__all__ = [
    "ATTEMPTS",
    "Address",
    "Forgotten",
    "InviteGone",
    "NotYours",
    "Outgoing",
    "Recording",
    "Store",
    "Taken",
    "Therapist",
    "claim",
    "clients",
    "clients_under",
    "count_attempt",
    "counts",
    "due_nudges",
    "due_timers",
    "end_therapist",
    "erase",
    "erased_codes",
    "find_client",
    "forget_old",
    "give_up_media",
    "has_failed",
    "is_empty",
    "keep_media",
    "keep_updates",
    "kept_media",
    "last_look",
    "load",
    "load_many",
    "look_at",
    "make_therapist_invite",
    "mark_clean",
    "mark_done",
    "mark_failed",
    "mark_sent",
    "mark_unknown",
    "mark_unreachable",
    "message_of",
    "next_due",
    "note_denied",
    "note_looked",
    "note_read",
    "offer",
    "open_recording",
    "outgoing_waiting",
    "own_record",
    "park_update",
    "plan_ahead",
    "postpone_media",
    "recalled",
    "recover",
    "replan",
    "retry_later",
    "save",
    "save_many",
    "therapists",
    "unclean",
    "upcoming",
    "waiting_updates",
    "wanted_media",
]
