"""Files that nobody here wrote: no platform is named wrongly, and no generator's own text is missed."""

from pathlib import Path

import pytest

from tests import builders as build
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Limits
from workbench.domain.findings import Bearing
from workbench.inspectors import generated_declared, platform_signature, resaved
from workbench.readers.exif_pillow import PillowExifReader
from workbench.readers.iptc import IptcReader
from workbench.readers.png_stealth import PngStealthReader
from workbench.readers.resaving import ResavingReader
from workbench.readers.structure import StructureReader

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
READERS = (StructureReader(), IptcReader(), PillowExifReader(), PngStealthReader(), ResavingReader())

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the collected files are not beside this checkout")


def dossier(path: Path):
    data = path.read_bytes()
    readings = [reader.read(data, Limits()) for reader in READERS]
    media_type = "image/jpeg" if data.startswith(b"\xff\xd8") else "image/png"
    examined = build.examination(
        *(tag for reading in readings for tag in reading.tags),
        container={key: value for reading in readings for key, value in reading.facts.items()},
        media_type=media_type,
    )
    return build.dossier(examined, arrivals=(Arrival(path.name),), event=None)


def named(path: Path) -> set[str]:
    found = platform_signature.inspect(dossier(path))
    assert all(one.bearing is Bearing.NEUTRAL for one in found)
    return {
        platform
        for one in platform_signature.inspect(dossier(path))
        if one.code in ("platform.marked", "platform.named")
        for platform in dict(one.facts)["platforms"].split(" / ")
    }


def test_each_platforms_copy_names_it_or_none() -> None:
    copies = sorted((DATA / "copies" / "stamp" / "images").iterdir())
    said = {path.name.split("_")[0]: named(path) for path in copies}
    assert said["Instagram"] == {"Facebook", "Instagram"}
    assert {platform for platform, names in said.items() if names} == {"Instagram"}


def test_camera_files_name_no_platform_and_no_earlier_save() -> None:
    cameras = sorted((DATA / "metadata" / "metadata-extractor").rglob("*.jpg"))
    assert len(cameras) > 40
    for path in cameras:
        if path.name == "beach.jpg":  # it has no picture in it
            continue
        measured = dossier(path)
        assert not named(path), path
        assert not list(resaved.inspect(measured)), path
        assert not list(generated_declared.inspect(measured)), path


def test_every_generators_text_is_known() -> None:
    folders = {
        "ComfyUI": "ComfyUI",
        "Fooocus": "Fooocus",
        "InvokeAI": "InvokeAI",
        "NovelAI": "NovelAI",
        "AUTOMATIC1111": "Stable Diffusion web UI",
    }
    for folder, generator in folders.items():
        paths = sorted((DATA / "ai" / "sd-parsers" / "resources" / "parsers" / folder).iterdir())
        assert paths
        for path in paths:
            (found,) = generated_declared.inspect(dossier(path))
            assert generator in dict(found.facts)["generator"], path
