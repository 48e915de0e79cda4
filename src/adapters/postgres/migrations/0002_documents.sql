-- Up Migration

-- Small values that are read and changed whole: accounts of staff, sessions, the service switch, drafts.
CREATE TABLE kidoku.documents (
  name text PRIMARY KEY,
  -- null: somebody was about to write the first one.
  value json,
  changed_at timestamptz NOT NULL DEFAULT now()
);
