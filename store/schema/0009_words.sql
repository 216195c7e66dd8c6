-- Which pairs of characters occur in each block of mentions: a search for a rare word skips the blocks that cannot hold it. The
-- expression is the one of query/_haystack.sql, to the letter.
ALTER TABLE {{local "mentions"}} {{onCluster}} ADD INDEX IF NOT EXISTS words concatWithSeparator('\n', norm, title, text) TYPE ngrambf_v1(2, 65536, 2, 0) GRANULARITY 1;
ALTER TABLE {{local "mentions"}} {{onCluster}} MATERIALIZE INDEX words;
