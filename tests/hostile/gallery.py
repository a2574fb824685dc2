"""All hostile files that are made here, by name. A function each; nothing is made before it is asked for."""

import struct
from collections.abc import Callable, Mapping
from functools import partial

from tests.hostile import crafted, forged_jpeg, forged_others, forged_png, forged_tiff, test_c2pa, test_structures
from tests.hostile import test_metadata_blocks as blocks

Make = Callable[[], bytes]

TRUNCATED = {"JPEG": (2, 4, 20, 180, 500), "PNG": (4, 8, 20, 33, 41, 50), "WEBP": (8, 12, 16, 20, 30),
             "GIF": (6, 10, 13, 800), "TIFF": (2, 4, 8, 200), "BMP": (2, 14, 18, 54), "JPEG2000": (8, 12, 40, 85, 120),
             "AVIF": (8, 20, 40, 120, 300)}  # fmt: skip
"""Where each format is cut: inside its signature, behind it, inside and behind its headers."""


def gallery() -> Mapping[str, Make]:
    """Name -> what makes the file."""
    found: dict[str, Make] = {}
    for room, more in (("jpeg", _jpegs()), ("png", _pngs()), ("tiff", _tiffs()), ("others", _others())):
        found |= {f"{room}: {name}": make for name, make in more.items()}
    found |= {f"metadata: block {number}": make for number, make in enumerate(blocks.CRAFTED, 1)}
    found |= {f"c2pa: {name}": partial(test_c2pa.jumbf, store) for name, store in test_c2pa.STORES.items()}
    found |= {f"structure: {make.__name__}": make for make in test_structures.ENDLESS}
    found["exif: takes for ever"] = crafted.exif_that_takes_for_ever
    found["exif: follows itself"] = crafted.exif_that_follows_itself
    found["exif: points nowhere"] = crafted.exif_that_points_nowhere
    for name, places in TRUNCATED.items():
        found |= {f"truncated: {name} at {place}": partial(_cut, name, place) for place in places}
    return found


def _cut(name: str, place: int) -> bytes:
    return crafted.saved(crafted.photograph(), name)[:place]


def _jpegs() -> dict[str, Make]:
    j = forged_jpeg
    found: dict[str, Make] = {make.__name__: make for make in (
        j.scans, j.sequential_scans, j.application_flood, j.comment_flood, j.empty_segment_flood, j.profile_of_lies,
        j.unknown_component, j.no_components, j.sixteen_bits, j.huffman_of_lies, j.tables_of_nothing, j.restart_flood,
        j.padding_flood, j.thumbnails_in_thumbnails, j.pictures_of_itself, j.archive_behind, j.page_before,
        j.document_inside, j.beginnings_only, j.lying_adobe, j.four_inks, j.frames_of_two_sizes,
    )}  # fmt: skip
    found |= {f"size {w} x {h}": partial(j.with_size, w, h) for w, h in ((65_535, 65_535), (0, 0), (1, 65_535), (9, 0))}
    found |= {f"process {marker:X}": partial(j.another_process, marker) for marker in (0xC3, 0xC5, 0xC9, 0xCF)}
    found |= {f"sampling {value:02X}": partial(j.samplings, value) for value in (0x00, 0xFF, 0x41, 0x33)}
    for kind, value in ((3, 0), (3, 9), (3, 65_535), (2, 0x41414141), (5, 8), (12, 2**32 - 1)):
        found[f"orientation {kind}/{value}"] = partial(j.orientation, kind, value)
    return found


