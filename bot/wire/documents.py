"""Fetches a document that a turn asked for and reads it: nothing of it is kept but what the next turn is given."""

import asyncio
import logging
from dataclasses import replace

from telegram.error import TelegramError

from bot.content.documents import opened
from bot.core.inputs import Opened
from bot.core.library import Library
from bot.core.talk.assigning_document import largest
from bot.core.turn import Document
from bot.wire.api import Api
from bot.wire.download import NotGiven, download

log = logging.getLogger(__name__)


async def read_document(api: Api, document: Document, library: Library) -> Opened:
    """What stands in the document, or that it could not be had. Long texts are read beside everything else."""
    here = Opened(file=document.file, name=document.name)
    try:
        _, content = await download(api, document.file, largest(document.name))
    except NotGiven as refusal:
        return replace(here, trouble="large" if refusal.for_good else "gone")
    except (TelegramError, OSError) as error:
        log.warning("a document could not be fetched: %s", type(error).__name__)
        return replace(here, trouble="gone")
    return await asyncio.to_thread(opened, document, content, library)
