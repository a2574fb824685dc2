"""The report as JSON, for programs: all that the page says, and every measured value besides."""

import base64
import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from workbench.domain.examinations import Examination
from workbench.domain.findings import Finding
from workbench.domain.intervals import Interval
from workbench.domain.reports import RefusedFile, Report
from workbench.domain.verdicts import MediaReview
from workbench.wording import Wording

FORMAT = "workbench-report/1"


class JsonRenderer:
    """Renders a report as one JSON object whose `format` is `workbench-report/1`.

    ASCII with sorted keys, two spaces of indent and a line end: the same report gives the same bytes, and
    no character in it can turn the text of a terminal. Fields are those of the domain; beside a finding's
    or a refusal's code stand its words, beside an interval its ends in UTC. MediaReview categories are
    their schema.org addresses. A number that is none (NaN, infinite) is null.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def render(self, report: Report) -> bytes:
        """The whole report as UTF-8."""
        whole = {"format": FORMAT, **self._plain(report)}
        return json.dumps(whole, sort_keys=True, indent=2, allow_nan=False).encode() + b"\n"

    def _plain(self, value: Any) -> Any:
        match value:
            case Interval():
                return _interval(value)
            case MediaReview():
                return f"https://schema.org/{value.value}"
            case Enum():
                return value.value
            case bytes():
                return base64.b64encode(value).decode()
            case float():
                return value if math.isfinite(value) else None
            case frozenset():
                return sorted(self._plain(inner) for inner in value)
            case list() | tuple():
                return [self._plain(inner) for inner in value]
            case Mapping():
                return {str(key): self._plain(inner) for key, inner in value.items()}
        if dataclasses.is_dataclass(value):
            return self._fields(value)
        return value

    def _fields(self, value: Any) -> dict[str, Any]:
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        match value:
            case Examination():
                del fields["preview"]
                if value.thumbnail:
                    fields["thumbnail"] = dataclasses.replace(value.thumbnail, preview=None)
            case Finding():
                fields["facts"] = dict(value.facts)
                fields["words"] = {
                    "title": self._wording.say(f"{value.code}.title", fields["facts"]),
                    "sentence": self._wording.say(value.code, fields["facts"]),
                    "caveat": self._wording.say(value.caveat, fields["facts"]),
                }
            case RefusedFile():
                fields["facts"] = dict(value.facts)
                fields["words"] = self._wording.say(value.code, fields["facts"])
        return {name: self._plain(inner) for name, inner in fields.items()}


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "start_utc": _utc(interval.start),
        "end_utc": _utc(interval.end),
        "zone_stated": interval.zone_stated,
    }


def _utc(when: datetime) -> str | None:
    try:
        return when.astimezone(UTC).isoformat()
    except OverflowError:
        return None
