"""A scripted homework coach on Telegram for the days between therapy sessions."""
