"""The tables of a catalogue."""

from collections.abc import Iterator

SCHEMA = 1
"""Version of TABLES; a catalogue of another version is refused, never migrated in silence. A table that only adds to
them goes to ADDED and needs no new version: older programs pass it over."""

TABLES = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    access INTEGER NOT NULL,
    current INTEGER REFERENCES versions(number),
    staged INTEGER REFERENCES versions(number),
    removed_at TEXT
);
CREATE TABLE versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents(id),
    checksum TEXT NOT NULL,
    recipe TEXT NOT NULL,
    ingested_at TEXT NOT NULL,
    meta TEXT NOT NULL,
    structure TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX versions_of_document ON versions(document_id);
CREATE TABLE passages (
    version INTEGER NOT NULL REFERENCES versions(number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    page INTEGER,
    speaker TEXT,
    section TEXT NOT NULL,
    sentences TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (version, position)
) WITHOUT ROWID;
CREATE INDEX passages_by_id ON passages(id);
CREATE TABLE vectors (
    content TEXT NOT NULL,
    model TEXT NOT NULL,
    passage BLOB NOT NULL,
    sentences BLOB NOT NULL,
    PRIMARY KEY (content, model)
) WITHOUT ROWID;
CREATE TABLE sources (
    path TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    document_id TEXT,
    checksum TEXT,
    size INTEGER,
    modified_ns INTEGER,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE TABLE generations (
    number INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    recipe TEXT NOT NULL,
    built_at TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX one_active_generation ON generations(active) WHERE active = 1;
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    asked_at TEXT NOT NULL,
    access INTEGER NOT NULL,
    answerable INTEGER NOT NULL,
    mode TEXT NOT NULL,
    passages TEXT NOT NULL,
    question TEXT
);
CREATE TABLE feedback (
    answer_id TEXT NOT NULL REFERENCES answers(id),
    given_at TEXT NOT NULL,
    rating TEXT NOT NULL,
    comment TEXT NOT NULL
);
"""

ADDED = {
    "answer_details": """
    answer_id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    doubted INTEGER NOT NULL,
    confidence REAL NOT NULL,
    desk TEXT NOT NULL,
    elapsed_ms REAL NOT NULL,
    cited TEXT NOT NULL
""",
    "prose": """
    answer_id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    verified INTEGER NOT NULL,
    written INTEGER NOT NULL,
    fallback TEXT NOT NULL,
    digest TEXT NOT NULL
""",
    "lookups": """
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at TEXT NOT NULL,
    access INTEGER NOT NULL,
    desk TEXT NOT NULL,
    verdicts TEXT NOT NULL,
    elapsed_ms REAL NOT NULL
""",
    "rulings": """
    document_id TEXT PRIMARY KEY,
    access INTEGER,
    said INTEGER,
    was INTEGER,
    retired INTEGER NOT NULL DEFAULT 0
""",
    "edits": """
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at TEXT NOT NULL,
    editor TEXT NOT NULL,
    task TEXT NOT NULL,
    document_id TEXT,
    checksum TEXT,
    label TEXT NOT NULL,
    access INTEGER,
    state TEXT NOT NULL DEFAULT 'waiting',
    tries INTEGER NOT NULL DEFAULT 0,
    began_at TEXT,
    ended_at TEXT,
    steps TEXT NOT NULL DEFAULT '[]',
    report TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
""",
}
"""Tables that came later, by name, with their columns. They are made when a catalogue that lacks them is opened."""

ADDED_INDEXES = ("CREATE INDEX IF NOT EXISTS answers_by_time ON answers(asked_at)",)


def creation() -> Iterator[str]:
    """The statements that add what a catalogue lacks of the later tables."""
    for name, columns in ADDED.items():
        yield f"CREATE TABLE IF NOT EXISTS {name} ({columns})"
    yield from ADDED_INDEXES
