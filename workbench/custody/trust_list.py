"""The certificates under which the user trusts signers of Content Credentials. None come with the program."""

from pathlib import Path

from cryptography.x509 import load_pem_x509_certificates

LIST_BYTES = 900_000
"""The library takes 1 MB of settings, in which each line break counts twice."""
UNREADABLE_LIST = "unreadable"
"""No certificate: whoever is given it says that the list cannot be read, and trusts nobody."""


def trust_anchors(folder: Path) -> str:
    """Every certificate of every `*.pem` in the folder, as PEM; empty where there is none.

    `UNREADABLE_LIST` where one of them cannot be read: a list of which a part is missing would be another list.
    """
    parts, room = [], LIST_BYTES
    try:
        for path in sorted(folder.glob("*.pem")):
            room -= path.stat().st_size
            if room < 0:
                return UNREADABLE_LIST
            text = path.read_bytes()
            load_pem_x509_certificates(text)
            parts.append(text.decode("ascii"))
    except (OSError, ValueError):
        return UNREADABLE_LIST
    return "\n".join(parts)
