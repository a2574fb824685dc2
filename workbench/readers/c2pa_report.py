"""From the C2PA library's JSON to tags: the manifests, what they assert, and how they were found to validate.

Families and names as the C2PA specification spells them. Manifests, actions and ingredients are numbered over
the whole store; manifest 1 is the active one, which speaks of this file, and the others are its ingredients'.
What decides comes first, so that what is cut off for its length decides nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.domain.examinations import Tag

FAMILY = "C2PA"
MANIFESTS, ENTRIES, LEAVES, DEPTH = 64, 400, 800, 6
"""Manifests, actions and ingredients of all of them, plain values of other assertions, and their nesting."""
SOURCE_TYPE = "digitalsourcetype"

Untrusted = Mapping[str, Any]
Row = tuple[str, str, str, str]


class Report:
    """One parsed answer of the library. `cut` is True, once `tags` has run, where something was left out."""

    def __init__(self, reader: str, untrusted: Untrusted) -> None:
        self.cut = False
        self._reader = reader
        stored, active = _mapping(untrusted, "manifests"), str(untrusted.get("active_manifest", ""))
        labels = [label for label in (active, *(label for label in stored if label != active)) if label in stored]
        self.cut = len(labels) > MANIFESTS
        self._manifests = [(label, _mapping(stored, label)) for label in labels[:MANIFESTS]]
        self._numbers = {label: str(number) for number, label in enumerate(labels[:MANIFESTS], 1)}
        self._results = _mapping(untrusted, "validation_results")

    @property
    def manifests(self) -> int:
        return len(self._manifests)

    def tags(self) -> list[Tag]:
        """All tags, values not bounded yet; texts of the file as they are."""
        rows = [*self._statuses(), *self._summaries(), *self._actions(), *self._ingredients(), *self._assertions()]
        return [Tag(self._reader, FAMILY, group, name, value, interpreted) for group, name, value, interpreted in rows]

    def _statuses(self) -> Iterator[Row]:
        """Each kind of outcome once, with the library's own explanation of its first."""
        found = _mapping(self._results, "activeManifest")
        for kind in ("failure", "success", "informational"):
            seen = set()
            for status in _entries(found.get(kind)):
                code = str(status.get("code", ""))
                if code not in seen and not (kind == "success" and code.startswith("assertion.hashedURI")):
                    seen.add(code)
                    yield "Status", kind, code, str(status.get("explanation") or "")

    def _summaries(self) -> Iterator[Row]:
        for label, manifest in self._manifests:
            group = f"Manifest {self._numbers[label]}"
            yield group, "label", label, ""
            for name in ("claim_generator", "title", "format", "instance_id", "claim_version", "vendor"):
                yield from _row(group, name, manifest.get(name))
            for generator in _entries(manifest.get("claim_generator_info")):
                yield from _row(group, "claim_generator_info", _agent(generator))
            signature = _mapping(manifest, "signature_info")
            for name in ("common_name", "issuer", "time", "alg", "cert_serial_number", "revocation_status"):
                yield from _row(group, f"signature_info.{name}", signature.get(name))

    def _actions(self) -> Iterator[Row]:
        """Those that name a source type first: they decide most."""
        found = [(label, data, action) for label, data, action in self._every_action()]
        found.sort(key=lambda one: not one[2].get("digitalSourceType"))
        self.cut |= len(found) > ENTRIES
        for number, (label, data, action) in enumerate(found[:ENTRIES], 1):
            group = f"Action {number}"
            yield group, "manifest", self._numbers[label], ""
            for name in ("action", "digitalSourceType", "when", "description", "reason", "changed"):
                yield from _row(group, name, action.get(name))
            yield from _row(group, "softwareAgent", _agent(_software(action, data)))
            for path, value in list(_leaves(action.get("parameters"), "parameters", DEPTH))[:20]:
                yield from _row(group, path, value)

    def _every_action(self) -> Iterator[tuple[str, Untrusted, Untrusted]]:
        for label, manifest in self._manifests:
            for assertion in _entries(manifest.get("assertions")):
                if str(assertion.get("label", "")).startswith("c2pa.actions"):
                    data = _mapping(assertion, "data")
                    for action in (*_entries(data.get("actions")), *_entries(data.get("templates"))):
                        yield label, data, action

    def _ingredients(self) -> Iterator[Row]:
        deltas = self._deltas()
        found = [(label, one) for label, manifest in self._manifests for one in _entries(manifest.get("ingredients"))]
        self.cut |= len(found) > ENTRIES
        for number, (label, ingredient) in enumerate(found[:ENTRIES], 1):
            group = f"Ingredient {number}"
            yield group, "manifest", self._numbers[label], ""
            for name in ("relationship", "title", "format", "instance_id", "document_id", "description"):
                yield from _row(group, name, ingredient.get(name))
            yield from _row(group, "active_manifest", self._numbers.get(str(ingredient.get("active_manifest"))))
            recorded = _mapping(_mapping(ingredient, "validation_results"), "activeManifest").get("failure")
            statuses = (*_entries(ingredient.get("validation_status")), *_entries(recorded))
            codes = [str(status.get("code", "")) for status in statuses]
            codes += deltas.get((label, str(ingredient.get("label"))), ())
            for code in dict.fromkeys(codes):
                yield from _row(group, "validation_status", code)

    def _deltas(self) -> Mapping[tuple[str, str], list[str]]:
        """Failures of ingredients that their own claims did not record, by manifest and label of the ingredient."""
        found: dict[tuple[str, str], list[str]] = {}
        for delta in _entries(self._results.get("ingredientDeltas")):
            parts = str(delta.get("ingredientAssertionURI", "")).split("/")
            failures = _entries(_mapping(delta, "validationDeltas").get("failure"))
            if len(parts) >= 3 and failures:
                codes = found.setdefault((parts[-3], parts[-1]), [])
                codes += [str(failure.get("code", "")) for failure in failures]
        return found

    def _assertions(self) -> Iterator[Row]:
        """The rest as plain values: of the active manifest all, of the others what names a source type."""
        room = LEAVES
        for label, manifest in self._manifests:
            number = self._numbers[label]
            for assertion in _entries(manifest.get("assertions")):
                name = str(assertion.get("label", ""))
                if name.startswith("c2pa.actions"):
                    continue
                group = f"Assertion {name}" if number == "1" else f"Manifest {number} {name}"
                for path, value in _leaves(assertion.get("data"), "", DEPTH):
                    if number != "1" and not path.lower().endswith(SOURCE_TYPE):
                        continue
                    if not room:
                        self.cut = True
                        return
                    room -= 1
                    yield from _row(group, path or "data", value)


