-- Which clusters of near-equal texts occur in each block of mentions: how often one text was posted in years is counted without
-- reading the years.
ALTER TABLE {{local "mentions"}} {{onCluster}} ADD INDEX IF NOT EXISTS clusters cluster TYPE bloom_filter(0.01) GRANULARITY 1;
ALTER TABLE {{local "mentions"}} {{onCluster}} MATERIALIZE INDEX clusters;

-- Tallies of a month that is over are merged into one part, as its mentions are, so that reading them costs no comparing of parts.
ALTER TABLE {{local "tallies"}} {{onCluster}} MODIFY SETTING min_age_to_force_merge_seconds = 7200, min_age_to_force_merge_on_partition_only = 1;
