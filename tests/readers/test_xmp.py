"""XMP is found in every container and spelled as verifiers know it; what cannot be trusted is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.packed import extension, jpeg, jpeg_with_xmp, packet, segment, xmp_everywhere
from workbench.domain.examinations import Limits
from workbench.readers.reading import Reading
from workbench.readers.xmp import XmpReader

CREATOR = packet("<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>")


def read(data: bytes) -> Reading:
    return XmpReader().read(data, Limits())


def values(data: bytes) -> dict[tuple[str, str], str]:
    return {(tag.group, tag.name): tag.value for tag in read(data).tags}


@pytest.mark.parametrize("place", list(xmp_everywhere(CREATOR)))
def test_a_packet_is_found_where_the_format_keeps_it(place: str) -> None:
    found = read(xmp_everywhere(CREATOR)[place])
    assert {(tag.group, tag.name, tag.value) for tag in found.tags} == {
        ("x", "XMPToolkit", "Toolkit 1"),
        ("dc", "Creator", "A, B"),
    }
    assert {(tag.reader, tag.family) for tag in found.tags} == {("xmp", "XMP")}
    assert found.facts == {"xmp-packets": "1"}


def test_each_form_of_rdf_says_the_same() -> None:
    structure = (
        '<xmpMM:DerivedFrom stRef:documentID="d"/>',
        '<xmpMM:DerivedFrom rdf:parseType="Resource"><stRef:documentID>d</stRef:documentID></xmpMM:DerivedFrom>',
        "<xmpMM:DerivedFrom><rdf:Description><stRef:documentID>d</stRef:documentID></rdf:Description></xmpMM:DerivedFrom>",
        '<xmpMM:DerivedFrom><rdf:Description stRef:documentID="d"/></xmpMM:DerivedFrom>',
    )
    for form in structure:
        assert values(jpeg_with_xmp(packet(form)))["xmpMM", "DerivedFromDocumentID"] == "d"
    assert values(jpeg_with_xmp(packet("", 'photoshop:City="Khost"')))["photoshop", "City"] == "Khost"
    for form in (
        '<xmp:Label rdf:resource="L"/>',
        '<xmp:Label rdf:parseType="Resource"><rdf:value>L</rdf:value><own:note>n</own:note></xmp:Label>',
        "<xmp:Label>\n L </xmp:Label>",
    ):
        assert values(jpeg_with_xmp(packet(form)))["xmp", "Label"] == "L"


def test_languages_stand_behind_the_name() -> None:
    title = (
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Strike</rdf:li><rdf:li xml:lang="ps-AF">برید</rdf:li>'
        "</rdf:Alt></dc:title>"
    )
    found = values(jpeg_with_xmp(packet(title)))
    assert (found["dc", "Title"], found["dc", "Title-ps-AF"]) == ("Strike", "برید")


def test_names_are_exiftools_and_foreign_prefixes_stay() -> None:
    inner = (
        '<Iptc4xmpCore:CreatorContactInfo Iptc4xmpCore:CiAdrCity="Kabul" Iptc4xmpCore:CiUrlWork="u"/>'
        "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/screenCapture"
        "</Iptc4xmpExt:DigitalSourceType><own:thing>1</own:thing>"
        '<e:PixelXDimension xmlns:e="http://ns.adobe.com/exif/1.0/">4000</e:PixelXDimension>'
    )
    found = values(jpeg_with_xmp(packet(inner)))
    assert found["iptcCore", "CreatorCity"] == "Kabul"
    assert found["iptcCore", "CreatorWorkURL"] == "u"
    assert found["iptcExt", "DigitalSourceType"].endswith("/screenCapture")
    assert found["own", "Thing"] == "1"
    assert found["exif", "ExifImageWidth"] == "4000"


def test_codes_and_fractions_are_interpreted_beside_the_raw_value() -> None:
    tags = read(jpeg_with_xmp(packet("", 'tiff:Orientation="6" exif:FNumber="28/10" photoshop:ColorMode="3"'))).tags
    found = {tag.name: (tag.value, tag.interpreted) for tag in tags}
    assert found["Orientation"] == ("6", "Rotate 90 CW")
    assert found["FNumber"][0] == "28/10"
    assert "2.8" in found["FNumber"][1]
    assert found["ColorMode"] == ("3", "RGB")


def test_each_step_of_a_history_keeps_its_own_fields() -> None:
    history = (
        "<xmpMM:History><rdf:Seq>"
        '<rdf:li stEvt:action="created" stEvt:softwareAgent="P"/>'
        '<rdf:li rdf:parseType="Resource"><stEvt:when>2025-10-10T08:00:00+04:30</stEvt:when></rdf:li>'
        "</rdf:Seq></xmpMM:History>"
    )
    found = values(jpeg_with_xmp(packet(history)))
    assert found["xmpMM", "HistoryAction"] == "created"
    assert found["xmpMM History 1", "SoftwareAgent"] == "P"
    assert found["xmpMM History 2", "When"] == "2025-10-10T08:00:00+04:30"
    assert ("xmpMM History 2", "Action") not in found


def test_an_extension_counts_where_the_packet_names_its_digest() -> None:
    large = packet(f"<own:depth>{'A' * 150_000}</own:depth><own:after>yes</own:after>")
    guid, parts = extension(large)
    naming = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("", f'xmpNote:HasExtendedXMP="{guid}"'))
    whole = jpeg(naming, *reversed(parts))
    assert read(whole).facts["xmp-extended"] == "complete"
    assert values(whole)["own", "After"] == "yes"
    for broken, state in (
        (jpeg(naming, *parts[:-1]), "incomplete"),
        (jpeg(naming, *extension(large[:-1] + b"?", guid=guid)[1]), "incomplete"),
        (jpeg(*parts), "unclaimed"),
        (jpeg(naming), "incomplete"),
    ):
        assert read(broken).facts["xmp-extended"] == state
        assert ("own", "After") not in values(broken)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-32-le", "utf-32-be", "utf-8-sig"])
def test_packets_in_other_encodings_are_read(encoding: str) -> None:
    data = packet("<dc:source>Хост</dc:source>").decode().encode(encoding)
    assert values(jpeg_with_xmp(data))["dc", "Source"] == "Хост"


def test_a_packet_that_breaks_off_gives_what_stands_before() -> None:
    data = packet("<dc:source>first</dc:source><dc:relation>second</dc:relation>")
    found = read(jpeg_with_xmp(data[: data.index(b"</dc:relation>")]))
    assert ("dc", "Source", "first") in {(tag.group, tag.name, tag.value) for tag in found.tags}
    assert found.facts["xmp-damaged"] == "yes"


def test_a_second_packet_says_only_what_the_first_did_not() -> None:
    data = jpeg_with_xmp(packet("", 'dc:source="a"'), packet("", 'dc:source="b" dc:format="f"'))
    found = [(tag.name, tag.value) for tag in read(data).tags if tag.group == "dc"]
    assert found == [("Source", "a"), ("Source", "b"), ("Format", "f")]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = "".join(one for one in text if one not in "\ufffe\uffff").strip()
    assert values(jpeg_with_xmp(packet(f"<dc:source>{escaped}</dc:source>")))["dc", "Source"] == plain
