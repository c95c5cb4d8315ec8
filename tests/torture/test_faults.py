"""Every way a call to Telegram can fail, at every kind of message, once and again and again: each ends as promised."""

from dataclasses import dataclass
from typing import Literal

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut

from bot.core.turn import FileOrder, Reply
from bot.wire.sender import FILE_NOTICE
from bot.wire.transport import AiohttpRequest, NotSent
from handlers.render import Call
from storage.store import Outgoing
from tests.storage.practice import EVENING, said
from tests.wire.conftest import Desk
from tests.wire.line import Fault, Line, refused

Class = Literal["again", "uncertain", "refused", "closed", "left"]
Kind = Literal["reply", "edit", "delete", "nudge", "safety", "file"]
FAULTS: dict[str, tuple[Class, Fault]] = {
    "no connection": ("again", NotSent("no connection")),
    "no name": ("again", NotSent("no such host")),
    "429": ("again", refused(429, "Too Many Requests: retry after 9", retry_after=9)),
    "no answer": ("uncertain", TimedOut("no answer in time")),
    "cut": ("uncertain", NetworkError("the call broke off")),
    "500": ("uncertain", refused(500, "Internal Server Error")),
    "502": ("uncertain", refused(502, "Bad Gateway")),
    "504": ("uncertain", refused(504, "Gateway Timeout")),
    "400": ("refused", refused(400, "Bad Request: can't parse entities")),
    "no such chat": ("refused", refused(400, "Bad Request: chat not found")),
    "blocked": ("closed", refused(403, "Forbidden: bot was blocked by the user")),
    "deactivated": ("closed", refused(403, "Forbidden: user is deactivated")),
    "401": ("left", refused(401, "Unauthorized")),
    "404": ("left", refused(404, "Not Found")),
}
METHODS: dict[Kind, str] = {
    "reply": "sendMessage",
    "edit": "editMessageText",
    "delete": "deleteMessage",
    "nudge": "sendMessage",
    "safety": "sendMessage",
    "file": "sendDocument",
}
MOST: dict[Kind, int] = {"nudge": 1, "file": 1, "safety": 5}
"""How often a message goes out at most whose sending is uncertain; others twice."""
TIMES = (1, 2, 7)
ORDER = FileOrder(clients=(), format="csv", since=None, until=EVENING)
WAIT = 9.0


@dataclass(frozen=True, slots=True)
class End:
    """How a message ends: the state of its row, and how often its call was made."""

    state: str
    calls: int


def promised(fault: Class, kind: Kind, times: int) -> End:
    """What the table of failures says of a call that fails so, so many times in a row."""
    tries = MOST.get(kind, 2)
    match fault:
        case "again":
            return End("sent", times + 1)
        case "uncertain":
            return End("sent", times + 1) if times < tries else End("unknown", tries)
        case "refused":
            return End("sent" if kind in ("edit", "delete") else "failed", 1)
        case "closed":
            return End("failed", 1)
        case "left":
            return End("due" if kind == "nudge" else "claimed", 1)


def message(desk: Desk, kind: Kind) -> Outgoing:
    """One message of this kind, ready to be sent."""
    earlier = desk.telegram.chat(desk.client).messages[-1].id
    match kind:
        case "nudge":
            return desk.nudge()
        case "file":
            upload = InputFile(b"a,b\n", filename="answers.csv")
            desk.file = Call("sendDocument", {"chat_id": desk.client, "document": upload})
            reply = Reply(kind="file", file=ORDER)
        case "edit":
            reply = said("Anew.", edit=earlier)
        case "delete":
            reply = Reply(delete=earlier)
        case "safety":
            reply = said("Call now.", kind="safety")
        case "reply":
            reply = said("Kept.")
    (item,) = desk.put_out(reply)
    return item


@pytest.fixture(autouse=True)
def _as_the_real_transport_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Line, "parse_json_payload", staticmethod(AiohttpRequest.parse_json_payload))


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("kind", METHODS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_call_that_fails_ends_as_promised(desk: Desk, fault: str, kind: Kind, times: int) -> None:
    what, how = FAULTS[fault]
    if kind in ("edit", "delete"):
        (first,) = desk.put_out(said("Before."))
        await desk.send(first)
    item = message(desk, kind)
    desk.line.plan(METHODS[kind], *[how] * times)
    calls = desk.line.asked_for(METHODS[kind])
    await desk.send(item)
    end = promised(what, kind, times)
    assert (desk.row(item).state, desk.line.asked_for(METHODS[kind]) - calls) == (end.state, end.calls)
    check_beside(desk, what, fault, kind, end)


def check_beside(desk: Desk, what: Class, fault: str, kind: Kind, end: End) -> None:
    """What else has to come of it: waits, the person named, the nudge, the reader told."""
    if fault == "429":
        assert [wait for wait in desk.waiting.waits if wait >= WAIT] == [WAIT] * (end.calls - 1)
    assert bool(desk.closed) is (what == "closed")
    if kind == "nudge":
        occurrence = desk.occurrence()
        expected = {"sent": "sent", "unknown": "unknown", "failed": "failed", "due": "sending"}[end.state]
        assert occurrence.send_state == expected
        assert occurrence.outcome == ("undeliverable" if end.state == "failed" else None)
    if kind == "file":
        assert desk.shown().count(FILE_NOTICE) == (end.state == "unknown")
