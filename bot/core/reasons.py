"""Why a nudge was declined, in the few words there are for it."""

from bot.core.words import to_say

REASONS = to_say(
    {
        "time": "No time",
        "energy": "Not up to it",
        "fit": "It doesn't fit me",
        "unsaid": "Rather not say",
    }
)
