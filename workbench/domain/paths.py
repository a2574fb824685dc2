"""Paths as text, whichever system wrote them."""

import re


def last_part(path: str) -> str:
    """The file name at the end of a path, whichever system wrote it."""
    return re.split(r"[/\\]", path)[-1]
