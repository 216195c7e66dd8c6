-- Counts of each hour by brand and one dimension ('' everything, source, platform, region, store, topic, aspect), written
-- anew as a whole for an hour that changed and never added to: see settle.go. `kept`: the mentions without a label of noise.
CREATE TABLE IF NOT EXISTS {{local "tallies"}} {{onCluster}}
(
    dimension  LowCardinality(String),
    brand      LowCardinality(String),
    hour       DateTime('UTC')          CODEC(Delta, ZSTD(1)),
    element    LowCardinality(String),
    kept       Bool,
    n          UInt32                   CODEC(T64, ZSTD(1)),
    negative   UInt32                   CODEC(T64, ZSTD(1)),
    neutral    UInt32                   CODEC(T64, ZSTD(1)),
    positive   UInt32                   CODEC(T64, ZSTD(1)),
    complaints UInt32                   CODEC(T64, ZSTD(1)),
    anonymous  UInt32                   COMMENT 'mentions without author' CODEC(T64, ZSTD(1)),
    authors    AggregateFunction(uniqCombined64(12), String) CODEC(ZSTD(1)),
    revision   UInt64                   CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "revision"}}
PARTITION BY toYYYYMM(hour)
ORDER BY (dimension, brand, hour, element, kept);

{{distributed "tallies" "cityHash64(dimension, brand, hour)"}};

-- Which hours' tallies hold. An hour stops holding before anything of it is written, and holds again when it was counted
-- anew and nothing was written meanwhile.
CREATE TABLE IF NOT EXISTS {{local "settled"}} {{onCluster}}
(
    hour     DateTime('UTC') CODEC(Delta, ZSTD(1)),
    settled  Bool,
    revision UInt64          CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "revision"}}
ORDER BY hour;

{{distributed "settled" "0"}};

-- A month nobody writes to any more is merged into one part after two hours, so that reading it costs no comparing of parts.
ALTER TABLE {{local "mentions"}} {{onCluster}} MODIFY SETTING min_age_to_force_merge_seconds = 7200, min_age_to_force_merge_on_partition_only = 1;
