-- Words, pairs of topics, groups of topics and aspects, words of judgement, aspects by source and the hours of the day are
-- tallied too (see query/Settle.sql): everything is tallied anew. Until that is done, counts come from the mentions.
TRUNCATE TABLE IF EXISTS {{local "settled"}} {{onCluster}};
TRUNCATE TABLE IF EXISTS {{local "tallies"}} {{onCluster}};
