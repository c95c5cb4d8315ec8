"""What a person can send besides text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from bot.phone.entities import clean, well_formed
from bot.phone.refusals import PhoneRefused
from bot.phone.tg_model import Chat, Json, Media, MediaKind, Message
from bot.phone.tg_person import PersonSide

CAPTION_LIMIT = 1024
ALBUM_LIMIT = 10
_WITHOUT_FILE = frozenset({"dice", "location", "contact", "poll"})
_WITH_CAPTION = frozenset({"photo", "voice", "video", "document", "animation", "audio"})
_IN_ALBUMS = frozenset({"photo", "video", "document", "audio"})
_DEFAULTS: dict[str, Json] = {
    "photo": {"width": 800, "height": 600},
    "voice": {"duration": 3},
    "video_note": {"length": 240, "duration": 3},
    "video": {"width": 640, "height": 360, "duration": 3},
    "animation": {"width": 320, "height": 240, "duration": 2},
    "audio": {"duration": 60},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    },
    "dice": {"emoji": "🎲", "value": 4},
    "location": {"latitude": 38.72, "longitude": -9.14},
    "poll": {
        "question": "Which one?",
        "options": [
            {"persistent_id": "0", "text": "This", "voter_count": 0},
            {"persistent_id": "1", "text": "That", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
}


class MediaSide(PersonSide):
    """The paperclip and the microphone."""

    def send_media(
        self,
        user_id: int,
        kind: MediaKind,
        *,
        data: bytes = b"...",
        filename: str | None = None,
        caption: str | None = None,
        media_group_id: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> int:
        """Send something that is not text; answers the message id.

        `data` is the file's content (kinds without a file leave it aside), `details` replaces fields of the JSON,
        e.g. latitude and longitude. Messages of one album share a `media_group_id`.

        Raises:
            PhoneRefused: unknown kind, a caption where none can be or over 1024 characters, or the bot is blocked.
        """
        chat = self.writable(user_id)
        _check(kind, caption)
        media = self._media(chat, kind, data, filename, details or {})
        text, entities = clean(well_formed(caption or ""), [])
        message = Message(**self.fresh(), text=text, entities=entities, media=media, album=media_group_id)
        return self.hand_over(chat, message)

    def send_files(
        self,
        user_id: int,
        kind: MediaKind,
        files: Sequence[tuple[bytes, str | None]],
        *,
        caption: str | None = None,
    ) -> list[int]:
        """Send files (bytes, name) that were picked together; answers the message ids.

        Several become albums of ten at most, each item a message of its own; a caption goes with the first.

        Raises:
            PhoneRefused: as `send_media`, before anything of it is sent.
        """
        _check(kind, caption)
        sent: list[int] = []
        album: str | None = None
        for number, (data, name) in enumerate(files):
            if number % ALBUM_LIMIT == 0:
                album = self._new_album() if kind in _IN_ALBUMS and number + 1 < len(files) else None
            words = caption if number == 0 else None
            message = self.send_media(
                user_id, kind, data=data, filename=name, caption=words, media_group_id=album
            )
            sent.append(message)
        return sent

    def _new_album(self) -> str:
        return str(14_000_000_000_000_000 + self.next_message_id())

    def share(self, chat: Chat, button: Json) -> None:
        """Press a keyboard button that asks for a location, a contact, or people."""
        if button.get("request_location"):
            self.send_media(chat.id, "location")
        elif button.get("request_contact"):
            self.send_media(chat.id, "contact")
        elif isinstance(button.get("request_users"), dict):
            self._share_user(chat, button["request_users"])
        else:
            super().share(chat, button)

    def _media(
        self, chat: Chat, kind: MediaKind, data: bytes, name: str | None, details: Mapping[str, Any]
    ) -> Media:
        own = {"phone_number": "+351 000 000 000", "first_name": chat.account.name, "user_id": chat.id}
        filled = {**(own if kind == "contact" else _DEFAULTS.get(kind, {})), **details}
        if kind == "poll":
            filled.setdefault("id", str(5_000_000_000 + self.next_message_id()))
        file = None if kind in _WITHOUT_FILE else self.files.put(kind, name, data)
        return Media(kind=kind, file=file, details=filled)

    def _share_user(self, chat: Chat, wanted: Json) -> None:
        others = [other for other in self.chats if other != chat.id]
        if not others:
            raise PhoneRefused("there is nobody to share")
        # The one added last: those before it have mostly come in already.
        shared = {"request_id": wanted.get("request_id", 0), "users": [{"user_id": others[-1]}]}
        self.hand_over(chat, Message(**self.fresh(), media=Media(kind="users_shared", details=shared)))


def _check(kind: str, caption: str | None) -> None:
    if kind not in get_args(MediaKind) or kind == "users_shared":
        raise PhoneRefused(f"this phone cannot send a {kind}")
    if caption and kind not in _WITH_CAPTION:
        raise PhoneRefused(f"a {kind} has no caption")
    if caption and len(caption) > CAPTION_LIMIT:
        raise PhoneRefused("this caption is too long")
