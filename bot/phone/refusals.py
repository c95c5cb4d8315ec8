"""What the local Telegram answers when it refuses, in Telegram's own words.

Wordings come from the sources of tdlib/telegram-bot-api and tdlib/td and from public issues. Lines marked
"own wording" stand where Telegram's servers refuse too but their text is not published.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
POLL_TAKEN = "terminated by other getUpdates request; make sure that only one bot instance is running"
POLL_ENDED_BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

_PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class PhoneRefused(Exception):
    """A person tried something their phone could not do (no such button, chat blocked, not their message)."""


class LineCut(Exception):
    """A planned fault: no answer comes back. `performed` says whether the call took effect."""

    def __init__(self, *, performed: bool) -> None:
        super().__init__("the connection broke" if performed else "no answer in time")
        self.performed = performed


@dataclass(slots=True, eq=False)
class Refusal(Exception):
    """A call was refused. `detail` is the text after the prefix ("" for the prefix alone)."""

    status: int
    detail: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.description

    @property
    def description(self) -> str:
        """The whole description, e.g. "Bad Request: chat not found"."""
        prefix = _PREFIXES[self.status]
        return f"{prefix}: {lower_first(self.detail)}" if self.detail else prefix

    def body(self) -> dict[str, Any]:
        """The JSON body as Telegram writes it."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def lower_first(detail: str) -> str:
    """Lower the first letter, except before "_" or a capital, so names such as BUTTON_DATA_INVALID stay."""
    second = detail[1:2]
    return detail if second == "_" or second.isupper() else detail[:1].lower() + detail[1:]


def bad(detail: str) -> Refusal:
    """A 400."""
    return Refusal(400, detail)


def forbidden(detail: str) -> Refusal:
    """A 403."""
    return Refusal(403, detail)


def conflict(detail: str) -> Refusal:
    """A 409."""
    return Refusal(409, detail)


def flood(seconds: int) -> Refusal:
    """A 429 that names the wait in whole seconds, in the text and as a parameter."""
    return Refusal(429, f"retry after {seconds}", {"retry_after": seconds})


def unparsable(what: str, why: str) -> Refusal:
    """A 400 about text or markup that could not be read."""
    return bad(f"can't parse {what}: {why}")
