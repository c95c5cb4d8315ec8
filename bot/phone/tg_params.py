"""Reads the parameters of a Bot API call, which come typed (JSON) or as strings (forms, queries)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.phone.refusals import bad
from bot.phone.tg_model import Json

Params = Mapping[str, Any]


def string(params: Params, name: str) -> str:
    """The value as text; "" when absent. A bare JSON number becomes its digits, as on the real server."""
    value = params.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def integer(params: Params, name: str, default: int = 0) -> int:
    """The value as a whole number; `default` when absent, 0 when it is not one (as Telegram reads it)."""
    value = params.get(name)
    if value is None or value == "":
        return default
    return _whole(value)


def flag(params: Params, name: str) -> bool:
    """Whether the value is one of Telegram's words for yes."""
    return string(params, name).lower() in {"true", "yes", "1"}


def structure(params: Params, name: str) -> Any:
    """The value as parsed JSON: None when absent or empty.

    Raises:
        ValueError: it is a string and not JSON.
    """
    value = params.get(name)
    if not isinstance(value, str):
        return value
    return json.loads(value) if value else None


def mapping(params: Params, name: str) -> Json:
    """The value as a JSON object, {} when absent."""
    try:
        value = structure(params, name)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad(f"object expected as {name.replace('_', ' ')}")
    return value


def optional(params: Params, name: str) -> str | None:
    """The value as text, None when absent or empty."""
    return string(params, name) or None


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
