"""The words of the two references for the codes of EXIF, where they are not the workbench's own.

By field, code and words (letters and digits only, in one case). A reference that gives one code two meanings, or two
codes one, is taken as it stands: its words then fit each of the codes that it uses them for.
"""

from collections.abc import Mapping

_DIRECTION = {"T": ("truedirection",), "M": ("magneticdirection",)}
_LEVELS = {"0": ("none",)}

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Orientation": {
        "1": ("topleftsidehorizontalnormal",),
        "2": ("toprightsidemirrorhorizontal",),
        "3": ("bottomrightsiderotate180",),
        "4": ("bottomleftsidemirrorvertical",),
        "5": ("leftsidetopmirrorhorizontalandrotate270cw",),
        "6": ("rightsidetoprotate90cw",),
        "7": ("rightsidebottommirrorhorizontalandrotate90cw",),
        "8": ("leftsidebottomrotate270cw",),
    },
    "ResolutionUnit": {"1": ("nounit",), "2": ("inch",), "3": ("cm", "centimetre")},
    "FocalPlaneResolutionUnit": {"1": ("nounit",), "2": ("inch",), "3": ("cm", "centimetre")},
    "YCbCrPositioning": {"1": ("centerofpixelarray",), "2": ("datumpoint",)},
    "PlanarConfiguration": {
        "1": ("chunkycontiguousforeachsubsamplingpixel",),
        "2": ("separateycomponentfollowedbychrominancecomponents",),
    },
    "Compression": {"1": ("none",)},
    "FileSource": {"1": ("filmscanner",), "2": ("reflectionprintscanner",), "3": ("digitalstillcameradsc",)},
    "SceneType": {"1": ("directlyphotographedimage",)},
    "InteroperabilityIndex": {
        "R98": ("recommendedexifinteroperabilityrulesexifr98",),
        "R03": ("unknownr03",),
        "THM": ("unknownthm",),
    },
    "ExposureProgram": {
        "0": ("unknown0",),
        "1": ("manualcontrol",),
        "2": ("programnormal", "program"),
        "3": ("aperturepriority",),
        "4": ("shutterpriority",),
        "5": ("programcreativeslowprogram",),
        "6": ("programactionhighspeedprogram",),
        "7": ("portraitmode",),
        "8": ("landscapemode",),
    },
    "MeteringMode": {"2": ("centerweightedaverage",)},
    "ColorSpace": {"65535": ("undefined",)},
    "SensingMethod": {
        "2": ("onechipcolorareasensor",),
        "3": ("twochipcolorareasensor",),
        "4": ("threechipcolorareasensor",),
        "5": ("colorsequentialareasensor",),
        "7": ("trilinearsensor",),
        "8": ("colorsequentiallinearsensor",),
    },
    "CustomRendered": {"0": ("normalprocess",), "1": ("customprocess",)},
    "ExposureMode": {"0": ("autoexposure",), "1": ("manualexposure",), "2": ("autobracket",)},
    "WhiteBalance": {"0": ("autowhitebalance",), "1": ("manualwhitebalance",)},
    "SceneCaptureType": {"3": ("nightscene",)},
    "Contrast": _LEVELS | {"1": ("soft",), "2": ("hard",)},
    "Saturation": _LEVELS | {"1": ("lowsaturation",), "2": ("highsaturation",)},
    "Sharpness": _LEVELS | {"1": ("low",), "2": ("hard",)},
    "SubjectDistanceRange": {"1": ("macro",), "2": ("closeview",), "3": ("distantview",)},
    "GPSAltitudeRef": {"0": ("sealevel",), "1": ("belowsealevel",)},
    "GPSStatus": {"A": ("activemeasurementinprogress",), "V": ("voidmeasurementinteroperability",)},
    "GPSTrackRef": _DIRECTION,
    "GPSImgDirectionRef": _DIRECTION,
    "GPSDestBearingRef": _DIRECTION,
    "Color Type": {
        "grey": ("greyscale", "grayscale"),
        "rgb": ("truecolor",),
        "palette": ("indexedcolor",),
        "greywithalpha": ("greyscalewithalpha", "grayscalewithalpha"),
        "rgbwithalpha": ("truecolorwithalpha",),
    },
    "Encoding Process": {
        "baseline": ("baselinedcthuffmancoding",),
        "progressive": ("progressivehuffman", "progressivedcthuffmancoding"),
    },
    "Pixel Units": {"meters": ("metres",)},
    "Interlace": {"no": ("nointerlace", "noninterlaced"), "yes": ("adam7interlace", "adam7interlaced")},
    "Resolution Unit": {"inches": ("inch",), "0": ("none",), "1": ("inch", "inches"), "2": ("cm",)},
    "DigitalZoomRatio": {"0": ("digitalzoomnotused",)},
}


def said(name: str, code: str, wanted: str) -> bool:
    """Whether a reference's words `wanted` stand for `code` of the field `name`."""
    if name == "Flash":
        return code.isdigit() and _flash(int(code), wanted)
    return any(wanted in words and own.casefold() == code for own, words in WORDS.get(name, {}).items())


def _flash(code: int, wanted: str) -> bool:
    """Each bit that the words speak of must be as they say; a reference does not speak of all of them."""
    if wanted == "noflash":
        return code == 0
    fired = "fired" in wanted or ("didnotfire" not in wanted and "noflashfunction" not in wanted)
    if fired != bool(code & 1) or ("noflashfunction" in wanted) > bool(code & 0x20):
        return False
    if "auto" in wanted and code >> 3 & 3 != 3:
        return False
    for words, bits in (("returnnotdetected", 2), ("returndetected", 3)):
        if words in wanted and code >> 1 & 3 != bits:
            return False
    return ("redeye" in wanted) == bool(code & 0x40)
