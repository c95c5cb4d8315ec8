"""Bot side: methods that put a new message into a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.phone.entities import clean, parse_entities, well_formed
from bot.phone.markup import Markup, parse_markup
from bot.phone.refusals import bad
from bot.phone.tg_files import Uploads
from bot.phone.tg_html import parse_html
from bot.phone.tg_model import Chat, ForceReply, Json, Media, Message, ReplyKeyboard, StoredFile
from bot.phone.tg_params import Params, flag, integer, mapping, optional, string, structure
from bot.phone.tg_world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_LIMIT = 32768
EFFECTS = frozenset(
    {
        "5104841245755180586",
        "5107584321108051014",
        "5104858069142078462",
        "5159385139981059251",
        "5046509860389126442",
        "5046589136895476101",
    }
)
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def formatted(params: Params, text: str, entities_name: str) -> tuple[str, list[Json]]:
    """Text and entities after parse_mode, the entities parameter, trimming and checks."""
    if text != well_formed(text):
        raise bad("strings must be encoded in UTF-8")
    if len(text.encode()) > RAW_LIMIT:
        raise bad("text is too long")
    match string(params, "parse_mode").lower():
        case "":
            return clean(text, parse_entities(_entities(params, entities_name)))
        case "html":
            return clean(*parse_html(text))
    # The real server also reads MarkdownV2 and Markdown; the coach writes neither.
    raise bad("unsupported parse_mode")


def message_text(params: Params) -> tuple[str, list[Json]]:
    """The text of sendMessage or editMessageText: 1 to 4096 code points once cleaned."""
    if not string(params, "text"):
        raise bad("message text is empty")
    text, entities = formatted(params, string(params, "text"), "entities")
    if not text:
        raise bad("text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad("message is too long")
    return text, entities


def caption_text(params: Params) -> tuple[str, list[Json]]:
    """The caption of a file: at most 1024 code points, may be empty."""
    text, entities = formatted(params, string(params, "caption"), "caption_entities")
    if len(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    return text, entities


def send_message(world: World, params: Params, _uploads: Uploads) -> Json:
    """sendMessage."""
    chat = world.open_chat(params)
    text, entities = message_text(params)
    return _deliver(world, chat, params, _Content(text, entities))


def send_document(world: World, params: Params, uploads: Uploads) -> Json:
    """sendDocument."""
    chat = world.open_chat(params)
    text, entities = caption_text(params)
    media = Media(kind="document", file=world.files.from_call("document", params, uploads))
    return _deliver(world, chat, params, _Content(text, entities, media))


def send_photo(world: World, params: Params, uploads: Uploads) -> Json:
    """sendPhoto."""
    chat = world.open_chat(params)
    text, entities = caption_text(params)
    file = world.files.from_call("photo", params, uploads)
    media = Media(kind="photo", file=file, details=picture_size(file))
    return _deliver(world, chat, params, _Content(text, entities, media))


def send_contact(world: World, params: Params, _uploads: Uploads) -> Json:
    """sendContact."""
    chat = world.open_chat(params)
    card = {
        name: string(params, name)
        for name in ("phone_number", "first_name", "last_name", "vcard")
        if string(params, name)
    }
    if "phone_number" not in card:
        raise bad("phone number is empty")  # own wording
    if "first_name" not in card:
        raise bad("first name is empty")  # own wording
    return _deliver(world, chat, params, _Content("", [], Media(kind="contact", details=card)))


def send_chat_action(world: World, params: Params, _uploads: Uploads) -> bool:
    """sendChatAction."""
    chat = world.open_chat(params)
    if string(params, "action").lower() not in ACTIONS:
        raise bad("wrong parameter action in request")
    world.fire("typing", chat)
    return True


def picture_size(file: StoredFile) -> Json:
    """Width and height in pixels: read from a PNG, 800 x 600 for anything else."""
    head = file.content[:24]
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) == 24:
        return {"width": int.from_bytes(head[16:20], "big"), "height": int.from_bytes(head[20:24], "big")}
    return {"width": 800, "height": 600}


def _entities(params: Params, name: str) -> Any:
    try:
        return structure(params, name)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


@dataclass(frozen=True, slots=True)
class _Content:
    text: str
    entities: list[Json]
    media: Media | None = None


def _deliver(world: World, chat: Chat, params: Params, content: _Content) -> Json:
    markup = parse_markup(params)
    reply_to, quote = _reply(chat, params)
    effect = _effect(params)
    world.flood.pass_through(chat.id, world.clock.now())
    message = Message(
        id=world.next_message_id(),
        date=world.clock.now(),
        from_bot=True,
        text=content.text,
        entities=content.entities,
        keyboard=markup.rows if markup.kind == "inline" else [],
        media=content.media,
        reply_to=reply_to,
        quote=quote,
        silent=flag(params, "disable_notification"),
        protected=flag(params, "protect_content"),
        effect=effect,
        locked=markup.locks,
    )
    _place(chat, message.id, markup)
    world.post(chat, message)
    if markup.locks:
        world.fire("keyboard", chat, message.id)
    return world.as_json(message, chat)


def _reply(chat: Chat, params: Params) -> tuple[int | None, str | None]:
    wanted = mapping(params, "reply_parameters")
    message_id = integer(wanted, "message_id") or integer(params, "reply_to_message_id")
    if not message_id:
        return None, None
    original = chat.find(message_id)
    if original is None:
        if flag(wanted, "allow_sending_without_reply") or flag(params, "allow_sending_without_reply"):
            return None, None
        raise bad("message to be replied not found")
    quote = optional(wanted, "quote")
    if quote and quote not in original.text:
        raise bad("QUOTE_TEXT_INVALID")
    return message_id, quote


def _effect(params: Params) -> str | None:
    effect = optional(params, "message_effect_id")
    if effect and effect not in EFFECTS:
        raise bad("EFFECT_ID_INVALID")
    return effect


def _place(chat: Chat, message_id: int, markup: Markup) -> None:
    options = markup.options
    hint = options.get("input_field_placeholder")
    match markup.kind:
        case "reply":
            chat.reply_keyboard = ReplyKeyboard(
                message_id=message_id,
                rows=markup.rows,
                persistent=bool(options.get("is_persistent")),
                resize=bool(options.get("resize_keyboard")),
                one_time=bool(options.get("one_time_keyboard")),
                placeholder=hint,
            )
            chat.force_reply = None
        case "remove":
            chat.reply_keyboard = chat.force_reply = None
        case "force":
            chat.force_reply = ForceReply(message_id=message_id, placeholder=hint)
