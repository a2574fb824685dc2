"""From the C2PA reader's tags and facts to `Credentials`. Both come from a hostile file: what does not fit is left out.

Codes are those of the C2PA specification 2.x, "Validation".
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from workbench.domain.credentials import (
    Action,
    Binding,
    Credentials,
    Ingredient,
    Manifest,
    Permission,
    Presence,
    Signer,
    Standing,
)
from workbench.domain.examinations import Examination, Tag

FAMILY = "C2PA"
ENTRIES = 1_000

_HARD_BINDINGS = tuple(f"assertion.{kind}Hash." for kind in ("data", "bmff", "boxes", "collection", "multiAsset"))
_OF_BINDING_AND_SIGNER = (*_HARD_BINDINGS, "claim.hardBindings.missing", "claimSignature.", "signingCredential.",
                          "timeStamp.")  # fmt: skip
_ALTERED = frozenset(
    {
        "assertion.hashedURI.mismatch",
        "assertion.missing",
        "assertion.undeclared",
        "claim.missing",
        "ingredient.manifest.missing",
        "ingredient.manifest.mismatch",
        "ingredient.claimSignature.mismatch",
        "ingredient.claimSignature.missing",
    }
)

_TRUST_ONLY = frozenset({"signingCredential.untrusted", "timeStamp.untrusted"})
"""Said of every ingredient where no trust list was given: no fault of its."""

Groups = Mapping[str, list[Tag]]


def credentials(examination: Examination) -> Credentials | None:
    """What was read of the file's credentials; None where there is nothing, or the reader could not answer."""
    facts = examination.container
    stands_there = facts.get("c2pa") == "present"
    said = facts.get("c2pa-manifest", "")
    presence = Presence(said) if said in set(Presence) else Presence.ABSENT
    if presence is Presence.ABSENT and stands_there:
        presence = Presence.UNREADABLE  # the reader failed, is missing, or found nothing where something is
    if presence is Presence.ABSENT:
        return None
    groups = _grouped(tag for tag in examination.tags if tag.family == FAMILY)
    own = _values(groups.get("Manifest 1", ()))
    statuses = groups.get("Status", ())
    failures, successes, informed = (
        frozenset(tag.value for tag in statuses if tag.name == kind) for kind in ("failure", "success", "informational")
    )
    lineages = _lineages(groups)
    altered = frozenset(code for code in failures if code in _ALTERED)
    manifest = Manifest(
        presence,
        label=own.get("label", ""),
        generator=own.get("claim_generator_info") or own.get("claim_generator", ""),
        title=own.get("title", ""),
        url=facts.get("c2pa-url", ""),
        error=facts.get("c2pa-error", ""),
        cut=facts.get("c2pa-cut") == "yes",
        altered=tuple(sorted(altered)),
        faulty=tuple(sorted(code for code in failures - altered if not code.startswith(_OF_BINDING_AND_SIGNER))),
    )
    signer = Signer(
        _standing(failures, successes),
        name=own.get("signature_info.common_name", ""),
        issuer=own.get("signature_info.issuer", ""),
        time=_time(own.get("signature_info.time", "")),
        trust_list=facts.get("c2pa-trust", "none"),
    )
    return Credentials(
        manifest,
        _binding(failures, successes, informed),
        signer,
        actions=tuple(_action(tags, lineages) for tags in _numbered(groups, "Action")),
        ingredients=tuple(_ingredient(tags, lineages) for tags in _numbered(groups, "Ingredient")),
        permissions=tuple(_permissions(groups)),
        creators=tuple(_creators(groups)),
        sources=tuple(_sources(groups, lineages)),
    )


def _binding(failures: frozenset[str], successes: frozenset[str], informed: frozenset[str]) -> Binding:
    fits = any(code.startswith(_HARD_BINDINGS) for code in successes)
    if any(code.startswith(_HARD_BINDINGS) for code in failures):
        return Binding.INEXACT if fits else Binding.MISMATCH
    if "claim.hardBindings.missing" in failures:
        return Binding.NONE
    if not fits:
        return Binding.UNCHECKED
    return Binding.PARTIAL if "assertion.dataHash.additionalExclusionsPresent" in informed else Binding.VALID


