"""Reads reply_markup and refuses keyboards Telegram would refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.phone.entities import wrong_url
from bot.phone.refusals import Refusal, bad, unparsable
from bot.phone.tg_model import Json, Rows
from bot.phone.tg_params import Params, structure

ROW_LIMIT = 8
BUTTON_LIMIT = 100
DATA_LIMIT = 64
COPY_LIMIT = 256
PLACEHOLDER_LIMIT = 64
BUTTON_STYLES = frozenset({"primary", "success", "danger"})
_ACTIONS = ("callback_data", "url", "copy_text", "web_app", "switch_inline_query", "login_url", "pay")
_SPECIAL = ("request_users", "request_chat", "request_contact", "request_location", "request_poll", "web_app")
MarkupKind = Literal["none", "inline", "reply", "remove", "force"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A checked reply_markup. `rows` hold buttons as JSON objects; `options` the flags beside them."""

    kind: MarkupKind
    rows: Rows = field(default_factory=list)
    options: Json = field(default_factory=dict)

    @property
    def locks(self) -> bool:
        """Whether a message sent with it can never be edited."""
        return self.kind in {"reply", "remove", "force"}


def parse_markup(params: Params) -> Markup:
    """The reply_markup of a call.

    Raises:
        Refusal: not JSON, not an object, not rows of buttons, or a button Telegram does not take.
    """
    try:
        raw = structure(params, "reply_markup")
    except ValueError:
        raise bad("can't parse reply keyboard markup JSON object") from None
    if raw is None:
        return Markup(kind="none")
    if not isinstance(raw, dict):
        raise bad("object expected as reply markup")
    return _by_kind(raw)


def parse_inline(params: Params) -> Rows:
    """The inline keyboard of a call that takes no other kind; [] when there is none."""
    markup = parse_markup(params)
    if markup.locks:
        raise bad("inline keyboard expected")
    return markup.rows


def _by_kind(raw: Json) -> Markup:
    if "inline_keyboard" in raw:
        rows = _rows(raw["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        return Markup(kind="inline", rows=_limited([[_inline_button(b) for b in row] for row in rows]))
    if "keyboard" in raw:
        rows = _rows(raw["keyboard"], "keyboard", "ReplyKeyboardMarkup")
        checked = _limited([[_reply_button(b) for b in row] for row in rows])
        return Markup(kind="reply", rows=checked, options=_placed(raw))
    if raw.get("remove_keyboard"):
        return Markup(kind="remove")
    if raw.get("force_reply"):
        return Markup(kind="force", options=_placed(raw))
    return Markup(kind="none")


def _placed(raw: Json) -> Json:
    if len(str(raw.get("input_field_placeholder") or "")) > PLACEHOLDER_LIMIT:
        raise bad("REPLY_MARKUP_INVALID")  # own wording: the limit is published, the answer is not
    return raw


def _rows(value: Any, name: str, owner: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad(f'field "{name}" of the {owner} must be an Array')
    if not all(isinstance(row, list) for row in value):
        raise bad(f'field "{name}" of the {owner} must be an Array of Arrays')
    return [row for row in value if row]


def _limited(rows: Rows) -> Rows:
    if any(len(row) > ROW_LIMIT for row in rows) or sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad("reply markup is too long")
    return rows


def _inline_button(raw: Any) -> Json:
    button = _object(raw, "inline keyboard button")
    action = next((name for name in _ACTIONS if button.get(name) not in (None, "")), None)
    if action is None:
        raise unparsable("inline keyboard button", "Text buttons are unallowed in the inline keyboard")
    if not button["text"]:
        raise bad("inline keyboard button text must be non-empty")
    if refusal := _wrong_action(action, button[action]):
        raise refusal
    return button


def _wrong_action(action: str, value: Any) -> Refusal | None:
    match action:
        case "callback_data" if len(str(value).encode()) > DATA_LIMIT:
            return bad("BUTTON_DATA_INVALID")
        case "url" if reason := wrong_url(str(value)):
            return bad(f"inline keyboard button URL '{value}' is invalid: {reason}")
        case "copy_text" if not 1 <= len(str(_inner(value, "text"))) <= COPY_LIMIT:
            return bad("BUTTON_COPY_TEXT_INVALID")
        case "web_app" if not str(_inner(value, "url")).startswith("https://"):
            url = _inner(value, "url")
            return bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    return None


def _inner(value: Any, name: str) -> Any:
    return value.get(name, "") if isinstance(value, dict) else ""


def _reply_button(raw: Any) -> Json:
    button = _object({"text": raw} if isinstance(raw, str) else raw, "keyboard button")
    if not button["text"]:
        raise bad("keyboard button text must be non-empty")
    if sum(1 for name in _SPECIAL if button.get(name)) > 1:
        raise unparsable("keyboard button", "Button must have only one action")  # own wording
    return button


def _object(raw: Any, what: str) -> Json:
    if not isinstance(raw, dict):
        raise unparsable(what, f"{what} must be an Object")
    if "text" not in raw:
        raise unparsable(what, 'Can\'t find field "text"')
    if not isinstance(raw["text"], str):
        raise unparsable(what, 'Field "text" must be of type String')
    if raw.get("style") and raw["style"] not in BUTTON_STYLES:
        raise unparsable(what, "Unsupported button style specified")  # own wording
    return {name: value for name, value in raw.items() if value is not None}
