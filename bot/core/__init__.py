"""The conversation itself: pure values and functions that know no Telegram, database, network, clock or files."""
