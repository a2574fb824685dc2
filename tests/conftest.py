"""Hypothesis without deadlines: a busy machine is no failure of the code."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
