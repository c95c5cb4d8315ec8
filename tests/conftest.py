"""What every test needs before anything is imported."""

import os

# Read by python-telegram-bot at each call: spans come as timedelta, and asking for them is no deprecation warning.
os.environ["PTB_TIMEDELTA"] = "true"
