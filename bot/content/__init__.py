"""Loads what is written beforehand: exercises, phrases, help lines and the coach's own strings."""
