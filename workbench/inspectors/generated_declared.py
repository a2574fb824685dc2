"""Does the file or its name say that a program generated the picture?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.file_names import Kind, said_by_name
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.generators import declarations
from workbench.domain.verdicts import Pillar

WRITTEN, NAMED = "generated.written", "generated.named"
CODES = (WRITTEN, NAMED)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """A generator's own parameters undermine; a name that its users' files have is only a lead, and is neutral.

    Only what is declared: nothing here looks at the pixels.
    """
    found = declarations(dossier.examination.tags)
    if found:
        facts = (
            ("generator", ", ".join(one.generator for one in found)[:200]),
            ("fields", ", ".join(dict.fromkeys(one.field for one in found))[:200]),
            ("model", next((one.model for one in found if one.model), "–")),
            ("excerpt", max((one.excerpt for one in found), key=len)),
        )
        yield Finding(WRITTEN, Basis.OBSERVED, Bearing.UNDERMINES, facts, f"{WRITTEN}.caveat", Pillar.PROVENANCE)
        return
    for arrival in dossier.arrivals:
        said = said_by_name(arrival.name)
        if said and said.kind is Kind.GENERATOR:
            named = (("name", arrival.name[:120]), ("generator", " / ".join(said.sources)))
            yield Finding(NAMED, Basis.INFERRED, Bearing.NEUTRAL, named, f"{NAMED}.caveat", Pillar.PROVENANCE)
            return
