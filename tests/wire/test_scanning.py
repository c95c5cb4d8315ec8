"""A link that is shown to be scanned arrives as a picture, and a camera reads that very link out of it."""

from dataclasses import replace

import pytest

from bot.core.turn import Button
from bot.wire.scanning import DOT, MARGIN, picture_of
from tests.storage.practice import said
from tests.wire.conftest import Desk
from tests.wire.scanned import text_in

LINK = "https://t.me/between_bot?start=c_9fKs2mQh7Yw4Lr8ZtVb1Nx"


@pytest.mark.parametrize("name", ["a_bot", "between_bot", "x" * 29 + "bot"])
def test_picture_holds_the_link_whatever_the_bot_is_called(name: str) -> None:
    link = f"https://t.me/{name}?start=c_9fKs2mQh7Yw4Lr8ZtVb1Nx"
    assert text_in(picture_of(link), DOT, MARGIN) == link


def test_another_link_is_another_picture() -> None:
    assert text_in(picture_of(LINK + "-"), DOT, MARGIN) != LINK


async def test_picture_arrives_with_its_words_and_buttons_under_it(desk: Desk) -> None:
    row = (Button(label="Copy", copy="x"),)
    (item,) = desk.put_out(replace(said("Scan this."), scan=LINK, rows=(row,), protected=True))
    await desk.send(item)
    shown = desk.telegram.chat(desk.client).messages[-1]
    assert shown.media is not None
    assert shown.media.file is not None
    assert text_in(shown.media.file.content, DOT, MARGIN) == LINK
    assert (shown.text, shown.protected, len(shown.keyboard)) == ("Scan this.", True, 1)
    assert (desk.row(item).state, desk.row(item).message_id) == ("sent", shown.id)
