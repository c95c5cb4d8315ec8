"""Plays a story on a practice: what its people do on the phones, a little apart, and how the clock moves."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.phone.page_contract import Phone, Practice
from bot.phone.refusals import PhoneRefused
from bot.phone.story import Blocks, Opens, Say, Sends, Step, Story, Taps, Until, Waits
from bot.phone.telegram import LocalTelegram

BREATH = timedelta(seconds=20)
"""What people take before each thing they do."""
SAMPLE = b"a sample"
LINK = re.compile(r"start=([\w-]+)")


class StoryStuck(Exception):
    """The coach did not go along with a story; one line that says where."""


async def play(practice: Practice, story: Story) -> None:
    """Begin the practice again where the story begins, and live through it.

    Raises:
        StoryStuck: something was to be tapped or answered that is not there.
    """
    await practice.begin_again(story)
    for number, step in enumerate(story.steps, start=1):
        try:
            await _take(practice, story, step)
        except PhoneRefused as refused:
            raise StoryStuck(f"{story.title} stops at step {number}: {refused}") from None


async def _take(practice: Practice, story: Story, step: Step) -> None:
    match step:
        case Until(asleep=asleep):
            await practice.move_to(story.moment(step), asleep=asleep)
        case Waits(minutes=minutes):
            await practice.move_to(practice.clock.now() + timedelta(minutes=minutes))
        case Taps(on=on):
            for label in step.labels:
                await _breathe(practice)
                practice.telegram.tap_label(_phone(practice, on).user_id, label)
                await practice.settle()
        case _:
            await _breathe(practice)
            _act(practice, step)
            await practice.settle()


async def _breathe(practice: Practice) -> None:
    await practice.move_to(practice.clock.now() + BREATH)


def _act(practice: Practice, step: Say | Opens | Sends | Blocks) -> None:
    telegram, phone = practice.telegram, _phone(practice, step.on)
    user = phone.user_id
    match step:
        case Say(say=text, reply_to=words):
            telegram.say(user, text, reply_to=_bubble(telegram, user, words) if words else None)
        case Opens(open="invitation"):
            telegram.start(user, phone.invite)
        case Opens():
            telegram.start(user, _link(practice))
        case Sends(send=kind):
            telegram.send_files(user, kind, [(SAMPLE, None)])
        case Blocks(block=block):
            (telegram.block if block else telegram.unblock)(user)


def _phone(practice: Practice, role: str) -> Phone:
    return next(phone for phone in practice.phones if phone.role == role)


def _link(practice: Practice) -> str:
    """The payload of the newest invitation on the therapist's phone."""
    messages = practice.telegram.chat(_phone(practice, "therapist").user_id).messages
    links = [found[1] for message in messages if message.from_bot and (found := LINK.search(message.text))]
    if not links:
        raise PhoneRefused("there is no invitation to open")
    return links[-1]


def _bubble(telegram: LocalTelegram, user: int, words: str) -> int:
    said = [message.id for message in telegram.chat(user).messages if words in message.text]
    if not said:
        raise PhoneRefused(f"nothing says {words!r}")
    return said[-1]
