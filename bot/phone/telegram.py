"""The local Telegram: one bot, any number of phones, and Telegram's strictness between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.phone import tg_edit, tg_polling, tg_profile, tg_send
from bot.phone.refusals import LineCut, PhoneRefused, Refusal, flood, forbidden
from bot.phone.tg_files import Uploads
from bot.phone.tg_media import MediaSide
from bot.phone.tg_model import (
    Account,
    Call,
    Chat,
    Clock,
    Command,
    Event,
    EventKind,
    FaultKind,
    Json,
    Media,
    Message,
    ReplyKeyboard,
    Tap,
    Toast,
)
from bot.phone.tg_params import Params
from bot.phone.tg_world import World

__all__ = [
    "Account",
    "Call",
    "Chat",
    "Clock",
    "Command",
    "Event",
    "EventKind",
    "FaultKind",
    "LineCut",
    "LocalTelegram",
    "Media",
    "Message",
    "PhoneRefused",
    "ReplyKeyboard",
    "Tap",
    "Toast",
]

Method = Callable[[World, Params, Uploads], Any]


def _profile_text(act: Callable[[World, Params, str], Any], field: str) -> Method:
    return lambda world, params, _uploads: act(world, params, field)


_get_text = partial(_profile_text, tg_profile.get_profile_text)
_set_text = partial(_profile_text, tg_profile.set_profile_text)

# Telegram reads method names without regard to case.
METHODS: dict[str, Method] = {
    "getme": tg_profile.get_me,
    "logout": tg_profile.yes,
    "close": tg_profile.yes,
    "setwebhook": tg_polling.set_webhook,
    "deletewebhook": tg_polling.delete_webhook,
    "getwebhookinfo": tg_polling.get_webhook_info,
    "sendmessage": tg_send.send_message,
    "senddocument": tg_send.send_document,
    "sendphoto": tg_send.send_photo,
    "sendcontact": tg_send.send_contact,
    "sendchataction": tg_send.send_chat_action,
    "editmessagetext": tg_edit.edit_message_text,
    "editmessagecaption": tg_edit.edit_message_caption,
    "editmessagereplymarkup": tg_edit.edit_message_reply_markup,
    "deletemessage": tg_edit.delete_message,
    "deletemessages": tg_edit.delete_messages,
    "answercallbackquery": tg_edit.answer_callback_query,
    "setmessagereaction": tg_edit.set_message_reaction,
    "pinchatmessage": tg_edit.pin_chat_message,
    "unpinchatmessage": tg_edit.unpin_chat_message,
    "getchat": tg_profile.get_chat,
    "leavechat": tg_profile.leave_chat,
    "getfile": tg_profile.get_file,
    "setmycommands": tg_profile.set_my_commands,
    "deletemycommands": tg_profile.delete_my_commands,
    "getmycommands": tg_profile.get_my_commands,
    "setmyname": _set_text("name"),
    "getmyname": _get_text("name"),
    "setmydescription": _set_text("description"),
    "getmydescription": _get_text("description"),
    "setmyshortdescription": _set_text("short_description"),
    "getmyshortdescription": _get_text("short_description"),
    "setchatmenubutton": tg_profile.set_chat_menu_button,
    "getchatmenubutton": tg_profile.get_chat_menu_button,
}
# Methods whose answer carries a description: when something changed, and when nothing did.
_DESCRIBED = {
    "setwebhook": ("Webhook was set", "Webhook is already set"),
    "deletewebhook": ("Webhook was deleted", "Webhook is already deleted"),
}


class LocalTelegram(MediaSide):
    """A strict stand-in for Telegram: people act with plain methods, the bot with `call`."""

    def fail_next(self, method: str | None, kind: FaultKind) -> None:
        """Let the next call (of this method; None for any but getUpdates) fail once.

        "429", "403", "500": refused, nothing done. "timeout": nothing done and no answer. "cut": done, but the
        answer is lost.
        """
        self.faults.append((method.lower() if method else None, kind))

    async def call(self, method: str, params: Json, files: Uploads) -> tuple[int, Json]:
        """Make one Bot API call as the bot; answers the HTTP status and the JSON body, a refusal included.

        `params` may be typed or strings; `files` maps part names to (file name, bytes).

        Raises:
            LineCut: a planned fault took the answer away.
        """
        try:
            status, body = 200, await self._obey(method.lower(), params, files)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body()
        except LineCut as cut:
            self._note(method, params, files, 0, {"ok": False, "description": str(cut)})
            raise
        self._note(method, params, files, status, body)
        return status, body

    async def _obey(self, name: str, params: Json, files: Uploads) -> Json:
        fault = self._next_fault(name)
        if fault and fault != "cut":
            raise _failure(fault)
        body = await self._perform(name, params, files)
        if fault:
            raise LineCut(performed=True)
        return body

    async def _perform(self, name: str, params: Json, files: Uploads) -> Json:
        if name == "getupdates":
            return {"ok": True, "result": await tg_polling.get_updates(self, params)}
        if name not in METHODS:
            raise Refusal(404, "method not found")
        before = self.updates.webhook
        body = {"ok": True, "result": METHODS[name](self, params, files)}
        if name in _DESCRIBED:
            changed, same = _DESCRIBED[name]
            body["description"] = same if before == self.updates.webhook else changed
        return body

    def _next_fault(self, name: str) -> FaultKind | None:
        for fault in self.faults:
            if fault[0] == name or (fault[0] is None and name != "getupdates"):
                self.faults.remove(fault)
                return fault[1]
        return None

    def _note(self, method: str, params: Json, files: Uploads, status: int, answer: Json) -> None:
        idle = method.lower() == "getupdates" and answer.get("result") == []
        if not idle:
            self.calls.append(
                Call(
                    method=method,
                    params=dict(params),
                    files=tuple(files),
                    status=status,
                    answer=answer,
                    at=self.clock.now(),
                )
            )


def _failure(kind: FaultKind) -> Exception:
    match kind:
        case "429":
            return flood(1)
        case "403":
            return forbidden("bot was blocked by the user")
        case "timeout":
            return LineCut(performed=False)
    return Refusal(500)
