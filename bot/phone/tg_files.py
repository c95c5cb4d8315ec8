"""Keeps uploaded bytes under the ids and paths Telegram gives them."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.phone.refusals import Refusal, bad
from bot.phone.tg_model import StoredFile
from bot.phone.tg_params import Params, string

DOWNLOAD_LIMIT = 20 << 20
UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20
Uploads = Mapping[str, tuple[str, bytes]]
_FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "video": "videos",
    "video_note": "video_notes",
    "audio": "music",
}
_TYPES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "video_note": "video/mp4"}
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


@dataclass(slots=True)
class FileShelf:
    """All files of one local Telegram, by id and by path."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def put(self, kind: str, name: str | None, content: bytes) -> StoredFile:
        """Keep a file and name it as Telegram does: an opaque id, and a path in the folder of its kind."""
        number = len(self.by_id) + 1
        digest = hashlib.sha256(f"{kind}:{number}".encode()).digest()
        mime_type = _mime_type(kind, name)
        suffix = _suffix(name, mime_type)
        file = StoredFile(
            file_id="BQACAgIAAxkB" + base64.urlsafe_b64encode(digest).decode().rstrip("="),
            unique_id="AgAD" + base64.urlsafe_b64encode(digest[:9]).decode(),
            path=f"{_FOLDERS.get(kind, 'documents')}/file_{number}{suffix}",
            name=name,
            mime_type=mime_type,
            content=content,
        )
        self.by_id[file.file_id] = self.by_path[file.path] = file
        return file

    def from_call(self, kind: str, params: Params, uploads: Uploads) -> StoredFile:
        """The file a sendX call names: an upload, or the id of a file already here.

        Raises:
            Refusal: none there, empty, too big, or an id or address that leads nowhere.
        """
        reference = string(params, kind)
        part = reference.removeprefix("attach://") if reference.startswith("attach://") else kind
        if part in uploads:
            return self.put(kind, *_checked(kind, uploads[part]))
        if not reference:
            raise bad(f"there is no {kind.replace('_', ' ')} in the request")
        if reference not in self.by_id:
            raise bad(_unknown_reference(reference))
        return self.by_id[reference]

    def for_download(self, file_id: str) -> StoredFile:
        """The file behind getFile.

        Raises:
            Refusal: unknown id, or larger than bots may download.
        """
        file = self.by_id.get(file_id)
        if file is None:
            raise bad("invalid file_id")
        if file.size > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return file


def _checked(kind: str, upload: tuple[str, bytes]) -> tuple[str | None, bytes]:
    name, content = upload
    if not content:
        raise bad("file must be non-empty")
    if len(content) > UPLOAD_LIMIT:
        raise Refusal(413)
    if kind == "photo":
        _check_photo(content)
    return name or None, content


def _check_photo(content: bytes) -> None:
    if len(content) > PHOTO_LIMIT:
        raise bad(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes"
        )
    if not content.startswith(_IMAGES):
        raise bad("IMAGE_PROCESS_FAILED")


def _unknown_reference(reference: str) -> str:
    if reference.startswith(("http://", "https://")):
        return "wrong file identifier/HTTP URL specified"
    return "wrong remote file identifier specified: Wrong string length"


def _mime_type(kind: str, name: str | None) -> str:
    guessed = mimetypes.guess_type(name)[0] if name else None
    return guessed or _TYPES.get(kind, "application/octet-stream")


def _suffix(name: str | None, mime_type: str) -> str:
    if name and "." in name:
        return "." + name.rsplit(".", 1)[1]
    return mimetypes.guess_extension(mime_type) or ""