def _row(group: str, name: str, value: Any) -> Iterator[Row]:
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, str | int | float) and str(value):
        yield group, name, str(value), ""


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Every plain value with its path; hashes, contexts and what lies too deep are left out."""
    if isinstance(value, dict | list):
        if not depth:
            return
        pairs = value.items() if isinstance(value, dict) else ((str(place), one) for place, one in enumerate(value))
        for key, one in pairs:
            if key not in ("@context", "hash", "pad"):
                yield from _leaves(one, f"{path}.{key}" if path else str(key), depth - 1)
    elif value is not None:
        yield path, value


def _software(action: Untrusted, data: Untrusted) -> Any:
    agents, index = data.get("softwareAgents"), action.get("softwareAgentIndex")
    if isinstance(agents, list) and isinstance(index, int) and 0 <= index < len(agents):
        return agents[index]
    return action.get("softwareAgent")


def _agent(value: Any) -> str:
    """`name version`, however it is written."""
    if isinstance(value, dict):
        return " ".join(str(value[key]) for key in ("name", "version") if isinstance(value.get(key), str))
    return value if isinstance(value, str) else ""


def _mapping(untrusted: Untrusted, key: str) -> Untrusted:
    value = untrusted.get(key)
    return value if isinstance(value, dict) else {}


def _entries(value: Any) -> Sequence[Untrusted]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
