"""What XMP's coded values mean, where the code alone says nothing."""

from workbench.readers.exif_meanings import meaning as exif_meaning

_EXIF_GROUPS = frozenset({"exif", "exifEX", "tiff", "aux"})
"""XMP's copies of EXIF fields have EXIF's own names and codes (XMP specification part 2, section 3)."""
_CODES = {
    ("photoshop", "ColorMode"): {
        "0": "Bitmap",
        "1": "Grayscale",
        "2": "Indexed",
        "3": "RGB",
        "4": "CMYK",
        "7": "Multichannel",
        "8": "Duotone",
        "9": "Lab",
    },
    ("exif", "Mode"): {"0": "Unknown", "1": "On", "2": "Off", "3": "Auto"},
    ("exif", "Return"): {"0": "No return detection", "2": "Return not detected", "3": "Return detected"},
    ("photoshop", "Urgency"): {"1": "1 (most urgent)", "5": "5 (normal urgency)", "8": "8 (least urgent)"},
}


def meaning(group: str, local: str, value: str) -> str:
    """A code in words, or a fraction as a number, given the property's own name; empty where nothing is to add."""
    if (group, local) in _CODES:
        return _CODES[group, local].get(value, "")
    return exif_meaning(local, value, {}) if group in _EXIF_GROUPS else ""
