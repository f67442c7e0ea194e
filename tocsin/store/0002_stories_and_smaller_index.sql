-- Which story each report is in, one row for each move; the story's id is that of its first report.
CREATE TABLE stories (
  row INTEGER PRIMARY KEY, tick INTEGER NOT NULL REFERENCES ticks (number), id TEXT NOT NULL UNIQUE,
  report TEXT, story TEXT, body BLOB NOT NULL
) STRICT;
CREATE INDEX stories_report ON stories (report, tick);
CREATE INDEX stories_story ON stories (story);
CREATE INDEX stories_tick ON stories (tick);

-- The index of words again in half the room: keys of 47 bits, which SQLite keeps in six bytes, and a report by its row.
CREATE TABLE shorter (
  hash INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO shorter
  SELECT fingerprints.hash & 0x7fffffffffff, reports.seq
  FROM fingerprints JOIN reports ON reports.id = fingerprints.report ORDER BY 1, 2;
DROP TABLE fingerprints;
ALTER TABLE shorter RENAME TO fingerprints;
