"""What the screens read of a case, as the domain's own types."""

import json
from array import array
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workbench.casework.view_ports import AttachedLibrary, Counts, EvidenceRow, StoredCopy, StoredMatch
from workbench.domain.claims import Claim, Event, Exhibit, InformationGrade, SourceGrade
from workbench.domain.content_notes import ContentNote, read_note
from workbench.domain.entries import read_entry
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.intervals import Interval
from workbench.domain.places import Place, Point, Precision
from workbench.domain.reports import GivenVerdict, HistoryLine, RefusedFile
from workbench.domain.search_query import Query, read_query
from workbench.domain.verdicts import Confidence, Light, MediaReview, Pillar, PillarNote, Status, Verdict
from workbench.storage.database import Connection, folder_of, reading
from workbench.storage.evidence_query import found, statement

_ROW = """
SELECT e.sha256, e.size, e.media_type, e.name, e.position, e.document, e.width, e.height,
    (SELECT count(*) FROM arrivals a WHERE a.evidence = e.sha256),
    (SELECT count(*) FROM matches m WHERE m.evidence = e.sha256 AND m.dismissed = ''),
    (SELECT group_concat(DISTINCT v.status) FROM verdicts v
        WHERE v.evidence = e.sha256 AND v.superseded_by IS NULL AND v.status <> 'open'),
    (SELECT count(*) FROM copy_groups g JOIN copy_groups own USING (leader) WHERE own.evidence = e.sha256),
    (SELECT json_object('kinds', json(n.kinds), 'text', n.text) FROM content_notes n WHERE n.evidence = e.sha256)
FROM evidence e
"""
_SHOWN_FACTS = (
    "kind", "reason", "status", "document", "isolation", "known", "library", "match", "claim", "to", "other", "group",
    "kinds", "text",
)  # fmt: skip


