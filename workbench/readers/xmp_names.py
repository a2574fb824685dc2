"""How XMP's properties are spelled: ExifTool's groups and tag names, by which verifiers know and search them.

A group is the namespace's usual prefix, whatever prefix the file chose. A name is the path of a property with
each step's first letter raised (`xmpMM:History/stEvt:softwareAgent` -> `HistorySoftwareAgent`), but for the
few that ExifTool names otherwise.
"""

import re

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
META = "adobe:ns:meta/"

GROUPS = {
    META: "x",
    RDF: "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/bj/": "xmpBJ",
    "http://ns.adobe.com/xap/1.0/t/pg/": "xmpTPg",
    "http://ns.adobe.com/xap/1.0/g/": "xmpG",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/camera-raw-saved-settings/1.0/": "crss",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://ns.adobe.com/creatorAtom/1.0/": "creatorAtom",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "iptcCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "iptcExt",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-19/": "iptcExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
    "http://www.metadataworkinggroup.com/schemas/keywords/": "mwg-kw",
    "http://www.metadataworkinggroup.com/schemas/collections/": "mwg-coll",
    "http://ns.microsoft.com/photo/1.0/": "microsoft",
    "http://ns.microsoft.com/photo/1.0": "microsoft",
    "http://ns.microsoft.com/photo/1.1": "MP1",
    "http://ns.microsoft.com/photo/1.2/": "MP",
    "http://ns.camerabits.com/photomechanic/1.0/": "photomech",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "GContainer",
    "http://ns.google.com/photos/1.0/depthmap/": "GDepth",
    "http://ns.google.com/photos/1.0/image/": "GImage",
    "http://ns.google.com/photos/1.0/audio/": "GAudio",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.google.com/photos/1.0/creations/": "GCreations",
    "http://ns.google.com/photos/dd/1.0/device/": "Device",
    "http://ns.adobe.com/hdr-gain-map/1.0/": "hdrgm",
    "http://ns.apple.com/faceinfo/1.0/": "apple-fi",
    "http://ns.apple.com/adjustment-settings/1.0/": "aas",
    "http://ns.apple.com/pixeldatainfo/1.0/": "apdi",
    "http://www.dji.com/drone-dji/1.0/": "drone-dji",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.acdsee.com/iptc/1.0/": "acdsee",
    "http://ns.acdsee.com/regions/": "acdsee-rs",
    "http://ns.fastpictureviewer.com/fpv/1.0/": "fpv",
    "http://ns.iview-multimedia.com/mediapro/1.0/": "mediapro",
    "http://ns.extensis.com/extensis/1.0/": "extensis",
    "http://xmp.gettyimages.com/gift/1.0/": "getty",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://prismstandard.org/namespaces/basic/2.1/": "prism",
    "http://creativecommons.org/ns#": "cc",
    "http://www.gimp.org/xmp/": "GIMP",
    "http://ns.attribution.com/ads/1.0/": "Attrib",
    "http://www.communicatingastronomy.org/avm/1.0/": "avm",
    "http://rs.tdwg.org/dwc/index.htm": "dwc",
    "http://ns.nikonimaging.com/capture/1.0/": "nine",
}

NAMES = {
    "x": {"Xmptk": "XMPToolkit", "Xaptk": "XMPToolkit"},
    "tiff": {"ImageLength": "ImageHeight", "DateTime": "DateTime"},
    "exif": {
        "ExposureBiasValue": "ExposureCompensation",
        "FocalLengthIn35mmFilm": "FocalLengthIn35mmFormat",
        "GPSTimeStamp": "GPSDateTime",
        "ISOSpeedRatings": "ISO",
        "OECF": "Opto-ElectricConvFactor",
        "PixelXDimension": "ExifImageWidth",
        "PixelYDimension": "ExifImageHeight",
    },
    "exifEX": {
        "BodySerialNumber": "SerialNumber",
        "CameraOwnerName": "OwnerName",
        "LensSpecification": "LensInfo",
    },
    "crs": {"Temperature": "ColorTemperature"},
    "photoshop": {"ICCProfile": "ICCProfileName"},
    "iptcExt": {
        "AddlModelInfo": "AdditionalModelInformation",
        "DigImageGUID": "DigitalImageGUID",
        "DigitalSourcefileType": "DigitalSourceFileType",
    },
    "plus": {"Version": "PLUSVersion"},
    "GAudio": {"Data": "AudioData", "Mime": "AudioMimeType"},
}

_PATHS = (
    # IPTC Core's contact, IPTC Extension's artwork and registry, PLUS's doubled names, regions, faces, thumbnails.
    (re.compile("^CreatorContactInfoCi(?:AdrExtadr)"), "CreatorAddress"),
    (re.compile("^CreatorContactInfoCiAdrPcode"), "CreatorPostalCode"),
    (re.compile("^CreatorContactInfoCiAdrCtry"), "CreatorCountry"),
    (re.compile("^CreatorContactInfoCiEmailWork"), "CreatorWorkEmail"),
    (re.compile("^CreatorContactInfoCiTelWork"), "CreatorWorkTelephone"),
    (re.compile("^CreatorContactInfoCiUrlWork"), "CreatorWorkURL"),
    (re.compile("^CreatorContactInfoCi(?:Adr)?"), "Creator"),
    (re.compile("^ArtworkOrObjectAO(?:Current)?"), "Artwork"),
    (re.compile("^ArtworkSourceInvNo"), "ArtworkSourceInventoryNo"),
    (re.compile("^RegistryIdReg"), "Registry"),
    (re.compile("CvTermCvTerm"), "CvTerm"),
    (re.compile("^(CopyrightOwner|ImageCreator|ImageSupplier|Licensee|Licensor|EndUser)(?=\\1)"), ""),
    (re.compile("^RegionsRegionList"), "Region"),
    (re.compile("^RegionInfoRegions"), "Region"),
    (re.compile("^Regions(?=AppliedTo)"), "Region"),
    (re.compile("^Regions$"), "RegionInfo"),
    (re.compile("^Thumbnails(?=[A-Z])"), "Thumbnail"),
    (re.compile("^Fonts(?=[A-Z])"), "Font"),
    (re.compile("^Colorants(?=[A-Z])"), "Colorant"),
)
_STRANGE = re.compile(r"[^A-Za-z0-9._ -]+")


def group_name(uri: str, prefix: str) -> str:
    """ExifTool's group for a namespace; for one it does not know, the prefix that the file gives it."""
    known = GROUPS.get(uri)
    if known:
        return known
    return _STRANGE.sub("", prefix)[:32] or "unknown"


def property_name(group: str, path: tuple[str, ...], language: str = "") -> str:
    """ExifTool's name for a property, given the local names of its path: `("History", "when")` -> `HistoryWhen`.

    A language other than the default one is appended, as in `Title-de`.
    """
    name = "".join(step[:1].upper() + step[1:] for step in path)
    name = NAMES.get(group, {}).get(name, name)
    for pattern, spelled in _PATHS:
        name = pattern.sub(spelled, name, count=1)
    return f"{name}-{language}" if language and language != "x-default" else name
