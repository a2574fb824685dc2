"""What the codes of EXIF fields stand for, by CIPA DC-008 (Exif 3.0) and TIFF 6.0.

The words are the common English ones, as verifiers meet them in other tools too.
"""

import struct
from collections.abc import Mapping

_LEVELS = {"0": "Normal", "1": "Low", "2": "High"}
_UNITS = {"1": "None", "2": "inches", "3": "cm"}
_NORTH = {"T": "True North", "M": "Magnetic North"}
_LATITUDE, _LONGITUDE = {"N": "North", "S": "South"}, {"E": "East", "W": "West"}

ENUMERATIONS: Mapping[str, Mapping[str, str]] = {
    "Orientation": {
        "1": "Horizontal (normal)",
        "2": "Mirror horizontal",
        "3": "Rotate 180",
        "4": "Mirror vertical",
        "5": "Mirror horizontal and rotate 270 CW",
        "6": "Rotate 90 CW",
        "7": "Mirror horizontal and rotate 90 CW",
        "8": "Rotate 270 CW",
    },
    "ResolutionUnit": _UNITS,
    "FocalPlaneResolutionUnit": _UNITS | {"4": "mm", "5": "um"},
    "YCbCrPositioning": {"1": "Centered", "2": "Co-sited"},
    "PhotometricInterpretation": {
        "0": "WhiteIsZero",
        "1": "BlackIsZero",
        "2": "RGB",
        "3": "RGB Palette",
        "4": "Transparency Mask",
        "5": "CMYK",
        "6": "YCbCr",
        "8": "CIELab",
        "9": "ICCLab",
        "32803": "Color Filter Array",
        "34892": "Linear Raw",
    },
    "PlanarConfiguration": {"1": "Chunky", "2": "Planar"},
    "FillOrder": {"1": "Normal", "2": "Reversed"},
    "Predictor": {"1": "None", "2": "Horizontal differencing", "3": "Floating point"},
    "SampleFormat": {"1": "Unsigned", "2": "Signed", "3": "Float", "4": "Undefined"},
    "ExtraSamples": {"0": "Unspecified", "1": "Associated Alpha", "2": "Unassociated Alpha"},
    "Compression": {
        "1": "Uncompressed",
        "2": "CCITT 1D",
        "3": "T4/Group 3 Fax",
        "4": "T6/Group 4 Fax",
        "5": "LZW",
        "6": "JPEG (old-style)",
        "7": "JPEG",
        "8": "Adobe Deflate",
        "32773": "PackBits",
        "32946": "Deflate",
        "34712": "JPEG 2000",
        "34713": "Nikon NEF Compressed",
        "50000": "ZSTD",
        "50001": "WebP",
    },
    "NewSubfileType": {
        "0": "Full-resolution image",
        "1": "Reduced-resolution image",
        "2": "Single page of multi-page image",
        "3": "Single page of multi-page reduced-resolution image",
        "4": "Transparency mask",
    },
    "SubfileType": {"1": "Full-resolution image", "2": "Reduced-resolution image", "3": "Single page"},
    "ExposureProgram": {
        "0": "Not Defined",
        "1": "Manual",
        "2": "Program AE",
        "3": "Aperture-priority AE",
        "4": "Shutter speed priority AE",
        "5": "Creative (Slow speed)",
        "6": "Action (High speed)",
        "7": "Portrait",
        "8": "Landscape",
    },
    "SensitivityType": {
        "0": "Unknown",
        "1": "Standard Output Sensitivity",
        "2": "Recommended Exposure Index",
        "3": "ISO Speed",
        "4": "Standard Output Sensitivity and Recommended Exposure Index",
        "5": "Standard Output Sensitivity and ISO Speed",
        "6": "Recommended Exposure Index and ISO Speed",
        "7": "Standard Output Sensitivity, Recommended Exposure Index and ISO Speed",
    },
    "MeteringMode": {
        "0": "Unknown",
        "1": "Average",
        "2": "Center-weighted average",
        "3": "Spot",
        "4": "Multi-spot",
        "5": "Multi-segment",
        "6": "Partial",
        "255": "Other",
    },
    "LightSource": {
        "0": "Unknown",
        "1": "Daylight",
        "2": "Fluorescent",
        "3": "Tungsten (Incandescent)",
        "4": "Flash",
        "9": "Fine Weather",
        "10": "Cloudy",
        "11": "Shade",
        "12": "Daylight Fluorescent",
        "13": "Day White Fluorescent",
        "14": "Cool White Fluorescent",
        "15": "White Fluorescent",
        "16": "Warm White Fluorescent",
        "17": "Standard Light A",
        "18": "Standard Light B",
        "19": "Standard Light C",
        "20": "D55",
        "21": "D65",
        "22": "D75",
        "23": "D50",
        "24": "ISO Studio Tungsten",
        "255": "Other",
    },
    "ColorSpace": {"1": "sRGB", "2": "Adobe RGB", "65535": "Uncalibrated"},
    "SensingMethod": {
        "1": "Not defined",
        "2": "One-chip color area",
        "3": "Two-chip color area",
        "4": "Three-chip color area",
        "5": "Color sequential area",
        "7": "Trilinear",
        "8": "Color sequential linear",
    },
    "FileSource": {
        "1": "Film Scanner",
        "2": "Reflection Print Scanner",
        "3": "Digital Camera",
        "03000000": "Sigma Digital Camera",
    },
    "SceneType": {"1": "Directly photographed"},
    "CustomRendered": {"0": "Normal", "1": "Custom"},
    "ExposureMode": {"0": "Auto", "1": "Manual", "2": "Auto bracket"},
    "WhiteBalance": {"0": "Auto", "1": "Manual"},
    "SceneCaptureType": {"0": "Standard", "1": "Landscape", "2": "Portrait", "3": "Night"},
    "GainControl": {"0": "None", "1": "Low gain up", "2": "High gain up", "3": "Low gain down", "4": "High gain down"},
    "Contrast": _LEVELS,
    "Saturation": _LEVELS,
    "Sharpness": {"0": "Normal", "1": "Soft", "2": "Hard"},
    "SubjectDistanceRange": {"0": "Unknown", "1": "Macro", "2": "Close", "3": "Distant"},
    "CompositeImage": {
        "0": "Unknown",
        "1": "Not a composite image",
        "2": "General composite image",
        "3": "Composite image captured while shooting",
    },
    "InteroperabilityIndex": {
        "R98": "R98 - DCF basic file (sRGB)",
        "R03": "R03 - DCF option file (Adobe RGB)",
        "THM": "THM - DCF thumbnail file",
    },
    "GPSLatitudeRef": _LATITUDE,
    "GPSDestLatitudeRef": _LATITUDE,
    "GPSLongitudeRef": _LONGITUDE,
    "GPSDestLongitudeRef": _LONGITUDE,
    "GPSAltitudeRef": {
        "0": "Above Sea Level",
        "1": "Below Sea Level",
        "2": "Above Ellipsoid",
        "3": "Below Ellipsoid",
    },
    "GPSStatus": {"A": "Measurement Active", "V": "Measurement Void"},
    "GPSMeasureMode": {"2": "2-Dimensional Measurement", "3": "3-Dimensional Measurement"},
    "GPSSpeedRef": {"K": "km/h", "M": "mph", "N": "knots"},
    "GPSDestDistanceRef": {"K": "Kilometers", "M": "Miles", "N": "Nautical Miles"},
    "GPSTrackRef": _NORTH,
    "GPSImgDirectionRef": _NORTH,
    "GPSDestBearingRef": _NORTH,
    "GPSDifferential": {"0": "No Correction", "1": "Differential Corrected"},
}
"""Field to code to words. Codes are written as the readers write values: a decimal number or a letter."""