class CaseViews:
    """Read views over the projections of one case."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def counts(self) -> Counts:
        tables = ("evidence", "arrivals", "refusals", "events", "claims", "verdicts")
        counted = [self._one(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608 - our own names
        return Counts(*[*counted, self.size()])

    def _one(self, sql: str, *values: Any) -> Any:
        row = self._db.execute(sql, values).fetchone()
        return row[0] if row else None

    def size(self) -> int:
        entries: int = self._one("SELECT coalesce(sum(size), 0) FROM books")
        return entries

    def found(self, query: Query, event: str, after: int = 0, before: int = 0, limit: int = 0) -> "array[int]":
        return found(self._db, query, event, after, before, limit)

    def rows(self, positions: Sequence[int]) -> tuple[EvidenceRow, ...]:
        sql = f"{_ROW} WHERE e.position IN (SELECT value FROM json_each(?)) ORDER BY e.position"  # noqa: S608
        return tuple(_row(row) for row in self._db.execute(sql, (json.dumps(list(positions)),)))

    def evidence_page(self, offset: int, limit: int, text: str = "") -> tuple[EvidenceRow, ...]:
        sql, values = statement(read_query(text), "", 0, 0, 0)
        page = self._db.execute(f"{sql} OFFSET ?", (*values[:-1], limit, offset))
        return self.rows([row[0] for row in page])

    def evidence_count(self) -> int:
        count: int = self._one("SELECT count(*) FROM evidence")
        return count

    def evidence(self, sha256: str) -> EvidenceRow | None:
        row = self._db.execute(f"{_ROW} WHERE e.sha256 = ?", (sha256,)).fetchone()
        return _row(row) if row else None

    def evidence_like(self, prefix: str) -> tuple[str, ...]:
        sql = "SELECT sha256 FROM evidence WHERE sha256 >= ?1 AND sha256 <= ?1 || 'g' ORDER BY sha256 LIMIT 10"
        return tuple(row[0] for row in self._db.execute(sql, (prefix,)))

    def known_digests(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT sha256 FROM evidence")}

    def arrivals(self, sha256: str) -> tuple[tuple[str, Arrival], ...]:
        sql = ("SELECT at, path, kind, url, collected_by, file_modified, posted FROM arrivals WHERE evidence = ?"
               " ORDER BY position")  # fmt: skip
        return tuple((row[0], Arrival(*row[1:])) for row in self._db.execute(sql, (sha256,)))

    def refusals(self, offset: int = 0, limit: int = 1000) -> tuple[RefusedFile, ...]:
        sql = "SELECT at, path, sha256, code, facts FROM refusals ORDER BY position LIMIT ? OFFSET ?"
        return tuple(
            RefusedFile(at, path, sha256, code, tuple((k, str(v)) for k, v in json.loads(facts).items()))
            for at, path, sha256, code, facts in self._db.execute(sql, (limit, offset))
        )

    def events(self) -> tuple[Event, ...]:
        return tuple(_event(row) for row in self._db.execute("SELECT * FROM events ORDER BY position"))

    def claims(self, event: str | None = None) -> tuple[Claim, ...]:
        sql = "SELECT * FROM claims WHERE ?1 IS NULL OR event = ?1 ORDER BY position"
        return tuple(_claim(row) for row in self._db.execute(sql, (event,)))

    def claims_of(self, evidence: str) -> tuple[Claim, ...]:
        sql = "SELECT c.* FROM exhibits x JOIN claims c ON c.id = x.claim WHERE x.evidence = ? ORDER BY x.position"
        return tuple(_claim(row) for row in self._db.execute(sql, (evidence,)))

    def exhibits(self, event: str) -> tuple[Exhibit, ...]:
        sql = ("SELECT x.evidence, x.claim FROM exhibits x JOIN claims c ON c.id = x.claim WHERE c.event = ?"
               " ORDER BY x.position")  # fmt: skip
        return tuple(Exhibit(*row) for row in self._db.execute(sql, (event,)))

    def verdicts(self, evidence: str) -> tuple[GivenVerdict, ...]:
        sql = "SELECT id, at, author, facts, superseded_by FROM verdicts WHERE evidence = ? ORDER BY position"
        return tuple(
            GivenVerdict(id_, at, author, verdict_of(said), superseded is not None, said.get("group", ""))
            for id_, at, author, facts, superseded in self._db.execute(sql, (evidence,))
            if (said := json.loads(facts))
        )

    def verdict_facts(self, verdict: str) -> Mapping[str, Any] | None:
        facts: str | None = self._one("SELECT facts FROM verdicts WHERE id = ?", verdict)
        return json.loads(facts) if facts else None

    def matches(self, evidence: str) -> tuple[StoredMatch, ...]:
        sql = "SELECT id, evidence, facts, dismissed FROM matches WHERE evidence = ? ORDER BY position"
        return tuple(
            StoredMatch(id_, sha256, json.loads(facts), dismissed)
            for id_, sha256, facts, dismissed in self._db.execute(sql, (evidence,))
        )

    def libraries(self) -> tuple[AttachedLibrary, ...]:
        sql = "SELECT id, name, path, searched FROM libraries ORDER BY position"
        return tuple(AttachedLibrary(row[0], row[1], row[2], bool(row[3])) for row in self._db.execute(sql))

    def history(self, evidence: str) -> tuple[HistoryLine, ...]:
        # An entry on two near-copies belongs to the history of both.
        sql = ("SELECT body FROM entries WHERE position IN (SELECT position FROM history WHERE evidence = ?1"
               " UNION SELECT linked FROM copies WHERE other = ?1 OR one = ?1"
               " UNION SELECT cut_at FROM copies WHERE other = ?1 OR one = ?1) ORDER BY position")  # fmt: skip
        return tuple(_line(body) for (body,) in self._db.execute(sql, (evidence,)))

    def group(self, evidence: str) -> tuple[str, ...]:
        sql = ("SELECT g.evidence FROM copy_groups own JOIN copy_groups g USING (leader)"
               " LEFT JOIN evidence e ON e.sha256 = g.evidence WHERE own.evidence = ?"
               " ORDER BY e.position, g.evidence")  # fmt: skip
        return tuple(row[0] for row in self._db.execute(sql, (evidence,))) or (evidence,)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        sql = ("SELECT g.leader, g.evidence FROM copy_groups g LEFT JOIN evidence e ON e.sha256 = g.evidence"
               " ORDER BY e.position, g.evidence")  # fmt: skip
        members: dict[str, list[str]] = {}
        for leader, evidence in self._db.execute(sql):
            members.setdefault(leader, []).append(evidence)
        return tuple(tuple(group) for group in members.values())

    def copies(self, evidence: str | None = None) -> tuple[StoredCopy, ...]:
        sql = "SELECT one, other, facts, cut FROM copies WHERE ?1 IS NULL OR one = ?1 OR other = ?1 ORDER BY one, other"
        return tuple(
            StoredCopy(one, other, json.loads(facts) if facts else {}, cut)
            for one, other, facts, cut in self._db.execute(sql, (evidence,))
        )

    def preview(self, evidence: str) -> bytes | None:
        """Refusal `case.unreadable`."""
        with reading(folder_of(self._db)):
            jpeg: bytes | None = self._one("SELECT jpeg FROM previews WHERE evidence = ?", evidence)
        return jpeg


def _row(row: tuple[Any, ...]) -> EvidenceRow:
    sha256, size, media_type, name, position, document, width, height, arrivals, matches, statuses, copies, note = row
    return EvidenceRow(
        Evidence(sha256, size, media_type), name, position, document, width, height, arrivals, matches,
        tuple(sorted(statuses.split(","))) if statuses else (), max(copies, 1),
        read_note(json.loads(note)) if note else ContentNote(),
    )  # fmt: skip


def _claim(row: tuple[Any, ...]) -> Claim:
    return Claim(row[0], row[1], row[2], row[3], SourceGrade(row[4]), InformationGrade(row[5]), row[6])


def _event(row: tuple[Any, ...]) -> Event:
    id_, title, start, finish, zone_stated, name, latitude, longitude, precision, _ = row
    interval = Interval(datetime.fromisoformat(start), datetime.fromisoformat(finish), bool(zone_stated))
    point = Point(float(latitude), float(longitude)) if latitude is not None and longitude is not None else None
    return Event(id_, title, interval, Place(name, point, Precision(precision)))


def verdict_of(facts: Mapping[str, Any]) -> Verdict:
    """The verdict that a `verdict.given` entry records."""
    return Verdict(
        evidence=facts["evidence"],
        claim=facts["claim"],
        event=facts["event"],
        status=Status(facts["status"]),
        reviewer=facts["reviewer"],
        reasons=facts["reasons"],
        categories=frozenset(MediaReview(code) for code in facts["categories"]),
        pillars=tuple(PillarNote(Pillar(p["pillar"]), Light(p["light"]), p["text"]) for p in facts["pillars"]),
        confidence=Confidence(facts["confidence"]),
        cites=tuple(cited["id"] for cited in facts["cites"]),
        gap_reason=facts["gap_reason"],
    )


def _line(body: bytes) -> HistoryLine:
    entry = read_entry(body)
    facts = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in entry.facts.items() if key in _SHOWN_FACTS
    }  # fmt: skip
    if isinstance(entry.facts.get("known"), dict):
        facts["known"] = entry.facts["known"]["path"]
    if "arrival" in entry.facts:
        facts |= {key: entry.facts["arrival"][key] for key in ("path", "kind", "url", "collected_by")}
    shown = tuple((key, value) for key, value in facts.items() if value)
    return HistoryLine(f"{entry.book}/{entry.number}", entry.at, entry.author, entry.kind, shown)
