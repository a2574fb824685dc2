"""An examination as a document of the case: JSON out, and the same examination back."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from workbench.domain.examinations import (
    Examination,
    Fingerprint,
    Isolation,
    IsolationLevel,
    Refused,
    Tag,
    Thumbnail,
)


def to_document(examination: Examination) -> bytes:
    """UTF-8 JSON with sorted keys. Previews are left out: they can be made again from the original."""
    return json.dumps(examination, sort_keys=True, separators=(",", ":"), default=_fields).encode()


def _fields(value: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no place in a document")
    named = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return named | {"preview": None} if "preview" in named else named


def from_document(document: bytes) -> Examination:
    """The examination that `to_document` wrote; ValueError for anything else."""
    try:
        raw: dict[str, Any] = json.loads(document)
        thumbnail = raw["thumbnail"]
        return Examination(
            **{
                **raw,
                "isolation": Isolation(
                    IsolationLevel(raw["isolation"]["level"]), tuple((a, b) for a, b in raw["isolation"]["layers"])
                ),
                "tags": tuple(Tag(**tag) for tag in raw["tags"]),
                "fingerprints": _fingerprints(raw["fingerprints"]),
                "refused": tuple(_refused(refused) for refused in raw["refused"]),
                "thumbnail": Thumbnail(**{**thumbnail, "fingerprints": _fingerprints(thumbnail["fingerprints"])})
                if thumbnail
                else None,
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("not an examination") from error


def _refused(raw: dict[str, Any]) -> Refused:
    """Records older than the facts have none."""
    return Refused(raw["reader"], raw["code"], tuple((key, value) for key, value in raw.get("facts", ())))


def _fingerprints(raw: list[dict[str, Any]]) -> tuple[Fingerprint, ...]:
    return tuple(Fingerprint(**fingerprint) for fingerprint in raw)
