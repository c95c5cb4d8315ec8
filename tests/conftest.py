"""What every test needs before anything is imported, and where chance begins."""

import os

from hypothesis import settings

# Read by python-telegram-bot at each call: spans come as timedelta, and asking for them is no deprecation warning.
os.environ["PTB_TIMEDELTA"] = "true"

# `make test` tries the same examples every time; `make torture` tries others.
settings.register_profile("coach", derandomize=os.environ.get("COACH_TORTURE") != "1", deadline=None)
settings.load_profile("coach")
