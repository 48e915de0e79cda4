-- Up Migration

-- Who did what: one row an action, only ever added to. `at` is ms, as in the line.
CREATE TABLE kidoku.audit (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  line json NOT NULL
);

-- What customers sent that is not text, for as long as KEEP_CONTENT says. `message` is a hash of the message's id, the same
-- that names its file where there is no database.
CREATE TABLE kidoku.contents (
  message text PRIMARY KEY,
  kept_at timestamptz NOT NULL DEFAULT now(),
  mime text,
  -- Null: forgotten. Such a row stays for a day, so that a fetch that was under way does not bring it back.
  bytes bytea
);
-- Pictures and films are packed already.
ALTER TABLE kidoku.contents ALTER COLUMN bytes SET STORAGE EXTERNAL;
