-- The journal: facts, append-only. Two triggers keep it so.
CREATE TABLE journal (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id   TEXT NOT NULL UNIQUE,
  at   TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX journal_kind ON journal (kind, seq);
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

-- Reports by address and by the name that the input gave them.
CREATE TABLE reports (
  seq         INTEGER PRIMARY KEY REFERENCES journal (seq),
  id          TEXT NOT NULL UNIQUE,
  address     TEXT,
  external_id TEXT,
  source      TEXT NOT NULL,
  known       TEXT NOT NULL
) STRICT;
CREATE INDEX reports_address ON reports (address, seq);
CREATE INDEX reports_source ON reports (source, known);
CREATE INDEX reports_external ON reports (external_id);
CREATE VIRTUAL TABLE report_words USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE ticks (
  number INTEGER PRIMARY KEY,
  at     TEXT NOT NULL,
  upto   INTEGER NOT NULL
) STRICT;
CREATE INDEX ticks_at ON ticks (at);

-- Conclusions: recomputable from the journal and the ticks.
CREATE TABLE claims (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  report TEXT, kind TEXT, stance TEXT, body BLOB NOT NULL
) STRICT;
CREATE INDEX claims_report ON claims (report);
CREATE INDEX claims_kind ON claims (kind, tick);
CREATE INDEX claims_stance ON claims (stance, tick);
CREATE TABLE links (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  "left" TEXT, "right" TEXT, relation TEXT, body BLOB NOT NULL
) STRICT;
CREATE INDEX links_left ON links ("left");
CREATE INDEX links_right ON links ("right");
CREATE INDEX links_relation ON links (relation, tick);
CREATE TABLE memberships (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  report TEXT, origin TEXT, body BLOB NOT NULL
) STRICT;
CREATE INDEX memberships_report ON memberships (report, tick);
CREATE INDEX memberships_origin ON memberships (origin);
CREATE TABLE sign_states (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  sign TEXT, state TEXT, body BLOB NOT NULL
) STRICT;
CREATE INDEX sign_states_sign ON sign_states (sign, tick);
CREATE TABLE evidence (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  sign TEXT, origin TEXT, body BLOB NOT NULL
) STRICT;
CREATE INDEX evidence_sign ON evidence (sign, origin);
CREATE TABLE assessments (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE updates (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  why TEXT, body BLOB NOT NULL
) STRICT;
CREATE TABLE fingerprints (
  hash INTEGER NOT NULL, report TEXT NOT NULL, tick INTEGER NOT NULL REFERENCES ticks (number),
  PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_tick ON claims (tick);
CREATE INDEX links_tick ON links (tick);
CREATE INDEX memberships_tick ON memberships (tick);
CREATE INDEX sign_states_tick ON sign_states (tick);
CREATE INDEX evidence_tick ON evidence (tick);
CREATE INDEX assessments_tick ON assessments (tick);
CREATE INDEX updates_tick ON updates (tick);
