"""C2PA Content Credentials: what a manifest says, whether it binds to these bytes, and who signed it."""

import hashlib
import json
from pathlib import Path

from workbench.domain.examinations import Limits
from workbench.readers.c2pa_library import Library, LibraryError
from workbench.readers.c2pa_report import Report
from workbench.readers.content_credentials import has_manifest
from workbench.readers.reading import Reading, bounded

NOTHING = frozenset({"ManifestNotFound", "NotSupported", "Other", "Io"})
"""Answers that mean: no manifest, a format that the library knows none in, or (the last two) a file whose parts it
could not tell apart. They are believed only where no manifest stands in the place that the format gives it."""
NOT_FETCHED = "Remote"


class CredentialsMissing(Exception):
    """A manifest is there, and the library that reads it is not installed."""


class C2paReader:
    """The facts: `c2pa-manifest` absent, embedded, remote (named by a URL, not fetched) or unreadable;
    `c2pa-url`, `c2pa-error`, `c2pa-manifests` (how many), `c2pa-cut` (more than is shown); `c2pa-trust`: `none`
    without a trust list, else `given` or `unreadable`, and `c2pa-trust-sha256`. Validation is in the tags, as
    the library's own codes.
    """

    name = "c2pa"

    def __init__(self, installed: tuple[Path, str] | None) -> None:
        """Where the library lies, and its version; None where there is none. It is loaded at the first `read`."""
        self._installed = installed
        self._library: Library | None = None

    @property
    def tool(self) -> tuple[str, str]:
        return "c2pa", self._installed[1] if self._installed else "absent"

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """CredentialsMissing where a manifest is there and the library is not."""
        if self._installed is None:
            if has_manifest(untrusted):
                raise CredentialsMissing
            return bounded((), limits, {"c2pa-manifest": "absent"})
        if self._library is None:  # that is while the child warms up: once it is locked, nothing can be loaded
            self._library = Library(self._installed[0])
        facts = {"c2pa-trust": "none"}
        try:
            if limits.trust_anchors:
                listed = hashlib.sha256(limits.trust_anchors.encode()).hexdigest()
                readable = self._library.accepts(limits.trust_anchors)
                facts = {"c2pa-trust": "given" if readable else "unreadable", "c2pa-trust-sha256": listed}
            anchors = limits.trust_anchors if facts["c2pa-trust"] == "given" else ""
            store = self._library.manifest_store(untrusted, anchors)
        except LibraryError as error:
            return bounded((), limits, {**facts, **_unread(error, has_manifest(untrusted))})
        report = Report(self.name, json.loads(store.untrusted_json))
        tags = report.tags()
        facts |= {"c2pa-manifest": "embedded" if store.embedded else "remote", "c2pa-manifests": str(report.manifests)}
        if store.remote_url:
            facts["c2pa-url"] = store.remote_url
        if report.cut:
            facts["c2pa-cut"] = "yes"
        return bounded(tags, limits, facts)


def _unread(error: LibraryError, stands_there: bool) -> dict[str, str]:
    if error.kind.startswith(NOT_FETCHED):
        return {
            "c2pa-manifest": "remote",
            "c2pa-url": error.text.partition("from url ")[2][:1_000] or error.text[:1_000],
        }
    if error.kind in NOTHING and not stands_there:
        return {"c2pa-manifest": "absent"}
    return {"c2pa-manifest": "unreadable", "c2pa-error": f"{error.kind}: {error.text}"[:400]}
