"""The tables of a case. The first group is the record; the second is read from it and can be made again."""

FORMAT = 1

RECORD = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE books (id TEXT PRIMARY KEY, origin TEXT NOT NULL, public_key BLOB NOT NULL,
    size INTEGER NOT NULL, subtrees TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (position INTEGER PRIMARY KEY AUTOINCREMENT, book TEXT NOT NULL REFERENCES books,
    number INTEGER NOT NULL, leaf TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (book, number));
CREATE TABLE checkpoints (book TEXT NOT NULL REFERENCES books, size INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (book, size)) WITHOUT ROWID;
CREATE TABLE documents (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE previews (evidence TEXT PRIMARY KEY, jpeg BLOB NOT NULL);
"""

PROJECTIONS = """
CREATE TABLE evidence (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, media_type TEXT NOT NULL,
    name TEXT NOT NULL, position INTEGER NOT NULL UNIQUE, document TEXT, width INTEGER, height INTEGER);
CREATE TABLE arrivals (position INTEGER PRIMARY KEY, evidence TEXT NOT NULL, at TEXT NOT NULL, path TEXT NOT NULL,
    kind TEXT NOT NULL, url TEXT NOT NULL, collected_by TEXT NOT NULL, file_modified TEXT NOT NULL,
    posted TEXT NOT NULL DEFAULT '');
CREATE INDEX arrivals_by_evidence ON arrivals (evidence);
CREATE TABLE refusals (position INTEGER PRIMARY KEY, at TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    code TEXT NOT NULL, facts TEXT NOT NULL);
CREATE TABLE events (id TEXT PRIMARY KEY, title TEXT NOT NULL, start TEXT NOT NULL, finish TEXT NOT NULL,
    zone_stated INTEGER NOT NULL, place TEXT NOT NULL, latitude TEXT, longitude TEXT, precision TEXT NOT NULL,
    position INTEGER NOT NULL);
CREATE TABLE claims (id TEXT PRIMARY KEY, event TEXT NOT NULL, text TEXT NOT NULL, by TEXT NOT NULL,
    source_grade TEXT NOT NULL, information_grade TEXT NOT NULL, source_url TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE exhibits (evidence TEXT NOT NULL, claim TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (evidence, claim)) WITHOUT ROWID;
CREATE TABLE verdicts (position INTEGER PRIMARY KEY, id TEXT NOT NULL, evidence TEXT NOT NULL, claim TEXT NOT NULL,
    status TEXT NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL, facts TEXT NOT NULL, superseded_by INTEGER);
CREATE INDEX verdicts_by_exhibit ON verdicts (evidence, claim);
CREATE INDEX IF NOT EXISTS verdicts_by_id ON verdicts (id);
CREATE TABLE matches (id TEXT PRIMARY KEY, evidence TEXT NOT NULL, facts TEXT NOT NULL, position INTEGER NOT NULL,
    dismissed TEXT NOT NULL DEFAULT '');
CREATE INDEX matches_by_evidence ON matches (evidence);
CREATE TABLE libraries (id TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, position INTEGER NOT NULL,
    searched INTEGER NOT NULL DEFAULT 1);
CREATE TABLE history (position INTEGER PRIMARY KEY, evidence TEXT NOT NULL);
CREATE INDEX history_by_evidence ON history (evidence);
"""

COPIES = """
CREATE TABLE IF NOT EXISTS copies (one TEXT NOT NULL, other TEXT NOT NULL, facts TEXT, linked INTEGER,
    cut TEXT NOT NULL DEFAULT '', cut_at INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copies_by_other ON copies (other);
CREATE TABLE IF NOT EXISTS copy_groups (evidence TEXT PRIMARY KEY, leader TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copy_groups_by_leader ON copy_groups (leader);
"""
"""Links between near-copies, `one` being the smaller digest, and the groups that standing links make: a group's
leader is its smallest digest."""

SEARCH = """
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', contentless_delete=1,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE IF NOT EXISTS inside USING fts5(text, content='', contentless_delete=1,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE TABLE IF NOT EXISTS indexed (position INTEGER NOT NULL, event TEXT NOT NULL, made_by TEXT NOT NULL,
    PRIMARY KEY (position, event)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS traits (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
    value TEXT NOT NULL, UNIQUE (kind, name, value));
CREATE TABLE IF NOT EXISTS trait_of (trait INTEGER NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (trait, position, event)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS trait_of_by_position ON trait_of (position, event);
CREATE TABLE IF NOT EXISTS times (position INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL,
    finish INTEGER NOT NULL, PRIMARY KEY (position, kind, start, finish)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS times_by_kind ON times (kind, start);
"""
"""What is searched. `words` has the text of each entry under the entry's position, and is written with it. The others
are made afterwards from examinations and inspectors, under the position of the evidence: `inside` the text of its tags,
`traits` and `trait_of` what can be asked for by name, `times` seconds since 1970; `indexed` says for which event and
by which version that was done. An entry that changes what they would say takes the line in `indexed` away."""

DESK = "CREATE TABLE IF NOT EXISTS desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
"""How the window was left, and saved filters: no part of the record, and never made again."""

NOTES = """
CREATE TABLE IF NOT EXISTS content_notes (evidence TEXT PRIMARY KEY, kinds TEXT NOT NULL, text TEXT NOT NULL,
    at TEXT NOT NULL) WITHOUT ROWID;
"""
"""What people said of pictures before others look: of each the newest note, which may be empty; `kinds` is JSON."""

TEXT_TABLES = ("words", "inside")
SEARCH_TABLES = ("indexed", "traits", "trait_of", "times")

PROJECTION_TABLES = (
    "evidence", "arrivals", "refusals", "events", "claims", "exhibits", "verdicts", "matches", "libraries", "history",
    "copies", "copy_groups", "content_notes",
)  # fmt: skip
