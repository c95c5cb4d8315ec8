"""Files in both directions, and their limits."""

from __future__ import annotations

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError

from bot.phone.telegram import LocalTelegram

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"rest"


async def test_document_goes_out_and_can_be_fetched_and_sent_again(
    bot: Bot, telegram: LocalTelegram, tamsin: int
) -> None:
    sent = await bot.send_document(
        tamsin, b"a,b\n1,2\n", filename="rows.csv", caption="<b>Yours</b>", parse_mode="HTML"
    )
    assert sent.document
    assert (sent.document.file_name, sent.document.mime_type, sent.document.file_size) == (
        "rows.csv",
        "text/csv",
        8,
    )
    assert (sent.caption, len(sent.caption_entities)) == ("Yours", 1)
    file = await bot.get_file(sent.document.file_id)
    assert (file.file_path or "").endswith("/documents/file_1.csv")
    assert bytes(await file.download_as_bytearray()) == b"a,b\n1,2\n"
    again = await bot.send_document(tamsin, sent.document.file_id)
    assert again.document
    assert again.document.file_unique_id == sent.document.file_unique_id
    media = telegram.chat(tamsin).messages[-1].media
    assert media
    assert (media.kind, media.file_name, telegram.file_bytes(media.file_id or "")) == ("document", "rows.csv", b"a,b\n1,2\n")  # fmt: skip


async def test_attached_upload_is_found_by_its_name(bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    await bot.send_document(tamsin, InputFile(b"rows", filename="a.csv", attach=True))
    media = telegram.chat(tamsin).messages[-1].media
    assert media
    assert media.file_name == "a.csv"


async def test_photo_has_its_size(bot: Bot, tamsin: int) -> None:
    sent = await bot.send_photo(tamsin, PNG, caption="Scan me")
    assert [(size.width, size.height) for size in sent.photo] == [(640, 480)]


@pytest.mark.parametrize(
    ("method", "given", "description"),
    [
        ("sendDocument", ({}, {}), "there is no document in the request"),
        ("sendPhoto", ({}, {}), "there is no photo in the request"),
        ("sendDocument", ({}, {"document": ("a", b"")}), "file must be non-empty"),
        ("sendDocument", ({"document": "https://example.org/a"}, {}), "wrong file identifier/HTTP URL specified"),
        ("sendDocument", ({"document": "bogus"}, {}), "wrong remote file identifier specified: Wrong string length"),
        ("sendDocument", ({"caption": "x" * 1025}, {"document": ("a", b"a")}), "message caption is too long"),
        ("sendPhoto", ({}, {"photo": ("a", b"plain text")}), "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", ({}, {"photo": ("a", PNG + bytes(10 << 20))}), f"file of size {(10 << 20) + len(PNG)} bytes is too big for a photo; the maximum size is 10485760 bytes"),
        ("getFile", ({"file_id": "bogus"}, {}), "invalid file_id"),
    ],
)  # fmt: skip
async def test_file_is_refused_in_telegrams_words(
    telegram: LocalTelegram,
    tamsin: int,
    method: str,
    given: tuple[dict[str, str], dict[str, tuple[str, bytes]]],
    description: str,
) -> None:
    params, files = given
    status, body = await telegram.call(method, {"chat_id": tamsin, **params}, files)
    assert (status, body["description"]) == (400, f"Bad Request: {description}")


async def test_upload_over_50_mib_is_413(bot: Bot, tamsin: int) -> None:
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(tamsin, bytes((50 << 20) + 1), filename="a.bin")


async def test_download_over_20_mib_is_refused(local_bot: Bot, telegram: LocalTelegram, tamsin: int) -> None:
    telegram.send_media(tamsin, "video", data=bytes((20 << 20) + 1))
    media = telegram.chat(tamsin).messages[-1].media
    assert media
    with pytest.raises(BadRequest, match=r"^File is too big$"):
        await local_bot.get_file(media.file_id or "")
