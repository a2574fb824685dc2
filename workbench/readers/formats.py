"""The image formats that are opened at all. What is not named here never reaches a decoder."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF", "JPEG2000")
"""Pillow's names; its JPEG plug-in opens MPO too. EPS, which starts a program of its own, is left out on purpose."""

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "AVIF": "image/avif",
    "HEIF": "image/heic",
    "JPEG2000": "image/jp2",
}
"""IANA media types; an MPO is a JPEG with more JPEGs behind it."""
