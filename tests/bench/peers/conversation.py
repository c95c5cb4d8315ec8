"""The same note the usual way: python-telegram-bot's ConversationHandler, and SQLModel over aiosqlite for the answers."""

import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

WHAT, NOW, MONTH, LESSON, ENOUGH = range(5)
SIZES = InlineKeyboardMarkup(
    [[InlineKeyboardButton(each, callback_data=each) for each in ("Tiny", "Small", "Medium", "Big", "Huge")]]
)
EXAMPLE = InlineKeyboardMarkup([[InlineKeyboardButton("Show me an example", callback_data="example")]])
NOTHING = InlineKeyboardMarkup([[InlineKeyboardButton("Nothing yet", callback_data="nothing")]])
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("That's enough", callback_data="enough")]])
Context = ContextTypes.DEFAULT_TYPE


class Answer(SQLModel, table=True):
    """One answer, in clear: nothing is sealed here."""

    id: int | None = Field(default=None, primary_key=True)
    user: int = Field(index=True)
    step: str
    text: str
    at: datetime


def opened() -> AsyncEngine:
    """A database as durable as the coach's."""
    engine = create_async_engine("sqlite+aiosqlite:///answers.db")

    @event.listens_for(engine.sync_engine, "connect")
    def _durable(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    return engine


ENGINE = opened()
SESSIONS = async_sessionmaker(ENGINE, class_=AsyncSession, expire_on_commit=False)


async def begin(update: Update, _context: Context) -> int:
    """Ask what happened."""
    assert update.message is not None
    await update.message.reply_text("What happened?", reply_markup=EXAMPLE)
    return WHAT


async def what(update: Update, _context: Context) -> int:
    """Keep it, and ask for its size."""
    await _keep(update, "what")
    assert update.message is not None
    await update.message.set_reaction("✍")
    await update.message.reply_text("How big does it feel right now?", reply_markup=SIZES)
    return NOW


async def now(update: Update, _context: Context) -> int:
    """Keep the size, and ask for another."""
    await _turn(update, "now", "And in a month, looking back: how big?", SIZES)
    return MONTH


async def month(update: Update, _context: Context) -> int:
    """Keep the size, and ask for a lesson."""
    await _turn(update, "month", "What does it leave you with?", NOTHING)
    return LESSON


async def lesson(update: Update, _context: Context) -> int:
    """Keep the lesson."""
    await _keep(update, "lesson")
    assert update.message is not None
    await update.message.set_reaction("✍")
    await update.message.reply_text("Kept. There is room for more, and no need.", reply_markup=MORE)
    return ENOUGH


async def enough(update: Update, _context: Context) -> int:
    """Close."""
    await _turn(update, "enough", "Kept. The rest can wait for your session.", None)
    return ConversationHandler.END


async def _turn(update: Update, step: str, text: str, markup: InlineKeyboardMarkup | None) -> None:
    await _keep(update, step)
    assert update.callback_query is not None
    await update.callback_query.edit_message_text(text, reply_markup=markup)
    await update.callback_query.answer()


async def _keep(update: Update, step: str) -> None:
    query, message = update.callback_query, update.message
    text = (query.data if query else message.text if message else None) or ""
    assert update.effective_user is not None
    async with SESSIONS() as session:
        session.add(Answer(user=update.effective_user.id, step=step, text=text, at=datetime.now(UTC)))
        await session.commit()


async def _prepare(_application: object) -> None:
    async with ENGINE.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)


def _built(url: str, token: str) -> "Application[Any, Any, Any, Any, Any, Any]":
    text, tap = filters.TEXT & ~filters.COMMAND, CallbackQueryHandler
    conversation = ConversationHandler(
        entry_points=[MessageHandler(text, begin)],
        states={
            WHAT: [MessageHandler(text, what)],
            NOW: [tap(now)],
            MONTH: [tap(month)],
            LESSON: [MessageHandler(text, lesson)],
            ENOUGH: [tap(enough)],
        },
        fallbacks=[],
        per_message=False,
    )
    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").post_init(_prepare).build()
    application.add_handler(conversation)
    return application


if __name__ == "__main__":
    _built(*sys.argv[1:3]).run_polling(allowed_updates=["message", "callback_query"])
