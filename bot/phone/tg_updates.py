"""The queue of updates: offsets confirm, old ones fall out, one long poll at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.phone.refusals import POLL_ENDED_BY_WEBHOOK, POLL_TAKEN, WEBHOOK_ACTIVE, bad, conflict
from bot.phone.tg_model import Json

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "message_reaction",
        "message_reaction_count",
        "chat_member",
        "inline_query",
        "chosen_inline_result",
        "poll",
        "poll_answer",
        "chat_join_request",
    }
)
DEFAULT_KINDS = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
LIFETIME = timedelta(hours=24)
TAP_LIFETIME = timedelta(seconds=150)


@dataclass(frozen=True, slots=True)
class _Queued:
    id: int
    kind: str
    at: datetime
    body: Json

    def alive(self, now: datetime) -> bool:
        return now - self.at < (TAP_LIFETIME if self.kind == "callback_query" else LIFETIME)


@dataclass(slots=True)
class UpdateQueue:
    """Updates not confirmed yet, in order of their ids."""

    next_id: int = 900_000_001
    kinds: frozenset[str] = DEFAULT_KINDS
    queued: deque[_Queued] = field(default_factory=deque)
    webhook: Json = field(default_factory=dict)
    poll: asyncio.Future[None] | None = None

    def put(self, kind: str, content: Json, at: datetime) -> bool:
        """Queue one update if the bot asked for its kind; says whether it was queued."""
        if kind not in self.kinds:
            return False
        self.queued.append(_Queued(self.next_id, kind, at, {"update_id": self.next_id, kind: content}))
        self.next_id += 1
        self._wake()
        return True

    def ask_for(self, kinds: Any) -> None:
        """Set the kinds to deliver from now on; None keeps them, a list that names none we know means the default."""
        if not isinstance(kinds, list):
            return
        self.kinds = frozenset(kind for kind in kinds if kind in KINDS) or DEFAULT_KINDS

    async def take(self, offset: int, limit: int, timeout_s: int, now: datetime) -> list[Json]:
        """Confirm what lies below `offset` and hand out up to `limit` updates, waiting up to `timeout_s` real seconds.

        A negative offset keeps the newest ones and drops the rest.

        Raises:
            Refusal: 409 when a webhook is set, or when a later poll or setWebhook ends this one.
        """
        if self.webhook:
            raise conflict(WEBHOOK_ACTIVE)
        self._end_poll(POLL_TAKEN)
        self._confirm(offset)
        self._expire(now)
        if not self.queued and timeout_s > 0:
            await self._wait(timeout_s)
        return [update.body for update in islice(self.queued, limit)]

    def set_webhook(self, webhook: Json) -> None:
        """Remember the webhook ({} for none) and end a poll under way."""
        self.webhook = webhook
        if webhook:
            self._end_poll(POLL_ENDED_BY_WEBHOOK)

    def pending(self, now: datetime) -> int:
        """How many updates wait."""
        self._expire(now)
        return len(self.queued)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.queued) > -offset:
                self.queued.popleft()
        while offset > 0 and self.queued and self.queued[0].id < offset:
            self.queued.popleft()

    def _expire(self, now: datetime) -> None:
        if not all(update.alive(now) for update in self.queued):
            self.queued = deque(update for update in self.queued if update.alive(now))

    async def _wait(self, timeout_s: int) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.poll = poll
        try:
            async with asyncio.timeout(timeout_s):
                await poll
        except TimeoutError:
            return
        finally:
            if self.poll is poll:
                self.poll = None

    def _wake(self) -> None:
        if self.poll and not self.poll.done():
            self.poll.set_result(None)

    def _end_poll(self, reason: str) -> None:
        if self.poll and not self.poll.done():
            self.poll.set_exception(conflict(reason))
        self.poll = None


def webhook_refusal(url: str, secret: str) -> None:
    """Refuse an address or a secret token Telegram would not take."""
    if not url.startswith("https://"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    port = url.removeprefix("https://").split("/")[0].partition(":")[2]
    if port not in {"", "80", "88", "443", "8443"}:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise bad("secret token contains unallowed characters")
