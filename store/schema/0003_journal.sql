-- The journal. No partitions, so that one insert is one part: all of its events are there or none. Each insert is
-- on the disk (fsync) before it is acknowledged.
CREATE TABLE IF NOT EXISTS {{local "events"}} {{onCluster}}
(
    seq     UInt64               CODEC(Delta, ZSTD(1)),
    at      DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    subject LowCardinality(String),
    id      String               CODEC(ZSTD(1)),
    type    LowCardinality(String),
    actor   LowCardinality(String),
    data    String               CODEC(ZSTD(3))
)
ENGINE = {{engine "MergeTree" ""}}
ORDER BY seq
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed "events" "0"}};

-- Who writes the journal: the heartbeat of the control process.
CREATE TABLE IF NOT EXISTS {{local "control"}} {{onCluster}}
(
    holder   String,
    beat     DateTime64(3, 'UTC'),
    released Bool
)
ENGINE = {{engine "ReplacingMergeTree" "beat"}}
ORDER BY holder;

{{distributed "control" "0"}};