def _pngs() -> dict[str, Make]:
    p = forged_png
    found: dict[str, Make] = {make.__name__: make for make in (
        crafted.png_bomb, crafted.png_text_bomb, crafted.hungry_png, p.bomb_of_rows, p.profile_bomb,
        p.international_text_bomb, p.many_text_bombs, p.text_of_wide_letters, p.empty_data_flood,
        p.unknown_chunk_flood, p.sums_of_lies, p.palette_too_short, p.palette_missing, p.palette_too_long,
        p.transparency_too_long, p.interlaced_with_nothing, p.filters_of_lies, p.sixteen_bits_with_alpha,
        p.many_frames, p.frames_by_word_only, p.frame_outside, p.two_headers, p.data_before_header,
        p.exif_that_is_all_pointers,
    )}  # fmt: skip
    found |= {f"size {w} x {h}": lambda w=w, h=h: p.made(p.header(w, h)) for w, h in
              ((0, 0), (2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (2**32 - 1, 2**32 - 1))}  # fmt: skip
    found |= {f"chunk of {length}": partial(p.length_of_lies, length) for length in (2**31 - 1, 2**31, 2**32 - 1, 0)}
    for bits, colour in ((16, 3), (3, 2), (0, 0), (255, 255)):
        found[f"bits {bits} colour {colour}"] = lambda bits=bits, colour=colour: p.made(p.header(9, 9, bits, colour))
    found["interlace 7"] = lambda: p.made(p.header(9, 9, 8, 2, 7))
    return found


def _tiffs() -> dict[str, Make]:
    t = forged_tiff
    found: dict[str, Make] = {make.__name__: make for make in (
        t.deflate_bomb, t.lzw_of_lies, t.fax_of_lies, t.huge, t.strip_before_the_file, t.strip_longer_than_the_file,
        t.no_rows_in_a_strip, t.many_samples, t.many_bits, t.follows_itself, t.two_that_follow_each_other,
        t.many_pages, t.children_of_themselves, t.many_entries, t.counts_beyond_counting, t.tiles_of_nothing,
        t.tiles_of_one_pixel, t.jpeg_that_is_none, t.bitmap_runs, t.bitmap_leaps,
    )}  # fmt: skip
    for name, size in (("huge", (2**31 - 1, 2**31 - 1)), ("upside down", (64, -(2**31))), ("negative", (-64, 64))):
        found[f"bitmap {name}"] = lambda size=size: t.bitmap(*size, 24, bytes(64))
    found["bitmap bits 255"] = lambda: t.bitmap(64, 64, 255, bytes(64))
    found["bitmap colours"] = lambda: t.bitmap(64, 64, 8, bytes(64), colours=2**31)
    found["bitmap far"] = lambda: t.bitmap(64, 64, 24, bytes(64), offset=2**32 - 1)
    found["bitmap header"] = lambda: t.bitmap(64, 64, 24, bytes(64), head=2**31 - 1)
    return found


def _others() -> dict[str, Make]:
    o = forged_others
    found: dict[str, Make] = {make.__name__: make for make in (
        o.gif_many_frames, o.gif_without_end, o.gif_codes_of_lies, o.gif_frame_outside, o.gif_growing,
        o.webp_many_frames, o.webp_huge_canvas, o.webp_transparency_of_lies, o.webp_chunk_flood, o.webp_lossless_bomb,
        o.jpeg2000_of_tiles, o.jpeg2000_components, o.boxes_in_boxes, o.boxes_that_overlap, o.box_flood,
        o.items_to_nowhere, o.references_in_a_circle, o.avif_many_frames, o.heif_names_of_lies,
    )}  # fmt: skip
    found["gif screen"] = lambda: o.gif(65_535, 65_535, o.gif_frame(0, 0, 65_535, 65_535))
    found["gif without a table"] = lambda: o.gif(64, 48, o.gif_frame(0, 0, 64, 48), flags=0, table=b"")
    found |= {f"webp chunk of {size}": partial(o.webp_length_of_lies, size) for size in (0, 2**31, 2**32 - 1)}
    found["jpeg2000 size"] = lambda: o.jpeg2000_with(0, 2**32 - 1, 2**32 - 1)
    found["jpeg2000 no tile"] = lambda: o.jpeg2000_with(16, 0, 0)
    found["jpeg2000 offset"] = lambda: o.jpeg2000_with(8, 2**32 - 1, 2**32 - 1)
    found |= {f"jpeg2000 box of {size}": partial(o.jpeg2000_box, size) for size in (0, 1, 7, 2**32 - 1)}
    found |= {f"heif box of {size}": partial(o.box_of_size, size) for size in (0, 1, 7, 2**32 - 1)}
    found |= {f"avif size {w}": partial(o.avif_of_size, w, h) for w, h in ((0, 0), (2**32 - 1, 2**32 - 1), (65, 4))}
    found["heif brand only"] = lambda: o.heif(b"heic")
    found["avif brand only"] = lambda: o.heif(b"avif")
    found["heif bare"] = lambda: struct.pack(">I4s", 2**32 - 1, b"ftyp") + b"heic"
    return found
