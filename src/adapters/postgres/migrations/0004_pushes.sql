-- Up Migration

-- Pushes of the last 24 hours, one row each: all processes together make no more than PUSH_DAILY_CAP of a channel.
CREATE TABLE kidoku.pushes (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pushes_by_time ON kidoku.pushes (channel, at);
