"""What ends a coach's dealings with Telegram: each carries its one line."""


class Refused(Exception):
    """Telegram knows no bot of this token."""


class Unreachable(Exception):
    """Telegram could not be asked at all."""


class Stopped(Exception):
    """Polling cannot go on: the token was refused, or another process polls with it."""
