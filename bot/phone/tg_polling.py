"""Bot side: how updates are fetched, by getUpdates, or by a webhook whose address is only remembered."""

from __future__ import annotations

from typing import Any

from bot.phone.tg_files import Uploads
from bot.phone.tg_model import Json
from bot.phone.tg_params import Params, flag, integer, string, structure
from bot.phone.tg_updates import webhook_refusal
from bot.phone.tg_world import World


async def get_updates(world: World, params: Params) -> list[Json]:
    """getUpdates. The real server also slows down a poll repeated within 3 s with the same offset; this one does not."""
    limit = integer(params, "limit", 100)
    timeout_s = max(0, min(integer(params, "timeout"), 50))
    world.updates.ask_for(_kinds(params))
    return await world.updates.take(
        integer(params, "offset"), limit if 1 <= limit <= 100 else 100, timeout_s, world.clock.now()
    )


def set_webhook(world: World, params: Params, uploads: Uploads) -> bool:
    """setWebhook; an empty address removes it. Nothing is ever delivered to it from here."""
    url = string(params, "url")
    if not url:
        return delete_webhook(world, params, uploads)
    secret = string(params, "secret_token")
    webhook_refusal(url, secret)
    world.updates.ask_for(_kinds(params))
    _drop(world, params)
    world.updates.set_webhook({"url": url, "secret_token": secret})
    return True


def delete_webhook(world: World, params: Params, _uploads: Uploads) -> bool:
    """deleteWebhook."""
    _drop(world, params)
    world.updates.set_webhook({})
    return True


def get_webhook_info(world: World, _params: Params, _uploads: Uploads) -> Json:
    """getWebhookInfo."""
    return {
        "url": world.updates.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending(world.clock.now()),
    }


def _kinds(params: Params) -> Any:
    try:
        return structure(params, "allowed_updates")
    except ValueError:
        return None


def _drop(world: World, params: Params) -> None:
    if flag(params, "drop_pending_updates"):
        world.updates.queued.clear()
