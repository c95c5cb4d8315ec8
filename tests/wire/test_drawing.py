"""Charts arrive as a picture with all of it in words underneath, and a picture that fails says so and blocks nothing."""

from dataclasses import replace

from bot.core.picture import Chart, Line, Picture
from tests.storage.practice import said
from tests.wire.conftest import Desk

CHART = Chart(
    title="Mood", count="n = 3", ticks=((0, "0"), (10, "10")), lines=(Line(points=((0.0, 3), (1.0, 7))),)
)
PICTURE = Picture(title="Own scales", of="K7M2QX", first="Mon", last="Sun", charts=(CHART,))


async def test_picture_arrives_with_its_words_and_cannot_be_passed_on(desk: Desk) -> None:
    (item,) = desk.put_out(replace(said("Mood: 3, 5, 7"), picture=PICTURE, protected=True, silent=True))
    await desk.send(item)
    shown = desk.telegram.chat(desk.client).messages[-1]
    assert shown.media is not None
    assert shown.media.file is not None
    assert shown.media.kind == "photo"
    assert shown.media.file.content.startswith(b"\x89PNG")
    assert (shown.text, shown.protected) == ("Mood: 3, 5, 7", True)
    assert (desk.row(item).state, desk.row(item).message_id) == ("sent", shown.id)


async def test_what_cannot_be_drawn_is_said_and_what_waits_behind_it_goes_out(desk: Desk) -> None:
    broken = replace(PICTURE, charts=())
    items = desk.put_out(replace(said("x"), picture=broken), said("what comes behind"))
    await desk.send(*items)
    texts = [each.text for each in desk.telegram.chat(desk.client).messages]
    assert texts[-2:] == [
        "I couldn't make that file right now. Ask for it again in a while.",
        "what comes behind",
    ]
    assert desk.row(items[0]).state == "failed"
