-- Up Migration

-- A process of kidoku that is alive says so here every few seconds. What a dead one held is free.
CREATE TABLE kidoku.processes (
  id uuid PRIMARY KEY,
  version text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  alive_until timestamptz NOT NULL
);

-- One row a conversation: its state, when it is to be looked at again, and which process has it.
CREATE TABLE kidoku.conversations (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  -- json, not jsonb: what customers write may hold NUL and half a surrogate pair, which jsonb refuses.
  state json,
  -- When something is to be done; null: when something happens.
  wake_at timestamptz,
  -- Staff have it, or somebody waits for them: a change of what is set for everybody is about this one too.
  waits boolean NOT NULL DEFAULT false,
  owner uuid,
  -- Counts its owners. What is written names it, so that nobody writes who has lost it.
  fence bigint NOT NULL DEFAULT 0,
  -- Counts what came for it, or called for it. Whoever has it looks again when it is not what was seen.
  calls bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX conversations_to_wake ON kidoku.conversations (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX conversations_waiting ON kidoku.conversations (number) WHERE waits;

-- What LINE has delivered, or staff did, and has not entered its conversation yet.
CREATE TABLE kidoku.inbox (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  conversation text NOT NULL,
  event json NOT NULL
);
CREATE INDEX inbox_of_conversation ON kidoku.inbox (conversation, number);

-- Facts past the last 200 of a ledger.
CREATE TABLE kidoku.facts (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation text NOT NULL,
  at bigint NOT NULL,
  fact json NOT NULL
);
CREATE INDEX facts_of_conversation ON kidoku.facts (conversation, number);

-- What lists and search go by: one row for each conversation that stands in a list. Times are ms, as in the state.
CREATE TABLE kidoku.summaries (
  number bigint PRIMARY KEY REFERENCES kidoku.conversations ON DELETE CASCADE,
  place text NOT NULL,
  since bigint NOT NULL,
  at bigint NOT NULL,
  suspected boolean NOT NULL,
  summary json NOT NULL,
  words text NOT NULL
);
CREATE INDEX summaries_by_place ON kidoku.summaries (place, since, number);
CREATE INDEX summaries_by_time ON kidoku.summaries (at, number);
CREATE INDEX summaries_suspected ON kidoku.summaries (at, number) WHERE suspected;

-- One row a decided turn, for the figures.
CREATE TABLE kidoku.turns (
  number bigint NOT NULL REFERENCES kidoku.conversations ON DELETE CASCADE,
  turn text NOT NULL,
  at bigint NOT NULL,
  decision text NOT NULL,
  row json NOT NULL,
  PRIMARY KEY (number, turn)
);
CREATE INDEX turns_by_time ON kidoku.turns (at, number, turn);

-- What could not be read, for a person to look at.
CREATE TABLE kidoku.set_aside (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  event text,
  why text NOT NULL,
  raw json NOT NULL
);

-- Events that are not to come back: of conversations that were erased. `event` is a hash.
CREATE TABLE kidoku.forgotten_events (
  event text PRIMARY KEY,
  until timestamptz NOT NULL
);

-- Single values: how far turns have been counted, and the like.
CREATE TABLE kidoku.single_values (
  name text PRIMARY KEY,
  value json NOT NULL
);
