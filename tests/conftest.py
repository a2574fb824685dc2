"""Hypothesis without deadlines: a busy machine is no failure of the code. English, whatever the machine speaks."""

import os

from hypothesis import settings

os.environ["WORKBENCH_LANGUAGE"] = "en"
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
