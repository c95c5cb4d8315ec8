"""Fixtures: the desk of tests/wire, whose line fails as planned and whose pauses take no time."""

from tests.wire.conftest import clock, desk, practice, telegram, two_people, writer

__all__ = ["clock", "desk", "practice", "telegram", "two_people", "writer"]
