-- The tables of schema 1, as knot made them until schema 2.
CREATE TABLE version(
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  entry TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK(kind IN ('rating','session','step','check','assessment','follow-up','desk')),
  made_at INTEGER NOT NULL,
  act TEXT,
  undoes TEXT,
  removed INTEGER NOT NULL CHECK(removed IN (0,1)),
  body TEXT NOT NULL
) STRICT;
CREATE INDEX version_of_entry ON version(entry);
CREATE INDEX version_in_order ON version(made_at);
CREATE INDEX version_of_act ON version(act) WHERE act IS NOT NULL;
CREATE INDEX version_undoes ON version(undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER version_stays BEFORE UPDATE ON version
BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER version_is_kept BEFORE DELETE ON version
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TABLE entry(
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  at_utc INTEGER NOT NULL,
  local_date TEXT NOT NULL,
  region TEXT,
  rating_kind TEXT,
  score INTEGER CHECK(score BETWEEN 0 AND 10),
  session TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE brought(seq INTEGER NOT NULL PRIMARY KEY) STRICT;
CREATE INDEX entry_rated ON entry(region, local_date, rating_kind, score) WHERE rating_kind IS NOT NULL;
CREATE INDEX entry_in_order ON entry(kind, at_utc, region);
CREATE INDEX entry_of_session ON entry(session) WHERE session IS NOT NULL;
