"""Reads what the page sends as a form: its fields, and the files in it."""

from __future__ import annotations

from aiohttp import web

from bot.phone.page_guard import PageRefused

_BIGGEST_UPLOAD = 60 * 1024 * 1024

File = tuple[bytes, str | None]


async def form_of(request: web.Request) -> tuple[dict[str, object], list[File]]:
    """The fields of a form by name, and its files (bytes, name) in order. Raises PageRefused."""
    if request.content_type != "multipart/form-data":
        raise PageRefused(415, "Send a form.")
    try:
        form = await request.post()
    except ValueError:
        raise PageRefused(400, "That form cannot be read.") from None
    files = [_uploaded(part) for part in form.getall("file", [])]
    return {name: value for name, value in form.items() if name != "file"}, files


def _uploaded(part: object) -> File:
    if not isinstance(part, web.FileField):
        raise PageRefused(400, "file: send it as a file")
    data = part.file.read(_BIGGEST_UPLOAD)
    part.file.close()
    return data, part.filename or None
