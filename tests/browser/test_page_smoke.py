"""The phone page in a real browser: what people see and tap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.async_api import FilePayload, Locator, expect

from bot.phone.page_desk import DESK
from tests.browser.conftest import Desk
from tests.phone.echo_practice import inline


def bubble(phone: Locator, text: str) -> Locator:
    return phone.locator("chat-bubble").filter(has_text=text)


def entity(kind: str, text: str, part: str, **more: Any) -> dict[str, Any]:
    before = text[: text.index(part)].encode("utf-16-le")
    return {"type": kind, "offset": len(before) // 2, "length": len(part.encode("utf-16-le")) // 2, **more}


async def test_start_shows_both_sides_and_a_reload_keeps_them(desk: Desk) -> None:
    await expect(
        desk.page.get_by_text("This is not Telegram and nothing leaves this computer.")
    ).to_be_visible()
    await desk.start()
    own = bubble(desk.client, "/start c_hello")
    await expect(own).to_have_attribute("data-from", "person")
    await expect(bubble(desk.client, "Shall we begin?")).to_have_attribute("data-from", "bot")
    await expect(desk.client.get_by_role("button", name="Ten minutes")).to_be_visible()
    await expect(desk.client.get_by_placeholder("Tap or type")).to_be_visible()
    await expect(desk.client.get_by_role("button", name="START", exact=True)).to_have_count(0)
    await expect(desk.therapist.locator("chat-bubble")).to_have_count(0)
    await expect(desk.client.locator(".day")).to_have_text("Monday, November 23")
    line = desk.client.get_by_label("Message", exact=True)
    height = await line.evaluate("line => line.offsetHeight")
    await desk.page.reload()
    await expect(bubble(desk.client, "Shall we begin?")).to_be_visible()
    await expect(desk.client.get_by_role("button", name="Ten minutes")).to_be_visible()
    assert await line.evaluate("line => line.offsetHeight") == height


async def test_tap_is_answered_by_an_edit_in_place(desk: Desk) -> None:
    await desk.start()
    number = await bubble(desk.client, "Shall we begin?").get_attribute("data-message-id")
    await desk.client.get_by_role("button", name="Go on").click()
    changed = desk.client.locator(f"[data-message-id='{number}']")
    await expect(changed).to_contain_text("You tapped Go on.")
    await expect(changed.locator(".edited")).to_have_count(0)
    await expect(desk.client.locator(".busy")).to_have_count(0)
    await expect(changed.get_by_role("button", name="Back")).to_be_focused()


async def test_tap_is_answered_by_a_toast_or_an_alert(desk: Desk) -> None:
    await desk.start()
    await desk.client.get_by_role("button", name="Toast").click()
    await expect(desk.client.locator(".pill")).to_have_text("That one has closed.")
    await desk.client.get_by_role("button", name="Alert").click()
    await desk.client.get_by_role("alertdialog").get_by_role("button", name="OK").click()
    await expect(desk.client.get_by_role("alertdialog")).to_have_count(0)


async def test_button_turns_until_the_bot_answers(desk: Desk) -> None:
    desk.practice.answers_taps = False
    await desk.start()
    toast = desk.client.get_by_role("button", name="Toast")
    await toast.click()
    await expect(toast).to_have_class("key busy")
    waiting = desk.practice.telegram.chat(desk.practice.client).waiting[0]
    await desk.practice.telegram.call("answerCallbackQuery", {"callback_query_id": waiting.query_id}, {})
    await expect(toast).not_to_have_class("key busy")


async def test_text_and_keyboard_are_said_and_the_keyboard_hides(desk: Desk) -> None:
    await desk.start()
    await desk.write("a small thing")
    own = desk.client.locator("[data-from=person]").filter(has_text="a small thing")
    await expect(own.get_by_role("img", name="Delivered")).to_be_visible()
    await expect(own.locator("[data-by=bot]")).to_have_text("✍")
    await expect(bubble(desk.client, "You said: a small thing")).to_be_visible()
    await expect(desk.client.get_by_label("Message", exact=True)).to_have_value("")
    await desk.client.get_by_role("button", name="Today", exact=True).click()
    await expect(bubble(desk.client, "You said: Today")).to_be_visible()
    await desk.client.get_by_role("button", name="Show or hide the buttons").click()
    await expect(desk.client.get_by_role("button", name="Ten minutes")).to_be_hidden()


async def test_own_message_can_be_edited_replied_to_and_deleted(desk: Desk) -> None:
    await desk.start()
    await desk.write("first words")
    own = desk.client.locator("[data-from=person]").filter(has_text="first words")
    await own.locator(".bubble").click(button="right")
    await desk.page.get_by_role("menuitem", name="Edit").click()
    await desk.write("other words")
    edited = desk.client.locator("[data-from=person]").filter(has_text="other words")
    await expect(edited.locator(".edited")).to_have_text("edited")
    await edited.locator(".bubble").click(button="right")
    await desk.page.get_by_role("menuitem", name="Reply").click()
    await desk.write("an answer")
    await expect(bubble(desk.client, "an answer").locator(".quoted-reply").first).to_contain_text(
        "other words"
    )
    await edited.first.locator(".bubble").click(button="right")
    await desk.page.get_by_role("menuitem", name="Delete").click()
    await expect(bubble(desk.client, "an answer").locator(".quoted-reply").first).to_contain_text(
        "other words"
    )
    assert "other words" not in [
        one.text for one in desk.practice.telegram.chat(desk.practice.client).messages
    ]


async def test_text_is_never_taken_for_markup(desk: Desk) -> None:
    await desk.start()
    await desk.write('<img src="x" onerror="document.title=1"><b>hi</b>')
    await expect(bubble(desk.client, "You said: <img").locator(".text")).to_contain_text("<b>hi</b>")
    await expect(desk.client.locator("chat-bubble img")).to_have_count(0)
    await expect(desk.page).to_have_title("Practice phones")


async def test_entities_follow_utf16_offsets_and_keep_every_letter(desk: Desk) -> None:
    text = "👩‍💻 Bold, slanted and hidden 🌧 rain"
    marks = [
        entity("bold", text, "Bold"),
        entity("italic", text, "slanted"),
        entity("spoiler", text, "hidden 🌧"),
    ]
    await desk.start()
    await desk.practice.send(desk.practice.client, text, entities=marks)
    sent = bubble(desk.client, "slanted")
    await expect(sent.locator("strong")).to_have_text("Bold")
    await expect(sent.locator("em")).to_have_text("slanted")
    await expect(sent.locator(".spoiler-text")).to_have_css("visibility", "hidden")
    await sent.locator(".spoiler").click()
    await expect(sent.locator(".spoiler-text")).to_have_css("visibility", "visible")
    await expect(sent.locator(".spoiler-text")).to_have_text("hidden 🌧")
    text = "one two three four"
    marks = [entity("bold", text, "one two"), entity("italic", text, "two three")]
    await desk.practice.send(desk.practice.client, text, entities=marks)
    sent = bubble(desk.client, "four").locator(".text")
    await expect(sent).to_have_text(text)
    await expect(sent.locator("em").last).to_have_text(" three")


async def test_long_quote_opens(desk: Desk) -> None:
    text = "a line\n" * 12
    await desk.start()
    await desk.practice.send(
        desk.practice.client, text, entities=[{"type": "expandable_blockquote", "offset": 0, "length": 83}]
    )
    quote = bubble(desk.client, "a line")
    low = await quote.bounding_box()
    await quote.get_by_role("button", name="Show more").click()
    high = await quote.bounding_box()
    assert low
    assert high
    assert high["height"] > low["height"] + 80
    await expect(quote.get_by_role("button", name="Show less")).to_be_visible()


async def test_times_stand_in_the_phones_zone_and_tick(desk: Desk) -> None:
    moment = int((desk.practice.clock.now() + timedelta(minutes=10)).timestamp())
    text = "Bell in 10 minutes, at 7:15 PM."
    marks = [
        entity("date_time", text, "in 10 minutes", unix_time=moment, date_time_format="r"),
        entity("date_time", text, "7:15 PM", unix_time=moment, date_time_format="t"),
    ]
    await desk.start()
    await desk.practice.send(desk.practice.client, text, entities=marks)
    times = bubble(desk.client, "Bell").locator("time.moment")
    await expect(times).to_have_text(["in 10 minutes", "2:15 PM"])
    desk.practice.clock.advance(timedelta(minutes=4))
    await expect(times.first).to_have_text("in 6 minutes")
    await desk.page.locator("[data-action=ten]").click()
    await expect(times.first).to_have_text("4 minutes ago")


async def test_links_to_this_bot_ask_on_which_phone_and_others_stay_closed(desk: Desk) -> None:
    desk.practice.telegram.start(desk.practice.therapist, None)
    await desk.practice.settle()
    await desk.practice.send(desk.practice.therapist, "The link: https://t.me/between_bot?start=c_9fK")
    await desk.therapist.get_by_role("button", name="https://t.me/between_bot?start=c_9fK").click()
    await desk.page.get_by_role("menuitem", name="Tamsin").click()
    await expect(bubble(desk.client, "/start c_9fK")).to_be_visible()
    await desk.practice.send(desk.practice.client, "Look", reply_markup=inline(["https://example.org/"]))
    await desk.client.get_by_role("button", name="Open").click()
    await expect(desk.client.locator(".pill")).to_contain_text("https://example.org/")
    assert len(desk.page.context.pages) == 1


async def test_next_due_brings_the_nudge_with_its_first_words(desk: Desk) -> None:
    await desk.start()
    await expect(desk.page.locator("due-list .due")).to_have_count(2)
    await desk.page.locator("[data-action=next]").click()
    await expect(desk.client.locator(".lock-banner")).to_contain_text("Evening. Got two minutes?")
    await expect(bubble(desk.client, "Evening. Got two minutes?")).to_be_visible()
    await expect(desk.client.locator(".status-time")).to_have_text("8:30 PM")
    await expect(desk.therapist.locator(".where")).to_contain_text("1:30 AM, Lisbon")
    await expect(desk.page.locator("due-list .due")).to_have_count(1)
    await expect(desk.page.locator("due-list")).to_contain_text("re-prompt")


async def test_due_list_goes_to_a_moment_and_the_lid_jumps(desk: Desk) -> None:
    await desk.start()
    await desk.page.get_by_role("button", name="Go to Evening question again").click()
    await expect(desk.page.locator("due-list")).to_contain_text("Nothing is due.")
    await expect(bubble(desk.client, "Evening. Got two minutes?")).to_have_count(2)
    await desk.page.locator("[data-action=lid]").click()
    await expect(desk.client.locator(".status-time")).to_have_text("6:30 AM")
    assert len(desk.practice.naps) == 1
    top = await desk.client.evaluate("phone => phone.getBoundingClientRect().top")
    await desk.page.locator("[data-action=next]").click()
    await expect(desk.page.locator(".clock-note")).to_have_text("Nothing is due.")
    assert await desk.client.evaluate("phone => phone.getBoundingClientRect().top") == top
    assert [fault.partition(" to ")[0] for fault in desk.faults] == ["409"]
    desk.faults.clear()  # the refusal it was asked for


async def test_banner_is_grey_without_sound_short_and_gives_away_no_spoiler(desk: Desk) -> None:
    await desk.start()
    await desk.write("x")
    await expect(desk.client.locator(".lock-banner.silent")).to_contain_text("You said: x")
    await desk.client.locator(".lock-screen").evaluate("element => element.replaceChildren()")
    await desk.client.get_by_role("button", name="Go on").click()
    await expect(bubble(desk.client, "You tapped Go on.")).to_be_visible()
    await expect(desk.client.locator(".lock-banner")).to_have_count(0)
    text = "secret " + "word " * 30
    await desk.practice.send(desk.practice.client, text, entities=[entity("spoiler", text, "secret")])
    banner = desk.client.locator(".lock-text")
    await expect(banner).to_contain_text("▒▒▒▒▒▒ word")
    assert len(await banner.inner_text()) == 61


async def test_chat_sticks_to_the_newest_unless_one_reads_above(desk: Desk) -> None:
    await desk.start()
    for number in range(40):
        await desk.practice.send(desk.practice.client, f"Line {number}")
    await expect(bubble(desk.client, "Line 39")).to_be_in_viewport()
    await desk.client.locator(".messages").evaluate("element => { element.scrollTop = 0; }")
    await expect(desk.client.locator(".to-bottom")).to_be_visible()
    await desk.practice.send(desk.practice.client, "One more")
    await expect(desk.client.locator(".to-bottom")).to_have_attribute("data-unseen", "1")
    await expect(bubble(desk.client, "One more")).not_to_be_in_viewport()
    await desk.client.get_by_role("button", name="To the newest message").click()
    await expect(bubble(desk.client, "One more")).to_be_in_viewport()
    await desk.client.get_by_label("Message", exact=True).fill("one\ntwo\nthree\nfour")
    await expect(bubble(desk.client, "One more")).to_be_in_viewport(ratio=1)


async def test_broken_stream_comes_back_with_what_was_missed(desk: Desk) -> None:
    await desk.start()
    await desk.client.get_by_label("Message", exact=True).fill("half a line")
    desk.app[DESK].stream.close()
    await desk.practice.send(desk.practice.client, "Sent meanwhile")
    await expect(bubble(desk.client, "Sent meanwhile")).to_be_visible()
    await expect(desk.client.get_by_label("Message", exact=True)).to_have_value("half a line")


async def test_commands_are_walked_by_keyboard_and_suggested(desk: Desk) -> None:
    await desk.start()
    await desk.client.get_by_role("button", name="Commands").focus()
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.get_by_role("menuitem", name="/today")).to_be_focused()
    await desk.page.keyboard.press("ArrowDown")
    await desk.page.keyboard.press("Enter")
    await expect(bubble(desk.client, "You said: /box")).to_be_visible()
    await desk.client.get_by_label("Message", exact=True).fill("/to")
    await desk.client.locator(".suggestions").get_by_role("button", name="/today").click()
    await expect(bubble(desk.client, "You said: /today")).to_be_visible()


async def test_attachments_show_as_what_they_are(desk: Desk) -> None:
    await desk.start()
    for item, seen in [("Sticker", ".sticker"), ("Location", ".media-row"), ("Sample photo", "img.picture")]:
        await desk.client.get_by_role("button", name="Attach").click()
        await desk.page.get_by_role("menuitem", name=item, exact=True).click()
        await expect(desk.client.locator(f"[data-from=person] {seen}")).to_be_visible()
    await desk.client.get_by_role("button", name="Record a voice message").click()
    await desk.client.locator(".recording").get_by_role("button", name="Send").click()
    await expect(desk.client.get_by_label("Voice message", exact=True)).to_be_visible()


async def test_pictures_chosen_together_are_sent_as_one_album(desk: Desk) -> None:
    await desk.start()
    await desk.client.get_by_role("button", name="Attach").click()
    async with desk.page.expect_file_chooser() as chosen:
        await desk.page.get_by_role("menuitem", name="Photo…", exact=True).click()
    files: list[FilePayload] = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": b"\x89PNG"} for n in range(2)
    ]
    await (await chosen.value).set_files(files)
    await expect(desk.client.locator("[data-from=person].album")).to_have_count(2)
    sent = [each.album for each in desk.practice.telegram.chat(desk.practice.client).messages if each.media]
    assert sent[0] == sent[1] is not None


async def test_document_is_downloaded_under_its_name(desk: Desk) -> None:
    await desk.start()
    file = {"document": ("A.R.-2026-11-22.csv", b"a,b\n")}
    await desk.practice.telegram.call("sendDocument", {"chat_id": desk.practice.client}, file)
    async with desk.page.expect_download() as started:
        await desk.client.get_by_role("link", name="A.R.-2026-11-22.csv").click()
    download = await started.value
    assert download.suggested_filename == "A.R.-2026-11-22.csv"


async def test_blocked_bot_can_be_let_in_again(desk: Desk) -> None:
    await desk.start()
    await desk.client.get_by_role("button", name="Chat menu").click()
    await desk.page.get_by_role("menuitem", name="Block the bot").click()
    await desk.client.get_by_role("button", name="UNBLOCK").click()
    await expect(desk.client.get_by_label("Message", exact=True)).to_be_visible()


async def test_travelling_phone_shows_its_new_time(desk: Desk) -> None:
    await desk.start()
    await desk.client.get_by_role("button", name="Zone").click()
    await desk.page.get_by_label("Time zone").fill("Asia/Tokyo")
    await desk.page.get_by_role("button", name="Travel").click()
    await expect(desk.client.locator(".where")).to_contain_text("4:05 AM, Tokyo")
    await expect(desk.client.locator(".day")).to_have_text("Tuesday, November 24")


async def test_date_lines_follow_what_is_there(desk: Desk) -> None:
    await desk.start()
    await desk.page.locator("[data-action=day]").click()
    await desk.write("next day")
    await expect(desk.client.locator(".day")).to_have_text(["Monday, November 23", "Tuesday, November 24"])
    for message in list(desk.practice.telegram.chat(desk.practice.client).messages)[3:]:
        desk.practice.telegram.delete(desk.practice.client, message.id)
    await expect(desk.client.locator(".day")).to_have_text(["Monday, November 23"])


async def test_added_phone_stands_beside_the_others(desk: Desk) -> None:
    await desk.page.locator("[data-action=phone]").click()
    await desk.page.get_by_label("Whose is it?").fill("Jo")
    await desk.page.get_by_role("button", name="Add", exact=True).click()
    await expect(desk.page.locator("phone-view")).to_have_count(3)
    await expect(desk.page.locator("phone-view").nth(2)).to_contain_text("Jo")


async def test_drawer_shows_calls_and_plans_trouble(desk: Desk) -> None:
    await desk.start()
    await desk.page.get_by_role("button", name="Behind the scenes").click()
    drawer = desk.page.locator("call-drawer")
    await expect(drawer).to_contain_text("sendMessage")
    await expect(drawer).to_contain_text('"resting": true')
    await expect(drawer).to_contain_text('"kind": "answering"')
    await drawer.locator("#fault-method").select_option("sendMessage")
    await drawer.locator("[data-fault='403']").click()
    await expect(drawer.locator(".drawer-note")).to_contain_text("403, blocked")
    await desk.write("lost words")
    await expect(drawer.locator(".chip.bad")).to_have_text("403")


async def test_page_fits_its_window(desk: Desk) -> None:
    await desk.start()
    for width in (1280, 1000, 700, 390):
        await desk.page.set_viewport_size({"width": width, "height": 844})
        assert await desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        stacked = await desk.page.evaluate(
            "() => { const [a, b] = document.querySelectorAll('.phone-frame');"
            " return a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top; }"
        )
        assert stacked == (width < 1000)
