"""How bytes reach Telegram and come from it."""
