-- Up Migration

-- Several LINE accounts share the tables, and each has lists and figures of its own. Whose a row is stands in its json:
-- before the first colon of the conversation's id. So rows that a version before this one still writes have it too. (Not
-- with `->>`, which fails on json that holds NUL, as what customers write may.)

-- Who waits meanwhile: both tables are locked until the end. Nobody reads or writes summaries (lists, search, counts), and
-- nobody writes turns, which are read; so whoever commits waits, up to 10 s, and is run again after that. What LINE brings
-- is stored in other tables, as long as a process has a connection left that does not wait.
-- Both at once, before there is work that would be lost, and in the order of a commit (commit.ts). The other way round a
-- commit that has summaries would wait for turns, and this, which has turns, for summaries.
LOCK TABLE kidoku.summaries IN ACCESS EXCLUSIVE MODE;
LOCK TABLE kidoku.turns IN SHARE MODE;

-- A column, since counts are then read from the indexes alone: 12 ms instead of 100 for an account of 100,000. It writes the
-- table anew: 2 to 4 s for each 100,000 rows, with its indexes.
ALTER TABLE kidoku.summaries
  ADD COLUMN destination text GENERATED ALWAYS AS (split_part(split_part(summary::text, '"id":"', 2), ':', 1)) STORED;
-- Most stand in no place that is listed, and cost one index less.
CREATE INDEX summaries_of_destination_by_place ON kidoku.summaries (destination, place, since, number)
  WHERE place <> 'assistant';
CREATE INDEX summaries_of_destination_by_time ON kidoku.summaries (destination, at, number);
CREATE INDEX summaries_of_destination_suspected ON kidoku.summaries (destination, at, number) WHERE suspected;

-- No column: turns are many, are read whole, and an index is built in a fifth of the time.
CREATE INDEX turns_of_destination ON kidoku.turns
  ((split_part(split_part(row::text, '"conversation":"', 2), ':', 1)), at, number, turn);

-- How many each account has, by which the way to read them is chosen, is not known before.
ANALYZE kidoku.turns, kidoku.summaries;
