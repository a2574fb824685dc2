"""IPTC's digital source types: what a file says that its picture is made of.

Vocabulary: http://cv.iptc.org/newscodes/digitalsourcetype/, and C2PA's additions under
http://c2pa.org/digitalsourcetype/.
"""

BASES = (
    "cv.iptc.org/newscodes/digitalsourcetype/",
    "c2pa.org/digitalsourcetype/",
)
GENERATED = frozenset({"trainedAlgorithmicMedia", "trainedAlgorithmicData"})
"""Made by a trained model."""
AI_EDITED = frozenset({"compositeWithTrainedAlgorithmicMedia"})
"""A picture with parts that a trained model made."""
SYNTHETIC = frozenset({"algorithmicMedia", "compositeSynthetic"})
"""Made or put together by a program, without a trained model or without saying so."""
CAPTURED = frozenset({"digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print"})
"""Taken with a camera or scanned."""
OTHERS = frozenset(
    {
        "minorHumanEdits",
        "humanEdits",
        "compositeCapture",
        "algorithmicallyEnhanced",
        "dataDrivenMedia",
        "digitalArt",
        "digitalCreation",
        "virtualRecording",
        "screenCapture",
        "composite",
    }
)
UNDECLARED = frozenset({"empty"})
KNOWN = GENERATED | AI_EDITED | SYNTHETIC | CAPTURED | OTHERS | UNDECLARED


def source_type(untrusted: str) -> str | None:
    """The vocabulary's term, from its address or as it stands alone; None for anything else."""
    text = untrusted.strip()
    for scheme in ("http://", "https://"):
        for base in BASES:
            if text.startswith(scheme + base):
                text = text[len(scheme + base) :].rstrip("/")
    return text if text in KNOWN else None
