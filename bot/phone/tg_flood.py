"""How fast a bot may send before Telegram answers 429.

Telegram publishes "about one message a second per chat, short bursts pass, about 30 a second overall". That is drawn
here as buckets: 20 tokens a chat, one more each second; 30 tokens overall, 30 more each second. Edits count too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

from bot.phone.refusals import flood


@dataclass(slots=True)
class Bucket:
    """Tokens that refill with time: `size` at most, `rate` a second."""

    size: float
    rate: float
    tokens: float
    since: datetime

    def wait(self, now: datetime) -> float:
        """Seconds until a token is there, 0 when there is one. A clock set back refills nothing."""
        passed = max(0.0, (now - self.since).total_seconds())
        self.tokens = min(self.size, self.tokens + passed * self.rate)
        self.since = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


@dataclass(slots=True)
class FloodGate:
    """Lets a message pass or refuses it with 429."""

    enabled: bool = True
    chats: dict[int, Bucket] = field(default_factory=dict)
    overall: Bucket | None = None

    def pass_through(self, chat_id: int, now: datetime) -> None:
        """Count one message to this chat.

        Raises:
            Refusal: 429 with the seconds to wait; nothing is counted then.
        """
        if not self.enabled:
            return
        self.overall = self.overall or Bucket(30, 30, 30, now)
        chat = self.chats.setdefault(chat_id, Bucket(20, 1, 20, now))
        longest = max(chat.wait(now), self.overall.wait(now))
        if longest > 0:
            raise flood(max(1, math.ceil(longest)))
        chat.tokens -= 1
        self.overall.tokens -= 1
