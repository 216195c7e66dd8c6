-- Strata of the audit are tallied too (see query/Settle.sql): everything is tallied anew. Until that is done, counts come from
-- the mentions.
TRUNCATE TABLE IF EXISTS {{local "settled"}} {{onCluster}};
TRUNCATE TABLE IF EXISTS {{local "tallies"}} {{onCluster}};
