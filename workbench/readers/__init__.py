"""What stands in a file beside its pixels. One file a metadata family; a new one is a line in `READERS`."""

from workbench.readers.c2pa_credentials import C2paReader
from workbench.readers.c2pa_library import installed
from workbench.readers.container import ContainerReader
from workbench.readers.exif_exifread import ExifReadReader
from workbench.readers.exif_pillow import PillowExifReader
from workbench.readers.icc import IccReader
from workbench.readers.iptc import IptcReader
from workbench.readers.maker_note import MakerNoteReader
from workbench.readers.photoshop import PhotoshopReader
from workbench.readers.png_stealth import PngStealthReader
from workbench.readers.reading import Reader
from workbench.readers.resaving import ResavingReader
from workbench.readers.structure import StructureReader
from workbench.readers.xmp import XmpReader

READERS: tuple[Reader, ...] = (
    ContainerReader(),
    StructureReader(),
    PillowExifReader(),
    XmpReader(),
    IptcReader(),
    PhotoshopReader(),
    IccReader(),
    C2paReader(installed()),
    MakerNoteReader(),
    ResavingReader(),
    PngStealthReader(),
    ExifReadReader(),
)
"""In the order in which they are asked; the one that hangs on crafted files comes last."""
