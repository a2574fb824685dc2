"""Whether a figure that is measured in time can be held against the program: not while others have the processors."""

import os

OWN_LOAD = 2.0
"""What a trial that measures times adds to the system's load by itself."""


def judged(held: bool) -> tuple[bool | None, str]:
    """Whether the figure stands, and what to add to its outcome: one that was missed on a machine with more work
    than processors is not judged, and says so."""
    if held or not hasattr(os, "getloadavg"):
        return held, ""
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load <= processors + OWN_LOAD:
        return False, ""
    return None, f"; not judged: {load:.0f} programs wanted {processors} processors, measure on a quiet machine"
