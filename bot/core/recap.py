"""What a session's summary consists of, whoever writes it."""

RECAP = "session-summary"
"""The exercise whose runs are the client's own versions."""
HEADINGS = ("topics", "techniques", "helped", "homework", "insights")
"""Its steps, in order."""
