"""What stands in a file beside its pixels. One file a metadata family; a new one is a line in `READERS`."""

from workbench.readers.container import ContainerReader
from workbench.readers.exif_exifread import ExifReadReader
from workbench.readers.exif_pillow import PillowExifReader
from workbench.readers.reading import Reader

READERS: tuple[Reader, ...] = (ContainerReader(), PillowExifReader(), ExifReadReader())
"""In the order in which they are asked; the one that hangs on crafted files comes last."""