def _standing(failures: frozenset[str], successes: frozenset[str]) -> Standing:
    if failures & {"claimSignature.mismatch", "claimSignature.missing"}:
        return Standing.SIGNATURE_INVALID
    if "claimSignature.validated" not in successes:
        return Standing.UNCHECKED
    for standing, codes in (
        (Standing.REVOKED, {"signingCredential.revoked", "signingCredential.ocsp.revoked"}),
        (Standing.EXPIRED, {"signingCredential.expired", "claimSignature.outsideValidity"}),
        (Standing.UNSUITABLE, {"signingCredential.invalid"}),
        (Standing.UNTRUSTED, {"signingCredential.untrusted"}),
    ):
        if failures & codes:
            return standing
    return Standing.TRUSTED if "signingCredential.trusted" in successes else Standing.UNCHECKED


def _grouped(tags: Iterable[Tag]) -> Groups:
    groups: dict[str, list[Tag]] = {}
    for tag in tags:
        groups.setdefault(tag.group, []).append(tag)
    return groups


def _values(tags: Iterable[Tag]) -> Mapping[str, str]:
    """The first value of each name."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.name, tag.value)
    return found


def _numbered(groups: Groups, kind: str) -> Iterable[list[Tag]]:
    return [tags for group, tags in groups.items() if group.startswith(f"{kind} ")][:ENTRIES]


def _lineages(groups: Groups) -> Mapping[str, str]:
    """Number of a manifest -> its lineage; parents of parents are parents, all else is a component."""
    edges = [_values(tags) for tags in _numbered(groups, "Ingredient")]
    found, waiting = {"1": "own"}, ["1"]
    while waiting:
        number = waiting.pop()
        for edge in edges:
            target = edge.get("active_manifest", "")
            if edge.get("manifest") == number and edge.get("relationship") == "parentOf" and target not in found:
                found[target] = "parent"
                waiting.append(target)
    return found


def _action(tags: list[Tag], lineages: Mapping[str, str]) -> Action:
    values = _values(tags)
    return Action(
        values.get("action", ""),
        lineages.get(values.get("manifest", ""), "component"),
        agent=values.get("softwareAgent", ""),
        when=values.get("when", ""),
        source_type=values.get("digitalSourceType", ""),
    )


def _ingredient(tags: list[Tag], lineages: Mapping[str, str]) -> Ingredient:
    values = _values(tags)
    return Ingredient(
        values.get("title", ""),
        values.get("relationship", ""),
        lineages.get(values.get("manifest", ""), "component"),
        tuple(tag.value for tag in tags if tag.name == "validation_status" and tag.value not in _TRUST_ONLY),
    )


def _permissions(groups: Groups) -> Iterable[Permission]:
    for group, tags in groups.items():
        if group.startswith("Assertion ") and "training-mining" in group:
            for tag in tags:
                path, _, last = tag.name.rpartition(".")
                if last == "use":
                    yield Permission(path.removeprefix("entries."), tag.value)


def _creators(groups: Groups) -> Iterable[str]:
    for group, tags in groups.items():
        if group.startswith("Assertion stds.schema-org.CreativeWork"):
            yield from (tag.value for tag in tags if tag.name.startswith("author.") and tag.name.endswith(".name"))


def _sources(groups: Groups, lineages: Mapping[str, str]) -> Iterable[Action]:
    for group, tags in groups.items():
        kind, _, rest = group.partition(" ")
        number, assertion = ("1", rest) if kind == "Assertion" else (rest.split(" ")[0], rest.partition(" ")[2])
        if kind in ("Assertion", "Manifest"):
            for tag in tags:
                if tag.name.lower().endswith("digitalsourcetype"):
                    yield Action(assertion, lineages.get(number, "component"), source_type=tag.value)


def _time(untrusted: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(untrusted)
    except ValueError:
        return None
    return found if found.tzinfo else None
