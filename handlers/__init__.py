"""Telegram's shapes on one side, the core's values on the other."""
