"""The local Telegram: a strict stand-in for the Bot API, in process, and what people do on their phones with it."""
