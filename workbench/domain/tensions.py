"""What a verdict in the making says against what is known. Pointed out, and never forbidden: a person decides."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from workbench.domain.findings import Bearing, Finding
from workbench.domain.verdicts import Light, Pillar, Status

FOR = frozenset({Status.VERIFIED, Status.LIKELY})
AGAINST = frozenset({Status.REFUTED, Status.UNLIKELY})


@dataclass(frozen=True, slots=True)
class Tension:
    """A code `tension.*`; `ids` are the findings, or `pillars` the pillars, that it is about."""

    code: str
    ids: tuple[str, ...] = ()
    pillars: tuple[Pillar, ...] = ()


def tensions(
    status: Status | None,
    lights: Mapping[Pillar, Light],
    cites: Collection[str],
    citable: Collection[str],
    findings: Iterable[Finding],
    standing: Iterable[Status],
) -> tuple[Tension, ...]:
    """All that does not go together. `standing` are the other verdicts that stand on the same exhibit."""
    found = tuple(findings)
    return (
        *_status_against_findings(status, lights, found),
        *_lights_against_findings(lights, found),
        *_status_against_lights(status, lights),
        *((Tension("tension.nothing-cited"),) if status in FOR | AGAINST and citable and not cites else ()),
        *((Tension("tension.others-differ"),) if _differs(status, standing) else ()),
    )


def _status_against_findings(
    status: Status | None, lights: Mapping[Pillar, Light], findings: tuple[Finding, ...]
) -> Iterable[Tension]:
    undermining = tuple(dict.fromkeys(f.identity() for f in findings if f.bearing is Bearing.UNDERMINES))
    if status in FOR and undermining:
        yield Tension("tension.undermined", ids=undermining)
    if status in AGAINST and not undermining and Light.RED not in lights.values():
        yield Tension("tension.nothing-against")


def _lights_against_findings(lights: Mapping[Pillar, Light], findings: tuple[Finding, ...]) -> Iterable[Tension]:
    bearings: dict[str, set[Bearing]] = {}
    for finding in findings:
        bearings.setdefault(finding.pillar, set()).add(finding.bearing)
    green = tuple(p for p in Pillar if lights.get(p) is Light.GREEN and Bearing.UNDERMINES in bearings.get(p, set()))
    red = tuple(
        p
        for p in Pillar
        if lights.get(p) is Light.RED
        and Bearing.SUPPORTS in bearings.get(p, set())
        and Bearing.UNDERMINES not in bearings.get(p, set())
    )
    if green:
        yield Tension("tension.green-undermined", pillars=green)
    if red:
        yield Tension("tension.red-supported", pillars=red)


def _status_against_lights(status: Status | None, lights: Mapping[Pillar, Light]) -> Iterable[Tension]:
    red = tuple(pillar for pillar in Pillar if lights.get(pillar) is Light.RED)
    if status is Status.VERIFIED and red:
        yield Tension("tension.verified-with-red", pillars=red)
    if status in AGAINST and all(lights.get(pillar) is Light.GREEN for pillar in Pillar):
        yield Tension("tension.refuted-all-green")


def _differs(status: Status | None, standing: Iterable[Status]) -> bool:
    others = set(standing) - {Status.OPEN}
    return status not in (None, Status.OPEN) and bool(others - {status})
