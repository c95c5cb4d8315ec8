"""What the rest of the program calls: the store's functions, by name, wherever they live."""

from storage.store_inbox import count_attempt, keep_updates, park_update, waiting_updates
from storage.store_invites import make_therapist_invite
from storage.store_keys import Address, InviteGone, NotYours, Store
from storage.store_load import load, load_many
from storage.store_outbox import (
    Outgoing,
    claim,
    mark_failed,
    mark_sent,
    mark_unknown,
    mark_unreachable,
    message_of,
    outgoing_waiting,
    retry_later,
)
from storage.store_plan import plan_ahead, replan
from storage.store_save import Taken, save, save_many

__all__ = [
    "Address",
    "InviteGone",
    "NotYours",
    "Outgoing",
    "Store",
    "Taken",
    "claim",
    "count_attempt",
    "keep_updates",
    "load",
    "load_many",
    "make_therapist_invite",
    "mark_failed",
    "mark_sent",
    "mark_unknown",
    "mark_unreachable",
    "message_of",
    "outgoing_waiting",
    "park_update",
    "plan_ahead",
    "replan",
    "retry_later",
    "save",
    "save_many",
    "waiting_updates",
]