_FLASH_MODES = {1: "On", 2: "Off", 3: "Auto"}
_FLASH_RETURNS = {2: "Return not detected", 3: "Return detected"}
_COLOURS = ("Red", "Green", "Blue", "Cyan", "Magenta", "Yellow", "White")
_COMPONENTS = {0: "-", 1: "Y", 2: "Cb", 3: "Cr", 4: "R", 5: "G", 6: "B"}


def flash_words(code: int) -> str:
    """The bits of Flash: fired (0), returned light (1-2), mode (3-4), no flash at all (5), red-eye reduction (6)."""
    if not 0 <= code < 0x80:
        return f"Unknown ({code:#x})"
    words = [_FLASH_MODES.get(code >> 3 & 3, "")]
    words.append("No flash function" if code & 0x20 else "Fired" if code & 1 else "Did not fire")
    words += ["Red-eye reduction" if code & 0x40 else "", _FLASH_RETURNS.get(code >> 1 & 3, "")]
    return ", ".join(word for word in words if word)


def components_words(codes: bytes) -> str:
    """ComponentsConfiguration: the channels in their order."""
    return ", ".join(_COMPONENTS.get(code, f"({code})") for code in codes)


def pattern_words(pattern: bytes) -> str:
    """CFAPattern: two counts, in the byte order of the camera's choice, then the colours of the filter row by row."""
    colours = pattern[4:]
    for order in (">HH", "<HH"):
        columns, rows = struct.unpack_from(order, pattern)
        if 0 < columns * rows == len(colours) and all(colour < len(_COLOURS) for colour in colours):
            lines = (colours[at : at + columns] for at in range(0, len(colours), columns))
            return "".join(f"[{','.join(_COLOURS[colour] for colour in line)}]" for line in lines)
    return ""
